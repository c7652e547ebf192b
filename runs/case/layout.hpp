#pragma once
/// What can be told of a TOML text without parsing it.

#include "runs/case/errors.hpp"

#include <optional>
#include <string_view>

namespace percolith::runs
{

struct TextPosition {
    int line = 1;
    int column = 1;
};

/// First place where brackets are open, or dots stand in one key, more than `limit` times. Found
/// without recursion, before any parser sees the text.
std::optional<TextPosition> too_deep(std::string_view text, int limit);

/// Place of the first character inside the quotes of the string that begins at `string`: a line
/// break right after three quotes does not belong to it.
Place text_start(std::string_view text, Place string);

} // namespace percolith::runs
