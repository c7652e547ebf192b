#pragma once
/// Turns a test into rows, events and cycles of a run: every half cycle keeps its shape, not
/// every solver step.

#include "runs/record/run_rows.hpp"
#include "runs/record/shape.hpp"
#include "runs/simulate/columns.hpp"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace percolith::runs
{

/// How closely straight lines between recorded points follow the run.
struct ShapeTolerance {
    double voltage = 1e-4; ///< V
    double current = 1e-4; ///< A/m2
    double relative = 2e-3; ///< of voltage, current and thickness
    double thickness = 1e-10; ///< m
};

/// A sink that hands rows over. `record` must outlive it.
template <model::Physics physics> class Recorder final : public TestSink, private StepObserver
{
public:
    Recorder(const TestSetup& setup, RunRows& record, const ShapeTolerance& tolerance = {});

    StepObserver* segment(const Instant& at, const Segment& segment,
                          const CellUnderTest& cell) override;
    void step_ends(const Instant& at, const StepEnd& end, const CellUnderTest& cell) override;
    void event(const TestEvent& event, const CellUnderTest& cell) override;
    void cycle(const CycleSummary& cycle, const CellUnderTest& cell) override;

private:
    /// What a row is made of. Most points are offered and not kept: only a kept one gets its row.
    struct Point {
        Instant at;
        model::CellState<> state;
        model::CellSwitches<> on;
        kinetics::CurrentDensity<> current{};
        double voltage = 0.0;
        std::array<double, 5> followed{}; ///< time and what the filter follows
    };

    void step(double from, double to, const Interpolant& between) override;
    void follow(double from, double to, const Point& end, const Interpolant& between);
    bool bends(const Point& middle, const Point& end) const;
    Point point(double elapsed, const model::CellState<>& state) const;
    Point point(const Instant& at, const model::CellState<>& state, const model::CellSwitches<>& on,
                kinetics::CurrentDensity<> current, double voltage) const;
    void offer(const Point& point);
    void fix(const Instant& at, const CellUnderTest& cell, double voltage);
    void keep(const Point& offered, std::span<const double> kept);

    const TestSetup& setup_;
    RunRows& record_;
    double initial_lithium_;
    model::CellLedger last_cycle_;
    SeriesRow<physics> row_;
    Point before_; ///< the last one offered, kept or not
    std::vector<Followed> followed_;
    ShapeFilter filter_;
    Instant segment_start_;
    SegmentControl control_;
    model::CellSwitches<> on_;
    double segment_duration_ = 0.0;
    double longest_ = 0.0; ///< stretch that one look at its middle may judge, s
    double shortest_ = 0.0; ///< stretch not looked into, s
};

extern template class Recorder<model::Physics::core>;
extern template class Recorder<model::Physics::full>;

/// The recorder for the setup's physics.
std::unique_ptr<TestSink> make_recorder(const TestSetup& setup, RunRows& record,
                                        const ShapeTolerance& tolerance = {});

} // namespace percolith::runs
