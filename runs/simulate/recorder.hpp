#pragma once
/// Turns a test into rows, events and cycles of a run file: every half cycle keeps its shape, not
/// every solver step.

#include "runs/record/record.hpp"
#include "runs/record/shape.hpp"
#include "runs/simulate/columns.hpp"

#include <array>
#include <memory>
#include <span>

namespace percolith::runs
{

/// How closely straight lines between recorded points follow the run.
struct ShapeTolerance {
    double voltage = 1e-4; ///< V
    double current = 1e-4; ///< A/m2
    double relative = 2e-3; ///< of voltage, current and thickness
    double thickness = 1e-10; ///< m
};

/// A sink that fills a run file. `record` must outlive it.
template <model::Physics physics> class Recorder final : public TestSink, private StepObserver
{
public:
    Recorder(const TestSetup& setup, RunRecord& record, const ShapeTolerance& tolerance = {});

    StepObserver* segment(const Instant& at, const Segment& segment,
                          const CellUnderTest& cell) override;
    void step_ends(const Instant& at, const StepEnd& end, const CellUnderTest& cell) override;
    void event(const TestEvent& event, const CellUnderTest& cell) override;
    void cycle(const CycleSummary& cycle, const CellUnderTest& cell) override;

private:
    void step(double from, double to, const Interpolant& between) override;
    void offer(double elapsed, const model::CellState<>& state);
    void fix(const Instant& at, const CellUnderTest& cell, double voltage);
    void set_here(const Instant& at, const model::CellState<>& state,
                  const model::CellSwitches<>& on, kinetics::CurrentDensity<> current,
                  double voltage);
    void keep(std::span<const double> followed);

    /// What a row is made of. Most points are offered and not kept: only a kept one gets its row.
    struct Point {
        Instant at;
        model::CellState<> state;
        model::CellSwitches<> on;
        kinetics::CurrentDensity<> current{};
        double voltage = 0.0;
    };

    const TestSetup& setup_;
    RunRecord& record_;
    double initial_lithium_;
    model::CellLedger last_cycle_;
    SeriesRow<physics> row_;
    ShapeFilter filter_;
    Point here_; ///< offered now
    Point before_; ///< offered before that, and not kept yet
    std::array<double, 5> followed_{}; ///< of `here_`: time and what the filter follows
    Instant segment_start_;
    SegmentControl control_;
    model::CellSwitches<> on_;
    double segment_duration_ = 0.0;
};

extern template class Recorder<model::Physics::core>;
extern template class Recorder<model::Physics::full>;

/// The recorder for the setup's physics.
std::unique_ptr<TestSink> make_recorder(const TestSetup& setup, RunRecord& record,
                                        const ShapeTolerance& tolerance = {});

} // namespace percolith::runs
