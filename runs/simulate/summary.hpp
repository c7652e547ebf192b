#pragma once
/// What a test came to, for people, for programs and for the run file: one set of numbers, three
/// renderings.

#include "model/ledger.hpp"
#include "runs/record/table.hpp"
#include "runs/simulate/simulation.hpp"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace percolith::runs
{

/// One electrode at the end of the test.
struct ElectrodeSummary {
    double initial_lithium = 0.0; ///< C/m2
    model::ElectrodeLedger lithium; ///< C/m2
    double interphase_thickness = 0.0; ///< m
    double barrier_thickness = 0.0; ///< m
    double contact_fraction = 1.0;
    double intrusion_length = 0.0; ///< m
    std::string regime; ///< that held for the longest time
    double electronic_conductivity = 0.0; ///< of the barrier, S/m
    /// One standard deviation over the conductivity, from a table; NaN for a law without error.
    double conductivity_error = 0.0;
    double limiting_thickness = 0.0; ///< xi, m; infinite where nothing limits itself
    model::HostCriterion host;
    bool has_alloy = false;
};

/// How the thickness of a foil was turned into charge.
struct FoilConversion {
    double capacity = 0.0; ///< C/m3
    bool given = false; ///< by the case; else F/V_Li
};

/// The page's line for it: "foils counted with 0.205 mAh/cm2 per um, as the case says".
std::string as_text(const FoilConversion& foil);

/// What the summary says of a case beside the balances' numbers.
struct CaseFacts {
    std::string title;
    double metal_volume_fraction = 0.0;
    double reversible_fraction = 0.0; ///< f_rev
    bool imposed_metal = false;
    std::vector<std::string> notes; ///< what is imposed, assumed, unchecked or unknown
    std::optional<FoilConversion> foil; ///< where lithium is given as a foil
    /// sigma_e(V_f-M) of working and counter, for the error that a table carries.
    std::array<kinetics::ElectronicLaw<>, 2> electronic{};
};

struct Summary {
    std::string title;
    std::string status; ///< "ended" or "interrupted"
    std::string ended_by; ///< the terminal event
    std::string ended_on; ///< "working", "counter" or empty
    std::string condition; ///< of a user condition, as written
    double end_time = 0.0; ///< s
    std::uint64_t cycle_life = 0; ///< whole cycles before the end
    /// V, s, V; NaN in a test without a whole step that polarizes the cell.
    double peak_polarization = 0.0;
    double peak_time = 0.0;
    double end_polarization = 0.0;
    std::string first_stripped; ///< "working", "counter" or "none"
    double metal_volume_fraction = 0.0;
    bool imposed_metal = false;
    std::optional<FoilConversion> foil; ///< where lithium was given as a foil
    double ledger_error = 0.0;
    std::string engine;
    std::string remark;
    std::vector<std::string> notes; ///< of the electrolyte's numbers
    ElectrodeSummary working;
    ElectrodeSummary counter;
};

Summary summarize(const TestSetup& setup, const TestEnd& end, const CaseFacts& facts);

/// A page a person can read, in laboratory units.
std::string as_text(const Summary& summary);

/// {"format": "percolith-summary", "version": 1, ...}: stable keys, SI units
/// (docs/files/summary.md).
std::string as_json(const Summary& summary);

/// One line of the summary, in SI units. Its words live as long as the summary, but for the notes,
/// which are joined for the while that they are shown.
struct SummaryLine {
    std::string_view side; ///< "working" or "counter"; empty for the cell
    std::string_view name; ///< without the side
    std::variant<double, std::string_view> value;
    std::string_view unit;
    std::string_view origin;
};

/// Shows every line once, always the same ones in the same order.
void each_line(const Summary& summary, const std::function<void(const SummaryLine&)>& see);

/// The entries of the run file.
std::vector<Entry> as_entries(const Summary& summary);

} // namespace percolith::runs
