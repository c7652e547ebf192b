#include "runs/ensemble/lane_test.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

using model::EventKind;
using model::Side;

/// Current and duration of a step that is one current for a given time.
std::optional<std::pair<double, double>> half_cycle_of(const PreparedStep& step)
{
    if (step.pieces.size() != 1 || !step.conditions.empty() || !step.parts.empty() ||
        !std::isfinite(step.duration)) {
        return std::nullopt;
    }
    const auto* given = std::get_if<model::Galvanostatic<>>(&step.pieces.front().control);
    if (given == nullptr || given->ramp.si != 0.0) {
        return std::nullopt;
    }
    return std::pair{given->at_start.si, step.duration};
}

/// What the end of a lane is called.
EventKind kind_of(LaneEnd end)
{
    switch (end) {
    case LaneEnd::host_exhausted:
        return EventKind::host_exhausted;
    case LaneEnd::contact_lost:
        return EventKind::contact_lost;
    case LaneEnd::short_circuit:
        return EventKind::short_circuit;
    case LaneEnd::separator_consumed:
        return EventKind::separator_consumed;
    case LaneEnd::voltage_limit_high:
        return EventKind::voltage_limit_high;
    case LaneEnd::voltage_limit_low:
        return EventKind::voltage_limit_low;
    case LaneEnd::duration:
    case LaneEnd::too_stiff:
    case LaneEnd::stalled:
        break;
    }
    return EventKind::protocol_finished;
}

bool is_of_an_electrode(LaneEnd end)
{
    return end == LaneEnd::host_exhausted || end == LaneEnd::contact_lost ||
           end == LaneEnd::short_circuit;
}

} // namespace

std::optional<LaneTest> LaneTest::of(const TestSetup& setup, std::uint64_t number)
{
    if (!setup.limit_stops || !setup.stop_when.empty()) {
        return std::nullopt;
    }
    std::vector<Step> steps;
    steps.reserve(setup.protocol.steps.size());
    for (const auto& step : setup.protocol.steps) {
        const auto half_cycle = half_cycle_of(prepare(step, {}));
        if (!half_cycle) {
            return std::nullopt;
        }
        steps.push_back({half_cycle->first, half_cycle->second});
    }
    return LaneTest(setup, number, std::move(steps));
}

LaneTest::LaneTest(const TestSetup& setup, std::uint64_t number, std::vector<Step> steps)
    : number_(number), cell_(setup.cell), initial_(setup.initial), limits_(setup.limits),
      steps_(std::move(steps)), at_(setup.protocol)
{
    begin();
}

/// Looks at the half cycle the cursor is at.
void LaneTest::begin()
{
    if (at_.stalled()) {
        needs_engine_ = true; // which says what is wrong with the protocol
    } else if (at_.done()) {
        finish(EventKind::protocol_finished, std::nullopt);
    } else {
        cut_ = time_ + steps_[at_.step()].duration > at_.deadline();
    }
}

double LaneTest::duration() const
{
    return cut_ ? std::max(0.0, at_.deadline() - time_) : steps_[at_.step()].duration;
}

void LaneTest::passed(const LaneHalfCycle& half_cycle)
{
    const auto end = half_cycle.story.end;
    if (runs::needs_engine(end)) {
        needs_engine_ = true;
        return;
    }
    const auto look = [&](Side side, const LithiumTally& tally) {
        const auto& emptied = tally[EventKind::metal_depleted];
        if (emptied.count > 0) {
            depletion_.happened(side, time_ + emptied.first, at_.cycles());
        }
    };
    look(Side::working, half_cycle.story.working);
    look(Side::counter, half_cycle.story.counter);
    const double charge = half_cycle.passed_charge;
    const StepEnd step{.why = end == LaneEnd::duration ? StepEnd::Why::duration
                                                       : StepEnd::Why::terminal,
                       .elapsed = half_cycle.elapsed,
                       .largest_voltage = half_cycle.largest_voltage,
                       .stripped = std::max(charge, 0.0),
                       .plated = std::max(-charge, 0.0)};
    time_ += half_cycle.elapsed;
    account(end_, step, half_cycle.end_voltage, time_);
    end_.cell.current = current();
    end_.cell.voltage = half_cycle.end_voltage;
    if (end != LaneEnd::duration) {
        finish(kind_of(end),
               is_of_an_electrode(end) ? std::optional(half_cycle.story.side) : std::nullopt);
        return;
    }
    if (cut_) {
        at_.cut(time_);
    } else {
        at_.next(time_);
    }
    begin();
}

void LaneTest::finish(EventKind kind, std::optional<Side> side)
{
    over_ = true;
    end_.cause = {.kind = kind, .electrode = side, .terminal = true, .condition = 0};
    end_.at = {time_, at_.cycles(), at_.steps_done(), at_.done() ? 0 : at_.step()};
    if (at_.done() && end_.at.step > 0) {
        --end_.at.step; // in which it happened
    }
}

TestEnd LaneTest::end(const model::CellState<>& state, const model::CellMode& mode) const
{
    auto end = end_;
    end.cell.state = state;
    end.cell.mode = mode;
    return end;
}

} // namespace percolith::runs::ensemble
