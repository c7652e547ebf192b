#pragma once
/// The interphase of one electrode: [interphase], with single keys overridden in
/// [interphase.working] and [interphase.counter].

#include "cells/cell.hpp"
#include "runs/case/laws.hpp"
#include "runs/case/section.hpp"

namespace percolith::runs
{

/// What an interphase needs to know of the rest of the case.
struct InterphaseSurroundings {
    const cells::CellDescription& cell; ///< electrolyte, separator and temperature are settled
    LawSurroundings law;
};

/// Reads all keys of the interphase that `section` shows, sub-models excepted. Checks that the law
/// holds for the electrolyte's metal fraction.
void read_interphase(Section& section, const InterphaseSurroundings& around,
                     cells::Interphase& interphase);

/// sigma_i: given, mixed from given products and unreacted electrolyte, or estimated.
kinetics::Activated<kinetics::Conductivity<>> read_ionic(Section& section,
                                                         const InterphaseSurroundings& around);

/// Activation energy under the key `name`, 0 where absent.
kinetics::MolarEnergy<> read_energy(Section& section, std::string_view name,
                                    std::string_view meaning);

/// Key `reference_temperature`.
kinetics::Temperature<> read_reference(Section& section);

/// The tables of the phenomenological sub-models. Each may be overridden per electrode like the
/// interphase: [contact.working].
void read_contact(Section& section, cells::Interphase& interphase);
void read_intrusion(Section& section, cells::Interphase& interphase);
void read_activation(Section& section, cells::Interphase& interphase);
/// [impedance]: what only the impedance spectrum needs.
void read_impedance(Section& section, cells::Interphase& interphase);

} // namespace percolith::runs
