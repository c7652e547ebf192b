#include "kinetics/stoichiometry.hpp"

#include "kinetics/atomic_weight.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace percolith::kinetics
{

namespace
{

using Limits = StoichiometryLimits;
using Counts = std::map<std::string, double, std::less<>>;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// Hostile text must not flood the message it appears in.
std::string quoted(std::string_view text)
{
    constexpr std::size_t shown = 60;
    std::string out{"\""};
    for (const char c : text.substr(0, shown)) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        out += control ? '?' : c;
    }
    return out + (text.size() > shown ? "...\"" : "\"");
}

std::string number(double value)
{
    std::ostringstream out;
    out.precision(10);
    out << value;
    return out.str();
}

/// A plain decimal at the head of `text`, which is advanced past it; empty when there is none.
std::optional<double> take_number(std::string_view& text)
{
    // The first character is checked here because from_chars also reads "inf" and "nan".
    if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) {
        return std::nullopt;
    }
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value,
                                              std::chars_format::fixed);
    if (error == std::errc::invalid_argument) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    // A number too large or too small for a double fails the range check of the caller.
    return error == std::errc{} ? value : 0.0;
}

bool countable(double value, double largest)
{
    return value > 0.0 && value <= largest;
}

/// Recursive descent: sequence = (element | bracket) [number] ...
class FormulaParser
{
public:
    explicit FormulaParser(std::string_view text) : whole_(text), rest_(text) {}

    Counts parse()
    {
        if (whole_.empty()) {
            fail("it is empty; write for example Li6PS5Cl");
        }
        if (whole_.size() > Limits::formula_length) {
            fail("it is longer than " + std::to_string(Limits::formula_length) + " characters");
        }
        auto counts = sequence(0);
        if (!rest_.empty()) {
            unexpected();
        }
        for (const auto& [symbol, count] : counts) {
            if (!countable(count, Limits::largest_count)) {
                fail("its number of " + symbol + " atoms is out of range");
            }
        }
        return counts;
    }

private:
    Counts sequence(int depth)
    {
        Counts counts;
        while (!rest_.empty() && rest_.front() != ')' && rest_.front() != ']') {
            auto group = item(depth);
            const double times = multiplicity();
            for (const auto& [symbol, count] : group) {
                counts[symbol] += count * times;
            }
        }
        return counts;
    }

    Counts item(int depth)
    {
        const char c = rest_.front();
        if (c == '(' || c == '[') {
            return bracket(c == '(' ? ')' : ']', depth + 1);
        }
        if (!is_upper(c)) {
            unexpected();
        }
        const std::size_t length = rest_.size() > 1 && is_lower(rest_[1]) ? 2 : 1;
        const auto symbol = rest_.substr(0, length);
        if (!atomic_weight(symbol)) {
            fail(quoted(symbol) + at() + " is not an element with a standard atomic weight");
        }
        rest_.remove_prefix(length);
        return {{std::string{symbol}, 1.0}};
    }

    Counts bracket(char closing, int depth)
    {
        if (depth > Limits::bracket_depth) {
            fail("its brackets nest deeper than " + std::to_string(Limits::bracket_depth));
        }
        rest_.remove_prefix(1);
        auto counts = sequence(depth);
        if (rest_.empty() || rest_.front() != closing) {
            fail(std::string{"a closing "} + closing + " is missing" + at());
        }
        if (counts.empty()) {
            fail("a bracket is empty" + at());
        }
        rest_.remove_prefix(1);
        return counts;
    }

    double multiplicity()
    {
        const auto place = at();
        const auto value = take_number(rest_);
        if (value && !countable(*value, Limits::largest_number)) {
            fail("the number" + place + " must be above 0 and at most " +
                 number(Limits::largest_number));
        }
        return value.value_or(1.0);
    }

    std::string at() const
    {
        return " at character " + std::to_string(whole_.size() - rest_.size() + 1);
    }

    [[noreturn]] void unexpected() const
    {
        if (static_cast<unsigned char>(rest_.front()) >= 0x80) {
            fail("the sign" + at() + " is not plain ASCII; write numbers as in Li6PS5Cl");
        }
        fail(quoted(rest_.substr(0, 1)) + at() +
             " is unexpected; write element symbols, numbers and brackets only");
    }

    [[noreturn]] void fail(const std::string& why) const
    {
        throw std::invalid_argument("formula " + quoted(whole_) + ": " + why);
    }

    std::string_view whole_;
    std::string_view rest_;
};

[[noreturn]] void refuse(std::string_view reaction, const std::string& why)
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
    if (!countable(*value, Limits::largest_number)) {
        refuse(reaction, "the coefficient of " + quoted(written) +
                             " must be a decimal or a fraction such as 1/4, above 0 and at most " +
                             number(Limits::largest_number));
    }
    return *value;
}

Term parse_term(std::string_view text, std::string_view reaction)
{
    auto rest = trimmed(text);
    if (rest.empty()) {
        refuse(reaction, "a substance is missing beside + or the arrow; write lithium as the metal "
                         "Li, without charges or electrons");
    }
    const double coefficient = take_coefficient(rest, reaction);
    try {
        return {coefficient, parse_formula(trimmed(rest))};
    } catch (const std::invalid_argument& error) {
        refuse(reaction, error.what());
    }
}

std::vector<Term> parse_side(std::string_view text, std::string_view reaction)
{
    std::vector<Term> terms;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('+', begin), text.size());
        if (terms.size() == Limits::terms_per_side) {
            refuse(reaction, "one side has more than " + std::to_string(Limits::terms_per_side) +
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
                refuse(text, "it has more than one arrow");
            }
            found = {at, arrow.size()};
        }
    }
    if (!found) {
        refuse(text, "the arrow -> between reactants and products is missing");
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

double Formula::count(std::string_view symbol) const
{
    const auto found = elements.find(symbol);
    return found == elements.end() ? 0.0 : found->second;
}

Formula parse_formula(std::string_view text)
{
    return {std::string{text.substr(0, Limits::formula_length)}, FormulaParser{text}.parse()};
}

bool same_composition(const Formula& a, const Formula& b)
{
    return std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(),
                      [](const auto& x, const auto& y) {
                          return x.first == y.first &&
                                 std::abs(x.second - y.second) <= 1e-9 * x.second;
                      });
}

MolarMass<> molar_mass(const Formula& formula)
{
    double grams = 0.0;
    for (const auto& [symbol, count] : formula.elements) {
        const auto weight = atomic_weight(symbol);
        if (!weight) {
            throw std::invalid_argument("formula " + quoted(formula.text) + ": " + quoted(symbol) +
                                        " has no standard atomic weight");
        }
        grams += count * *weight;
    }
    return MolarMass<>{grams * 1e-3};
}

Reaction parse_reaction(std::string_view text)
{
    if (text.size() > Limits::reaction_length) {
        refuse(text, "it is longer than " + std::to_string(Limits::reaction_length) +
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
    refuse(reaction.text, why + "mend the coefficients (fractions such as 1/4 are allowed)");
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
            refuse(reaction.text, quoted(term.formula.text) + " is neither " + quoted(phase.text) +
                                      " nor Li; a reduction consumes these two only");
        }
    }
    if (!(units > 0.0 && lithium > 0.0)) {
        refuse(reaction.text,
               "a reduction consumes " + quoted(phase.text) + " and Li; one of them is missing");
    }
    Reduction result{lithium / units, reaction.products};
    for (auto& term : result.products) {
        term.coefficient /= units;
    }
    return result;
}

} // namespace percolith::kinetics
