#pragma once
/// A whole test: a protocol run on a cell until something ends it.

#include "runs/integrate/engine.hpp"
#include "runs/protocol/protocol.hpp"
#include "runs/simulate/prepared_step.hpp"
#include "runs/simulate/regime_clock.hpp"
#include "runs/simulate/step_run.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>

namespace percolith::runs
{

/// What to simulate. References must outlive the run.
struct TestSetup {
    const model::CellParameters<>& cell;
    model::CellState<> initial;
    const Protocol& protocol;
    model::VoltageLimits limits{5.0, -5.0};
    bool limit_stops = true; ///< at an instrument limit: stop, else next step
    std::vector<StopCondition> stop_when; ///< the user's own ends of the test
    Engine engine = Engine::sundials;
    Tolerances tolerances = default_tolerances(Engine::sundials);
};

/// Where in a test something happens.
struct Instant {
    double time = 0.0; ///< s from the test's start
    std::uint64_t cycle = 0; ///< whole cycles done
    std::uint64_t step = 0; ///< steps done, all passes of loops counted
    std::size_t protocol_step = 0; ///< which step of the protocol
};

struct TestEvent {
    Instant at;
    model::CellEvent what;
    std::string text; ///< of a user condition, as written
};

/// One whole cycle, in SI units.
struct CycleSummary {
    std::uint64_t cycle = 0; ///< from 1
    double end = 0.0; ///< test time, s
    double stripped = 0.0; ///< charge that left working, C/m2
    double plated = 0.0; ///< charge that came to working, C/m2
    double peak_voltage = 0.0; ///< max |V| under current, V
    double end_voltage = 0.0; ///< V at the cycle's last instant under current, V
};

/// Sees the test from the inside; every member has a default that does nothing.
class TestSink
{
public:
    virtual ~TestSink() = default;
    /// A step begins; the cell still shows the last instant of the step before.
    virtual void step_begins(const Instant&, const CellUnderTest&) {}
    /// A segment begins, the cell settled on its branches. What is returned watches the solver's
    /// steps.
    virtual StepObserver* segment(const Instant&, const Segment&, const CellUnderTest&)
    {
        return nullptr;
    }
    virtual void step_ends(const Instant&, const StepEnd&, const CellUnderTest&) {}
    virtual void event(const TestEvent&, const CellUnderTest&) {}
    virtual void cycle(const CycleSummary&, const CellUnderTest&) {}
};

/// How a test ended.
struct TestEnd {
    enum class Status { ended, interrupted };
    Status status = Status::ended;
    Instant at;
    model::CellEvent cause; ///< the first terminal event
    std::string text; ///< of a user condition, as written
    CellUnderTest cell; ///< as it was then
    double peak_voltage = 0.0; ///< max |V| under current before the end, V
    double peak_time = 0.0; ///< end of the step that showed it, s
    double end_polarization = 0.0; ///< |V| at the end of the last whole step under current, V
    double largest_half_cycle = 0.0; ///< most charge passed one way in one step, C/m2
    std::optional<model::Side> first_stripped;
    RegimeTimes regimes{}; ///< time spent in each regime; adds up to `at.time` on each side
    std::string remark; ///< what the integrator has to say
};

/// Adds a step, or a part of one, to what its test has gathered: polarization, largest half cycle
/// and who was stripped first. `voltage` (V) and `time` (s from the test's start) are those of its
/// end.
void account(TestEnd& end, const StepEnd& step, double voltage, double time);

/// Called now and then: test time (s) and whole cycles so far.
using ProgressReport = std::function<void(double time, std::uint64_t cycles)>;

/// Runs the test. `interrupted`, if given, ends it within a step of the solver once true. Throws
/// SolverFailure, and std::invalid_argument for a protocol that cannot run.
TestEnd simulate(const TestSetup& setup, TestSink& sink,
                 const std::atomic<bool>* interrupted = nullptr,
                 const ProgressReport& progress = {});

} // namespace percolith::runs
