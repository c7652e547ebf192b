#pragma once
/// Which columns of a table are read as what.

#include "runs/cycler/column_map.hpp"
#include "runs/cycler/heading.hpp"
#include "runs/cycler/text_table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

struct PlannedColumn {
    Meaning meaning{};
    std::size_t index = 0; ///< of the field
    std::string heading; ///< as in the file
    std::string unit; ///< of the file's numbers, or as the user stated it
    double factor = 1.0; ///< to the unit the quantity is kept in
    bool is_stated = false; ///< the user stated the unit
    int rank = 0;
};

struct TablePlan {
    std::vector<PlannedColumn> columns;
    std::vector<std::string> unused; ///< headings
    std::string missing; ///< what the user called a column that is not there
    std::size_t width = 0; ///< fields of a row
    bool is_neware = false; ///< it counts records as Neware does
    bool is_bdf = false;

    const PlannedColumn* find(Meaning meaning) const
    {
        for (const auto& column : columns) {
            if (column.meaning == meaning) {
                return &column;
            }
        }
        return nullptr;
    }
    /// A time, a voltage and a current, or frequencies with impedances.
    bool is_complete() const;
};

struct PlanOptions {
    std::vector<ColumnChoice> choices{};
    std::optional<double> area{}; ///< m2, for columns of current density
    bool time_is_of_the_step = false; ///< what a plain "Time" means beside no other one
};

/// The plan for the line on which `header` stands. A table that is not complete is no fault yet:
/// the header may be on a later line. Throws `InputError` at the heading for two columns of one
/// name, and for a voltage or a current without a unit.
TablePlan plan_of(const TextTable& header, const PlanOptions& options);

/// Throws the `InputError` for a header that lacks something.
[[noreturn]] void refuse_incomplete(const TextTable& header, const TablePlan& plan);

} // namespace percolith::runs::cycler
