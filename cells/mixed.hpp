#pragma once
/// `resolve` in two steps, for who composes one mixture many times.

#include "cells/electrolyte.hpp"

#include <vector>

namespace percolith::cells
{

/// The mixture alone: everything but `composition`, the estimate of its interphase's conductivity
/// and the notes on both. Throws as `resolve` does.
Electrolyte mixed(const MaterialsLibrary& library, const std::vector<Share>& shares, Basis basis);

/// Adds what `mixed` leaves open. Throws as `resolve` does.
void compose(const MaterialsLibrary& library, const kinetics::CompositionChoice<>& choice,
             Electrolyte& electrolyte);

} // namespace percolith::cells
