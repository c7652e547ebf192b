// Tables inside tables: how sections are found, overlaid and walked.

#include "runs/case/document_state.hpp"
#include "runs/case/section.hpp"

namespace percolith::runs
{

bool Section::has(std::string_view name) const
{
    return taped<bool>(name, [&] { return find(name).node != nullptr; });
}

void Section::leave_unread()
{
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        for (const auto& [key, node] : *layer.table) {
            state_->covered.insert(&node);
        }
    }
}

std::optional<Section> Section::table_if_given(std::string_view name)
{
    if (repeating()) {
        return tape()->answer<bool>(name) ? std::optional{Section{*state_, {}}} : std::nullopt;
    }
    auto given = find_table(name);
    if (tape() != nullptr) {
        tape()->note(name, given.has_value());
    }
    return given;
}

std::optional<Section> Section::find_table(std::string_view name)
{
    std::vector<Layer> inner;
    bool replaced = false;
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        state_->wanted[layer.table].insert(std::string{name});
        const auto* node = layer.table->get(name);
        if (node == nullptr) {
            continue;
        }
        state_->asked.insert(node);
        const auto full = layer.path + (layer.path.empty() ? "" : ".") + std::string{name};
        const auto* table = node->as_table();
        if (table == nullptr) {
            wrong_kind({node, full}, "a table [" + full + "]");
        } else if (replaced) {
            state_->covered.insert(table);
        } else {
            inner.push_back({table, full});
            replaced = table->contains("law");
        }
    }
    if (inner.empty()) {
        if (!documenting()) {
            return std::nullopt;
        }
        inner.push_back({nullptr, path(name)});
    }
    return Section{*state_, std::move(inner)};
}

Section Section::table(std::string_view name)
{
    if (repeating()) {
        return {*state_, {}};
    }
    if (auto given = find_table(name)) {
        return *given;
    }
    Section section{*state_, {{nullptr, path(name)}}};
    section.above_ = place();
    section.spoiled_ = spoiled_ || find(name).node != nullptr;
    return section;
}

Section Section::overlaid(std::string_view name)
{
    if (repeating()) {
        return {*state_, {}};
    }
    const auto meaning =
        "overrides single keys of [" + path() + "] for the " + std::string{name} + " electrode";
    document({.name = name, .meaning = meaning}, "table", Presence::optional, "nothing", "");
    std::vector<Layer> layers;
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        state_->wanted[layer.table].insert(std::string{name});
        const auto* node = layer.table->get(name);
        if (node == nullptr) {
            continue;
        }
        state_->asked.insert(node);
        const auto full = layer.path + (layer.path.empty() ? "" : ".") + std::string{name};
        if (const auto* table = node->as_table()) {
            layers.push_back({table, full});
        } else {
            wrong_kind({node, full}, "a table [" + full + "]");
        }
    }
    layers.insert(layers.end(), layers_.begin(), layers_.end());
    Section section = *this;
    section.layers_ = std::move(layers);
    return section;
}

std::vector<std::pair<std::string, Section>> Section::entries(std::string_view like)
{
    untapeable();
    std::vector<std::pair<std::string, Section>> all;
    if (documenting()) {
        all.emplace_back(like, table(like));
        return all;
    }
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        for (const auto& [key, node] : *layer.table) {
            state_->asked.insert(&node);
            const auto full = layer.path + (layer.path.empty() ? "" : ".") + std::string{key.str()};
            if (const auto* table = node.as_table()) {
                all.emplace_back(std::string{key.str()}, Section{*state_, {{table, full}}});
            } else {
                wrong_kind({&node, full}, "a table [" + full + "]");
            }
        }
    }
    return all;
}

std::vector<Section> Section::list(std::string_view name)
{
    untapeable();
    std::vector<Section> all;
    if (documenting()) {
        all.push_back(table(name));
        return all;
    }
    const auto found = ask({.name = name}, Presence::optional, "");
    if (found.node == nullptr) {
        return all;
    }
    const auto* items = found.node->as_array();
    if (items == nullptr) {
        wrong_kind(found, "tables [[" + found.path + "]]");
        return all;
    }
    for (const auto& item : *items) {
        if (const auto* table = item.as_table()) {
            all.push_back(Section{*state_, {{table, found.path}}});
        } else {
            wrong_kind({&item, found.path}, "a table");
        }
    }
    return all;
}

/// More than anybody mixes; a case of megabytes is judged as fast as it is read.
constexpr std::size_t most_numbers = 1000;

std::map<std::string, double> Section::named_numbers(const Key& key, std::string_view example)
{
    std::map<std::string, double> all;
    if (repeating()) {
        for (const auto& name : tape()->answer<std::vector<std::string>>(key.name)) {
            all[name] = number({.name = name, .range = key.range});
        }
        return all;
    }
    document(key, "table of numbers", Presence::required, "", key.range.text());
    const auto assignment = std::string{key.name} + " = " + std::string{example};
    const auto found = ask(key, Presence::required, assignment);
    if (found.node == nullptr) {
        return all;
    }
    const auto* table = found.node->as_table();
    if (table == nullptr) {
        wrong_kind(found, "a table such as " + assignment);
        return all;
    }
    if (table->empty()) {
        note(found, "is empty", "write it as in " + assignment);
    }
    if (table->size() > most_numbers) {
        note(found, "has " + std::to_string(table->size()) + " entries",
             "keep within " + std::to_string(most_numbers));
        state_->covered.insert(found.node); // one fault is enough
        return all;
    }
    if (tape() != nullptr) {
        std::vector<std::string> names;
        for (const auto& [name, node] : *table) {
            names.emplace_back(name.str());
        }
        tape()->note(key.name, std::move(names));
    }
    Section inner{*state_, {{table, found.path}}};
    for (const auto& [name, node] : *table) {
        all[std::string{name.str()}] = inner.number({.name = name.str(), .range = key.range});
    }
    return all;
}

Section Section::when(std::string_view when) const
{
    Section section = *this;
    section.when_ += (section.when_.empty() ? "" : ", ") + std::string{when};
    return section;
}

std::optional<std::string_view> Section::either(std::string_view one, std::string_view other)
{
    const auto first = taped<std::optional<bool>>(one, [&]() -> std::optional<bool> {
        const auto chosen = find_either(one, other);
        return chosen ? std::optional{*chosen == one} : std::nullopt;
    });
    return first ? std::optional{*first ? one : other} : std::nullopt;
}

std::optional<std::string_view> Section::find_either(std::string_view one, std::string_view other)
{
    std::optional<std::string_view> chosen;
    for (const auto& layer : layers_) {
        if (layer.table == nullptr) {
            continue;
        }
        const auto* first = layer.table->get(one);
        const auto* second = layer.table->get(other);
        if (chosen) {
            // Said above already: what stands below is hidden, not unknown.
            for (const auto* hidden : {first, second}) {
                if (hidden != nullptr && (hidden == first) != (*chosen == one)) {
                    state_->covered.insert(hidden);
                }
            }
        } else if (first != nullptr && second != nullptr) {
            state_->covered.insert(second);
            note({first, layer.path + (layer.path.empty() ? "" : ".") + std::string{one}},
                 "contradicts " + std::string{other}, "give only one of the two");
            chosen = one;
        } else if (first != nullptr || second != nullptr) {
            chosen = first != nullptr ? one : other;
        }
    }
    return chosen;
}

} // namespace percolith::runs
