#pragma once
/// Small fits of cells whose truth is known: cases written on the spot, data made by the cells
/// themselves.

#include "runs/case/cell_source.hpp"
#include "runs/fit/cell_residuals.hpp"
#include "runs/fit/cells_objective.hpp"
#include "tests/support/scratch_folder.hpp"

#include <cmath>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace percolith::tests
{

/// A case of the folder, from its text.
inline runs::CellSource written_case(const ScratchFolder& folder, const std::string& name,
                                     const std::string& text)
{
    const auto file = folder.path() / (name + ".toml");
    std::ofstream(file) << text;
    return runs::CellSource(file);
}

/// A cell as a fit sees it, made for one call.
inline runs::CourseCell<double> cell_at(const runs::CellSource& source,
                                        std::span<const runs::fit::CellUnknown> unknowns,
                                        std::span<const double> theta)
{
    return runs::fit::DifferentiatedCell(source, {unknowns.begin(), unknowns.end()}).at(theta);
}

template <int N>
runs::CourseCell<runs::Jet<N>>
cell_with_derivatives(const runs::CellSource& source, std::span<const runs::fit::CellUnknown> all,
                      std::size_t first, std::span<const double> theta)
{
    return runs::fit::DifferentiatedCell(source, {all.begin(), all.end()})
        .with_derivatives<N>(first, theta);
}

/// Twenty micrometres of lithium against a hundred, and what `more` adds to it.
inline std::string cell_text(const std::string& interphase, const std::string& more = "",
                             const std::string& working = "20 um")
{
    return "[cell]\nkind = 'asymmetric'\narea = '1 cm^2'\nworking = {lithium = '" + working +
           "'}\ncounter = {lithium = '100 um'}\n"
           "[electrolyte]\nmixture = {LPSC = 4, LGPS = 1}\n"
           "[separator]\nthickness = '1 mm'\nionic_conductivity = '5.5 mS/cm'\n"
           "[interphase]\nionic_conductivity = '1e-4 S/cm'\n" +
           interphase + "\n" + more + "\n[protocol]\nsteps = 'Rest for 1 hour'\n";
}

/// What makes a cell lose 20 um of lithium in a few dozen hours of cycling.
inline const std::string leaky = "electronic_conductivity = '4.2e-9 S/m'\nrenewal = '2e-3 m^2/C'\n"
                                 "front_resistance = '1000 Ohm cm^2'";

/// Unknowns of one cell alone, in the order of their keys.
struct Key {
    std::string key;
    std::string unit;
    double value = 0.0;
    bool logarithmic = true;
};

inline std::vector<runs::fit::CellUnknown> unknowns_of(const std::vector<Key>& keys)
{
    std::vector<runs::fit::CellUnknown> all;
    for (const auto& key : keys) {
        all.push_back({all.size(),
                       key.key,
                       {.name = key.key,
                        .unit = key.unit,
                        .logarithmic = key.logarithmic,
                        .start = key.value}});
    }
    return all;
}

inline std::vector<double> thetas_of(const std::vector<runs::fit::CellUnknown>& unknowns)
{
    std::vector<double> theta;
    for (const auto& own : unknowns) {
        theta.push_back(own.unknown.theta(own.unknown.start));
    }
    return theta;
}

} // namespace percolith::tests
