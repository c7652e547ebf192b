#pragma once
/// Results in files as pictures, whatever they are of.

#include "runs/plot/plot.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// What is wanted of the files, as users write it. What is left out is chosen.
struct PlotRequest {
    std::string mechanism{}; ///< of a fit
    bool collapse = false; ///< of conductivities: films of all thicknesses on one curve
    MapRequest map{};
    std::size_t across = 0; ///< of several runs: panels in a row; 0: chosen
    GridLayout grid{}; ///< of several runs: titles
};

/// Width (mm) of a figure for a paper: "single", "double", or a length with its unit; none for an
/// empty text. Throws `InputError`.
std::optional<double> width_in_mm(const std::string& text);

/// One result by what it is, or voltages of several runs side by side. Throws `InputError` for a
/// request that does not suit the files, under the name of the program's option, else as
/// `plot_run`.
void plot_files(const std::vector<std::filesystem::path>& files, const PlotRequest& request,
                const Drawing& to);

} // namespace percolith::runs
