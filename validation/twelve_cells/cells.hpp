#pragma once
/// The article's four interphases, each with one file, and its three foils.

#include "validation/trial.hpp"

#include <array>

namespace percolith::validation
{

/// As in the article's Fig. 2, from top to bottom.
enum class Interphase { mii_1, mii_2, mii_3, sei };

inline constexpr std::array<Interphase, 4> interphases{Interphase::mii_1, Interphase::mii_2,
                                                       Interphase::mii_3, Interphase::sei};
/// Lithium on working, um; on counter it is 100 um.
inline constexpr std::array<int, 3> foils{100, 50, 20};

/// "MII-2".
const char* name(Interphase interphase);
/// Within validation/.
const char* file(Interphase interphase);

/// What makes the cell with this foil out of the file.
Overrides with_foil(int micrometre);

/// The cell, run to its end.
Trial run_cell(Interphase interphase, int foil, const Overrides& more = {});

} // namespace percolith::validation
