// What stays true through whole tests, whatever happens in them.

#include "model/cell_system.hpp"
#include "runs/integrate/explicit_step.hpp"
#include "tests/support/random_protocol.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// Watches every accepted step of a run.
class Watch final : public runs::StepListener, public runs::StepObserver
{
public:
    explicit Watch(const CellParameters<>& cell) : cell_(cell) {}

    runs::StepObserver* segment(double, const runs::Segment&, const runs::CellUnderTest& c) override
    {
        last_ = c.state;
        return this;
    }
    void event(double, const CellEvent&, const runs::CellUnderTest&) override {}

    void step(double, double to, const Interpolant& between) override
    {
        const auto now = between.at(to);
        check(cell_.working, last_.working, now.working);
        check(cell_.counter, last_.counter, now.counter);
        last_ = now;
        ++steps;
    }

    std::size_t steps = 0;
    std::string broken; ///< the first property that did not hold

private:
    void check(const ElectrodeParameters<>& p, const ElectrodeState<>& before,
               const ElectrodeState<>& now)
    {
        // Steps are right to 1e-8 of each unknown and its scale.
        constexpr double off = 1e-7;
        const auto require = [&](bool holds, const char* what) {
            if (!holds && broken.empty()) {
                broken = what;
            }
        };
        const double l = now.interphase_thickness.si;
        require(now.barrier_thickness.si <= l * (1.0 + off), "b <= l");
        require(now.barrier_thickness.si > 0.0, "b > 0");
        require(l >= before.interphase_thickness.si * (1.0 - 1e-14), "l never shrinks");
        require(now.contact_fraction <= 1.0 + off, "theta <= 1");
        // A held current near equilibrium may cross nothing before its guard falls.
        require(now.dead_lithium.si >= before.dead_lithium.si * (1.0 - 1e-9) - 1e-9,
                "dead lithium stays dead");
        require(now.intrusion_length.si >= before.intrusion_length.si * (1.0 - 1e-14),
                "intrusions never shrink");
        const double pores = p.activation.filling_limit * p.activation.pore_fraction * l;
        require(now.pore_lithium.si <= pores * (1.0 + off) + 1e-16, "s <= 1");
        require(now.pore_lithium.si >= -1e-16, "m >= 0");
        require(now.lithium.si >= -1e-6, "q >= 0");
    }

    const CellParameters<>& cell_;
    CellState<> last_;
};

std::string first_broken(const RandomCase& c, std::size_t& steps)
{
    Watch watch(c.cell);
    const auto engine = runs::Engine::odeint;
    const auto integrator = make(engine, c.cell, Physics::full, runs::default_tolerances(engine));
    const runs::StepRunner<Physics::full> runner(c.cell, *integrator, c.limit_stops);
    runs::CellUnderTest test;
    test.state = c.start;
    test.mode = settle<Physics::full>(c.cell, test.state, 0.0, 0.0, true).mode;
    for (const auto& step : c.steps) {
        test.state.passed_charge = {};
        const auto end = runner.run({step.pieces, step.limits, step.conditions}, test, &watch);
        if (end.why == runs::StepEnd::Why::terminal) {
            break;
        }
    }
    steps += watch.steps;
    return watch.broken;
}

TestStep half_cycle(double current, double duration)
{
    return {.pieces = {constant_current(current, duration)},
            .conditions = {},
            .limits = {},
            .text = {}};
}

} // namespace

TEST_CASE("through whole tests states stay where they belong", "[model]")
{
    std::size_t steps = 0;
    for (std::uint32_t seed = 2000; seed < 2200; ++seed) {
        CAPTURE(seed);
        CHECK(first_broken(random_case(seed), steps) == "");
    }
    CHECK(steps > 10000);
}

TEST_CASE("a cell cycled the other way round is its mirror image", "[model]")
{
    Draw draw(331);
    for (int trial = 0; trial < 50; ++trial) {
        auto cell = random_cell(draw, random_barrier_kind(draw), random_submodels(draw));
        cell.counter = cell.working;
        CellState<> start;
        start.working = fresh(cell.working, draw.logarithmic(3e4, 7e5));
        start.counter = start.working;
        const double current = draw.logarithmic(0.1, 5.0);
        const std::vector<TestStep> forth{half_cycle(current, 3600.0), half_cycle(-current, 7200.0),
                                          half_cycle(current, 1800.0)};
        const std::vector<TestStep> back{half_cycle(-current, 3600.0), half_cycle(current, 7200.0),
                                         half_cycle(-current, 1800.0)};
        const auto engine = runs::Engine::odeint;
        const auto tolerances = runs::default_tolerances(engine);
        const auto here = run_protocol<Physics::full>(cell, start, forth, true, engine, tolerances);
        const auto there = run_protocol<Physics::full>(cell, start, back, true, engine, tolerances);
        CAPTURE(trial);
        REQUIRE(here.failure == there.failure);
        REQUIRE(here.states.size() == there.states.size());
        REQUIRE(here.events.size() == there.events.size());
        for (std::size_t k = 0; k < here.events.size(); ++k) {
            CHECK(here.events[k].event.kind == there.events[k].event.kind);
            if (here.events[k].event.electrode) {
                CHECK(here.events[k].event.electrode != there.events[k].event.electrode);
            }
            CHECK(here.events[k].time == Approx(there.events[k].time).epsilon(1e-9));
        }
        for (std::size_t k = 0; k < here.states.size(); ++k) {
            auto mirrored = there.states[k].state;
            std::swap(mirrored.working, mirrored.counter);
            mirrored.passed_charge = -mirrored.passed_charge;
            StateVector<Physics::full> x;
            StateVector<Physics::full> y;
            pack<Physics::full, double>(here.states[k].state, x);
            pack<Physics::full, double>(mirrored, y);
            for (std::size_t f = 0; f < x.size(); ++f) {
                CAPTURE(k, layout(Physics::full)[f].name);
                // The same steps, with sums in another order.
                CHECK(x[f] ==
                      Approx(y[f]).epsilon(1e-9).margin(1e-9 * layout(Physics::full)[f].scale));
            }
        }
    }
}

TEST_CASE("half the step leaves at most a thirty-second of the error", "[model]")
{
    // Dormand-Prince of order 5, on metal leaking under current. A barrier that relaxes forgets
    // some of its error, so the order looks higher.
    using System = CellSystem<Physics::full, double, Galvanostatic<>>;
    using View = std::span<double, cell_size<Physics::full>>;
    Draw draw(332);
    auto cell = random_cell(draw, Barrier::constant, {true, true, true});
    for (auto* e : {&cell.working, &cell.counter}) {
        e->electronic = ElectronicConductivity<>{Conductivity<>{1e-8}};
        e->ionic = Conductivity<>{1e-3};
        e->front_resistance = ArealResistance<>{0.1};
        e->reduction_potential = Voltage<>{1.71};
        e->initial_thickness = Length<>{2e-8};
        e->renewal = Renewal<>{1e-3};
        e->contact.replenishment = CurrentDensity<>{1.0};
    }
    CellState<> start;
    start.working = fresh(cell.working, 7e5);
    start.counter = fresh(cell.counter, 7e5);
    const auto mode = settle<Physics::full>(cell, start, 2.0, 0.0, true).mode;
    const System system{.cell = cell,
                        .on = switches<double>(mode),
                        .control = {CurrentDensity<>{2.0}, {}},
                        .limits = {},
                        .conditions = {}};
    System::Vector y;
    pack<Physics::full, double>(start, View(y));
    const auto barrier_after = [&](int steps) {
        runs::ExplicitStep<System> step(system, y);
        const double h = 1800.0 / steps;
        for (int k = 0; k < steps; ++k) {
            step.attempt(k * h, h);
            step.commit(true);
        }
        return step.state()[3];
    };
    const double exact = barrier_after(4000);
    const double coarse = std::abs(barrier_after(80) - exact);
    const double fine = std::abs(barrier_after(160) - exact);
    CAPTURE(coarse / exact, fine / exact);
    CHECK(fine > 1e-13 * exact); // not yet rounding
    CHECK(coarse > 32.0 * fine);
}

TEST_CASE("the fast engine errs by about its tolerance, and by less where that is less", "[model]")
{
    Draw draw(333);
    int compared = 0;
    for (int trial = 0; trial < 20; ++trial) {
        auto cell = random_cell(draw, Barrier::constant, {});
        CellState<> start;
        start.working = fresh(cell.working, 7e5);
        start.counter = fresh(cell.counter, 7e5);
        const std::vector<TestStep> steps{half_cycle(3.0, 7200.0), half_cycle(-3.0, 7200.0)};
        const auto thickness = [&](double tolerance) {
            const auto trace = run_protocol<Physics::full>(
                cell, start, steps, true, runs::Engine::odeint, {tolerance, tolerance});
            REQUIRE(trace.failure.empty());
            return trace.states.back().state.working.barrier_thickness.si;
        };
        const double exact = thickness(1e-13);
        const auto error = [&](double tolerance) {
            return std::abs(thickness(tolerance) / exact - 1.0);
        };
        CAPTURE(trial);
        for (const double tolerance : {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10}) {
            CAPTURE(tolerance);
            // Each step's error is below the tolerance; those of many steps add up.
            CHECK(error(tolerance) < 10.0 * tolerance);
        }
        const double loose = error(1e-6);
        if (loose > 1e-8) {
            // Four decades of tolerance are three at least of error.
            CHECK(error(1e-10) < 1e-3 * loose);
            ++compared;
        }
    }
    CHECK(compared > 5);
}
