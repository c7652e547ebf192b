#pragma once
/// What a fit is asked, as data: cells with what was measured on them, parameters that may move,
/// mechanisms to choose from. All in coherent SI, but for the values of parameters, which are in
/// the unit their user wrote.

#include "model/event.hpp"
#include "model/guards.hpp"
#include "runs/fit/objective.hpp"
#include "runs/fit/plateaus.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// What becomes of residuals much larger than their noise.
enum class Loss {
    none, ///< squares: Gaussian noise
    huber, ///< linear beyond `loss_width` standard deviations
    cauchy, ///< logarithmic
};

/// Voltages of one cell, one a sample.
struct VoltageData {
    std::vector<Moment> moments; ///< ascending
    std::vector<double> voltage; ///< V, working against counter
    double noise = 1e-3; ///< V, standard deviation of one sample; the start where estimated
    bool noise_is_estimated = false;
    double relative_noise = 0.0; ///< of |V|, added in squares
    Loss loss = Loss::none;
    double loss_width = 3.0; ///< standard deviations
};

/// Which part of the cell a number belongs to.
enum class Part { cell, working, counter };

enum class PointKind {
    resistance, ///< Ohm m2: of a low-frequency impedance, of one interface or the whole cell
    consumed_charge, ///< C/m2: leaked less what the host gave back, of one side or both
    thickness, ///< m: of one interphase
};

/// A number measured once.
struct PointData {
    PointKind kind = PointKind::resistance;
    Part part = Part::cell;
    double time = 0.0; ///< s
    double value = 0.0;
    double error = 0.0; ///< standard deviation, > 0
};

enum class Seen {
    when, ///< at its time
    not_yet, ///< it had not happened by then
    already, ///< it had happened by then
};

/// Something that happened, and what is known of when.
struct EventData {
    std::optional<model::EventKind> kind; ///< none: whatever ended the cell
    model::Side side = model::Side::working;
    double time = 0.0; ///< s
    double error = 0.0; ///< s, standard deviation of the time, > 0
    Seen seen = Seen::when;
};

/// One measured cell.
struct CellData {
    std::string name;
    double area = 0.0; ///< m2
    std::vector<CurrentPiece> pieces; ///< the current it was given
    VoltageData voltage; ///< may be empty
    std::vector<PointData> points;
    std::vector<EventData> events;
    model::VoltageLimits limits; ///< of the instrument, where reaching one ends the test
    std::vector<std::string> said; ///< how the record was read, a sentence each
};

/// What is known of a parameter beforehand: normal about the mean, of the logarithm on a
/// logarithmic scale.
struct Prior {
    double mean = 0.0; ///< in the parameter's unit
    double error = 0.0; ///< in the same unit; on a logarithmic scale relative to the mean
};

/// A value to compare a profile with, drawn into its panel: it takes no part in the fit.
struct Mark {
    double value = 0.0; ///< in the parameter's unit
    std::string name;
};

/// A key of the case files whose number the fit looks for. Not a key of any case:
/// `measured.current_factor` multiplies the measured current.
struct Parameter : Unknown { ///< its name: the key, or "thin, thick: key" with the cells it is of
    std::string key;
    std::optional<Prior> prior;
    std::vector<Mark> marks;
    std::vector<std::size_t> cells; ///< which cells it belongs to; one value for all of them
};

/// The key, with the cells it is of before it: "thin, thick: key".
std::string name_in_cells(const std::string& key, const std::vector<std::size_t>& which,
                          std::span<const CellData> cells);

inline constexpr const char* current_factor_key = "measured.current_factor";

/// Overrides of every case that make it another mechanism. Parameters whose keys it sets are not
/// free in it.
struct Mechanism {
    std::string name;
    std::vector<std::string> overrides; ///< "dotted.key=value"
};

/// What to do beside fitting.
struct Plan {
    std::uint64_t seed = 1;
    std::size_t starts = 8; ///< the first is the given one
    double confidence = 0.95;
    bool profiles = true;
    std::size_t samples = 0; ///< of the posterior; 0: none are drawn
};

} // namespace percolith::runs::fit
