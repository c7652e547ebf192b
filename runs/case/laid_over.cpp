// Edits of a TOML text: each way to write a change down is tried, and the first one kept that
// parses to what the change means.

#include "runs/case/laid_over.hpp"

#include "runs/case/document_state.hpp"
#include "runs/case/overrides.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace percolith::runs
{
namespace
{

using Edits = std::vector<std::string>; ///< whole texts, the best first

/// Bytes before a position; TOML++ counts lines and characters of UTF-8, both from 1.
std::size_t offset_of(std::string_view text, const toml::source_position& at)
{
    std::size_t offset = 0;
    for (toml::source_index line = 1; line < at.line && offset < text.size(); ++line) {
        offset = std::min(text.find('\n', offset), text.size() - 1) + 1;
    }
    const auto continues = [&](std::size_t byte) {
        return byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U;
    };
    for (toml::source_index column = 1; column < at.column && offset < text.size(); ++column) {
        for (++offset; continues(offset); ++offset) {
        }
    }
    return offset;
}

std::size_t line_start(std::string_view text, std::size_t offset)
{
    const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t next_line(std::string_view text, std::size_t offset)
{
    const auto end = text.find('\n', offset);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string with_line_end(std::string text)
{
    return text + (text.empty() || text.back() == '\n' ? "" : "\n");
}

std::string in_place(std::string_view text, std::size_t from, std::size_t to,
                     std::string_view replacement)
{
    return std::string{text.substr(0, from)} + std::string{replacement} +
           std::string{text.substr(to)};
}

/// A dotted key out of names, those quoted that need it.
template <class Iterator> std::string dotted(Iterator first, Iterator last)
{
    constexpr std::string_view bare =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    std::string key;
    for (; first != last; ++first) {
        const bool plain = first->find_first_not_of(bare) == std::string::npos;
        key += (key.empty() ? "" : ".") + (plain ? *first : '\'' + *first + '\'');
    }
    return key;
}

/// The deepest table on the way to a key that is there.
struct Way {
    const toml::table* table;
    std::size_t depth = 0; ///< names that lead to it
};

Way way_to(const toml::table& root, const std::vector<std::string>& names)
{
    Way way{&root};
    for (; way.depth + 1 < names.size(); ++way.depth) {
        const auto* next = way.table->get_as<toml::table>(names[way.depth]);
        if (next == nullptr) {
            break;
        }
        way.table = next;
    }
    return way;
}

Edits replacements(std::string_view text, const toml::node& node, const std::string& value)
{
    return {in_place(text, offset_of(text, node.source().begin), offset_of(text, node.source().end),
                     value)};
}

/// The lines of an entry go, or the entry with one of the commas beside it.
Edits removals(std::string_view text, const toml::table& table, const std::string& name)
{
    const auto entry = table.find(name);
    const auto from = offset_of(text, entry->first.source().begin);
    const auto to = offset_of(text, entry->second.source().end);
    Edits edits{in_place(text, line_start(text, from), next_line(text, to), "")};
    if (table.is_inline()) {
        const auto comma_after = text.find(',', to);
        const auto comma_before = text.rfind(',', from);
        edits.clear();
        if (comma_after != std::string_view::npos) {
            edits.push_back(in_place(text, from, comma_after + 1, ""));
        }
        if (comma_before != std::string_view::npos) {
            edits.push_back(in_place(text, comma_before, to, ""));
        }
        edits.push_back(in_place(text, from, to, ""));
    }
    return edits;
}

Edits insertions(std::string_view text, const Way& way, const Override& change)
{
    const auto& names = change.names;
    const auto here = names.begin() + static_cast<std::ptrdiff_t>(way.depth);
    const auto entry = dotted(here, names.end()) + " = " + change.value;
    if (way.table->is_inline()) {
        const auto brace = text.rfind('}', offset_of(text, way.table->source().end) - 1);
        return {in_place(text, brace, brace, (way.table->empty() ? "" : ", ") + entry)};
    }
    Edits edits;
    if (way.depth > 0) {
        const auto below = next_line(text, offset_of(text, way.table->source().begin));
        edits.push_back(with_line_end(std::string{text.substr(0, below)}) + entry + "\n" +
                        std::string{text.substr(below)});
    } else if (names.size() == 1) {
        edits.push_back(entry + "\n" + std::string{text});
    }
    if (names.size() > 1) {
        edits.push_back(with_line_end(std::string{text}) + "\n[" +
                        dotted(names.begin(), names.end() - 1) + "]\n" +
                        dotted(names.end() - 1, names.end()) + " = " + change.value + "\n");
    }
    return edits;
}

Edits edits_of(const DocumentState& state, const Override& change)
{
    const auto way = way_to(state.table, change.names);
    const auto& name = change.names.back();
    const auto* node = way.depth + 1 == change.names.size() ? way.table->get(name) : nullptr;
    if (node == nullptr && change.value.empty()) {
        // Nothing to take out, but the tables that lead there are there from now on.
        return way.depth + 1 == change.names.size()
                   ? Edits{state.text}
                   : insertions(
                         state.text, way,
                         {change.place, {change.names.begin(), change.names.end() - 1}, "{}"});
    }
    if (node == nullptr) {
        return insertions(state.text, way, change);
    }
    return change.value.empty() ? removals(state.text, *way.table, name)
                                : replacements(state.text, *node, change.value);
}

std::optional<toml::table> table_in(const std::string& text)
{
    try {
        return toml::parse(text);
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

std::string spelled_anew(const toml::table& table)
{
    std::ostringstream text;
    text << toml::toml_formatter{table} << '\n';
    return text.str();
}

} // namespace

std::string laid_over(const Written& written)
{
    document_of(written); // whatever is wrong with them is said as it is said elsewhere
    DocumentState state;
    state.text = written.text;
    for (const auto& override_text : written.overrides) {
        state.table = toml::parse(state.text);
        const auto edits = edits_of(state, read_override(override_text));
        apply_override(state, override_text);
        const auto meant = std::find_if(edits.begin(), edits.end(), [&](const auto& edit) {
            const auto table = table_in(edit);
            return table && *table == state.table;
        });
        state.text = meant != edits.end() ? *meant : spelled_anew(state.table);
    }
    return state.text;
}

} // namespace percolith::runs
