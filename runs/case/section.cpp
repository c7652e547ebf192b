#include "runs/case/section.hpp"

#include "runs/case/document_state.hpp"
#include "runs/case/layout.hpp"
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

std::string mark_name(Mark mark)
{
    switch (mark) {
    case Mark::stated:
        return "[stated in the article]";
    case Mark::derived:
        return "[derived]";
    case Mark::phenomenological:
        return "[phenomenological]";
    case Mark::none:
        break;
    }
    return "";
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

std::string example_of(const Key& key)
{
    const auto first = key.unit.substr(0, key.unit.find(" or "));
    return std::string{key.name} + " = \"<number> " + std::string{first} + '"';
}

} // namespace

std::string Range::text() const
{
    const bool below = std::isfinite(low);
    const bool above = std::isfinite(high);
    if (below && above && !open_low && !open_high) {
        return six_digits(low) + " .. " + six_digits(high);
    }
    std::string text = below ? (open_low ? "> " : ">= ") + six_digits(low) : "";
    if (above) {
        text +=
            (text.empty() ? "" : ", ") + std::string{open_high ? "< " : "<= "} + six_digits(high);
    }
    return text;
}

bool Section::documenting() const
{
    return state_->documenting;
}

std::size_t Section::faults() const
{
    return state_->faults_noted;
}

std::string Section::path(std::string_view name) const
{
    const auto& own = layers_.back().path;
    return name.empty() ? own : own + (own.empty() ? "" : ".") + std::string{name};
}

Place Section::place(std::string_view name) const
{
    if (!name.empty()) {
        if (const auto found = find(name); found.node != nullptr) {
            return state_->place_of(found.node->source());
        }
    }
    for (const auto& layer : layers_) {
        if (layer.table != nullptr && layer.table->source().begin &&
            layer.table != &state_->table) {
            return state_->place_of(layer.table->source());
        }
    }
    return above_.file.empty() ? Place{.file = state_->file} : above_;
}

Place Section::text_place(std::string_view name) const
{
    const auto found = find(name);
    if (found.node == nullptr || state_->is_override(*found.node)) {
        auto where = place(name);
        return {std::move(where.file), 1, 1};
    }
    return text_start(state_->text, state_->place_of(found.node->source()));
}

void Section::fault(std::string_view name, std::string_view wrong, std::string_view mend)
{
    const auto found = name.empty() ? Found{} : find(name);
    state_->add_fault(place(name), found.node != nullptr ? found.path : path(name), wrong, mend);
}

void Section::fault_line(const std::string& line)
{
    state_->add_fault(place(), line);
}

Section::Found Section::find(std::string_view name) const
{
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        if (const auto* node = layer.table->get(name)) {
            return {node, layer.path + (layer.path.empty() ? "" : ".") + std::string{name}};
        }
    }
    return {nullptr, path(name)};
}

Section::Found Section::ask(const Key& key, Presence presence, std::string_view example)
{
    for (const auto& layer : layers_) {
        if (layer.table != nullptr) {
            state_->wanted[layer.table].insert(std::string{key.name});
            if (const auto* node = layer.table->get(key.name)) {
                state_->asked.insert(
                    node); // lower ones too: an override does not make them unknown
            }
        }
    }
    auto found = find(key.name);
    if (found.node == nullptr && presence == Presence::required && !spoiled_) {
        const auto where = path();
        note(found, "missing",
             "add " + std::string{example} + (where.empty() ? "" : " to [" + where + "]"));
    }
    return found;
}

void Section::note(const Found& found, std::string_view wrong, std::string_view mend)
{
    const auto where = found.node != nullptr ? state_->place_of(found.node->source()) : place();
    state_->add_fault(where, found.path, wrong, mend);
}

void Section::wrong_kind(const Found& found, std::string_view wanted)
{
    note(found, "is " + std::string{kind_of(*found.node)}, "give " + std::string{wanted});
}

void Section::document(const Key& key, std::string_view kind, Presence presence,
                       std::string otherwise, std::string range)
{
    if (!state_->documenting || !state_->documented.insert(path(key.name) + '|' + when_).second) {
        return;
    }
    auto origin = mark_name(key.mark);
    if (!key.source.empty()) {
        origin += (origin.empty() ? "" : " ") + std::string{key.source};
    }
    state_->keys.push_back(
        {.section = path(),
         .name = std::string{key.name},
         .kind = std::string{kind},
         .unit = std::string{key.unit},
         .value = key.absent.empty() ? std::move(otherwise) : std::string{key.absent},
         .required = presence == Presence::required,
         .range = std::move(range),
         .meaning = std::string{key.meaning},
         .origin = std::move(origin),
         .when = when_});
}

void Section::remember(const Found& found, std::string_view name, double value, std::string unit)
{
    const auto full = found.node != nullptr ? found.path : path(name);
    if (!state_->documenting && state_->remembered.insert(full).second) {
        state_->values.push_back({full, value, std::move(unit), origin_of(found)});
    }
}

void Section::remember(const Found& found, std::string_view name, std::string value)
{
    const auto full = found.node != nullptr ? found.path : path(name);
    if (!state_->documenting && state_->remembered.insert(full).second) {
        state_->values.push_back({full, std::move(value), "", origin_of(found)});
    }
}

std::string Section::origin_of(const Found& found) const
{
    if (found.node == nullptr) {
        return "default";
    }
    return state_->is_override(*found.node) ? "--set" : "case";
}

std::optional<double> Section::read_quantity(const Key& key, const std::string& si,
                                             Presence presence, std::optional<double> otherwise)
{
    document(key, "quantity", presence,
             otherwise && documenting()
                 ? six_digits(convert(*otherwise, si, key.unit)) + ' ' + std::string{key.unit}
                 : "",
             key.range.text());
    const auto found = ask(key, presence, example_of(key));
    const auto unit = derived_name(si);
    if (found.node == nullptr) {
        if (otherwise) {
            remember(found, key.name, *otherwise, unit);
        }
        return otherwise;
    }
    const auto text = found.node->value<std::string_view>();
    if (!text) {
        if (found.node->is_number()) {
            const auto written = as_written(*found.node);
            note(found, written + " is a bare number",
                 "write it with its unit, as in \"" + written + " " + std::string{key.unit} + '"');
        } else {
            wrong_kind(found, "a quantity such as " + example_of(key));
        }
        return otherwise;
    }
    try {
        const double value = parse_quantity(*text, si, key.unit);
        if (key.range.holds(value)) {
            remember(found, key.name, value, unit);
            return value;
        }
        note(found, as_written(*found.node) + " is out of range",
             "give a quantity " + key.range.text() + (unit == "1" ? "" : " " + unit));
    } catch (const UnitError& e) {
        note(found, e.wrong(), e.mend());
    }
    return otherwise;
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
    auto value = found.node->value<double>();
    if (!value) {
        const auto text = found.node->value<std::string_view>();
        if (!text) {
            wrong_kind(found, "a number");
            return otherwise;
        }
        try {
            value = parse_quantity(*text, "1");
        } catch (const UnitError& e) {
            note(found, e.wrong(), e.mend());
            return otherwise;
        }
    }
    if (!key.range.holds(*value)) {
        const auto range = key.range.text();
        note(found, as_written(*found.node) + " is out of range",
             "give a number " + (range.empty() ? "that is finite" : range));
        return otherwise;
    }
    remember(found, key.name, *value, "1");
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

void Section::check(std::string_view name, const std::function<void()>& what)
{
    if (documenting()) {
        return;
    }
    try {
        what();
    } catch (const std::invalid_argument& e) {
        fault(name, e.what());
    } catch (const std::domain_error& e) {
        fault(name, e.what());
    }
}

} // namespace percolith::runs
