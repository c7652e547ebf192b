#pragma once
/// How deeply a TOML text nests, found without recursion before any parser sees it.

#include <optional>
#include <string_view>

namespace percolith::runs
{

struct TextPosition {
    int line = 1;
    int column = 1;
};

/// First place where brackets are open, or dots stand in one key, more than `limit` times.
std::optional<TextPosition> too_deep(std::string_view text, int limit);

} // namespace percolith::runs
