#pragma once
/// What messages of this room are made of.

#include <sstream>
#include <string>
#include <string_view>

namespace percolith::cells
{

inline std::string in_quotes(std::string_view name)
{
    return "\"" + std::string{name} + "\"";
}

/// Up to six digits.
inline std::string number(double value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

} // namespace percolith::cells
