#include "cells/ionic_estimate.hpp"

#include "kinetics/effective_medium.hpp"

#include <algorithm>

namespace percolith::cells
{

namespace
{

using kinetics::Conductivity;
using kinetics::ProductRole;

/// Ions in a metal against ions in the worst ion conductor beside it: small enough to count as
/// none, large enough to divide by.
constexpr double blocked = 1e-6;

bool carries_ions(const kinetics::Constituent& constituent)
{
    return constituent.unreacted || constituent.role == ProductRole::insulator;
}

} // namespace

IonicEstimate estimate_ionic_conductivity(const MaterialsLibrary& library,
                                          const std::vector<kinetics::Constituent>& constituents)
{
    IonicEstimate estimate;
    std::vector<kinetics::Phase<>> mixture;
    std::optional<Conductivity<>> lowest;
    for (const auto& one : constituents) {
        if (!carries_ions(one)) {
            continue;
        }
        const auto phase = library.phases.find(one.name);
        const auto* found =
            phase != library.phases.end() ? &phase->second.ionic_conductivity : nullptr;
        if (found == nullptr || !found->has_value()) {
            estimate.missing.push_back(one.name);
            continue;
        }
        const auto known = (*found)->at_reference.value;
        lowest = lowest && *lowest < known ? *lowest : known;
        mixture.push_back({one.volume_fraction, known});
    }
    if (!estimate.missing.empty() || !lowest) {
        return estimate;
    }
    for (const auto& one : constituents) {
        if (!carries_ions(one)) {
            mixture.push_back({one.volume_fraction, *lowest * blocked});
        }
    }
    estimate.conductivity = kinetics::effective_medium(std::span<const kinetics::Phase<>>{mixture});
    return estimate;
}

} // namespace percolith::cells
