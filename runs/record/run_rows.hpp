#pragma once
/// Who takes the rows of a run while it is computed: a file, memory, or both.

#include "runs/record/table.hpp"

#include <span>

namespace percolith::runs
{

/// Rows in the order in which they happen, each with the width of its table.
class RunRows
{
public:
    virtual ~RunRows() = default;
    /// Whether rows of the time series are wanted at all.
    virtual bool keeps_series() const = 0;
    /// One row of the time series, in the order and units of `RecordHeader::series`.
    virtual void sample(std::span<const double> row) = 0;
    /// One row of the per-cycle table.
    virtual void cycle(std::span<const double> row) = 0;
    virtual void event(const EventRecord& happened) = 0;

protected:
    RunRows() = default;
    RunRows(const RunRows&) = default;
    RunRows& operator=(const RunRows&) = default;
    RunRows(RunRows&&) = default;
    RunRows& operator=(RunRows&&) = default;
};

} // namespace percolith::runs
