#include "runs/integrate/exponential_step.hpp"

#include "tests/support/half_cycles.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <map>
#include <random>

using namespace percolith;
using namespace percolith::runs;
using model::Physics;
using tests::Draw;
using tests::Subject;

namespace
{

using System = model::CellSystem<Physics::core, double, model::Galvanostatic<double>>;
using Vector = System::Vector;

/// Metal on both sides at `current`.
System system_of(const model::CellParameters<>& cell, double current)
{
    System system{.cell = cell,
                  .on = {},
                  .control = {kinetics::CurrentDensity<>{current}, {}},
                  .limits = {},
                  .conditions = {}};
    model::set_mode<double>(system.on.working, 0, {.flow = model::Flow::strip});
    model::set_mode<double>(system.on.counter, 0, {.flow = model::Flow::plate});
    return system;
}

/// Much metal on either side, interphases some way grown, barriers far from at rest.
struct Grown {
    model::CellParameters<> cell;
    Vector y;

    Grown(Draw& draw, double renewal)
    {
        using namespace kinetics;
        model::ElectrodeParameters<> e;
        e.growth = VolumePerCharge<>{2.5e-10};
        e.separator_use = VolumePerCharge<>{1e-10};
        e.electronic = ElectronicConductivity<>{Conductivity<>{draw.logarithmic(1e-10, 1e-8)}};
        e.ionic = Conductivity<>{2e-3};
        e.front_resistance = ArealResistance<>{draw.logarithmic(0.1, 5.0)};
        e.renewal = Renewal<>{renewal};
        e.reversible_share = draw.uniform(0.0, 0.2);
        e.reduction_potential = Voltage<>{1.71};
        e.initial_thickness = Length<>{5e-9};
        e.exchange_current_density = CurrentDensity<>{150.0};
        cell.working = cell.counter = e;
        cell.separator_thickness = Length<>{1e-3};
        cell.separator_conductivity = Conductivity<>{0.5};
        model::CellState<> s;
        for (auto* side : {&s.working, &s.counter}) {
            side->lithium = ArealCharge<>{1e6};
            side->host_capacity = ArealCharge<>{draw.uniform(1.0, 100.0)};
            side->interphase_thickness = Length<>{draw.logarithmic(3e-7, 1e-5)};
            side->barrier_thickness = Length<>{draw.uniform(1e-8, 2e-8)};
        }
        model::pack<Physics::core, double>(s, y);
    }
};

Vector in_steps(const System& system, const Vector& y, double duration, int steps)
{
    ExponentialStep<System> step(system, y);
    const double h = duration / steps;
    for (int n = 0; n < steps; ++n) {
        step.attempt(n * h, h);
        step.commit(true);
    }
    return step.state();
}

/// By the classical method on the model's own balances, in steps too short to matter.
Vector classically(const System& system, Vector y, double duration)
{
    const int steps = 4000;
    const double h = duration / steps;
    const auto moved = [](const Vector& from, double by, const Vector& rates) {
        Vector to = from;
        for (std::size_t k = 0; k < to.size(); ++k) {
            to[k] += by * rates[k];
        }
        return to;
    };
    for (int n = 0; n < steps; ++n) {
        std::array<Vector, 4> k;
        system(y, k[0], n * h);
        system(moved(y, 0.5 * h, k[0]), k[1], (n + 0.5) * h);
        system(moved(y, 0.5 * h, k[1]), k[2], (n + 0.5) * h);
        system(moved(y, h, k[2]), k[3], (n + 1) * h);
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] += h / 6.0 * (k[0][i] + 2.0 * (k[1][i] + k[2][i]) + k[3][i]);
        }
    }
    return y;
}

double farthest(const Vector& a, const Vector& b)
{
    double worst = 0.0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        worst = std::max(worst, std::abs(a[k] - b[k]) / std::max(std::abs(b[k]), 1e-30));
    }
    return worst;
}

/// A barrier alone on the leak's way: no resistance to ions, none at the front.
Subject barrier_alone(double renewal)
{
    using namespace kinetics;
    Subject s{.cell = {}, .start = {}, .current = 5.0, .duration = 3600.0};
    auto& e = s.cell.working;
    e.growth = VolumePerCharge<>{2.5e-10};
    e.separator_use = VolumePerCharge<>{1e-10};
    e.electronic = ElectronicConductivity<>{Conductivity<>{1e-9}};
    e.ionic = Conductivity<>{1e30};
    e.renewal = Renewal<>{renewal};
    e.reduction_potential = Voltage<>{1.7};
    e.initial_thickness = Length<>{5e-9};
    e.exchange_current_density = CurrentDensity<>{150.0};
    s.cell.counter = e;
    s.cell.separator_thickness = Length<>{1e-3};
    s.cell.separator_conductivity = Conductivity<>{0.5};
    s.start.working = tests::fresh(e, 1e6);
    s.start.counter = tests::fresh(e, 1e6);
    return s;
}

} // namespace

TEST_CASE("the exponential of steps is the library's, in packs to the last bit as alone",
          "[half cycle]")
{
    using Pack = std::experimental::native_simd<double>;
    std::mt19937_64 random(7);
    for (int draw = 0; draw < 20000; ++draw) {
        const Pack x(
            [&](auto) { return std::exp(std::uniform_real_distribution(-30.0, 6.5)(random)); });
        const Pack together = exp_of_decay(x);
        for (std::size_t k = 0; k < Pack::size(); ++k) {
            const double alone = x[k];
            INFO("x = " << alone);
            CHECK(exp_of_decay(alone) == together[k]);
            CHECK(std::abs(exp_of_decay(alone) / std::exp(-alone) - 1.0) < 5e-16);
        }
    }
    CHECK(exp_of_decay(0.0) == 1.0);
    CHECK(exp_of_decay(708.5) == 0.0);
    CHECK(exp_of_decay(std::numeric_limits<double>::infinity()) == 0.0);
    CHECK(std::isnan(exp_of_decay(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("weights of exponential integrators are the integrals that define them", "[half cycle]")
{
    for (const double x : {1e-12, 1e-4, 0.3, 0.99, 1.0, 1.01, 2.0, 7.0, 40.0, 1e3, 1e6}) {
        const auto phi = phi_of_decay(x);
        const auto twice = doubled(phi_of_decay(0.5 * x));
        // phi_k = int_0^1 e^(-x (1 - s)) s^(k-1)/(k-1)! ds by its recurrence, upwards from where
        // nothing cancels in long double, downwards by the series elsewhere.
        std::array<long double, 4> exact{std::exp(-static_cast<long double>(x)), 0, 0, 0};
        const auto z = static_cast<long double>(x);
        for (std::size_t k = 1; k < exact.size(); ++k) {
            long double term = 1.0L;
            for (std::size_t n = 1; n <= k; ++n) {
                term /= static_cast<long double>(n);
            }
            if (x < 3.0) {
                long double sum = 0.0L;
                for (std::size_t n = k + 1; n < 60; ++n) {
                    sum += term;
                    term *= -z / static_cast<long double>(n);
                }
                exact[k] = sum;
            } else {
                const long double factorial = k == 3 ? 2.0L : 1.0L;
                exact[k] = (1.0L / factorial - exact[k - 1]) / z;
            }
        }
        INFO("x = " << x);
        // The quotients lose up to a few digits just above x = 1, where the series ends.
        const double few_roundings = 3e-14;
        for (const auto& of : {phi, twice}) {
            CHECK(of.one == Approx(static_cast<double>(exact[1])).epsilon(few_roundings));
            CHECK(of.two == Approx(static_cast<double>(exact[2])).epsilon(few_roundings));
            CHECK(of.three == Approx(static_cast<double>(exact[3])).epsilon(few_roundings));
        }
        CHECK(phi.exponential ==
              Approx(static_cast<double>(exact[0])).epsilon(few_roundings).margin(1e-300));
    }
}

TEST_CASE("an exponential step converges with order 4", "[half cycle]")
{
    Draw draw(1);
    // As long as an error of four steps is far above rounding.
    const std::map<double, double> duration_at{{0.0, 6000.0}, {1e-4, 600.0}, {2e-3, 60.0}};
    for (const auto& [renewal, duration] : duration_at) {
        for (int trial = 0; trial < 4; ++trial) {
            const Grown grown(draw, renewal);
            const auto system = system_of(grown.cell, 5.0);
            const auto exact = classically(system, grown.y, duration);
            const double coarse = farthest(in_steps(system, grown.y, duration, 8), exact);
            const double fine = farthest(in_steps(system, grown.y, duration, 32), exact);
            INFO("renewal " << renewal << ", trial " << trial << ": " << coarse << ", " << fine);
            // A quarter of the step: 256 times less, by order 3 it would be 64. Rounding: 10^-16 in
            // each of 4000 steps.
            CHECK(coarse > 1e-12);
            CHECK(fine < coarse / 120.0 + 4e-13);
        }
    }
}

TEST_CASE("an exponential step conserves lithium however long it is", "[half cycle]")
{
    Draw draw(2);
    const Grown grown(draw, 2e-3);
    const auto system = system_of(grown.cell, 5.0);
    ExponentialStep<System> step(system, grown.y);
    const double h = 3600.0;
    step.attempt(0.0, h);
    const auto& y = step.trial();
    const auto& p = grown.cell.working;
    for (const std::size_t side : {0U, 1U}) {
        const auto gained = [&](std::size_t k) { return y[4 * side + k] - grown.y[4 * side + k]; };
        const double passed = side == 0 ? -5.0 * h : 5.0 * h;
        const double leaked = gained(2) / p.growth.si;
        const double rounding = 1e-15 * grown.y[4 * side];
        CHECK(std::abs(gained(0) - passed + (1.0 - p.reversible_share) * leaked) < 3.0 * rounding);
        CHECK(std::abs(gained(1) - p.reversible_share * leaked) < 3.0 * rounding);
    }
    CHECK(y[8] == 5.0 * h);
}

TEST_CASE("a barrier alone on the leak's way follows its closed form in any step", "[half cycle]")
{
    // b^2 relaxes at 2 k_f |j| to v sigma_e E_red/(k_f |j|): linear in the chart, so exact.
    const auto subject = barrier_alone(2e-3);
    const auto& p = subject.cell.working;
    const double k = p.renewal.si * subject.current;
    const double sigma = p.electronic(kinetics::Length<>{1e-9}).si;
    const double rest = p.growth.si * sigma * p.reduction_potential.si / k;
    const auto system = system_of(subject.cell, subject.current);
    Vector y;
    model::pack<Physics::core, double>(subject.start, y);
    for (const double h : {1e-3, 1.0, 30.0, 300.0, 3600.0, 1e5}) {
        ExponentialStep<System> step(system, y);
        step.attempt(0.0, h);
        const double square = rest + (y[3] * y[3] - rest) * std::exp(-2.0 * k * h);
        INFO("h = " << h);
        // Some twenty operations, one of them a difference from b_0.
        CHECK(step.trial()[3] == Approx(std::sqrt(square)).epsilon(1e-13));
    }
}

TEST_CASE("half cycles follow the closed form of a barrier alone on the leak's way", "[half cycle]")
{
    // l - l_0 = int v sigma_e E_red/b dt = b - b_0 + int k b dt. With u = b/b_rest, b from above:
    // int k b dt = b_rest [u + ln((u - 1)/(u + 1))/2] from the end to the start; from below 1 - u.
    for (const double renewal : {0.0, 1e-5, 1e-3}) {
        const auto subject = barrier_alone(renewal);
        const auto& p = subject.cell.working;
        const double k = p.renewal.si * subject.current;
        const double drive =
            p.growth.si * p.electronic(kinetics::Length<>{1e-9}).si * p.reduction_potential.si;
        const double b0 = p.initial_thickness.si;
        double thickness = std::sqrt(b0 * b0 + 2.0 * drive * subject.duration);
        if (renewal > 0.0) {
            const double rest = std::sqrt(drive / k);
            const double decay = std::exp(-2.0 * k * subject.duration);
            const double b = std::sqrt(rest * rest + (b0 * b0 - rest * rest) * decay);
            // |1 - u| = decay-small at the end: from u^2 - 1, which is known exactly.
            const auto integral = [&](double u, double square_less_one) {
                return u + std::log(std::abs(square_less_one) / ((u + 1.0) * (u + 1.0))) / 2.0;
            };
            const double start = b0 / rest;
            const double end = b / rest;
            const double off = start * start - 1.0;
            thickness = b0 + (b - b0) + rest * (integral(start, off) - integral(end, off * decay));
        }
        const model::CellLanes<double> cell({subject.cell});
        auto state = subject.start;
        auto memory = at_rest<Physics::core>(cell, state);
        const HalfCycleControl<Physics::core> control(Tolerances{1e-8, 1e-8});
        const auto end = half_cycle<Physics::core>(cell, state, subject.forth(), memory, control);
        INFO("renewal " << renewal << ", steps " << end.steps);
        // An error of 10^-8 per step at most.
        CHECK(state.working.interphase_thickness.si == Approx(thickness).epsilon(1e-8 * end.steps));
        CHECK(state.counter.interphase_thickness.si == Approx(thickness).epsilon(1e-8 * end.steps));
    }
}

TEST_CASE("an error that is not a number is worse than any", "[half cycle]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(worse(1.0, 2.0) == 2.0);
    CHECK(worse(2.0, 1.0) == 2.0);
    CHECK(std::isnan(worse(nan, 1.0)));
    CHECK(std::isnan(worse(1.0, nan)));
}

TEST_CASE("errors of exponential steps add up to at most a tolerance per step", "[half cycle]")
{
    const auto all = tests::subjects(7, 150, Physics::core);
    std::size_t compared = 0;
    for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
        for (std::size_t k = 0; k < all.size(); ++k) {
            const auto& s = all[k];
            const auto exact =
                tests::alternating<Physics::core>(s, Engine::odeint, {1e-12, 1e-12}, 4);
            const model::CellLanes<double> cell({s.cell});
            auto state = s.start;
            auto memory = at_rest<Physics::core>(cell, state);
            const HalfCycleControl<Physics::core> control(Tolerances{tolerance, tolerance});
            auto asked = s.forth();
            double steps = 0.0;
            for (std::size_t n = 0; n < exact.ends.size(); ++n) {
                const auto end = half_cycle<Physics::core>(cell, state, asked, memory, control);
                asked = reversed(asked);
                steps += end.steps;
                if (needs_engine(end.lanes[0].end)) {
                    break;
                }
                Vector x;
                Vector y;
                model::pack<Physics::core, double>(state, x);
                model::pack<Physics::core, double>(exact.states[n].state, y);
                const auto& fields = model::layout(Physics::core);
                double worst = 0.0;
                for (std::size_t f = 0; f < fields.size(); ++f) {
                    worst = std::max(worst, tests::apart(x[f], y[f], fields[f].scale, tolerance));
                }
                INFO("tolerance " << tolerance << ", subject " << k << ", half cycle " << n);
                CHECK(worst <= steps);
                ++compared;
            }
        }
    }
    CHECK(compared > 500);
}
