// The kinds of values a key may have: quantities, numbers, texts, flags, choices.

#include "runs/case/document_state.hpp"
#include "runs/case/section.hpp"
#include "runs/case/suggest.hpp"

#include <array>

namespace percolith::runs
{
namespace
{

/// Derived names for what base units say at length: "kg m2 s-3 A-1" is "V".
std::string derived_name(const std::string& si)
{
    static const std::array<std::pair<std::string_view, std::string_view>, 17> names{{
        {"kg m2 s-3 A-1", "V"},
        {"kg m2 s-4 A-1", "V s-1"},
        {"m-2 A", "A m-2"},
        {"m-2 s-1 A", "A m-2 s-1"},
        {"m-2 s A", "C m-2"},
        {"m-3 s A", "C m-3"},
        {"s A", "C"},
        {"s A mol-1", "C mol-1"},
        {"kg m4 s-3 A-2", "Ohm m2"},
        {"kg-1 m-4 s4 A2", "F m-2"},
        {"kg-1 m-3 s4 A2", "F m-1"},
        {"kg-1 m-3 s3 A2", "S m-1"},
        {"kg m-1 s-2", "Pa"},
        {"kg m2 s-2 mol-1", "J mol-1"},
        {"m3 s-1 A-1", "m3 C-1"},
        {"m2 s-1 A-1", "m2 C-1"},
        {"kg m-3", "kg m-3"},
    }};
    for (const auto& [base, derived] : names) {
        if (si == base) {
            return std::string{derived};
        }
    }
    return si;
}

std::string as_written(const toml::node& node)
{
    if (const auto text = node.value<std::string_view>()) {
        return '"' + one_line(*text, 60) + '"';
    }
    if (const auto number = node.value<double>()) {
        return shortest(*number);
    }
    return std::string{kind_of(node)};
}

/// The bounds of a range in the unit a person wrote: "> -273.15 degC". Zero needs no unit where it
/// is zero in every one.
std::string range_in(const Range& range, const std::string& si, std::string_view unit)
{
    auto shown = range;
    bool zeros = true;
    for (double* bound : {&shown.low, &shown.high}) {
        if (std::isfinite(*bound)) {
            *bound = convert(*bound, si, unit);
            zeros = zeros && *bound == 0.0;
        }
    }
    const auto text = shown.text();
    return zeros || unit.empty() || unit == "1" ? text : text + ' ' + std::string{unit};
}

std::string example_of(const Key& key)
{
    const auto first = key.unit.substr(0, key.unit.find(" or "));
    return std::string{key.name} + " = \"<number> " + std::string{first} + '"';
}

} // namespace

std::optional<double> Section::read_quantity(const Key& key, const std::string& si,
                                             Presence presence, std::optional<double> otherwise)
{
    document(key, "quantity", presence,
             otherwise && documenting()
                 ? six_digits(convert(*otherwise, si, key.unit)) + ' ' + std::string{key.unit}
                 : "",
             documenting() ? range_in(key.range, si, key.unit) : "");
    const auto found = ask(key, presence, example_of(key));
    const auto unit = derived_name(si);
    if (found.node == nullptr) {
        if (otherwise) {
            remember(found, key.name, *otherwise, unit);
        }
        return otherwise;
    }
    const auto value = quantity_in(found, key, si);
    if (value) {
        remember(found, key.name, *value, unit);
    }
    return value ? value : otherwise;
}

std::optional<double> Section::quantity_in(const Found& found, const Key& key,
                                           const std::string& si)
{
    const auto text = found.node->value<std::string_view>();
    if (!text) {
        if (found.node->is_number()) {
            const auto written = as_written(*found.node);
            note(found, written + " is a bare number",
                 "write it with its unit, as in \"" + written + " " + std::string{key.unit} + '"');
        } else {
            wrong_kind(found, "a quantity such as " + example_of(key));
        }
        return std::nullopt;
    }
    try {
        const double value = parse_quantity(*text, si, key.unit);
        if (key.range.holds(value)) {
            return value;
        }
        note(found, as_written(*found.node) + " is out of range",
             "give a quantity " + range_in(key.range, si, split_quantity(*text).unit));
    } catch (const UnitError& e) {
        note(found, e.wrong(), e.mend());
    }
    return std::nullopt;
}

std::optional<Section::OneOf> Section::quantity_of(const Key& key,
                                                   std::span<const std::string> kinds)
{
    document(key, "quantity", Presence::optional, "", key.range.text());
    const auto found = ask(key, Presence::optional, example_of(key));
    if (found.node == nullptr) {
        return std::nullopt;
    }
    const auto text = found.node->value<std::string_view>();
    if (!text) {
        if (found.node->is_number()) {
            note(found, as_written(*found.node) + " is a bare number",
                 "write it with its unit: " + std::string{key.unit});
        } else {
            wrong_kind(found, "a quantity in " + std::string{key.unit});
        }
        return std::nullopt;
    }
    try {
        const auto written = split_quantity(*text);
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            if (!measures(written.unit, kinds[kind])) {
                continue;
            }
            const double value = parse_quantity(*text, kinds[kind]);
            if (!key.range.holds(value)) {
                note(found, as_written(*found.node) + " is out of range",
                     "give a quantity " + key.range.text());
                return std::nullopt;
            }
            remember(found, key.name, value, kinds[kind]);
            return OneOf{value, kind};
        }
        note(found, as_written(*found.node) + " is not a quantity in " + std::string{key.unit},
             "write it as in " + example_of(key));
    } catch (const UnitError& e) {
        note(found, e.wrong(), e.mend());
    }
    return std::nullopt;
}

std::optional<double> Section::read_number(const Key& key, Presence presence,
                                           std::optional<double> otherwise)
{
    document(key, "number", presence, otherwise ? six_digits(*otherwise) : "", key.range.text());
    const auto found = ask(key, presence, std::string{key.name} + " = <number>");
    if (found.node == nullptr) {
        if (otherwise) {
            remember(found, key.name, *otherwise, "1");
        }
        return otherwise;
    }
    const auto value = number_in(found, key);
    if (value) {
        remember(found, key.name, *value, "1");
    }
    return value ? value : otherwise;
}

std::optional<double> Section::number_in(const Found& found, const Key& key)
{
    auto value = found.node->value<double>();
    if (!value) {
        const auto text = found.node->value<std::string_view>();
        if (!text) {
            wrong_kind(found, "a number");
            return std::nullopt;
        }
        try {
            value = parse_quantity(*text, "1");
        } catch (const UnitError& e) {
            note(found, e.wrong(), e.mend());
            return std::nullopt;
        }
    }
    if (!key.range.holds(*value)) {
        const auto range = key.range.text();
        note(found, as_written(*found.node) + " is out of range",
             "give a number " + (range.empty() ? "that is finite" : range));
        return std::nullopt;
    }
    return value;
}

std::optional<std::string> Section::read_text(const Key& key, Presence presence,
                                              const std::optional<std::string>& otherwise)
{
    document(key, "text", presence, otherwise.value_or(""), "");
    const auto found = ask(key, presence, std::string{key.name} + " = \"...\"");
    if (found.node == nullptr) {
        if (otherwise) {
            remember(found, key.name, *otherwise);
        }
        return otherwise;
    }
    if (auto text = found.node->value<std::string>()) {
        remember(found, key.name, *text);
        return text;
    }
    wrong_kind(found, "text in quotes");
    return otherwise;
}

std::vector<std::string> Section::texts(const Key& key)
{
    document(key, "list", Presence::optional, "none", "");
    const auto found = ask(key, Presence::optional, "");
    std::vector<std::string> all;
    if (found.node == nullptr) {
        return all;
    }
    const auto* list = found.node->as_array();
    if (list == nullptr) {
        wrong_kind(found, "a list of texts: [\"...\", \"...\"]");
        return all;
    }
    for (const auto& item : *list) {
        if (auto text = item.value<std::string>()) {
            all.push_back(std::move(*text));
        } else {
            wrong_kind({&item, found.path}, "text in quotes");
        }
    }
    return all;
}

bool Section::flag(const Key& key, bool otherwise)
{
    document(key, "flag", Presence::defaulted, otherwise ? "true" : "false", "true | false");
    const auto found = ask(key, Presence::defaulted, "");
    if (found.node == nullptr) {
        remember(found, key.name, otherwise ? "true" : "false");
        return otherwise;
    }
    if (const auto value = found.node->value_exact<bool>()) {
        remember(found, key.name, *value ? "true" : "false");
        return *value;
    }
    wrong_kind(found, "true or false");
    return otherwise;
}

std::optional<std::size_t> Section::read_choice(const Key& key,
                                                const std::vector<std::string>& words,
                                                Presence presence, std::size_t usual)
{
    std::string all;
    for (const auto& word : words) {
        all += (all.empty() ? "" : " | ") + word;
    }
    document(key, "choice", presence, presence == Presence::defaulted ? words[usual] : "", all);
    const auto found = ask(key, presence, std::string{key.name} + " = \"" + words.front() + '"');
    if (found.node == nullptr) {
        if (presence == Presence::defaulted) {
            remember(found, key.name, words[usual]);
            return usual;
        }
        return std::nullopt;
    }
    const auto text = found.node->value<std::string>();
    if (!text) {
        wrong_kind(found, "one of " + all);
        return std::nullopt;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == *text) {
            remember(found, key.name, *text);
            return i;
        }
    }
    note(found, "unknown choice " + as_written(*found.node), suggest(*text, words));
    return std::nullopt;
}

std::optional<std::size_t> Section::choice_index(const Key& key,
                                                 const std::vector<std::string>& words,
                                                 std::optional<std::size_t> usual)
{
    return read_choice(key, words, usual ? Presence::defaulted : Presence::required,
                       usual.value_or(0));
}

} // namespace percolith::runs
