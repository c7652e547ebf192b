#include "runs/case/section.hpp"

#include "runs/case/document_state.hpp"
#include "runs/case/layout.hpp"

namespace percolith::runs
{
namespace
{

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
    if (layers_.empty()) {
        return std::string{name}; // repeated from a tape: nobody reads it
    }
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

void Section::take_faults(const InputError& other)
{
    for (auto fault : other.faults()) {
        fault.key = fault.key.empty() ? path() : fault.key;
        fault.place = fault.place.file.empty() ? place() : fault.place;
        state_->add_fault(place(), std::move(fault));
    }
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

std::optional<std::size_t> Section::remember(const Found& found, std::string_view name,
                                             double value, std::string_view unit)
{
    const auto full = found.node != nullptr ? found.path : path(name);
    if (state_->documenting || !state_->remembered.insert(full).second) {
        return std::nullopt;
    }
    state_->values.push_back({full, value, std::string{unit}, origin_of(found)});
    return state_->values.size() - 1;
}

void Section::remember(const Found& found, std::string_view name, const std::string& value)
{
    const auto full = found.node != nullptr ? found.path : path(name);
    if (!state_->documenting && state_->remembered.insert(full).second) {
        constexpr std::size_t enough = 200; // the whole text stands in the case
        state_->values.push_back({full, one_line(value, enough), "", origin_of(found)});
    }
}

Tape* Section::tape() const
{
    return state_->tape;
}

void Section::note_number(const Key& key, const Found& found, std::string_view si,
                          std::optional<double> value, std::optional<std::size_t> entry)
{
    if (state_->tape != nullptr) {
        const auto path = found.node != nullptr ? std::string_view{found.path} : "";
        state_->tape->note_number(key.name, {path, si, value, entry});
    }
}

void Section::untapeable()
{
    if (state_->tape != nullptr) {
        state_->tape->give_up();
    }
}

std::string Section::origin_of(const Found& found) const
{
    if (found.node == nullptr) {
        return "default";
    }
    return state_->is_override(*found.node) ? "--set" : "case";
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
