#pragma once
/// Chemical reactions, read from the text a chemist writes. Everything the composition of an
/// interphase needs is derived from them, so a reaction that does not balance is refused.

#include "kinetics/formula.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::kinetics
{

/// What bounds the work on hostile input, beside `FormulaLimits`.
struct ReactionLimits {
    static constexpr std::size_t length = 2000;
    static constexpr std::size_t terms_per_side = 40;
};

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
    double lithium = 0.0; ///< Li metal taken up per formula unit, > 0
    std::vector<Term> products; ///< per formula unit
};

/// `reaction` read as the reduction of `phase`: the reactants must be the phase and Li alone, and
/// the whole must balance. Throws `std::invalid_argument` otherwise.
Reduction reduction_of(const Formula& phase, const Reaction& reaction);

} // namespace percolith::kinetics
