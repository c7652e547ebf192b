#include "runs/case/overrides.hpp"

#include "runs/case/document_state.hpp"
#include "runs/case/layout.hpp"

#include <array>
#include <cstdio>
#include <optional>
#include <utility>

namespace percolith::runs
{
namespace
{

[[noreturn]] void refuse(const std::string& place, std::string_view wrong, std::string_view mend)
{
    throw InputErrors({.file = place}, "", wrong, mend);
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split_path(std::string_view path, const std::string& place)
{
    std::vector<std::string> names;
    while (true) {
        const auto dot = path.find('.');
        const auto name = trimmed(path.substr(0, dot));
        if (name.empty() || names.size() > static_cast<std::size_t>(Document::deepest)) {
            refuse(place, "is not the name of a key", "write --set section.key=value");
        }
        names.emplace_back(name);
        if (dot == std::string_view::npos) {
            return names;
        }
        path.remove_prefix(dot + 1);
    }
}

/// `value` as TOML, in a table with the one entry "value"; nothing if it is none.
std::optional<toml::table> parsed(std::string_view value, const std::string& place)
{
    const std::string text = "value = " + std::string{value};
    if (text.size() > Document::longest_text || too_deep(text, Document::deepest)) {
        return std::nullopt;
    }
    try {
        auto table = toml::parse(text, place);
        return table.size() == 1 ? std::optional{std::move(table)} : std::nullopt;
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

/// What a shell has stripped of its quotes is no TOML any more: it is meant as text.
std::string value_in_toml(std::string_view value, const std::string& place)
{
    if (parsed(value, place)) {
        return std::string{value};
    }
    auto text = as_toml_string(value);
    if (!parsed(text, place)) {
        refuse(place, "is not text", "write it in UTF-8, shorter than 4 MB");
    }
    return text;
}

} // namespace

std::string as_toml_string(std::string_view value)
{
    std::string text = "\"";
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (code < 0x20 || code == 0x7f) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\u%04x", code);
            text += escaped.data();
        } else {
            text += c;
        }
    }
    return text + '"';
}

Override read_override(std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        refuse("--set " + std::string{text}, "has no value", "write --set section.key=value");
    }
    const auto path = trimmed(text.substr(0, equals));
    const auto value = trimmed(text.substr(equals + 1));
    Override read{.place = "--set " + std::string{path}, .names = {}, .value = {}};
    read.names = split_path(path, read.place);
    if (!value.empty()) {
        read.value = value_in_toml(value, read.place);
    }
    return read;
}

void apply_override(DocumentState& state, const std::string& text)
{
    const auto given = read_override(text);
    toml::table* table = &state.table;
    for (std::size_t i = 0; i + 1 < given.names.size(); ++i) {
        const auto& name = given.names[i];
        if (!table->contains(name)) {
            table->insert(name, toml::table{});
        }
        table = table->get(name)->as_table();
        if (table == nullptr) {
            refuse(given.place, name + " is no table", "override it as a whole");
        }
    }
    table->erase(given.names.back());
    if (auto holder = parsed(given.value, given.place); holder && !given.value.empty()) {
        table->insert(given.names.back(), std::move(*holder->get("value")));
    }
}

} // namespace percolith::runs
