#pragma once
/// The same protocol through two integrators: events and states side by side.

#include "runs/integrate/engine.hpp"
#include "runs/simulate/step_run.hpp"

#include <fmt/core.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace percolith::tests
{

/// One step of a protocol, owning what a StepPlan only views.
struct TestStep {
    std::vector<runs::Piece> pieces;
    std::vector<model::Condition> conditions;
    model::VoltageLimits limits{5.0, -5.0};
    std::string text;

    double duration() const
    {
        double sum = 0.0;
        for (const auto& piece : pieces) {
            sum += piece.duration;
        }
        return sum;
    }
};

struct TimedEvent {
    std::size_t step;
    double time; ///< s since the step's start
    double span; ///< s the step was to last: its half cycle
    model::CellEvent event;
};

/// What a run left behind: a state after every step, and its events.
struct RunTrace {
    std::vector<TimedEvent> events;
    std::vector<runs::StepEnd> ends;
    std::vector<runs::CellUnderTest> states;
    std::string failure; ///< what a SolverFailure said
    std::string remark;
    std::set<model::LithiumMode> modes; ///< of either electrode, in any segment

    /// The most often metal came back to one electrode within one step.
    long flicker() const
    {
        std::map<std::pair<std::size_t, std::optional<model::Side>>, long> returns;
        long most = 0;
        for (const auto& e : events) {
            if (e.event.kind == model::EventKind::metal_back) {
                most = std::max(most, ++returns[{e.step, e.event.electrode}]);
            }
        }
        return most;
    }
};

class EventLog final : public runs::StepListener
{
public:
    EventLog(RunTrace& trace, const std::vector<TestStep>& steps) : trace_(trace), steps_(steps) {}
    runs::StepObserver* segment(double, const runs::Segment& segment,
                                const runs::CellUnderTest&) override
    {
        trace_.modes.insert({segment.mode.working.lithium, segment.mode.counter.lithium});
        return nullptr;
    }
    void event(double elapsed, const model::CellEvent& event, const runs::CellUnderTest&) override
    {
        const auto step = trace_.ends.size();
        trace_.events.push_back({step, elapsed, steps_[step].duration(), event});
    }

private:
    RunTrace& trace_;
    const std::vector<TestStep>& steps_;
};

inline std::unique_ptr<runs::Integrator> make(runs::Engine engine,
                                              const model::CellParameters<>& cell,
                                              model::Physics physics,
                                              const runs::Tolerances& tolerances)
{
    return engine == runs::Engine::sundials ? runs::make_cvodes(cell, physics, tolerances)
                                            : runs::make_odeint(cell, physics, tolerances);
}

template <model::Physics physics>
RunTrace run_protocol(const model::CellParameters<>& cell, const model::CellState<>& start,
                      const std::vector<TestStep>& steps, bool limit_stops, runs::Engine engine,
                      const runs::Tolerances& tolerances)
{
    RunTrace trace;
    EventLog log(trace, steps);
    const auto integrator = make(engine, cell, physics, tolerances);
    const runs::StepRunner<physics> runner(cell, *integrator, limit_stops);
    runs::CellUnderTest test;
    test.state = start;
    test.mode = model::settle<physics>(cell, test.state, 0.0, 0.0, true).mode;
    try {
        for (const auto& step : steps) {
            test.state.passed_charge = {};
            const auto end = runner.run({step.pieces, step.limits, step.conditions}, test, &log);
            trace.ends.push_back(end);
            trace.states.push_back(test);
            if (end.why == runs::StepEnd::Why::terminal) {
                break;
            }
        }
    } catch (const runs::SolverFailure& failure) {
        trace.failure = failure.what();
    }
    trace.remark = integrator->remark();
    return trace;
}

/// How far two numbers lie apart in units of `relative` of the larger or of `floor`.
inline double apart(double a, double b, double floor, double relative)
{
    return std::abs(a - b) / (relative * (std::max(std::abs(a), std::abs(b)) + floor));
}

/// The first thing in which two traces differ, or nothing.
template <model::Physics physics>
std::optional<std::string> first_difference(const RunTrace& a, const RunTrace& b, double relative)
{
    if (!a.failure.empty() || !b.failure.empty()) {
        return fmt::format("failures: \"{}\", \"{}\"", a.failure, b.failure);
    }
    for (std::size_t k = 0; k < std::min(a.events.size(), b.events.size()); ++k) {
        const auto& x = a.events[k];
        const auto& y = b.events[k];
        const bool same = x.step == y.step && x.event.kind == y.event.kind &&
                          x.event.electrode == y.event.electrode &&
                          x.event.terminal == y.event.terminal;
        if (!same || std::abs(x.time - y.time) > relative * x.span) {
            return fmt::format("event {}: step {} t {:.12g} s {} {} | step {} t {:.12g} s {} {}", k,
                               x.step, x.time, name(x.event.kind),
                               x.event.electrode ? name(*x.event.electrode) : "", y.step, y.time,
                               name(y.event.kind),
                               y.event.electrode ? name(*y.event.electrode) : "");
        }
    }
    const auto& fields = model::layout(physics);
    for (std::size_t k = 0; k < std::min(a.states.size(), b.states.size()); ++k) {
        model::StateVector<physics> x;
        model::StateVector<physics> y;
        model::pack<physics, double>(a.states[k].state, x);
        model::pack<physics, double>(b.states[k].state, y);
        for (std::size_t f = 0; f < fields.size(); ++f) {
            if (apart(x[f], y[f], fields[f].scale, relative) > 1.0) {
                return fmt::format("step {}: {} {:.12g} | {:.12g}", k, fields[f].name, x[f], y[f]);
            }
        }
        if (a.ends[k].why != b.ends[k].why ||
            std::abs(a.ends[k].elapsed - b.ends[k].elapsed) > relative * a.ends[k].elapsed) {
            return fmt::format("step {} ends: {} at {:.12g} s | {} at {:.12g} s", k,
                               static_cast<int>(a.ends[k].why), a.ends[k].elapsed,
                               static_cast<int>(b.ends[k].why), b.ends[k].elapsed);
        }
    }
    if (a.events.size() != b.events.size() || a.states.size() != b.states.size()) {
        return fmt::format("{} events in {} steps | {} events in {} steps", a.events.size(),
                           a.states.size(), b.events.size(), b.states.size());
    }
    return std::nullopt;
}

} // namespace percolith::tests
