// What the balances integrate to where paper and pencil know it, through both engines.

#include "tests/support/random_protocol.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// Both engines promise states to 1e-6; a wrong term would be off by orders of magnitude more.
constexpr double promised = 1e-6;
constexpr double hour = 3600.0;

/// An interphase in which electrons, ions and the reaction limit alike.
ElectrodeParameters<> electrode()
{
    ElectrodeParameters<> p;
    p.growth = VolumePerCharge<>{2.5e-10};
    p.separator_use = VolumePerCharge<>{2e-10};
    p.electronic = ElectronicConductivity<>{Conductivity<>{2e-9}};
    p.ionic = Conductivity<>{5e-9};
    p.front_resistance = ArealResistance<>{50.0};
    p.reduction_potential = Voltage<>{1.71};
    p.initial_thickness = Length<>{5e-9};
    p.exchange_current_density = CurrentDensity<>{50.0};
    p.contact.void_capacity = Length<>{15e-6} / lithium_volume_per_charge;
    return p;
}

struct Film {
    double v, E, b0, sigma_e, sigma_i, R_k;
    double ambipolar() const { return sigma_e * sigma_i / (sigma_e + sigma_i); }
};

Film film(const ElectrodeParameters<>& p)
{
    return {p.growth.si,
            p.reduction_potential.si,
            p.initial_thickness.si,
            p.electronic(p.initial_thickness).si,
            p.ionic.conductivity().si,
            p.front_resistance.si};
}

/// A symmetric cell of such electrodes, and what became of it in each engine.
struct Bench {
    CellParameters<> cell;
    CellState<> start;

    explicit Bench(const ElectrodeParameters<>& p, Submodels with = {})
    {
        cell.working = p;
        cell.counter = p;
        cell.separator_thickness = Length<>{1e-3};
        cell.separator_conductivity = Conductivity<>{0.5};
        cell.submodels = with;
        start.working = fresh(p, 7.38e5);
        start.counter = fresh(p, 7.38e5);
    }

    /// `look` sees what each engine made of the steps.
    template <class Look> void run(const std::vector<runs::Piece>& pieces, const Look& look) const
    {
        std::vector<TestStep> steps;
        for (const auto& piece : pieces) {
            steps.push_back({.pieces = {piece}, .conditions = {}, .limits = {}, .text = {}});
        }
        for (const auto engine : {runs::Engine::sundials, runs::Engine::odeint}) {
            CAPTURE(static_cast<int>(engine));
            const auto trace = run_protocol<Physics::full>(cell, start, steps, true, engine,
                                                           runs::default_tolerances(engine));
            REQUIRE(trace.failure.empty());
            look(trace);
        }
    }
};

double barrier(const RunTrace& trace, Side side = Side::working)
{
    const auto& s = trace.states.back().state;
    return (side == Side::working ? s.working : s.counter).barrier_thickness.si;
}

} // namespace

TEST_CASE("at rest electrons, ions and the reaction limit growth together", "[model]")
{
    // (b^2 - b0^2)/(2 sigma_amb) + R_k (b - b0) = v E_red t
    const auto p = electrode();
    const auto f = film(p);
    for (const double time : {1.0, 30.0, 1000.0}) {
        Bench(p).run({constant_current(0.0, time * hour)}, [&](const RunTrace& trace) {
            const double b = barrier(trace);
            const double spent = (b * b - f.b0 * f.b0) / (2.0 * f.ambipolar()) + f.R_k * (b - f.b0);
            CHECK(spent == Approx(f.v * f.E * time * hour).epsilon(promised));
            CHECK(trace.states.back().state.working.interphase_thickness.si ==
                  Approx(b).epsilon(promised));
        });
    }
}

TEST_CASE("without a resistance of the reaction growth is Wagner's parabola", "[model]")
{
    auto p = electrode();
    p.front_resistance = {};
    const auto f = film(p);
    const double t = 400.0 * hour;
    const double b = std::sqrt(f.b0 * f.b0 + 2.0 * f.ambipolar() * f.v * f.E * t);
    Bench(p).run({constant_current(0.0, t)}, [&](const RunTrace& trace) {
        CHECK(barrier(trace) == Approx(b).epsilon(promised));
    });
}

TEST_CASE("where the reaction alone limits, growth is linear", "[model]")
{
    auto p = electrode();
    p.electronic = ElectronicConductivity<>{Conductivity<>{1.0}};
    p.ionic = Conductivity<>{1.0};
    p.front_resistance = ArealResistance<>{100.0};
    const auto f = film(p);
    const double t = 400.0 * hour;
    Bench(p).run({constant_current(0.0, t)}, [&](const RunTrace& trace) {
        CHECK(barrier(trace) - f.b0 == Approx(f.v * f.E * t / f.R_k).epsilon(promised));
    });
}

TEST_CASE("an interphase that insulates passivates", "[model]")
{
    auto p = electrode();
    p.electronic = ElectronicConductivity<>{Conductivity<>{1e-20}};
    const auto f = film(p);
    const double t = 400.0 * hour;
    // The first film lets v E_red t sigma_e/b_0 through, and grows less than that.
    const double most = f.v * f.E * t * 1e-20 / f.b0;
    REQUIRE(most < 1e-12);
    Bench(p).run({constant_current(0.0, t)}, [&](const RunTrace& trace) {
        CHECK(barrier(trace) >= f.b0);
        CHECK(barrier(trace) - f.b0 <= most);
    });
}

TEST_CASE("under constant current growth follows its implicit solution on both sides", "[model]")
{
    // -(b - b0)/(beta sigma) - (E/(beta^2 sigma) + R_k/beta) ln[(E - beta b)/(E - beta b0)] = v t
    auto p = electrode();
    p.ionic = Conductivity<>{3e-7};
    const auto f = film(p);
    const double t = 40.0 * hour;
    Bench(p).run({constant_current(1.0, t)}, [&](const RunTrace& trace) {
        for (const auto side : {Side::working, Side::counter}) {
            const double beta = (side == Side::working ? 1.0 : -1.0) / f.sigma_i;
            const double b = barrier(trace, side);
            const double sigma = f.ambipolar();
            const double spent =
                -(b - f.b0) / (beta * sigma) - (f.E / (beta * beta * sigma) + f.R_k / beta) *
                                                   std::log((f.E - beta * b) / (f.E - beta * f.b0));
            CHECK(spent == Approx(f.v * t).epsilon(promised));
        }
        CHECK(barrier(trace, Side::working) < barrier(trace, Side::counter));
    });
}

TEST_CASE("a barrier renewed by current lets the interphase grow at a constant rate", "[model]")
{
    // With electrons alone limiting, d(b^2)/dt = 2 v E sigma_e - 2 k_f |j| b^2.
    auto p = electrode();
    p.electronic = ElectronicConductivity<>{Conductivity<>{1e-8}};
    p.ionic = Conductivity<>{1e7};
    p.front_resistance = {};
    p.renewal = Renewal<>{2e-3};
    const auto f = film(p);
    const double pace = 2e-3 * 5.0;
    const double steady = std::sqrt(f.v * f.E * f.sigma_e / pace);
    Bench(p).run(
        {constant_current(5.0, hour), constant_current(5.0, hour)}, [&](const RunTrace& trace) {
            const auto& early = trace.states[0].state;
            const auto& late = trace.states[1].state;
            const double grown =
                (late.working.interphase_thickness - early.working.interphase_thickness).si;
            CHECK(barrier(trace) == Approx(steady).epsilon(promised));
            CHECK(grown == Approx(pace * steady * hour).epsilon(promised));
        });
    // On the way there.
    Bench(p).run({constant_current(5.0, 60.0)}, [&](const RunTrace& trace) {
        const double b2 =
            steady * steady + (f.b0 * f.b0 - steady * steady) * std::exp(-2.0 * pace * 60.0);
        CHECK(barrier(trace) == Approx(std::sqrt(b2)).epsilon(promised));
    });
}

TEST_CASE("contact lost on stripping follows its exponential", "[model]")
{
    // theta = T + (theta_0 - T) e^(L t), L = j_rep/Q_h - k_c, T = (j/Q_h - k_c)/L
    auto p = electrode();
    p.contact.replenishment = CurrentDensity<>{1.0};
    p.contact.healing = Rate<>{3e-6};
    const double Q_h = p.contact.void_capacity.si;
    const double j = 2.0;
    const double L = 1.0 / Q_h - 3e-6;
    const double T = (j / Q_h - 3e-6) / L;
    const double t = 10.0 * hour;
    Bench(p, {.contact = true}).run({constant_current(j, t)}, [&](const RunTrace& trace) {
        CHECK(trace.states.back().state.working.contact_fraction ==
              Approx(T + (1.0 - T) * std::exp(L * t)).epsilon(promised));
    });
}

TEST_CASE("contact regained on plating follows its exponential, and so does what it speeds up",
          "[model]")
{
    // 1 - theta = D e^(-mu t), mu = w |j|/Q_h + k_c; integral of dt/theta = ln[(e^(mu
    // t)-D)/(1-D)]/mu
    auto p = electrode();
    p.contact.refill_share = 0.6;
    p.contact.healing = Rate<>{3e-6};
    // With j_crit = 0 an intrusion is (V_Li/F) kappa_s |j| times the integral of dt/theta.
    p.intrusion.excess_gain = 2e-3;
    const double Q_h = p.contact.void_capacity.si;
    const double D = 0.7;
    const double mu = 0.6 * 2.0 / Q_h + 3e-6;
    const double t = 10.0 * hour;
    Bench bench(p, {.contact = true, .intrusion = true});
    bench.start.working.contact_fraction = 1.0 - D;
    bench.run({constant_current(-2.0, t)}, [&](const RunTrace& trace) {
        const auto& s = trace.states.back().state.working;
        const double whole = std::log((std::exp(mu * t) - D) / (1.0 - D)) / mu;
        CHECK(1.0 - s.contact_fraction == Approx(D * std::exp(-mu * t)).epsilon(promised));
        CHECK(s.intrusion_length.si ==
              Approx(lithium_volume_per_charge.si * 2e-3 * 2.0 * whole).epsilon(promised));
    });
}

TEST_CASE("at 0.2 mA/cm2 voids of 15 um leave one percent of contact after 15.308 h", "[model]")
{
    auto p = electrode();
    Bench(p, {.contact = true})
        .run({constant_current(2.0, 20.0 * hour)}, [&](const RunTrace& trace) {
            REQUIRE(trace.events.size() == 1);
            const auto& lost = trace.events.front();
            CHECK(lost.event.kind == EventKind::contact_lost);
            CHECK(lost.event.electrode == Side::working);
            CHECK(lost.event.terminal);
            CHECK(lost.time / hour == Approx(15.308).margin(5e-4));
            // Within 1e-6 of the step.
            const double Q_h = p.contact.void_capacity.si;
            CHECK(lost.time == Approx(0.99 * Q_h / 2.0).epsilon(promised));
        });
}

TEST_CASE("a starved collector enters its host at the thickness that lets lithium through",
          "[model]")
{
    // l = (E_red - U_host(0) - J R_k)/(J/sigma_e + (J - |j|)/sigma_i), J = |j|/(1 - u f_rev)
    auto p = electrode();
    p.electronic = ElectronicConductivity<>{Conductivity<>{6e-8}};
    p.ionic = Conductivity<>{2e-7};
    p.front_resistance = ArealResistance<>{0.7};
    for (const double share : {0.0, 0.14}) {
        p.reversible_share = share;
        Bench bench(p);
        bench.start.working.lithium = {};
        const double j = 0.156;
        const double J = j / (1.0 - share);
        const double entry = share > 0.0 ? 0.4 : 0.0;
        const double l = (1.71 - entry - J * 0.7) / (J / 6e-8 + (J - j) / 2e-7);
        REQUIRE(l > 1e-7); // several hundred nanometres
        const double t = (l - p.initial_thickness.si) / (p.growth.si * J);
        bench.run({constant_current(-j, 1.05 * t)}, [&](const RunTrace& trace) {
            std::optional<double> exit;
            for (const auto& e : trace.events) {
                if (e.event.kind == EventKind::starved_ends && !exit) {
                    exit = e.time;
                }
            }
            REQUIRE(exit.has_value());
            CHECK(*exit == Approx(t).epsilon(promised));
        });
    }
}

TEST_CASE("lithium that a cell lost is what its interphases hold", "[model]")
{
    auto p = electrode();
    p.reversible_share = 0.1;
    p.front_resistance = {};
    Bench(p).run({constant_current(0.0, 400.0 * hour)}, [&](const RunTrace& trace) {
        const auto& s = trace.states.back().state.working;
        const double leaked = ((s.interphase_thickness - p.initial_thickness) / p.growth).si;
        CHECK(7.38e5 - s.lithium.si == Approx(0.9 * leaked).epsilon(promised));
        CHECK(s.host_capacity.si == Approx(0.1 * leaked).epsilon(promised));
    });
}
