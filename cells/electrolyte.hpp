#pragma once
/// The electrolyte of a cell, resolved: which phases in which shares, what their reduction makes,
/// and the numbers that belong to the mixture as a whole.

#include "cells/materials.hpp"
#include "kinetics/composition.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::cells
{

/// One phase of the mixture, its share counted in the three usual ways.
struct ElectrolytePart {
    std::string name;
    std::string formula;
    double molar_fraction = 0.0;
    double mass_fraction = 0.0;
    double volume_fraction = 0.0;
};

struct Electrolyte {
    std::string name; ///< "LPSC:LGPS 4:1"
    Basis basis = Basis::molar;
    std::vector<ElectrolytePart> parts; ///< in the order of `mixture.parts`
    kinetics::Mixture mixture; ///< to compose again with other choices
    kinetics::Composition<> composition;

    /// The highest among the parts: lithium reduces the mixture as soon as it reduces one of them.
    /// Absent where it is unknown for any part.
    std::optional<kinetics::Voltage<>> reduction_potential;
    std::string reduced_first; ///< the part with that potential

    /// Of the compact electrolyte. Absent for a mixture without a measured value of its own: grain
    /// contacts decide it, which the values of the parts do not tell.
    std::optional<kinetics::Activated<kinetics::Conductivity<>>> ionic_conductivity;

    /// Of the interphase by its constituents (`estimate_ionic_conductivity`), for cases that give
    /// none. An estimate: measured interphases have conducted less.
    std::optional<kinetics::Conductivity<>> interphase_ionic_estimate;

    std::vector<std::string> notes; ///< what is imposed, assumed, unchecked or unknown
    std::vector<std::string> sources; ///< of every number used, one line each
};

/// What a case says about its electrolyte.
struct MixtureChoice {
    std::vector<Share> shares;
    Basis basis = Basis::molar;
    kinetics::CompositionChoice<> composition;
};

/// The electrolyte `choice` describes, from the materials in `library`. Shares of 0 are left out; a
/// named electrolyte stands for its own mixture. Mass shares become molar ones through the molar
/// masses. Throws `std::invalid_argument` for an unknown name (with the nearest known one), a phase
/// that is no electrolyte, a molar volume, reduction or reversible lithium that is needed and
/// missing, and for shares or choices out of range.
Electrolyte resolve(const MaterialsLibrary& library, const MixtureChoice& choice);

} // namespace percolith::cells
