#pragma once
/// Options of the command line that are quantities.

#include "runs/case/errors.hpp"
#include "runs/case/units.hpp"

#include <string>
#include <string_view>

namespace percolith::runs
{

/// What an option says, in `unit`; `example` is the unit that a message proposes, and `also` what
/// else could be given. Throws `InputError` that names the option.
inline double quantity_option(const char* option, std::string_view text, std::string_view unit,
                              std::string_view example, std::string_view also = {})
{
    try {
        return parse_quantity(text, unit, example);
    } catch (const UnitError& e) {
        throw InputError({}, option, e.wrong(), e.mend() + std::string(also));
    }
}

} // namespace percolith::runs
