#include "runs/simulate/step_run.hpp"

#include "model/lithium_events.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/simulate/held_voltage.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs
{

using model::CellEvent;
using model::EventKind;
using model::Side;

namespace
{

/// More segments than this in one step: the branches chatter.
constexpr std::size_t segment_limit = 2'000'000;

/// The control as it stands `elapsed` seconds later.
SegmentControl shifted(const SegmentControl& control, double elapsed)
{
    if (const auto* given = std::get_if<model::Galvanostatic<>>(&control)) {
        return model::Galvanostatic<>{given->at_start + given->ramp * kinetics::Time<>{elapsed},
                                      given->ramp};
    }
    return control;
}

/// Numbers beyond the range of a double meet as NaN, which no comparison notices.
void require_number(double voltage, double elapsed)
{
    if (!std::isfinite(voltage)) {
        throw SolverFailure(fmt::format(
            "the voltage is no number any more {:.6g} s into the step; some parameter is out of "
            "all proportion",
            elapsed));
    }
}

/// What `ask` gives; where a law refuses for good, the solver has failed.
template <class Ask> auto refusal_is_failure(const Ask& ask)
{
    try {
        return ask();
    } catch (const std::domain_error& fault) {
        throw SolverFailure(fault.what());
    }
}

} // namespace

template <model::Physics physics> struct StepRunner<physics>::Progress {
    StepListener* listener = nullptr;
    double elapsed = 0.0;
    StepEnd end;
    bool over = false;
};

template <model::Physics physics>
void StepRunner<physics>::report(const CellEvent& event, const CellUnderTest& test,
                                 Progress& at) const
{
    if (at.listener != nullptr) {
        at.listener->event(at.elapsed, event, test);
    }
    if (event.terminal && !at.over) {
        at.over = true;
        at.end.why = StepEnd::Why::terminal;
    }
}

/// Current and voltage as they stand on the present branches.
template <model::Physics physics>
void StepRunner<physics>::refresh(const SegmentControl& control, CellUnderTest& test) const
{
    const auto on = model::switches<double>(test.mode);
    const auto i = std::visit(
        [&](const auto& c) {
            return model::cell_current<physics>(c, cell_, test.state, on, kinetics::Time<>{0.0});
        },
        control);
    test.current = i.si;
    test.voltage = model::voltage<physics>(cell_, test.state, on, i).total().si;
}

template <model::Physics physics>
void StepRunner<physics>::report_lithium(Side side, const model::ElectrodeMode& before,
                                         const model::ElectrodeMode& after, bool stripped_bare,
                                         const CellUnderTest& test, Progress& at) const
{
    const auto say = [&](EventKind kind) {
        const bool terminal = stripped_bare && kind == EventKind::host_exhausted;
        report({.kind = kind, .electrode = side, .terminal = terminal, .condition = 0}, test, at);
    };
    model::lithium_events(before.lithium, after.lithium, stripped_bare, say);
    if (stripped_bare) {
        say(side == Side::working ? EventKind::voltage_limit_high : EventKind::voltage_limit_low);
    }
}

template <model::Physics physics>
void StepRunner<physics>::settle_held(const model::Potentiostatic<>& held, CellUnderTest& test,
                                      Progress& at) const
{
    const auto found = refusal_is_failure(
        [&] { return held_branches<physics>(held, cell_, test.state, test.current); });
    const auto before = test.mode;
    test = {found.state, found.settled.mode, found.current, test.voltage};
    report_lithium(Side::working, before.working, test.mode.working,
                   found.settled.working_stripped_bare, test, at);
    report_lithium(Side::counter, before.counter, test.mode.counter,
                   found.settled.counter_stripped_bare, test, at);
}

/// Finds the branches at the present instant and reports what became of the lithium. False when
/// that ended the test.
template <model::Physics physics>
bool StepRunner<physics>::settle(const SegmentControl& control, CellUnderTest& test,
                                 Progress& at) const
{
    if (const auto* held = std::get_if<model::Potentiostatic<>>(&control)) {
        settle_held(*held, test, at);
    } else {
        const auto& given = std::get<model::Galvanostatic<>>(control);
        const auto before = test.mode;
        const auto settled =
            model::settle<physics>(cell_, test.state, given.at_start.si, given.ramp.si, true);
        test.mode = settled.mode;
        test.current = given.at_start.si;
        report_lithium(Side::working, before.working, settled.mode.working,
                       settled.working_stripped_bare, test, at);
        report_lithium(Side::counter, before.counter, settled.mode.counter,
                       settled.counter_stripped_bare, test, at);
    }
    return !at.over;
}

/// What the fallen guards mean beyond a change of branch. True if the step is over.
template <model::Physics physics>
bool StepRunner<physics>::judge(const FallenGuards& fallen, CellUnderTest& test, Progress& at) const
{
    using model::CellGuard;
    using model::ElectrodeGuard;
    constexpr auto n = model::electrode_guards<physics>;
    const auto say = [&](EventKind kind, std::optional<Side> side, bool terminal,
                         std::size_t condition = 0) {
        report({.kind = kind, .electrode = side, .terminal = terminal, .condition = condition},
               test, at);
    };
    bool limit = false;
    std::optional<std::size_t> met;
    for (const auto guard : fallen) {
        if (guard < 2 * n) {
            const auto side = guard < n ? Side::working : Side::counter;
            const auto which = static_cast<ElectrodeGuard>(guard % n);
            if (which == ElectrodeGuard::contact_lost) {
                say(EventKind::contact_lost, side, true);
            } else if (which == ElectrodeGuard::short_circuit) {
                say(EventKind::short_circuit, side, true);
            }
        } else if (guard < model::fixed_guards<physics>) {
            const auto which = static_cast<CellGuard>(guard - 2 * n);
            if (which == CellGuard::separator) {
                say(EventKind::separator_consumed, std::nullopt, true);
            } else if (which != CellGuard::direction) {
                limit = true;
                say(which == CellGuard::voltage_high ? EventKind::voltage_limit_high
                                                     : EventKind::voltage_limit_low,
                    std::nullopt, limit_stops_);
            }
        } else if (!met) {
            met = guard - model::fixed_guards<physics>;
        }
    }
    if (at.over) {
        return true;
    }
    if (limit) {
        at.end.why = StepEnd::Why::limit;
    } else if (met) {
        at.end.why = StepEnd::Why::condition;
        at.end.condition = *met;
    }
    return limit || met;
}

template <model::Physics physics>
Arrival StepRunner<physics>::advance(const Segment& segment, CellUnderTest& test,
                                     StepObserver* observer) const
{
    return refusal_is_failure([&] { return integrator_.advance(segment, test.state, observer); });
}

template <model::Physics physics>
StepEnd StepRunner<physics>::run(const StepPlan& plan, CellUnderTest& test,
                                 StepListener* listener) const
{
    Progress at{.listener = listener, .elapsed = 0.0, .end = {}, .over = false};
    double piece_start = 0.0;
    bool ended = false;
    test.state.passed_charge.si = 0.0;
    for (std::size_t n = 0; n < plan.pieces.size(); ++n) {
        const auto& piece = plan.pieces[n];
        bool piece_over = !(piece.duration > 0.0);
        while (!piece_over && !ended) {
            if (raised(plan.interrupted)) {
                at.end.why = StepEnd::Why::interrupted;
                ended = true;
                break;
            }
            const auto control = shifted(piece.control, at.elapsed - piece_start);
            if (!settle(control, test, at)) {
                ended = true;
                break;
            }
            const Segment segment{
                test.mode,   control,         piece.duration - (at.elapsed - piece_start),
                plan.limits, plan.conditions, plan.interrupted};
            auto* const observer =
                listener != nullptr ? listener->segment(at.elapsed, segment, test) : nullptr;
            const double passed = test.state.passed_charge.si;
            const auto arrival = advance(segment, test, observer);
            const double more = test.state.passed_charge.si - passed;
            (more > 0.0 ? at.end.stripped : at.end.plated) += std::abs(more);
            if (++at.end.segments > segment_limit) {
                throw SolverFailure(
                    fmt::format("the branches of the cell's laws chatter: {} changes in one step",
                                segment_limit));
            }
            at.elapsed += arrival.elapsed;
            at.end.largest_voltage = std::max(at.end.largest_voltage, arrival.largest_voltage);
            test.voltage = arrival.end_voltage;
            require_number(test.voltage, at.elapsed);
            if (arrival.reached_end ||
                turned_at_end<physics>(arrival.fallen, segment.duration - arrival.elapsed)) {
                at.elapsed = piece_start + piece.duration;
                piece_over = true;
            } else {
                // Branches first: a cause comes before what it causes.
                const auto now = shifted(piece.control, at.elapsed - piece_start);
                ended = !settle(now, test, at) || judge(arrival.fallen, test, at);
            }
            if (const auto* given = std::get_if<model::Galvanostatic<>>(&control)) {
                test.current =
                    (given->at_start + given->ramp * kinetics::Time<>{arrival.elapsed}).si;
            } else {
                refresh(control, test);
            }
        }
        piece_start = at.elapsed;
        if (ended) {
            break;
        }
        if (listener != nullptr && n + 1 < plan.pieces.size()) {
            at.end.elapsed = at.elapsed;
            listener->piece_done(n, at.end, test);
        }
    }
    at.end.elapsed = at.elapsed;
    return at.end;
}

template class StepRunner<model::Physics::core>;
template class StepRunner<model::Physics::full>;

} // namespace percolith::runs
