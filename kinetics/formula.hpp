#pragma once
/// Chemical formulas, read from the text a chemist writes.

#include "kinetics/quantity.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace percolith::kinetics
{

/// Longest text, deepest bracket and largest numbers that are read: far above any real substance,
/// small enough that no input can exhaust time, memory or stack.
struct FormulaLimits {
    static constexpr std::size_t length = 200;
    static constexpr int bracket_depth = 16;
    static constexpr double largest_number = 1e4;
    static constexpr double largest_count = 1e6;
};

/// Atoms per formula unit, by element symbol; counts may be fractional.
struct Formula {
    std::string text; ///< as written
    std::map<std::string, double, std::less<>> elements;

    /// Atoms of `symbol` per formula unit; 0 when there is none.
    double count(std::string_view symbol) const;
};

/// Reads "Li6PS5Cl", "Li6.5La3Zr1.5Ta0.5O12", "(Li2S)5(P2S5)", "Li1.3Al0.3Ti1.7(PO4)3"; brackets
/// may be () or [] and nest. Throws `std::invalid_argument` that names the place and the mend.
Formula parse_formula(std::string_view text);

/// The same substance: every element in the same number, to 1e-9 relative.
bool same_composition(const Formula& a, const Formula& b);

/// Molar mass from the standard atomic weights (`kinetics/atomic_weight.hpp`).
MolarMass<> molar_mass(const Formula& formula);

} // namespace percolith::kinetics
