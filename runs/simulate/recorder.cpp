#include "runs/simulate/recorder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::runs
{

namespace
{

constexpr double as_summed = std::numeric_limits<double>::quiet_NaN();
/// Points offered to the filter in each stretch of this share of a segment.
constexpr double offered_share = 1.0 / 24.0;

/// Places in `Recorder::followed_`, behind the time.
std::vector<Followed> followed(const ShapeTolerance& t)
{
    return {{1, t.voltage, t.relative},
            {2, t.current, t.relative},
            {3, t.thickness, t.relative},
            {4, t.thickness, t.relative}};
}

} // namespace

template <model::Physics physics>
Recorder<physics>::Recorder(const TestSetup& setup, RunRecord& record,
                            const ShapeTolerance& tolerance)
    : setup_(setup), record_(record),
      initial_lithium_(model::ledger(setup.cell, setup.initial).total()),
      last_cycle_(model::ledger(setup.cell, setup.initial)), row_(setup.cell, initial_lithium_),
      filter_(followed(tolerance), followed_.size())
{
}

template <model::Physics physics>
void Recorder<physics>::set_here(const Instant& at, const model::CellState<>& state,
                                 const model::CellSwitches<>& on,
                                 kinetics::CurrentDensity<> current, double voltage)
{
    here_ = {at, state, on, current, voltage};
    const double shown = std::isnan(voltage)
                             ? model::voltage<physics>(setup_.cell, state, on, current).total().si
                             : voltage;
    followed_ = {at.time, shown, current.si, state.working.interphase_thickness.si,
                 state.counter.interphase_thickness.si};
}

/// The filter keeps what is offered now or what was offered before it.
template <model::Physics physics> void Recorder<physics>::keep(std::span<const double> followed)
{
    const auto& point = followed.data() == followed_.data() ? here_ : before_;
    record_.sample(row_(point.at, point.state, point.on, point.current, point.voltage));
}

/// A point that stays: both sides of every jump of current or branch.
template <model::Physics physics>
void Recorder<physics>::fix(const Instant& at, const CellUnderTest& cell, double voltage)
{
    if (!record_.keeps_series()) {
        return;
    }
    set_here(at, cell.state, model::switches<double>(cell.mode),
             kinetics::CurrentDensity<>{cell.current}, voltage);
    filter_.fix(followed_, [this](std::span<const double> kept) { keep(kept); });
}

template <model::Physics physics>
StepObserver* Recorder<physics>::segment(const Instant& at, const Segment& segment,
                                         const CellUnderTest& cell)
{
    if (!record_.keeps_series()) {
        return nullptr;
    }
    segment_start_ = at;
    control_ = segment.control;
    on_ = model::switches<double>(segment.mode);
    segment_duration_ = segment.duration;
    fix(at, cell, as_summed);
    return this;
}

template <model::Physics physics>
void Recorder<physics>::offer(double elapsed, const model::CellState<>& state)
{
    const auto current = std::visit(
        [&](const auto& c) {
            return model::cell_current<physics>(c, setup_.cell, state, on_,
                                                kinetics::Time<>{elapsed});
        },
        control_);
    Instant at = segment_start_;
    at.time += elapsed;
    set_here(at, state, on_, current, as_summed);
    filter_.offer(followed_, [this](std::span<const double> kept) { keep(kept); });
    before_ = here_;
}

template <model::Physics physics>
void Recorder<physics>::step(double from, double to, const Interpolant& between)
{
    const double width = to - from;
    const double span = std::isfinite(segment_duration_) ? segment_duration_ : 10.0 * width;
    const int points =
        std::clamp(static_cast<int>(std::ceil(width / (offered_share * span))), 1, 24);
    for (int k = 1; k <= points; ++k) {
        const double t = k == points ? to : from + width * k / points;
        offer(t, between.at(t));
    }
}

template <model::Physics physics>
void Recorder<physics>::step_ends(const Instant& at, const StepEnd& end, const CellUnderTest& cell)
{
    if (end.why != StepEnd::Why::terminal) {
        fix(at, cell, as_summed);
    }
}

template <model::Physics physics>
void Recorder<physics>::event(const TestEvent& event, const CellUnderTest& cell)
{
    const auto side = event.what.electrode;
    record_.event({.time = event.at.time,
                   .name = model::name(event.what.kind),
                   .electrode = side ? model::name(*side) : "",
                   .cycle = static_cast<std::int64_t>(event.at.cycle),
                   .step = static_cast<std::int64_t>(event.at.step),
                   .terminal = event.what.terminal,
                   .text = event.text});
    // The end of the protocol is the end of its last step, which has its row.
    if (!event.what.terminal || event.what.kind == model::EventKind::protocol_finished) {
        return;
    }
    // The instrument's side of the end: a stripped-bare electrode drives V to the limit, a short
    // leaves i R_short.
    double voltage = as_summed;
    if (event.what.kind == model::EventKind::host_exhausted) {
        voltage = side == model::Side::working ? setup_.limits.high : setup_.limits.low;
    } else if (event.what.kind == model::EventKind::short_circuit) {
        voltage = cell.current * setup_.cell.short_resistance.si;
    }
    fix(event.at, cell, as_summed);
    if (!std::isnan(voltage)) {
        fix(event.at, cell, voltage);
    }
}

template <model::Physics physics>
void Recorder<physics>::cycle(const CycleSummary& cycle, const CellUnderTest& cell)
{
    const auto now = model::ledger(setup_.cell, cell.state);
    record_.cycle(cycle_row(cycle, setup_.cell, cell, now, last_cycle_, initial_lithium_));
    last_cycle_ = now;
}

template class Recorder<model::Physics::core>;
template class Recorder<model::Physics::full>;

std::unique_ptr<TestSink> make_recorder(const TestSetup& setup, RunRecord& record,
                                        const ShapeTolerance& tolerance)
{
    if (physics_of(setup.cell) == model::Physics::core) {
        return std::make_unique<Recorder<model::Physics::core>>(setup, record, tolerance);
    }
    return std::make_unique<Recorder<model::Physics::full>>(setup, record, tolerance);
}

} // namespace percolith::runs
