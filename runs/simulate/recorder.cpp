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
/// Stretches up to this share of a segment are not looked into.
constexpr double shortest_share = 1.0 / 100.0;
/// Longer ones are halved whatever their middle says: a curve that bends both ways may cross its
/// chord just there.
constexpr double longest_share = 1.0 / 4.0;
/// Share of the tolerance that the curve may leave a straight line between neighbours offered. The
/// rest is the filter's.
constexpr double unseen_share = 1.0 / 8.0;

/// Places in a point's `followed`, behind the time.
std::vector<Followed> followed(const ShapeTolerance& t)
{
    return {{1, t.voltage, t.relative},
            {2, t.current, t.relative},
            {3, t.thickness, t.relative},
            {4, t.thickness, t.relative}};
}

} // namespace

template <model::Physics physics>
Recorder<physics>::Recorder(const TestSetup& setup, RunRows& record,
                            const ShapeTolerance& tolerance)
    : setup_(setup), record_(record),
      initial_lithium_(model::ledger(setup.cell, setup.initial).total()),
      last_cycle_(model::ledger(setup.cell, setup.initial)), row_(setup.cell, initial_lithium_),
      followed_(followed(tolerance)), filter_(followed_, before_.followed.size())
{
}

template <model::Physics physics>
auto Recorder<physics>::point(const Instant& at, const model::CellState<>& state,
                              const model::CellSwitches<>& on, kinetics::CurrentDensity<> current,
                              double voltage) const -> Point
{
    const double shown = std::isnan(voltage)
                             ? model::voltage<physics>(setup_.cell, state, on, current).total().si
                             : voltage;
    return {at,
            state,
            on,
            current,
            voltage,
            {at.time, shown, current.si, state.working.interphase_thickness.si,
             state.counter.interphase_thickness.si}};
}

/// The filter keeps what is offered now or what was offered before it.
template <model::Physics physics>
void Recorder<physics>::keep(const Point& offered, std::span<const double> kept)
{
    const auto& p = kept.data() == offered.followed.data() ? offered : before_;
    record_.sample(row_(p.at, p.state, p.on, p.current, p.voltage));
}

/// A point that stays: both sides of every jump of current or branch.
template <model::Physics physics>
void Recorder<physics>::fix(const Instant& at, const CellUnderTest& cell, double voltage)
{
    if (!record_.keeps_series()) {
        return;
    }
    const auto fixed = point(at, cell.state, model::switches<double>(cell.mode),
                             kinetics::CurrentDensity<>{cell.current}, voltage);
    filter_.fix(fixed.followed, [&](std::span<const double> kept) { keep(fixed, kept); });
    before_ = fixed;
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
auto Recorder<physics>::point(double elapsed, const model::CellState<>& state) const -> Point
{
    const auto current = std::visit(
        [&](const auto& c) {
            return model::cell_current<physics>(c, setup_.cell, state, on_,
                                                kinetics::Time<>{elapsed});
        },
        control_);
    Instant at = segment_start_;
    at.time += elapsed;
    return point(at, state, on_, current, as_summed);
}

template <model::Physics physics> void Recorder<physics>::offer(const Point& point)
{
    filter_.offer(point.followed, [&](std::span<const double> kept) { keep(point, kept); });
    before_ = point;
}

template <model::Physics physics>
void Recorder<physics>::step(double from, double to, const Interpolant& between)
{
    const double span = std::isfinite(segment_duration_) ? segment_duration_ : 10.0 * (to - from);
    shortest_ = shortest_share * span;
    longest_ = longest_share * span;
    follow(from, to, point(to, between.at(to)), between);
}

/// Offers what lies behind the point before, up to `end`: as many points as it takes for the curve
/// to be straight in between. They cost more than the filter does.
template <model::Physics physics>
void Recorder<physics>::follow(double from, double to, const Point& end, const Interpolant& between)
{
    const double width = to - from;
    if (width > shortest_) {
        const double half = from + 0.5 * width;
        const auto middle = point(half, between.at(half));
        if (width > longest_ || bends(middle, end)) {
            follow(from, half, middle, between);
            follow(half, to, end, between);
            return;
        }
        offer(middle);
    }
    offer(end);
}

/// Whether the middle lies off the line from the point before to `end`.
template <model::Physics physics>
bool Recorder<physics>::bends(const Point& middle, const Point& end) const
{
    return std::any_of(followed_.begin(), followed_.end(), [&](const Followed& f) {
        const double value = middle.followed[f.column];
        const double off = value - 0.5 * (before_.followed[f.column] + end.followed[f.column]);
        // Written so that a value that is no number bends.
        return !(std::abs(off) <= unseen_share * (f.absolute + f.relative * std::abs(value)));
    });
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

std::unique_ptr<TestSink> make_recorder(const TestSetup& setup, RunRows& record,
                                        const ShapeTolerance& tolerance)
{
    if (physics_of(setup.cell) == model::Physics::core) {
        return std::make_unique<Recorder<model::Physics::core>>(setup, record, tolerance);
    }
    return std::make_unique<Recorder<model::Physics::full>>(setup, record, tolerance);
}

} // namespace percolith::runs
