#include "runs/cycler/restate.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/units.hpp"

#include <algorithm>

namespace percolith::runs::cycler
{
namespace
{

void take_out(RawRecord& record, Meaning meaning)
{
    if (meaning.is_kind) {
        record.kind.clear();
        return;
    }
    for (auto& column : record.columns) {
        if (column.what == meaning.what) {
            column.what = Quantity::other;
        }
    }
}

[[noreturn]] void refuse(const RawRecord& record, const std::string& wrong, const std::string& mend)
{
    throw InputError({.file = record.source}, "--column", wrong, mend);
}

std::size_t column_called(const RawRecord& record, const ColumnChoice& choice, ChosenHeading& found)
{
    std::vector<std::string_view> headings;
    std::string all;
    for (const auto& column : record.columns) {
        headings.emplace_back(column.heading);
        all += (all.empty() ? "" : ", ") + column.heading;
    }
    const auto chosen = find_heading(choice, headings);
    if (!chosen) {
        refuse(record, "no column is called \"" + choice.written + "\"", "the columns are " + all);
    }
    found = *chosen;
    return chosen->index;
}

/// From what the values are in now to the unit the quantity is kept in.
double factor_of(const RawRecord& record, const Column& column, const ColumnChoice& choice,
                 const ChosenHeading& found)
{
    const auto kept = unit_of(choice.meaning.what);
    if (kept.empty() || kept == "1") {
        return 1.0;
    }
    const auto unit = found.unit_is_stated ? found.unit : column.unit;
    if (unit.empty() || !measures(unit, kept)) {
        refuse(record,
               "\"" + column.heading + "\" has no unit of " + name_of(choice.meaning) +
                   (unit.empty() ? "" : ", but \"" + unit + "\""),
               "state it in brackets behind the heading");
    }
    const bool is_read = column.what != Quantity::other && measures(column.unit, kept);
    return convert(1.0, unit, kept) / (is_read ? convert(1.0, column.unit, kept) : 1.0);
}

} // namespace

void restate(RawRecord& record, std::span<const ColumnChoice> choices)
{
    for (const auto& choice : choices) {
        if (choice.is_none) {
            take_out(record, choice.meaning);
            continue;
        }
        if (choice.meaning.is_kind) {
            refuse(record, "the step types of this format stand fixed",
                   "leave them out with step_kind=none");
        }
        ChosenHeading found;
        auto& column = record.columns[column_called(record, choice, found)];
        const double factor = factor_of(record, column, choice, found);
        if (column.what != choice.meaning.what) {
            take_out(record, choice.meaning);
        }
        for (auto& value : column.values) {
            value *= factor;
        }
        column.what = choice.meaning.what;
        column.is_stated = found.unit_is_stated;
        column.unit = found.unit_is_stated ? found.unit : column.unit;
    }
}

} // namespace percolith::runs::cycler
