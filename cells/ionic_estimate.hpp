#pragma once
/// The ionic conductivity of an interphase, estimated from what it is made of.

#include "cells/materials.hpp"
#include "kinetics/composition.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::cells
{

/// Bruggeman's effective medium of the constituents at their reference temperatures, in S/m
/// [derived from a phenomenological picture]. Metals and alloys are taken to carry no ions: the
/// lithium that moves in an alloy is neutral. Grain boundaries, which real interphases have and
/// which usually conduct worse, are left out. `missing` names the constituents whose conductivity
/// is not known; the result is then empty.
struct IonicEstimate {
    std::optional<kinetics::Conductivity<>> conductivity;
    std::vector<std::string> missing;
};

IonicEstimate estimate_ionic_conductivity(const MaterialsLibrary& library,
                                          const std::vector<kinetics::Constituent>& constituents);

} // namespace percolith::cells
