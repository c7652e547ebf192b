#pragma once
/// Rows of the time series and of the per-cycle table: which columns, and their values.

#include "model/ledger.hpp"
#include "runs/record/table.hpp"
#include "runs/simulate/simulation.hpp"

#include <vector>

namespace percolith::runs
{

/// Columns of the time series for a cell with these physics; `time` first.
std::vector<Column> series_columns(model::Physics physics);

/// Fills one series row. `initial_lithium` is what the ledger is held against, C/m2.
template <model::Physics physics> class SeriesRow
{
public:
    SeriesRow(const model::CellParameters<>& cell, double initial_lithium)
        : cell_(cell), initial_lithium_(initial_lithium)
    {
    }

    /// The state at `at`, driven by `current` on the branches `on`. `voltage` replaces the sum of
    /// the terms where the instrument, not the cell, sets it (a limit, a short); NaN keeps the sum.
    std::vector<double>& operator()(const Instant& at, const model::CellState<>& state,
                                    const model::CellSwitches<>& on,
                                    kinetics::CurrentDensity<> current, double voltage);

private:
    const model::CellParameters<>& cell_;
    double initial_lithium_;
    std::vector<double> row_;
};

extern template class SeriesRow<model::Physics::core>;
extern template class SeriesRow<model::Physics::full>;

/// Columns of the per-cycle table; `cycle` first.
std::vector<Column> cycle_columns();

/// One row of it. `lost_before` is the lithium lost by working and counter at the end of the cycle
/// before, C/m2; `resistance` the small-signal resistances (working, counter, cell), Ohm m2.
std::vector<double> cycle_row(const CycleSummary& cycle, const model::CellParameters<>& parameters,
                              const CellUnderTest& cell, const model::CellLedger& ledger,
                              const model::CellLedger& before, double initial_lithium);

} // namespace percolith::runs
