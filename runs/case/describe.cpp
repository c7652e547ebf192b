#include "runs/case/describe.hpp"

#include "runs/case/materials.hpp"
#include "runs/case/readers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace percolith::runs
{
namespace
{

std::string full_name(const KeyEntry& key)
{
    return key.section.empty() ? key.name : key.section + "." + key.name;
}

/// Appends `text` after the `indent` characters already in the last line, broken at spaces.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent, std::size_t width)
{
    auto column = indent;
    bool first = true;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (!first && column + 1 + word.size() > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
            first = true;
        }
        if (!first) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
        first = false;
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    out += '\n';
}

std::string value_of(const KeyEntry& key)
{
    if (key.required) {
        return "required";
    }
    return key.value.empty() ? "optional" : key.value;
}

/// What may stand there, in one line: "quantity in um, > 0".
std::string form_of(const KeyEntry& key)
{
    auto form = key.kind;
    if (!key.unit.empty()) {
        form += " in " + key.unit;
    }
    if (!key.range.empty()) {
        form += (key.kind == "choice" ? ": " : ", ") + key.range;
    }
    return form;
}

std::size_t name_column(const std::vector<KeyEntry>& keys)
{
    std::size_t longest = 0;
    for (const auto& key : keys) {
        longest = std::max(longest, key.name.size());
    }
    return longest + 4;
}

} // namespace

std::vector<KeyEntry> describe_case()
{
    auto document = Document::blank();
    Case ignored;
    read_root(document.root(), {}, ignored);
    return document.keys();
}

std::vector<KeyEntry> describe_materials()
{
    auto document = Document::blank();
    read_materials(document.root());
    return document.keys();
}

std::string as_text(const std::vector<KeyEntry>& keys, std::string_view filter, std::size_t width)
{
    const auto indent = name_column(keys);
    std::vector<std::string> sections;
    for (const auto& key : keys) {
        if (std::find(sections.begin(), sections.end(), key.section) == sections.end()) {
            sections.push_back(key.section);
        }
    }
    std::string out;
    for (const auto& section : sections) {
        std::string heading = section.empty() ? "" : "[" + section + "]\n";
        std::string when;
        for (const auto& key : keys) {
            if (key.section != section || full_name(key).find(filter) == std::string::npos) {
                continue;
            }
            if (!heading.empty() || (out.empty() && section.empty())) {
                out += (out.empty() ? "" : "\n") + heading;
                heading.clear();
            }
            if (key.when != when) {
                when = key.when;
                out += when.empty() ? "" : "  with " + when + "\n";
            }
            out += "  " + key.name + std::string(indent - 2 - key.name.size(), ' ');
            append_wrapped(out, key.meaning, indent, width);
            out += std::string(indent, ' ');
            append_wrapped(out, form_of(key) + "; " + value_of(key), indent, width);
            if (!key.origin.empty()) {
                out += std::string(indent, ' ');
                append_wrapped(out, key.origin, indent, width);
            }
        }
    }
    return out;
}

std::string as_json(const std::vector<KeyEntry>& keys)
{
    const auto or_null = [](const std::string& text) {
        return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
    };
    auto list = nlohmann::ordered_json::array();
    for (const auto& key : keys) {
        list.push_back({{"key", full_name(key)},
                        {"section", key.section},
                        {"name", key.name},
                        {"kind", key.kind},
                        {"unit", or_null(key.unit)},
                        {"required", key.required},
                        {"default", key.required ? or_null("") : or_null(key.value)},
                        {"range", or_null(key.range)},
                        {"meaning", key.meaning},
                        {"origin", or_null(key.origin)},
                        {"when", or_null(key.when)}});
    }
    return nlohmann::ordered_json{
        {"format", "percolith-keys"}, {"version", 1}, {"keys", std::move(list)}}
        .dump(2);
}

} // namespace percolith::runs
