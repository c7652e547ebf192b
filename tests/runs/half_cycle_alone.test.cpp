#include "runs/integrate/half_cycle.hpp"

#include "tests/support/count_allocations.hpp"
#include "tests/support/half_cycles.hpp"
#include "tests/support/random_cell.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::runs;
using model::Physics;
using model::Side;
using tests::Pack4;
using tests::Pack8;
using tests::Subject;

namespace
{

/// A cell that nothing happens to for a long time.
Subject quiet_subject(bool full)
{
    using namespace kinetics;
    Subject s{.cell = {}, .start = {}, .current = 5.0, .duration = 3600.0};
    auto& e = s.cell.working;
    e.growth = VolumePerCharge<>{3.3e-10};
    e.separator_use = VolumePerCharge<>{2e-10};
    e.electronic = ElectronicConductivity<>{Conductivity<>{1e-9}};
    e.ionic = Conductivity<>{1e-2};
    e.front_resistance = ArealResistance<>{0.1};
    e.renewal = Renewal<>{1e-4};
    e.reduction_potential = Voltage<>{1.7};
    e.initial_thickness = Length<>{5e-9};
    e.exchange_current_density = CurrentDensity<>{150.0};
    e.contact = {.void_capacity = ArealCharge<>{1e5},
                 .replenishment = CurrentDensity<>{2.5},
                 .refill_share = 0.8,
                 .healing = Rate<>{1e-5},
                 .minimum = 0.01};
    e.intrusion.critical = CurrentDensity<>{50.0};
    s.cell.counter = e;
    s.cell.separator_thickness = Length<>{1e-3};
    s.cell.separator_conductivity = Conductivity<>{0.5};
    s.cell.submodels = {.contact = full, .intrusion = full, .activation = full};
    s.start.working = tests::fresh(e, 1e6);
    s.start.counter = tests::fresh(e, 1e6);
    return s;
}

template <Physics physics> std::size_t allocations_of_half_cycles()
{
    const auto subject = quiet_subject(physics == Physics::full);
    std::array<model::CellParameters<>, 8> cells;
    cells.fill(subject.cell);
    const model::CellLanes<Pack8> together(cells);
    model::CellState<Pack8> state;
    for (std::size_t k = 0; k < 8; ++k) {
        model::set_lane(state, k, subject.start);
    }
    auto memory = at_rest<physics>(together, state);
    const HalfCycleControl<physics> control(Tolerances{1e-7, 1e-7});
    HalfCycle<Pack8> asked{.current = kinetics::cast<Pack8>(subject.forth().current),
                           .duration = kinetics::cast<Pack8>(subject.forth().duration),
                           .limits = {5.0, -5.0}};
    const std::size_t before = tests::allocations();
    for (int n = 0; n < 10; ++n) {
        cycle<physics>(together, state, asked, reversed(asked), memory, control);
    }
    return tests::allocations() - before;
}

} // namespace

TEST_CASE("half cycles without events allocate nothing", "[half cycle]")
{
    if (!tests::counts_allocations()) {
        WARN("allocations are not counted under the address sanitizer");
        return;
    }
    const auto before = tests::allocations();
    ::operator delete(::operator new(1));
    REQUIRE(tests::allocations() == before + 1);
    CHECK(allocations_of_half_cycles<Physics::core>() == 0);
    CHECK(allocations_of_half_cycles<Physics::full>() == 0);
}

TEST_CASE("a half cycle with too many explicit steps leaves its lane as it was", "[half cycle]")
{
    const auto subject = quiet_subject(false);
    const model::CellLanes<double> cell({subject.cell});
    auto state = subject.start;
    auto memory = at_rest<Physics::core>(cell, state);
    HalfCycleControl<Physics::core> control(Tolerances{1e-7, 1e-7});
    control.most_steps = 3.0;
    const auto end = cycle<Physics::core>(cell, state, subject.forth(), reversed(subject.forth()),
                                          memory, control);
    CHECK(end.first.lanes[0].end == LaneEnd::too_stiff);
    CHECK(end.second.lanes[0].end == LaneEnd::too_stiff);
    CHECK(state.working.lithium.si == subject.start.working.lithium.si);
    CHECK(state.working.interphase_thickness.si == subject.start.working.interphase_thickness.si);
    CHECK(memory.course[0].half_cycles == 0);
    CHECK(memory.course[0].time == 0.0);
}

TEST_CASE("a cell that ended keeps its state, its cause and its time", "[half cycle]")
{
    auto subject = quiet_subject(false);
    // Enough for the first half cycle and half of the third.
    subject.start.working.lithium = kinetics::ArealCharge<>{1.2 * 18000.0};
    subject.start.counter.lithium = kinetics::ArealCharge<>{1e6};
    const model::CellLanes<double> cell({subject.cell});
    auto state = subject.start;
    auto memory = at_rest<Physics::core>(cell, state);
    const HalfCycleControl<Physics::core> control(Tolerances{1e-7, 1e-7});
    LaneEnd last = LaneEnd::duration;
    for (int n = 0; n < 1000 && last == LaneEnd::duration; ++n) {
        last = cycle<Physics::core>(cell, state, subject.forth(), reversed(subject.forth()), memory,
                                    control)
                   .second.lanes[0]
                   .end;
    }
    const auto& course = memory.course[0];
    CHECK(last == LaneEnd::host_exhausted);
    CHECK(course.end == LaneEnd::host_exhausted);
    CHECK(course.side == Side::working);
    CHECK(state.working.lithium.si == 0.0);
    CHECK(course.time > 3600.0 * static_cast<double>(course.half_cycles));
    CHECK(course.time < 3600.0 * static_cast<double>(course.half_cycles + 1));
    const double time = course.time;
    const double thickness = state.counter.interphase_thickness.si;
    half_cycle<Physics::core>(cell, state, subject.forth(), memory, control);
    CHECK(course.time == time);
    CHECK(state.counter.interphase_thickness.si == thickness);
}

TEST_CASE("a cycle is its two half cycles", "[half cycle]")
{
    const auto subject = quiet_subject(true);
    const model::CellLanes<double> cell({subject.cell});
    const HalfCycleControl<Physics::full> control(Tolerances{1e-7, 1e-7});
    auto whole = subject.start;
    auto memory = at_rest<Physics::full>(cell, whole);
    cycle<Physics::full>(cell, whole, subject.forth(), reversed(subject.forth()), memory, control);
    auto halves = subject.start;
    memory = at_rest<Physics::full>(cell, halves);
    half_cycle<Physics::full>(cell, halves, subject.forth(), memory, control);
    half_cycle<Physics::full>(cell, halves, reversed(subject.forth()), memory, control);
    CHECK(whole.working.lithium.si == halves.working.lithium.si);
    CHECK(whole.counter.interphase_thickness.si == halves.counter.interphase_thickness.si);
}

TEST_CASE("cells with different sub-models do not fit in one pack", "[half cycle]")
{
    std::array<model::CellParameters<>, 4> cells;
    cells.fill(quiet_subject(false).cell);
    cells[2].submodels.contact = true;
    CHECK_THROWS_AS(model::CellLanes<Pack4>(cells), std::invalid_argument);
}
