#pragma once
/// Takes a cell through one protocol step: segment after segment, each on fixed branches, until the
/// step or the test ends.

#include "model/event.hpp"
#include "model/transitions.hpp"
#include "runs/integrate/arrival.hpp"

#include <optional>
#include <span>
#include <vector>

namespace percolith::runs
{

/// A stretch of time under one smooth control; a measured current is many.
struct Piece {
    SegmentControl control;
    double duration = 0.0; ///< s; infinite if only a condition can end it
};

/// What a protocol step asks, ready to run. Spans must outlive the run.
struct StepPlan {
    std::span<const Piece> pieces;
    model::VoltageLimits limits;
    std::span<const model::Condition> conditions;
    const std::atomic<bool>* interrupted = nullptr; ///< once raised, the step ends
};

/// Everything of the cell that changes while a test runs.
struct CellUnderTest {
    model::CellState<> state;
    model::CellMode mode; ///< branches at the last instant
    double current = 0.0; ///< A/m2 at the last instant
    double voltage = 0.0; ///< V at the last instant
};

/// How a step ended.
struct StepEnd {
    enum class Why { duration, condition, limit, terminal, interrupted };
    Why why = Why::duration;
    std::size_t condition = 0; ///< which, for Why::condition
    double elapsed = 0.0; ///< s
    double largest_voltage = 0.0; ///< max |V|, V
    double stripped = 0.0; ///< charge that left working, C/m2
    double plated = 0.0; ///< charge that came to working, C/m2
    std::size_t segments = 0;
};

/// Sees a step from the inside.
class StepListener
{
public:
    virtual ~StepListener() = default;
    /// Before a segment; `elapsed` since the step's start. What it returns watches the solver's
    /// steps.
    virtual StepObserver* segment(double elapsed, const Segment& segment,
                                  const CellUnderTest& cell) = 0;
    /// An event, after the state has been settled on its new branches.
    virtual void event(double elapsed, const model::CellEvent& event,
                       const CellUnderTest& cell) = 0;
    /// Between piece number `done` and the next. `so_far` is the step up to now; its largest
    /// voltage may be set back to 0.
    virtual void piece_done(std::size_t /*done*/, StepEnd& /*so_far*/,
                            const CellUnderTest& /*cell*/)
    {
    }
};

/// Runs steps on one cell with one integrator.
template <model::Physics physics> class StepRunner
{
public:
    /// Both must outlive the runner. `limit_stops`: an instrument limit ends the test, else the
    /// step.
    StepRunner(const model::CellParameters<>& cell, Integrator& integrator, bool limit_stops)
        : cell_(cell), integrator_(integrator), limit_stops_(limit_stops)
    {
    }

    /// `listener` may be null. Throws SolverFailure.
    StepEnd run(const StepPlan& plan, CellUnderTest& test, StepListener* listener) const;

private:
    struct Progress;

    bool settle(const SegmentControl& control, CellUnderTest& test, Progress& at) const;
    void settle_held(const model::Potentiostatic<>& held, CellUnderTest& test, Progress& at) const;
    void report_lithium(model::Side side, const model::ElectrodeMode& before,
                        const model::ElectrodeMode& after, bool stripped_bare,
                        const CellUnderTest& test, Progress& at) const;
    Arrival advance(const Segment& segment, CellUnderTest& test, StepObserver* observer) const;
    bool judge(const FallenGuards& fallen, CellUnderTest& test, Progress& at) const;
    void report(const model::CellEvent& event, const CellUnderTest& test, Progress& at) const;
    void refresh(const SegmentControl& control, CellUnderTest& test) const;

    const model::CellParameters<>& cell_;
    Integrator& integrator_;
    bool limit_stops_;
};

extern template class StepRunner<model::Physics::core>;
extern template class StepRunner<model::Physics::full>;

} // namespace percolith::runs
