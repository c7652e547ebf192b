#pragma once
/// What a user says of the columns of a table: which heading is which quantity, in which unit.

#include "runs/case/errors.hpp"
#include "runs/cycler/column_names.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// "time=Zeit [min]": the heading as in the file, or "#2" for the second column; a unit in brackets
/// behind a heading that has none, or another one, overrides it. "step_charge=none" leaves a
/// quantity out.
struct ColumnChoice {
    Meaning meaning{};
    std::string written; ///< what stands behind the first "="
    bool is_none = false;
};

/// Text is no such choice.
class ColumnMapError : public TextError
{
public:
    using TextError::TextError;
};

/// Throws `ColumnMapError` for an unknown quantity (with the nearest one), for one named twice, for
/// nothing behind "=".
std::vector<ColumnChoice> parse_columns(std::span<const std::string> written);

/// The column that a choice means among these headings.
struct ChosenHeading {
    std::size_t index = 0;
    std::string unit; ///< as the user said it, or as in the heading
    bool unit_is_stated = false; ///< said on the command line: no longer questioned
};

/// Nothing where no heading fits.
std::optional<ChosenHeading> find_heading(const ColumnChoice& choice,
                                          std::span<const std::string_view> headings);

} // namespace percolith::runs::cycler
