#pragma once
/// Designs over a small cell whose interphase leaks, and one whose does not.

#include "runs/case/design.hpp"
#include "tests/support/cell_fits.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace percolith::tests
{

/// A factor of 1.5 either way in the conductivity around `median`, S/m.
inline std::string conductivity_belief(const std::string& of, const std::string& median)
{
    return "[[" + of +
           "uncertain]]\nkey = 'interphase.electronic_conductivity'\ndistribution = 'log-normal'\n"
           "median = '" +
           median + " S/m'\nfactor = 1.5\n";
}

/// Some hours on foils of 3 and 6 um.
inline const std::string small_bench =
    "[bench]\nfoils = ['3 um', '6 um']\nfoil_tolerance = '4 %'\n"
    "current = {values = ['0.25 mA/cm^2', '0.5 mA/cm^2']}\n"
    "capacity = {from = '0.1 mAh/cm^2', points = 4}\nhours = '60 h'\n";

/// A leaky interphase against one a hundred times as tight.
inline const std::string leaky_or_tight =
    "case = 'cell.toml'\n[[candidate]]\nname = 'leaky'\npasses = false\n" +
    conductivity_belief("candidate.", "4.2e-9") +
    "[[candidate]]\nname = 'tight'\npasses = true\nset = ['interphase.renewal=0 m^2/C']\n" +
    conductivity_belief("candidate.", "4.2e-11") + small_bench;

inline runs::DesignCase parsed_design(const ScratchFolder& folder, const std::string& text,
                                      const std::vector<std::string>& overrides = {
                                          "sample.tests=128"})
{
    std::ofstream(folder / "cell.toml") << cell_text(leaky);
    return runs::parse_design(text, "design.toml", overrides, folder.path());
}

} // namespace percolith::tests
