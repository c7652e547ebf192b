#include "tests/support/course_case.hpp"

#include "runs/integrate/engine.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::tests;

namespace
{

using runs::CourseEnd;
using runs::Engine;
using J = runs::Jet<4>;

const auto as_simulated = runs::default_tolerances(Engine::odeint);

/// The same current as one step of a protocol, through the simulator's own machinery.
template <model::Physics physics> RunTrace simulate(const CourseCase& c)
{
    TestStep step;
    for (const auto& piece : c.pieces) {
        step.pieces.push_back({model::Galvanostatic<>{kinetics::CurrentDensity<>{piece.current},
                                                      kinetics::CurrentRamp<>{piece.ramp}},
                               piece.duration});
    }
    step.limits = c.limits;
    return run_protocol<physics>(c.cell, c.start, {step}, true, Engine::odeint, as_simulated);
}

template <model::Physics physics>
std::optional<std::string> difference(const CourseCase& c, double relative)
{
    const auto simulated = simulate<physics>(c);
    const auto course = run_case<double>(c, {}, as_simulated).end;
    if (simulated.events.size() != course.events.size()) {
        return fmt::format("{} events | {}", simulated.events.size(), course.events.size());
    }
    for (std::size_t k = 0; k < course.events.size(); ++k) {
        const auto& a = simulated.events[k];
        const auto& b = course.events[k];
        if (a.event.kind != b.kind || a.event.electrode != b.side ||
            std::abs(a.time - b.time) > relative * c.duration()) {
            return fmt::format("event {}: {} {:.15g} s | {} {:.15g} s", k, name(a.event.kind),
                               a.time, name(b.kind), b.time);
        }
    }
    const auto& fields = model::layout(physics);
    model::StateVector<physics> x;
    model::StateVector<physics> y;
    model::pack<physics, double>(simulated.states.back().state, x);
    model::pack<physics, double>(course.state, y);
    for (std::size_t f = 0; f < fields.size(); ++f) {
        if (apart(x[f], y[f], fields[f].scale, relative) > 1.0) {
            return fmt::format("{} {:.15g} | {:.15g}", fields[f].name, x[f], y[f]);
        }
    }
    return std::nullopt;
}

/// A symmetric cell with a slow leak, four half cycles of an hour.
CourseCase calm()
{
    Draw draw(7);
    CourseCase c{.cell = random_cell(draw, Barrier::constant, {}),
                 .start = {},
                 .pieces = {{3600.0, 5.0, 0.0}, {3600.0, -5.0, 0.0}, {1800.0, 0.0, 0.0}},
                 .moments = {},
                 .limits = {}};
    c.cell.working.dead_share = 0.0;
    c.cell.working.reversible_share = 0.0;
    c.cell.counter = c.cell.working;
    c.start.working = fresh(c.cell.working, 7e5);
    c.start.counter = fresh(c.cell.counter, 7e5);
    return c;
}

/// The working electrode runs out of lithium while it is stripped.
CourseCase runs_out()
{
    auto c = calm();
    c.start.working = fresh(c.cell.working, 9000.0);
    return c;
}

} // namespace

TEST_CASE("a course goes through the simulator's states and events", "[fit]")
{
    // Where steps are explicit both go the same way, to rounding. Where they are too stiff for
    // that, each goes on with its own method, to the engines' agreement.
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        const auto c = random_course(seed, 0);
        const bool core = runs::physics_of(c.cell) == model::Physics::core;
        const auto course = run_case<double>(c, {}, as_simulated).end;
        const double relative = course.stiff_segments > 0 ? 1e-6 : 1e-10;
        const auto apart = core ? difference<model::Physics::core>(c, relative)
                                : difference<model::Physics::full>(c, relative);
        INFO("seed " << seed << ": " << apart.value_or(""));
        CHECK_FALSE(apart);
    }
}

TEST_CASE("derivatives change no value", "[fit]")
{
    for (std::uint32_t seed = 301; seed <= 400; ++seed) {
        const auto c = random_course(seed, 30);
        const auto plain = run_case<double>(c, {}, as_simulated);
        const auto active = run_case<runs::Jet<12>>(c, at_rest<runs::Jet<12>>(), as_simulated);
        INFO("seed " << seed);
        REQUIRE(plain.end.events.size() == active.end.events.size());
        REQUIRE(plain.voltage.size() == active.voltage.size());
        for (std::size_t k = 0; k < plain.end.events.size(); ++k) {
            CHECK(plain.end.events[k].kind == active.end.events[k].kind);
            // Stiff segments choose their steps by the derivatives too.
            CHECK(active.end.events[k].time.a == Approx(plain.end.events[k].time).epsilon(1e-9));
        }
        for (std::size_t k = 0; k < plain.voltage.size(); ++k) {
            CHECK(active.voltage[k].a == Approx(plain.voltage[k]).epsilon(1e-9).margin(1e-12));
        }
    }
}

TEST_CASE("a moment between two pieces is of the one that begins, unless it closes the other",
          "[fit]")
{
    auto c = calm();
    c.moments = {{0.0},           {3600.0, true}, {3600.0}, {7200.0 - 1e-10, true},
                 {7200.0, false}, {9000.0}};
    std::vector<double> currents;
    const auto cell = turned<double>(c.cell, c.start, {});
    const auto end = runs::run_course<double>(
        cell, c.setup(as_simulated), [&](std::size_t k, const runs::CourseView<double>& now) {
            CHECK(now.time() == c.moments[k].time);
            currents.push_back(now.current());
        });
    CHECK(currents == std::vector<double>{5.0, 5.0, -5.0, -5.0, 0.0, 0.0});
    CHECK(end.observed == c.moments.size());
    CHECK(end.why == CourseEnd<double>::Why::pieces_done);
    CHECK(end.time == 9000.0);
}

TEST_CASE("moments out of order are refused", "[fit]")
{
    auto c = calm();
    const auto cell = turned<double>(c.cell, c.start, {});
    for (const auto& wrong : {std::vector<runs::Moment>{{2.0}, {1.0}},
                              std::vector<runs::Moment>{{3600.0}, {3600.0, true}}}) {
        c.moments = wrong;
        CHECK_THROWS_AS(runs::run_course<double>(cell, c.setup(as_simulated), {}),
                        std::invalid_argument);
    }
}

TEST_CASE("nothing is observed after the event that ends a course", "[fit]")
{
    auto c = runs_out();
    look_evenly(c, 90);
    std::size_t seen = 0;
    const auto end =
        runs::run_course<J>(turned<J>(c.cell, c.start, Knobs<J>{}), c.setup(as_simulated),
                            [&](std::size_t, const runs::CourseView<J>&) { ++seen; });
    REQUIRE(end.why == CourseEnd<J>::Why::event);
    CHECK(end.events.back().kind == model::EventKind::voltage_limit_high);
    CHECK(end.time.a < 1800.0);
    CHECK(end.observed == seen);
    CHECK(c.moments[seen - 1].time <= end.time.a);
    CHECK(c.moments[seen].time > end.time.a);
}

TEST_CASE("an interrupted course says so", "[fit]")
{
    const auto c = calm();
    const std::atomic<bool> raised{true};
    auto setup = c.setup(as_simulated);
    setup.interrupted = &raised;
    const auto end = runs::run_course<double>(turned<double>(c.cell, c.start, {}), setup, {});
    CHECK(end.why == CourseEnd<double>::Why::interrupted);
    CHECK(end.time == 0.0);
}

TEST_CASE("what an instant shows of lithium adds up", "[fit]")
{
    auto c = random_course(12, 20);
    c.cell.working.reversible_share = 0.1;
    c.cell.counter.reversible_share = 0.0;
    const auto cell = turned<double>(c.cell, c.start, {});
    const double at_start = (c.start.working.lithium + c.start.counter.lithium).si;
    const auto end = runs::run_course<double>(
        cell, c.setup(as_simulated), [&](std::size_t, const runs::CourseView<double>& now) {
            double sum = 0.0;
            for (const auto side : {model::Side::working, model::Side::counter}) {
                sum += now.observe(model::Observable::lithium, side) + now.bound(side) +
                       now.dead(side);
                CHECK(now.host(side) <= now.observe(model::Observable::lithium, side));
                CHECK(now.leaked(side) >= 0.0);
            }
            CHECK(sum == Approx(at_start).epsilon(1e-10));
        });
    CHECK(end.observed > 0);
}
