#include "runs/protocol/quantities.hpp"

#include "runs/case/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::runs::language
{
namespace
{

/// Words of the language that are never part of a unit, whatever UDUNITS-2 would make of them.
bool ends_unit(const Line& line, std::size_t ahead)
{
    return line.is_word({"or",    "and",   "until",  "till", "for",    "at",  "to",
                         "over",  "in",    "from",   "stop", "rest",   "if",  "when",
                         "with",  "then",  "repeat", "of",   "pulses", "the", "is",
                         "times", "while", "begin",  "end",  "lasting"},
                        ahead);
}

bool is_comparison(const Line& line, std::size_t ahead)
{
    return line.peek(ahead).kind == Token::Kind::sign &&
           std::string_view{"<>=\u2264\u2265"}.find(line.peek(ahead).text) !=
               std::string_view::npos;
}

/// How many tokens from here may belong to a unit, each entry a place where it could end.
std::vector<std::size_t> unit_ends(const Line& line)
{
    constexpr std::size_t longest = 14;
    std::vector<std::size_t> ends;
    bool wants_more = false; // after an operator
    std::size_t open = 0;
    for (std::size_t i = 0; i < longest; ++i) {
        const auto& token = line.peek(i);
        if (token.kind == Token::Kind::word) {
            if (!token.glued && !wants_more && (ends_unit(line, i) || is_comparison(line, i + 1))) {
                break;
            }
            wants_more = same_word(token.text, "per");
        } else if (token.kind == Token::Kind::number) {
            if (!token.glued || i == 0) {
                break;
            }
            wants_more = false;
        } else if (token.kind == Token::Kind::sign && token.text == "(" && wants_more) {
            ++open;
        } else if (token.kind == Token::Kind::sign && token.text == ")" && open > 0) {
            --open;
        } else if (token.kind == Token::Kind::sign && token.text == "%") {
            wants_more = false;
        } else if (token.kind == Token::Kind::sign && token.text.size() == 1 &&
                   std::string_view{"/*^."}.find(token.text) != std::string_view::npos) {
            wants_more = true;
        } else {
            break;
        }
        if (!wants_more && open == 0) {
            ends.push_back(i + 1);
        }
    }
    return ends;
}

std::string unit_of(const Line& line, std::size_t tokens)
{
    std::string unit;
    for (std::size_t i = 0; i < tokens; ++i) {
        if (line.is_word({"per"}, i)) {
            unit += '/';
            continue;
        }
        unit += (!unit.empty() && !line.peek(i).glued ? " " : "") + std::string{line.peek(i).text};
    }
    return unit;
}

/// Whether the unit is known, perhaps once its letters are lower case ("Hours").
bool settle(std::string& unit)
{
    if (measures(unit, unit)) {
        return true;
    }
    std::string lower = unit;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const bool known = lower != unit && measures(lower, lower);
    unit = known ? lower : unit;
    return known;
}

std::string give(const std::string& example)
{
    return "give a number with its unit, such as " + example;
}

/// The unit of the same quantity of the whole electrode, "" where there is none.
std::string_view absolute_unit(const QuantityKind& kind)
{
    const std::string_view si{kind.si};
    if (si == current_density_kind.si) {
        return "A";
    }
    if (si == charge_kind.si) {
        return "C";
    }
    if (si == current_ramp_kind.si) {
        return "A/s";
    }
    return si == resistance_kind.si ? "Ohm" : "";
}

[[noreturn]] void refuse(const WrittenInLine& written, const QuantityKind& kind)
{
    if (std::string_view{kind.si} == current_density_kind.si && measures(written.unit, "C")) {
        throw Fault(
            written.at, in_quotes(written.text) + " is a charge, not a current",
            "if you mean a C rate: it needs a nominal capacity, which this cell has not; write "
            "it as in 0.5 mA/cm^2");
    }
    throw Fault(written.at,
                in_quotes(written.text) + " is not a " + kind.name + " (a quantity in " +
                    std::string{kind.example}.substr(std::string_view{kind.example}.find(' ') + 1) +
                    ")",
                give(kind.example));
}

} // namespace

bool at_quantity(const Line& line)
{
    return line.peek().kind == Token::Kind::number;
}

WrittenInLine read_written(Line& line, const std::string& example)
{
    if (!at_quantity(line)) {
        const auto& token = line.peek();
        throw Fault(token.at,
                    line.at_statement_end() ? "a quantity is missing"
                                            : "expected a quantity, not " + in_quotes(token.text),
                    give(example));
    }
    const auto& number = line.take();
    WrittenInLine written{
        .number = number.number, .unit = {}, .text = number.text, .at = number.at};
    if (line.is_sign(",") && line.peek().glued && line.peek(1).kind == Token::Kind::number &&
        line.peek(1).glued) {
        throw Fault(line.peek().at, "a comma inside a number", "write decimals with a point");
    }
    const auto ends = unit_ends(line);
    for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
        written.unit = unit_of(line, *end);
        if (settle(written.unit)) {
            for (std::size_t i = 0; i < *end; ++i) {
                line.take();
            }
            written.text = line.text_since(number.at);
            return written;
        }
    }
    if (!ends.empty()) {
        const auto first = unit_of(line, ends.front());
        throw Fault(line.peek().at, "unknown unit " + in_quotes(first), give(example));
    }
    written.unit.clear();
    return written;
}

bool is_of(const WrittenInLine& written, const QuantityKind& kind)
{
    if (written.unit.empty()) {
        return std::string_view{kind.si} == number_kind.si;
    }
    const auto absolute = absolute_unit(kind);
    return measures(written.unit, kind.si) ||
           (!absolute.empty() && measures(written.unit, absolute));
}

double value_of(const WrittenInLine& written, const QuantityKind& kind, kinetics::Area<> area)
{
    const bool plain = std::string_view{kind.si} == number_kind.si;
    if (written.unit.empty()) {
        if (plain) {
            return written.number;
        }
        throw Fault(written.at, in_quotes(written.text) + " is a bare number", give(kind.example));
    }
    if (!is_of(written, kind)) {
        refuse(written, kind);
    }
    const auto absolute = absolute_unit(kind);
    double value = 0.0;
    if (measures(written.unit, kind.si)) {
        value = convert(written.number, written.unit, kind.si);
    } else {
        const double whole = convert(written.number, written.unit, absolute);
        const bool grows = std::string_view{kind.si} == resistance_kind.si;
        value = grows ? whole * area.si : whole / area.si;
    }
    if (!std::isfinite(value)) {
        throw Fault(written.at, in_quotes(written.text) + " is too large",
                    "give a finite quantity");
    }
    return value;
}

double read_value(Line& line, const QuantityKind& kind, kinetics::Area<> area)
{
    return value_of(read_written(line, kind.example), kind, area);
}

kinetics::Time<> read_duration(Line& line)
{
    return read_duration_after(line, read_written(line, time_kind.example));
}

kinetics::Time<> read_duration_after(Line& line, const WrittenInLine& first)
{
    constexpr kinetics::Area<> unused{1.0};
    double seconds = value_of(first, time_kind, unused);
    bool sound = seconds > 0.0;
    while (at_quantity(line) ||
           (line.is_word({"and"}) && line.peek(1).kind == Token::Kind::number)) {
        line.accept({"and"});
        const double more = read_value(line, time_kind, unused);
        sound = sound && more > 0.0;
        seconds += more;
    }
    if (!sound || !std::isfinite(seconds)) {
        throw Fault(first.at, in_quotes(line.text_since(first.at)) + " is no positive time",
                    "give a time above 0, such as 1 hour");
    }
    return kinetics::Time<>{seconds};
}

kinetics::CurrentDensity<> positive_current(const WrittenInLine& written, kinetics::Area<> area)
{
    const double current = value_of(written, current_density_kind, area);
    if (current < 0.0) {
        throw Fault(written.at, "the current " + in_quotes(written.text) + " is negative",
                    "give its magnitude; strip and plate say its direction");
    }
    if (current == 0.0) {
        throw Fault(written.at, "the current is zero", "write \"Rest for ...\"");
    }
    return kinetics::CurrentDensity<>{current};
}

kinetics::ArealCharge<> positive_charge(const WrittenInLine& written, kinetics::Area<> area)
{
    const double charge = value_of(written, charge_kind, area);
    if (charge <= 0.0) {
        throw Fault(written.at, "the charge " + in_quotes(written.text) + " is not above 0",
                    "give its magnitude; strip and plate say its direction");
    }
    return kinetics::ArealCharge<>{charge};
}

} // namespace percolith::runs::language
