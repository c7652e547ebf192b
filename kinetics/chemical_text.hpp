#pragma once
/// What the parsers of formulas and reactions share: numbers, white space, and words for messages.

#include <optional>
#include <string>
#include <string_view>

namespace percolith::kinetics::detail
{

std::string_view trimmed(std::string_view text);

/// In quotes, cut where it is long and free of control characters: hostile text must not flood or
/// break the message it appears in.
std::string quoted(std::string_view text);

/// Up to ten digits.
std::string number(double value);

/// A plain decimal at the head of `text`, which is advanced past it; empty when there is none. What
/// does not fit a double reads as 0, which no caller accepts.
std::optional<double> take_number(std::string_view& text);

/// Whether a count or a coefficient makes sense: above 0, at most `largest`, not NaN.
bool countable(double value, double largest);

} // namespace percolith::kinetics::detail
