#include "runs/integrate/half_cycle.hpp"

#include "tests/support/half_cycles.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <set>

using namespace percolith;
using namespace percolith::runs;
using model::EventKind;
using model::Physics;
using model::Side;
using tests::Pack4;
using tests::Pack8;
using tests::Subject;
using tests::subjects;

namespace
{

/// All that one lane shows after some half cycles.
struct Shown {
    std::vector<double> numbers;
    std::vector<LaneEnd> ends;
    std::vector<model::LithiumMode> lithium; ///< both electrodes' branches
    bool operator==(const Shown& other) const
    {
        const auto same_bits = [](double a, double b) {
            return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        };
        return ends == other.ends && lithium == other.lithium &&
               std::equal(numbers.begin(), numbers.end(), other.numbers.begin(),
                          other.numbers.end(), same_bits);
    }
};

void show(const LithiumTally& tally, Shown& to)
{
    for (const auto kind :
         {EventKind::metal_depleted, EventKind::metal_back, EventKind::host_exhausted,
          EventKind::starved_begins, EventKind::starved_ends}) {
        const auto& of = tally[kind];
        to.numbers.push_back(static_cast<double>(of.count));
        if (of.count > 0) {
            to.numbers.push_back(of.first);
            to.numbers.push_back(of.last);
        }
    }
}

template <Physics physics, class T>
using LaneSubjects = std::array<const Subject*, model::lane_count<T>>;

/// Runs `half_cycles` on the subjects side by side; what each lane shows.
template <Physics physics, class T>
std::array<Shown, model::lane_count<T>> shown_by(const LaneSubjects<physics, T>& subjects,
                                                 int half_cycles)
{
    constexpr auto lanes = model::lane_count<T>;
    std::array<model::CellParameters<>, lanes> cells;
    model::CellState<T> state;
    HalfCycle<T> asked;
    for (std::size_t k = 0; k < lanes; ++k) {
        const int at = static_cast<int>(k);
        cells[k] = subjects[k]->cell;
        model::set_lane(state, k, subjects[k]->start);
        kinetics::set_lane(asked.current.si, at, subjects[k]->current);
        kinetics::set_lane(asked.duration.si, at, subjects[k]->duration);
        kinetics::set_lane(asked.limits.high, at, subjects[k]->limit);
        kinetics::set_lane(asked.limits.low, at, -subjects[k]->limit);
    }
    const model::CellLanes<T> together(cells);
    auto memory = at_rest<physics>(together, state);
    const HalfCycleControl<physics> control(Tolerances{1e-8, 1e-8});
    std::array<Shown, lanes> shown;
    for (int n = 0; n < half_cycles; ++n) {
        const auto end = half_cycle<physics>(together, state, asked, memory, control);
        asked.current = -asked.current;
        for (std::size_t k = 0; k < lanes; ++k) {
            const int at = static_cast<int>(k);
            model::StateVector<physics> y;
            model::pack<physics, double>(model::lane_of(state, k), y);
            auto& of = shown[k];
            of.numbers.insert(of.numbers.end(), y.begin(), y.end());
            of.numbers.push_back(kinetics::lane(end.elapsed, at));
            of.numbers.push_back(kinetics::lane(end.largest_voltage, at));
            of.numbers.push_back(kinetics::lane(end.steps, at));
            of.numbers.push_back(memory.course[k].time);
            of.ends.push_back(end.lanes[k].end);
            of.lithium.push_back(memory.mode[k].working.lithium);
            of.lithium.push_back(memory.mode[k].counter.lithium);
            show(end.lanes[k].working, of);
            show(end.lanes[k].counter, of);
        }
    }
    return shown;
}

/// Every subject alone, as doubles.
template <Physics physics>
std::vector<Shown> alone(const std::vector<Subject>& all, int half_cycles)
{
    std::vector<Shown> shown;
    for (const auto& s : all) {
        shown.push_back(shown_by<physics, double>({&s}, half_cycles)[0]);
    }
    return shown;
}

/// The first subject that shows something else among others than alone, or nothing.
template <Physics physics, class T>
std::optional<std::size_t> disturbed(const std::vector<Subject>& all,
                                     const std::vector<Shown>& expected, int half_cycles,
                                     std::size_t stride)
{
    constexpr auto lanes = model::lane_count<T>;
    for (std::size_t first = 0; first < all.size(); first += lanes) {
        LaneSubjects<physics, T> side_by_side;
        std::array<std::size_t, lanes> who;
        for (std::size_t k = 0; k < lanes; ++k) {
            who[k] = (first + k) * stride % all.size();
            side_by_side[k] = &all[who[k]];
        }
        const auto shown = shown_by<physics, T>(side_by_side, half_cycles);
        for (std::size_t k = 0; k < lanes; ++k) {
            if (!(shown[k] == expected[who[k]])) {
                return who[k];
            }
        }
    }
    return std::nullopt;
}

template <Physics physics> void neighbours_do_not_matter(std::uint32_t seed)
{
    const auto all = subjects(seed, 64, physics);
    const auto expected = alone<physics>(all, 6);
    // Strides prime to 64 put every subject in other lanes, beside others.
    for (const std::size_t stride : {1U, 11U, 27U}) {
        CHECK(disturbed<physics, Pack4>(all, expected, 6, stride) == std::nullopt);
        CHECK(disturbed<physics, Pack8>(all, expected, 6, stride) == std::nullopt);
    }
    // The ensemble is worth its name: all kinds of branches, and cells that ended on their own.
    std::set<model::LithiumMode> lithium;
    std::set<LaneEnd> ends;
    for (const auto& shown : expected) {
        ends.insert(shown.ends.begin(), shown.ends.end());
        lithium.insert(shown.lithium.begin(), shown.lithium.end());
    }
    CHECK(ends.count(LaneEnd::duration) == 1);
    CHECK(ends.count(LaneEnd::host_exhausted) == 1);
    CHECK(ends.count(LaneEnd::voltage_limit_high) + ends.count(LaneEnd::voltage_limit_low) >= 1);
    CHECK(lithium.size() == 5);
}

/// The first difference between the plain function and an engine, or nothing; and whether the
/// function did the whole protocol.
template <Physics physics>
std::optional<std::string> differs(const Subject& s, const tests::RunTrace& engine, double relative,
                                   bool& compared)
{
    const model::CellLanes<double> cell({s.cell});
    auto state = s.start;
    auto memory = at_rest<physics>(cell, state);
    const HalfCycleControl<physics> control(default_tolerances(Engine::odeint));
    auto asked = s.forth();
    const auto& fields = model::layout(physics);
    compared = true;
    for (std::size_t n = 0; n < engine.ends.size(); ++n) {
        const auto end = half_cycle<physics>(cell, state, asked, memory, control);
        asked = reversed(asked);
        const auto& lane = end.lanes[0];
        if (needs_engine(lane.end)) { // half cycles beyond an explicit method
            compared = false;
            return std::nullopt;
        }
        const bool terminal = engine.ends[n].why == StepEnd::Why::terminal;
        if (is_terminal(lane.end) != terminal ||
            std::abs(end.elapsed - engine.ends[n].elapsed) > relative * s.duration) {
            return fmt::format("half cycle {} ends: {} at {:.12g} s | {} at {:.12g} s", n,
                               static_cast<int>(lane.end), end.elapsed,
                               static_cast<int>(engine.ends[n].why), engine.ends[n].elapsed);
        }
        model::StateVector<physics> x;
        model::StateVector<physics> y;
        model::pack<physics, double>(state, x);
        model::pack<physics, double>(engine.states[n].state, y);
        for (std::size_t f = 0; f < fields.size(); ++f) {
            if (tests::apart(x[f], y[f], fields[f].scale, relative) > 1.0) {
                return fmt::format("half cycle {}: {} {:.12g} | {:.12g}", n, fields[f].name, x[f],
                                   y[f]);
            }
        }
        for (const auto side : {Side::working, Side::counter}) {
            const auto& tally = side == Side::working ? lane.working : lane.counter;
            for (const auto kind : {EventKind::metal_depleted, EventKind::metal_back,
                                    EventKind::starved_begins, EventKind::starved_ends}) {
                EventTally of;
                for (const auto& e : engine.events) {
                    if (e.step == n && e.event.kind == kind && e.event.electrode == side) {
                        of.first = of.count++ == 0 ? e.time : of.first;
                        of.last = e.time;
                    }
                }
                if (of.count != tally[kind].count ||
                    (of.count > 0 &&
                     (std::abs(of.first - tally[kind].first) > relative * s.duration ||
                      std::abs(of.last - tally[kind].last) > relative * s.duration))) {
                    return fmt::format("half cycle {}: {} {}: {} from {:.12g} to {:.12g} s | {} "
                                       "from {:.12g} to {:.12g} s",
                                       n, name(side), name(kind), tally[kind].count,
                                       tally[kind].first, tally[kind].last, of.count, of.first,
                                       of.last);
                }
            }
        }
    }
    return std::nullopt;
}

template <Physics physics>
void agrees_with(Engine engine, double relative, std::uint32_t seed, std::size_t count)
{
    std::size_t compared = 0;
    const auto all = subjects(seed, count, physics);
    for (std::size_t k = 0; k < all.size(); ++k) {
        const auto trace =
            tests::alternating<physics>(all[k], engine, default_tolerances(engine), 6);
        if (!trace.remark.empty()) { // it went on with an implicit method
            continue;
        }
        bool whole = false;
        const auto difference = differs<physics>(all[k], trace, relative, whole);
        compared += whole ? 1 : 0;
        INFO("subject " << k << (difference ? ": " + *difference : ""));
        CHECK(!difference);
    }
    CHECK(compared > count * 3 / 4);
}

} // namespace

TEST_CASE("a cell's half cycles are the same to the last bit whatever runs beside it",
          "[half cycle]")
{
    neighbours_do_not_matter<Physics::core>(1);
    neighbours_do_not_matter<Physics::full>(2);
}

TEST_CASE("the plain function of a half cycle and the fast engine agree", "[half cycle]")
{
    // Steps err by 10^-9 at most, and six half cycles take some ten to a hundred of them.
    agrees_with<Physics::core>(Engine::odeint, 1e-7, 3, 200);
    agrees_with<Physics::full>(Engine::odeint, 1e-7, 4, 200);
}

TEST_CASE("the plain function of a half cycle and the reference engine agree", "[half cycle]")
{
    agrees_with<Physics::core>(Engine::sundials, 1e-6, 5, 60);
    agrees_with<Physics::full>(Engine::sundials, 1e-6, 6, 60);
}
