#include "runs/record/run_columns.hpp"

#include "runs/record/names.hpp"

#include <algorithm>

namespace percolith::runs
{

using Table = RecordedRun::Table;

std::optional<Table> finer_table(const RecordedRun& run, const std::vector<std::string>& columns)
{
    for (const auto table : {Table::series, Table::cycles}) {
        const auto has = [&](const std::string& column) { return run.has(table, column); };
        if (run.rows(table) > 0 && has(names::time) &&
            std::all_of(columns.begin(), columns.end(), has)) {
            return table;
        }
    }
    return std::nullopt;
}

std::optional<double> last_instant(const RecordedRun& run)
{
    const auto table = finer_table(run, {});
    if (!table) {
        return std::nullopt;
    }
    return run.column(*table, names::time, run.rows(*table) - 1).at(0);
}

std::optional<LithiumLeft> lithium_left(const RecordedRun& run, const char* side)
{
    using names::of;
    if (finer_table(run, {of(side, names::lithium), of(side, names::host_capacity)}) ==
        Table::series) {
        const auto all = run.column(Table::series, of(side, names::lithium));
        const auto capacity = run.column(Table::series, of(side, names::host_capacity));
        LithiumLeft left{Table::series, {}, {}};
        for (std::size_t n = 0; n < all.size(); ++n) {
            left.metal.push_back(std::max(all[n] - capacity[n], 0.0));
            left.host.push_back(std::min(all[n], capacity[n]));
        }
        return left;
    }
    if (finer_table(run, {of(side, names::metal), of(side, names::host)}) == Table::cycles) {
        return LithiumLeft{Table::cycles, run.column(Table::cycles, of(side, names::metal)),
                           run.column(Table::cycles, of(side, names::host))};
    }
    return std::nullopt;
}

} // namespace percolith::runs
