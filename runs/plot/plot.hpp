#pragma once
/// Pictures of run files, of fits, of maps, and of results of the microstructure engine.

#include "runs/cycler/cycler_record.hpp"
#include "runs/design/answer.hpp"
#include "runs/ensemble/prediction.hpp"
#include "runs/plot/drawing.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/map.hpp"
#include "runs/record/percolation.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace percolith::runs
{

/// One run as a column of panels over time: voltage, polarization, interphase thickness, lithium
/// left, events. A panel whose columns the run did not keep is left out. The picture is written
/// aside and renamed. Throws `InputError` for a bad run file, ending or width, `OutputError` for a
/// missing gnuplot or a full disk.
void plot_run(const std::filesystem::path& run, const Drawing& to);

/// What a tester recorded: voltage, current, polarization of each half cycle over time, and
/// impedance where there is some. Throws as `plot_run`.
void plot_measured(const cycler::CyclerRecord& record, const Drawing& to);

/// A result of the microstructure engine: V_P against what was varied, or against the size of the
/// box where nothing was; conductivity against metal fraction for each thickness. Throws as
/// `plot_run`.
void plot_percolation(const RecordedPercolation& result, const Drawing& to);
/// Films of all thicknesses on one curve. Throws `InputError` for a result without it, else as
/// `plot_run`.
void plot_collapse(const RecordedPercolation& result, const Drawing& to);

/// A fit: measured and simulated voltage of every cell over time with the residuals below, and the
/// profile of every parameter. Of several mechanisms the one of that name, or where it is empty the
/// best by AIC. Throws `InputError` for another name, else as `plot_run`.
void plot_fit(const FitRecord& fit, const std::string& mechanism, const Drawing& to);

/// A prediction: share of tests alive after so many cycles with its interval, of tests whose
/// working electrode still has metal where a full cell was asked about, and Sobol indices. Throws
/// as `plot_run`.
void plot_prediction(const ensemble::Prediction& prediction, const Drawing& to);

/// The design of a test: hours to a decision by foil; where one decides, who raises the alarm by
/// when, and what a symmetric cell loses and shows meanwhile. Throws as `plot_run`.
void plot_design(const design::Answer& answer, const Drawing& to);

/// What of a map is wanted, as users write it. What is left out is chosen.
struct MapRequest {
    std::vector<std::string> outputs{}; ///< names
    std::vector<std::string> axes{}; ///< keys: along x, along y
    std::vector<std::string> fixed{}; ///< "key=value": where a grid is cut
};

/// A map: over two axes of a grid as coloured places, over one as curves, of other designs as
/// points. `file` stands in messages. Throws `InputError` for a request that it does not meet, else
/// as `plot_run`.
void plot_map(const RecordedMap& map, const MapRequest& request, const std::filesystem::path& file,
              const Drawing& to);

/// Voltage against time of many runs or measured records, row by row as a table: the article's Fig.
/// 2 is four interphases by three cells. Panels of a row share their voltage axis, so that they can
/// be compared. Throws `std::invalid_argument` for a layout that the runs do not fill, else as
/// `plot_run`.
struct GridLayout {
    std::size_t across = 1; ///< columns
    std::vector<std::string> columns{}; ///< a title each; without any, each panel has its run's
    std::vector<std::string> rows{}; ///< a title each, or none
};
void plot_grid(const std::vector<std::filesystem::path>& runs, const GridLayout& layout,
               const Drawing& to);

} // namespace percolith::runs
