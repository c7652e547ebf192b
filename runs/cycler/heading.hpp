#pragma once
/// Headings of columns: name and unit apart, in whichever of the usual spellings.

#include <string>
#include <string_view>

namespace percolith::runs::cycler
{

/// "Current(mA)", "current [mA]", "Current / A", "I/mA" or "current_ampere".
struct Heading {
    std::string name; ///< lower case, blanks for underscores, without full stops: "chg cap"
    std::string unit; ///< as written; empty without one
    bool is_bdf = false; ///< spelled as the Battery Data Format does
};

Heading heading_of(std::string_view field);

/// ASCII letters in lower case, underscores as blanks, blanks run together.
std::string plain_name(std::string_view name);

} // namespace percolith::runs::cycler
