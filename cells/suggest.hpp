#pragma once
/// "Did you mean ...?": the nearest of the names that would have been right.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace percolith::cells
{

/// Edits (insert, delete, replace, swap neighbours) that lead from `a` to `b`; upper and lower case
/// are the same, and so are space, '-' and '_'.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names`, or nothing where none is near (more than a third of the letters differ).
std::optional<std::string> nearest_name(std::string_view wrong, std::span<const std::string> names);

/// "did you mean "x"?" or, where nothing is near, "use one of a, b, c".
std::string suggest(std::string_view wrong, std::span<const std::string> names);

} // namespace percolith::cells
