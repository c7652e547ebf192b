#pragma once
/// The reference of all keys of a case, from the readers themselves.

#include "runs/case/document.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Every key of a case, in the order in which they are read.
std::vector<KeyEntry> describe_case();
/// Every key of a materials file.
std::vector<KeyEntry> describe_materials();

/// For people: sections with aligned columns, lines of at most `width` characters. Only sections
/// and keys whose full name contains `filter`.
std::string as_text(const std::vector<KeyEntry>& keys, std::string_view filter = {},
                    std::size_t width = 100);

/// For programs: {"format": "percolith-keys", "version": 1, "keys": [{"key", "section", "name",
/// "kind", "unit", "required", "default", "range", "meaning", "origin", "when"}, ...]}. What does
/// not apply is null.
std::string as_json(const std::vector<KeyEntry>& keys);

} // namespace percolith::runs
