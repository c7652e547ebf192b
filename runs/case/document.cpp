#include "runs/case/document.hpp"

#include "runs/case/document_state.hpp"
#include "runs/case/layout.hpp"
#include "runs/case/overrides.hpp"
#include "runs/case/section.hpp"
#include "runs/case/suggest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <tuple>

namespace percolith::runs
{

std::string shortest(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

std::string six_digits(double number)
{
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.6g", number);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string_view kind_of(const toml::node& node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return "a table";
    case toml::node_type::array:
        return "a list";
    case toml::node_type::string:
        return "text";
    case toml::node_type::integer:
    case toml::node_type::floating_point:
        return "a number";
    case toml::node_type::boolean:
        return "true or false";
    default:
        return "a date or time";
    }
}

void DocumentState::add_fault(const Place& place, std::string_view key, std::string_view wrong,
                              std::string_view mend)
{
    const bool said = place.file == "--set " + std::string{key};
    auto fault = fault_at(place, said ? "" : key, wrong, mend);
    fault.key = key;
    add_fault(place, std::move(fault));
}

void DocumentState::add_fault(const Place& at, InputFault fault)
{
    if (documenting) {
        return;
    }
    if (tape != nullptr && tape->repeating()) {
        throw Tape::Diverged{}; // the document knows the place and the words
    }
    ++faults_noted;
    if (fault_lines.contains(fault.line)) {
        return;
    }
    if (faults.size() >= most_faults) {
        ++faults_not_kept;
        return;
    }
    fault_lines.insert(fault.line);
    faults.push_back({at, std::move(fault)});
}

Place DocumentState::place_of(const toml::source_region& where) const
{
    if (where.path && *where.path != file) {
        return {.file = *where.path}; // an override: its one line needs no number
    }
    return {file, static_cast<int>(where.begin.line), static_cast<int>(where.begin.column)};
}

bool DocumentState::is_override(const toml::node& node) const
{
    return node.source().path && *node.source().path != file;
}

Document::Document(std::unique_ptr<DocumentState> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Document Document::parse(std::string_view text, std::string file,
                         std::span<const std::string> overrides)
{
    auto state = std::make_unique<DocumentState>();
    state->file = std::move(file);
    const auto refuse = [&](const Place& place, std::string_view wrong, std::string_view mend) {
        throw InputErrors(place, "", wrong, mend);
    };
    if (text.size() > longest_text) {
        refuse({.file = state->file}, "is longer than 4 MB", too_long);
    }
    if (const auto deep = too_deep(text, deepest)) {
        refuse({state->file, deep->line, deep->column}, "is nested too deeply",
               "keep within 32 levels");
    }
    try {
        state->table = toml::parse(text, state->file);
    } catch (const toml::parse_error& e) {
        refuse(state->place_of(e.source()), std::string{"is not TOML: "} + e.what(),
               "see https://toml.io");
    }
    state->text = text;
    for (const auto& line : overrides) {
        apply_override(*state, line);
    }
    return Document{std::move(state)};
}

Document Document::repeated(Tape& tape)
{
    auto state = std::make_unique<DocumentState>();
    state->tape = &tape;
    return Document{std::move(state)};
}

Document Document::blank()
{
    auto state = std::make_unique<DocumentState>();
    state->documenting = true;
    return Document{std::move(state)};
}

void Document::record(Tape& tape)
{
    state_->tape = &tape;
}

Section Document::root()
{
    if (state_->tape != nullptr && state_->tape->repeating()) {
        return Section{*state_, {}};
    }
    return Section{*state_, {{&state_->table, ""}}};
}

void Document::fault(const Place& place, std::string_view key, std::string_view wrong,
                     std::string_view mend)
{
    state_->add_fault(place, key, wrong, mend);
}

namespace
{

/// Where a node was written. A table that an override made is nowhere in a text: its first entry
/// is.
const toml::node& origin(const toml::node& node)
{
    const auto* at = &node;
    while (!at->source().path && at->is_table() && !at->as_table()->empty()) {
        at = &at->as_table()->begin()->second;
    }
    return *at;
}

/// A key that no reader wanted.
struct Unknown {
    Place place;
    std::string path; ///< of the table it is in
    std::string name;
    const toml::table* table;
    bool is_table;
};

bool stands_before(const Place& a, const Place& b)
{
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
}

/// The unknown keys that stand first in the text, so that a megabyte of them costs no more than
/// finding them.
class UnknownKeys
{
public:
    explicit UnknownKeys(DocumentState& state) : state_(state) {}

    void look_in(const toml::table& table, const std::string& path)
    {
        for (const auto& [key, node] : table) {
            if (state_.covered.contains(&node)) {
                continue;
            }
            const std::string_view name = key.str();
            if (!state_.asked.contains(&node)) {
                const auto& from = origin(node);
                const auto where = state_.is_override(from) ? from.source() : key.source();
                add({state_.place_of(where), path, std::string{name}, &table, node.is_table()});
            } else if (const auto* inner = node.as_table()) {
                look_in(*inner, below(path, name));
            } else if (const auto* list = node.as_array()) {
                for (const auto& item : *list) {
                    if (const auto* item_table = item.as_table()) {
                        look_in(*item_table, below(path, name));
                    }
                }
            }
        }
    }

    void note()
    {
        keep_first(DocumentState::most_faults);
        for (const auto& key : found_) {
            const auto& wanted = state_.wanted[key.table];
            const std::vector<std::string> names{wanted.begin(), wanted.end()};
            state_.add_fault(key.place, below(key.path, key.name),
                             key.is_table ? "unknown table" : "unknown key",
                             suggest(key.name, names));
        }
        state_.faults_not_kept += dropped_;
    }

private:
    static std::string below(const std::string& path, std::string_view name)
    {
        return (path.empty() ? path : path + ".") + std::string{name};
    }

    void add(Unknown key)
    {
        found_.push_back(std::move(key));
        if (found_.size() >= 8 * DocumentState::most_faults) {
            keep_first(DocumentState::most_faults);
        }
    }

    void keep_first(std::size_t count)
    {
        std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
            return stands_before(a.place, b.place);
        });
        if (found_.size() > count) {
            dropped_ += found_.size() - count;
            found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(count), found_.end());
        }
    }

    DocumentState& state_;
    std::vector<Unknown> found_;
    std::size_t dropped_ = 0;
};

} // namespace

void Document::finish()
{
    if (state_->documenting) {
        return;
    }
    UnknownKeys unknown(*state_);
    unknown.look_in(state_->table, "");
    unknown.note();
    if (state_->faults.empty()) {
        return;
    }
    std::stable_sort(state_->faults.begin(), state_->faults.end(),
                     [](const auto& a, const auto& b) { return stands_before(a.at, b.at); });
    std::vector<InputFault> faults;
    for (const auto& fault : state_->faults) {
        faults.push_back(fault.what);
    }
    if (state_->faults_not_kept > 0) {
        faults.push_back(
            fault_at({.file = state_->file}, "",
                     "and " + std::to_string(state_->faults_not_kept) +
                         (state_->faults_not_kept == 1 ? " more fault" : " more faults"),
                     "mend these first"));
    }
    throw InputErrors{std::move(faults)};
}

const std::vector<KeyEntry>& Document::keys() const
{
    return state_->keys;
}
const std::vector<Entry>& Document::values() const
{
    return state_->values;
}

} // namespace percolith::runs
