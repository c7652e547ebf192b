#pragma once
/// Chemical formulas and reactions, read from the text a chemist writes. Everything the composition
/// of an interphase needs is derived from them, so a reaction that does not balance is refused.

#include "kinetics/quantity.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::kinetics
{

/// Longest text and deepest bracket that are read: far above any real substance, small enough that
/// no input can exhaust time, memory or stack.
struct StoichiometryLimits {
    static constexpr std::size_t formula_length = 200;
    static constexpr std::size_t reaction_length = 2000;
    static constexpr std::size_t terms_per_side = 40;
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

/// One substance of a reaction.
struct Term {
    double coefficient = 1.0;
    Formula formula;
};

/// Reactants -> products.
struct Reaction {
    std::string text; ///< as written
    std::vector<Term> reactants;
    std::vector<Term> products;
};

/// Reads "Li6PS5Cl + 8 Li -> 5 Li2S + Li3P + LiCl". Coefficients are decimals or fractions
/// ("23.75 Li", "1/4 Li15Ge4"); the arrow is "->", "=" or U+2192. Balance is not checked here.
/// Throws `std::invalid_argument` that names the term and the mend.
Reaction parse_reaction(std::string_view text);

/// How far the two sides of an element may differ, relative to the larger: a coefficient rounded
/// to six digits passes, one rounded to four does not (write 7/15 instead of 0.4667).
inline constexpr double balance_tolerance = 1e-5;

/// An element whose atoms are not the same number on both sides.
struct Imbalance {
    std::string element;
    double left = 0.0;
    double right = 0.0;
};

/// Empty when the reaction conserves every element.
std::vector<Imbalance> imbalances(const Reaction& reaction);

/// Throws `std::invalid_argument` that names every unbalanced element and its count on both sides.
void require_balanced(const Reaction& reaction);

/// The reduction of one formula unit of a phase by lithium metal.
struct Reduction {
    double lithium = 0.0;       ///< Li metal taken up per formula unit, > 0
    std::vector<Term> products; ///< per formula unit
};

/// `reaction` read as the reduction of `phase`: the reactants must be the phase and Li alone, and
/// the whole must balance. Throws `std::invalid_argument` otherwise.
Reduction reduction_of(const Formula& phase, const Reaction& reaction);

} // namespace percolith::kinetics
