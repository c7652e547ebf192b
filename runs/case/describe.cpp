#include "runs/case/describe.hpp"

#include "runs/case/materials.hpp"
#include "runs/case/readers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace percolith::runs
{
namespace
{

std::string full_name(const KeyEntry& key)
{
    return key.section.empty() ? key.name : key.section + "." + key.name;
}

/// Where a paragraph stands on the page.
struct Margins {
    std::size_t left = 0;
    std::size_t right = 0;
};

/// Appends `text` to a last line that is filled up to the left margin, broken at spaces.
void append_wrapped(std::string& out, std::string_view text, const Margins& margins)
{
    auto column = margins.left;
    bool first = true;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (!first && column + 1 + word.size() > margins.right) {
            out += '\n' + std::string(margins.left, ' ');
            column = margins.left;
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

/// A key and the conditions under which it exists, "" for always.
struct ShownKey {
    KeyEntry key;
    std::string when;
};

/// Keys that differ in nothing but their condition become one, in the order of sections.
std::vector<ShownKey> merged_conditions(const std::vector<KeyEntry>& keys)
{
    const auto same = [](const KeyEntry& a, const KeyEntry& b) {
        return a.section == b.section && a.name == b.name && a.unit == b.unit &&
               a.value == b.value && a.range == b.range && a.meaning == b.meaning;
    };
    std::vector<std::string> order;
    for (const auto& key : keys) {
        if (std::find(order.begin(), order.end(), key.section) == order.end()) {
            order.push_back(key.section);
        }
    }
    std::vector<ShownKey> all;
    for (const auto& section : order) {
        for (const auto& key : keys) {
            if (key.section != section) {
                continue;
            }
            const auto known = std::find_if(
                all.begin(), all.end(), [&](const auto& shown) { return same(shown.key, key); });
            if (known == all.end()) {
                all.push_back({key, key.when.empty() ? "" : "with " + key.when});
            } else {
                known->when +=
                    " or " + key.when.substr(std::min(key.when.find('"'), key.when.size()));
            }
        }
    }
    return all;
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
    std::string out;
    std::optional<std::string> section;
    for (const auto& shown : merged_conditions(keys)) {
        const auto& key = shown.key;
        if (full_name(key).find(filter) == std::string::npos) {
            continue;
        }
        if (section != key.section) {
            section = key.section;
            out +=
                (out.empty() ? "" : "\n") + (key.section.empty() ? "" : "[" + key.section + "]\n");
        }
        out += "  " + key.name + std::string(indent - 2 - key.name.size(), ' ');
        append_wrapped(out, key.meaning, {indent, width});
        for (const auto& line : {form_of(key) + "; " + value_of(key), key.origin, shown.when}) {
            if (!line.empty()) {
                out += std::string(indent, ' ');
                append_wrapped(out, line, {indent, width});
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
