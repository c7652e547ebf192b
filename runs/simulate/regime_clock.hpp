#pragma once
/// How long each electrode's leak was limited by what. Time is counted by segments: within one no
/// branch changes, so an event inside a step ends one stretch and begins the next.

#include "model/parameters.hpp"
#include "model/regime.hpp"
#include "runs/integrate/engine.hpp"
#include "runs/simulate/step_run.hpp"

#include <array>
#include <optional>

namespace percolith::runs
{

/// Seconds in each regime (model/regime.hpp), working and counter.
using RegimeTimes = std::array<std::array<double, 4>, 2>;

class RegimeClock
{
public:
    /// `cell` must outlive the clock.
    explicit RegimeClock(const model::CellParameters<>& cell) : cell_(cell) {}

    /// A segment begins `elapsed` seconds into its step.
    void begin(double elapsed, const Segment& segment)
    {
        open_ = Open{elapsed, segment.mode, segment.control};
    }

    /// The segment under way, if any, is over. It counts whole with what limits the leak at its
    /// end, on its own branches: growth slows down, so most of it looked like its end.
    void end(double elapsed, const CellUnderTest& cell);

    const RegimeTimes& times() const { return times_; }

private:
    struct Open {
        double start = 0.0;
        model::CellMode mode;
        SegmentControl control;
    };

    const model::CellParameters<>& cell_;
    std::optional<Open> open_;
    RegimeTimes times_{};
};

} // namespace percolith::runs
