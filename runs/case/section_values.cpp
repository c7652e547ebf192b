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
std::string_view derived_name(const std::string& si)
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
            return derived;
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
    if (repeating()) {
        return tape()->number(key, otherwise);
    }
    document(key, "quantity", presence,
             otherwise && documenting()
                 ? six_digits(convert(*otherwise, si, key.unit)) + ' ' + std::string{key.unit}
                 : "",
             documenting() ? range_in(key.range, si, key.unit) : "");
    const auto found = ask(key, presence, example_of(key));
    return settled(key, found, found.node != nullptr ? quantity_in(found, key, si) : std::nullopt,
                   {otherwise, si, derived_name(si)});
}

/// A number as found, or the default: remembered, and kept on the tape.
std::optional<double> Section::settled(const Key& key, const Found& found,
                                       std::optional<double> value, const Otherwise& otherwise)
{
    // What stands there but is no such number is no default either: nobody remembers it.
    const auto known = found.node != nullptr ? value : otherwise.value;
    const auto entry = known ? remember(found, key.name, *known, otherwise.unit) : std::nullopt;
    const auto result = value ? value : otherwise.value;
    note_number(key, found, otherwise.si, result, entry);
    return result;
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
    if (repeating()) {
        const auto kind = tape()->answer<std::optional<std::size_t>>(key.name);
        return kind ? std::optional{OneOf{tape()->number(key, {}).value_or(0.0), *kind}}
                    : std::nullopt;
    }
    document(key, "quantity", Presence::optional, "", key.range.text());
    const auto found = ask(key, Presence::optional, example_of(key));
    if (found.node == nullptr) {
        if (tape() != nullptr) {
            tape()->note(key.name, std::optional<std::size_t>{});
        }
        return std::nullopt;
    }
    const auto one = one_of(found, key, kinds);
    if (one) {
        if (tape() != nullptr) {
            tape()->note(key.name, std::optional{one->kind});
        }
        const auto& kind = kinds[one->kind];
        note_number(key, found, kind, one->si, remember(found, key.name, one->si, kind));
    }
    return one;
}

std::optional<Section::OneOf> Section::one_of(const Found& found, const Key& key,
                                              std::span<const std::string> kinds)
{
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
    if (repeating()) {
        return tape()->number(key, otherwise);
    }
    if (documenting()) {
        document(key, "number", presence, otherwise ? six_digits(*otherwise) : "",
                 key.range.text());
    }
    const auto found = ask(key, presence, std::string{key.name} + " = <number>");
    return settled(key, found, found.node != nullptr ? number_in(found, key) : std::nullopt,
                   {otherwise, "1", "1"});
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
    return taped<std::optional<std::string>>(key.name,
                                             [&] { return find_text(key, presence, otherwise); });
}

std::optional<std::string> Section::find_text(const Key& key, Presence presence,
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
    return taped<std::vector<std::string>>(key.name, [&] { return find_texts(key); });
}

std::vector<std::string> Section::find_texts(const Key& key)
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
    return taped<bool>(key.name, [&] { return find_flag(key, otherwise); });
}

bool Section::find_flag(const Key& key, bool otherwise)
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
                                                std::span<const std::string_view> words,
                                                Presence presence, std::size_t usual)
{
    return taped<std::optional<std::size_t>>(
        key.name, [&] { return find_choice(key, words, presence, usual); });
}

std::optional<std::size_t> Section::find_choice(const Key& key,
                                                std::span<const std::string_view> words,
                                                Presence presence, std::size_t usual)
{
    std::string all;
    for (const auto& word : words) {
        all += (all.empty() ? "" : " | ") + std::string{word};
    }
    const std::string otherwise{words[usual]};
    document(key, "choice", presence, presence == Presence::defaulted ? otherwise : "", all);
    const auto found =
        ask(key, presence, std::string{key.name} + " = \"" + std::string{words.front()} + '"');
    if (found.node == nullptr) {
        if (presence == Presence::defaulted) {
            remember(found, key.name, otherwise);
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
    note(found, "unknown choice " + as_written(*found.node),
         suggest(*text, std::vector<std::string>(words.begin(), words.end())));
    return std::nullopt;
}

std::optional<std::size_t> Section::choice_index(const Key& key,
                                                 std::span<const std::string_view> words,
                                                 std::optional<std::size_t> usual)
{
    return read_choice(key, words, usual ? Presence::defaulted : Presence::required,
                       usual.value_or(0));
}

} // namespace percolith::runs
