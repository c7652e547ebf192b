#include "kinetics/stoichiometry.hpp"

#include "kinetics/chemical_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

namespace percolith::kinetics
{

namespace
{

using detail::countable;
using detail::number;
using detail::quoted;
using detail::take_number;
using detail::trimmed;
using Counts = std::map<std::string, double, std::less<>>;

[[noreturn]] void refuse_reaction(std::string_view reaction, const std::string& why)
{
    throw std::invalid_argument("reaction " + quoted(reaction) + ": " + why);
}

double take_coefficient(std::string_view& term, std::string_view reaction)
{
    const auto written = term;
    auto value = take_number(term);
    if (!value) {
        return 1.0;
    }
    if (!term.empty() && term.front() == '/') {
        term.remove_prefix(1);
        const auto below = take_number(term);
        value = below && *below > 0.0 ? *value / *below : 0.0;
    }
    if (!countable(*value, FormulaLimits::largest_number)) {
        refuse_reaction(reaction,
                        "the coefficient of " + quoted(written) +
                            " must be a decimal or a fraction such as 1/4, above 0 and at most " +
                            number(FormulaLimits::largest_number));
    }
    return *value;
}

Term parse_term(std::string_view text, std::string_view reaction)
{
    auto rest = trimmed(text);
    if (rest.empty()) {
        refuse_reaction(reaction,
                        "a substance is missing beside + or the arrow; write lithium as the metal "
                        "Li, without charges or electrons");
    }
    const double coefficient = take_coefficient(rest, reaction);
    try {
        return {coefficient, parse_formula(trimmed(rest))};
    } catch (const std::invalid_argument& error) {
        refuse_reaction(reaction, error.what());
    }
}

std::vector<Term> parse_side(std::string_view text, std::string_view reaction)
{
    std::vector<Term> terms;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('+', begin), text.size());
        if (terms.size() == ReactionLimits::terms_per_side) {
            refuse_reaction(reaction, "one side has more than " +
                                          std::to_string(ReactionLimits::terms_per_side) +
                                          " substances");
        }
        terms.push_back(parse_term(text.substr(begin, end - begin), reaction));
        begin = end + 1;
    }
    return terms;
}

/// Where the arrow begins and how long it is; the reaction is refused unless there is exactly one.
std::pair<std::size_t, std::size_t> find_arrow(std::string_view text)
{
    std::optional<std::pair<std::size_t, std::size_t>> found;
    for (const std::string_view arrow : {"->", "=", "\u2192"}) {
        for (auto at = text.find(arrow); at != text.npos; at = text.find(arrow, at + 1)) {
            if (found) {
                refuse_reaction(text, "it has more than one arrow");
            }
            found = {at, arrow.size()};
        }
    }
    if (!found) {
        refuse_reaction(text, "the arrow -> between reactants and products is missing");
    }
    return *found;
}

Counts atoms(const std::vector<Term>& side)
{
    Counts total;
    for (const auto& term : side) {
        for (const auto& [symbol, count] : term.formula.elements) {
            total[symbol] += term.coefficient * count;
        }
    }
    return total;
}

bool is_lithium_metal(const Formula& formula)
{
    return formula.elements.size() == 1 && formula.count("Li") > 0.0;
}

} // namespace

Reaction parse_reaction(std::string_view text)
{
    if (text.size() > ReactionLimits::length) {
        refuse_reaction(text, "it is longer than " + std::to_string(ReactionLimits::length) +
                                  " characters");
    }
    const auto [begin, length] = find_arrow(text);
    return {std::string{text}, parse_side(text.substr(0, begin), text),
            parse_side(text.substr(begin + length), text)};
}

std::vector<Imbalance> imbalances(const Reaction& reaction)
{
    const auto left = atoms(reaction.reactants);
    const auto right = atoms(reaction.products);
    auto all = left;
    all.insert(right.begin(), right.end());

    std::vector<Imbalance> found;
    for (const auto& [symbol, unused] : all) {
        const auto l = left.find(symbol), r = right.find(symbol);
        const Imbalance sides{symbol, l == left.end() ? 0.0 : l->second,
                              r == right.end() ? 0.0 : r->second};
        if (std::abs(sides.left - sides.right) >
            balance_tolerance * std::max(sides.left, sides.right)) {
            found.push_back(sides);
        }
    }
    return found;
}

void require_balanced(const Reaction& reaction)
{
    const auto found = imbalances(reaction);
    if (found.empty()) {
        return;
    }
    std::string why{"not balanced: "};
    for (const auto& sides : found) {
        why += sides.element + " " + number(sides.left) + " on the left and " +
               number(sides.right) + " on the right, ";
    }
    refuse_reaction(reaction.text,
                    why + "mend the coefficients (fractions such as 1/4 are allowed)");
}

Reduction reduction_of(const Formula& phase, const Reaction& reaction)
{
    require_balanced(reaction);
    double lithium = 0.0, units = 0.0;
    for (const auto& term : reaction.reactants) {
        if (same_composition(term.formula, phase)) {
            units += term.coefficient;
        } else if (is_lithium_metal(term.formula)) {
            lithium += term.coefficient * term.formula.count("Li");
        } else {
            refuse_reaction(reaction.text, quoted(term.formula.text) + " is neither " +
                                               quoted(phase.text) +
                                               " nor Li; a reduction consumes these two only");
        }
    }
    if (!(units > 0.0 && lithium > 0.0)) {
        refuse_reaction(reaction.text, "a reduction consumes " + quoted(phase.text) +
                                           " and Li; one of them is missing");
    }
    Reduction result{lithium / units, reaction.products};
    for (auto& term : result.products) {
        term.coefficient /= units;
    }
    return result;
}

} // namespace percolith::kinetics
