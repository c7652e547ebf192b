#include "kinetics/formula.hpp"

#include "kinetics/atomic_weight.hpp"
#include "kinetics/chemical_text.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::kinetics
{

namespace
{

using detail::countable;
using detail::number;
using detail::quoted;
using Counts = std::map<std::string, double, std::less<>>;

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
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
        if (whole_.size() > FormulaLimits::length) {
            fail("it is longer than " + std::to_string(FormulaLimits::length) + " characters");
        }
        auto counts = sequence(0);
        if (!rest_.empty()) {
            unexpected();
        }
        for (const auto& [symbol, count] : counts) {
            if (!countable(count, FormulaLimits::largest_count)) {
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
        if (depth > FormulaLimits::bracket_depth) {
            fail("its brackets nest deeper than " + std::to_string(FormulaLimits::bracket_depth));
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
        const auto value = detail::take_number(rest_);
        if (value && !countable(*value, FormulaLimits::largest_number)) {
            fail("the number" + place + " must be above 0 and at most " +
                 number(FormulaLimits::largest_number));
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

} // namespace

double Formula::count(std::string_view symbol) const
{
    const auto found = elements.find(symbol);
    return found == elements.end() ? 0.0 : found->second;
}

Formula parse_formula(std::string_view text)
{
    return {std::string{text.substr(0, FormulaLimits::length)}, FormulaParser{text}.parse()};
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

} // namespace percolith::kinetics
