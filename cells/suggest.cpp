#include "cells/suggest.hpp"

#include <algorithm>
#include <vector>

namespace percolith::cells
{
namespace
{

constexpr std::size_t longest = 80; ///< no name is longer; bounds the work on hostile input

char plain(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return static_cast<char>(c - 'A' + 'a');
    }
    return c == ' ' || c == '-' ? '_' : c;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    a = a.substr(0, longest);
    b = b.substr(0, longest);
    const auto row = b.size() + 1;
    std::vector<std::size_t> table((a.size() + 1) * row);
    const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return table[i * row + j];
    };
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cell(i, j) = i + j;
                continue;
            }
            const bool same = plain(a[i - 1]) == plain(b[j - 1]);
            cell(i, j) = std::min(
                {cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + (same ? 0 : 1)});
            if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) &&
                plain(a[i - 2]) == plain(b[j - 1])) {
                cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
            }
        }
    }
    return table.back();
}

std::optional<std::string> nearest_name(std::string_view wrong, std::span<const std::string> names)
{
    std::optional<std::string> best;
    auto fewest = std::max<std::size_t>(wrong.size() / 3, 1) + 1;
    for (const auto& name : names) {
        const bool begun = wrong.size() > 2 && name.starts_with(wrong);
        const auto longer = std::max(wrong.size(), name.size());
        if (!begun && longer - std::min(wrong.size(), name.size()) >= fewest) {
            continue; // each letter too many is an edit; a word may be megabytes long
        }
        const auto edits = begun ? 1 : edit_distance(wrong, name);
        if (edits < fewest) {
            fewest = edits;
            best = name;
        }
    }
    return best;
}

std::string suggest(std::string_view wrong, std::span<const std::string> names)
{
    if (const auto near = nearest_name(wrong, names)) {
        return "did you mean \"" + *near + "\"?";
    }
    std::string all;
    for (const auto& name : names) {
        all += (all.empty() ? "" : ", ") + name;
    }
    return all.empty() ? "remove it" : "use one of " + all;
}

} // namespace percolith::cells
