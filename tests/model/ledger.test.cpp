#include "model/ledger.hpp"
#include "tests/support/integrate.hpp"
#include "tests/support/random_protocol.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// The state after a long time at constant rates. The ledger is linear in the state, so how long
/// does not matter; long enough that its change does not drown in rounding of what it started with.
template <Physics physics>
CellState<> after(const CellState<>& s, const CellRates<>& r, double time)
{
    StateVector<physics> y;
    StateVector<physics> dy;
    pack<physics, double>(s, y);
    pack<physics, double>(r, dy);
    for (std::size_t k = 0; k < y.size(); ++k) {
        y[k] += time * dy[k];
    }
    return unpack<physics, double>(std::span<const double, cell_size<physics>>(y));
}

template <Physics physics> CellRates<> rates_of(const PlacedCell& c)
{
    return cell_rates<physics>(c.cell, c.state, c.on(), c.i(), c.slope());
}

/// Change of the ledger relative to all lithium in motion and at rest.
template <Physics physics> double imbalance(const PlacedCell& c, const CellRates<>& r)
{
    const double motion = std::abs(c.current) +
                          r.working.interphase_thickness.si / c.cell.working.growth.si +
                          r.counter.interphase_thickness.si / c.cell.counter.growth.si;
    const double before = ledger(c.cell, c.state).total();
    const double time = before / motion;
    const double now = ledger(c.cell, after<physics>(c.state, r, time)).total();
    return std::abs(now - before) / before;
}

template <Physics physics> void check_conservation(std::uint32_t seed)
{
    Draw draw(seed);
    for (const auto mode : every_lithium_mode) {
        double worst = 0.0;
        for (int trial = 0; trial < 600; ++trial) {
            const auto c = random_placed_cell<physics>(draw, mode);
            const double off = imbalance<physics>(c, rates_of<physics>(c));
            worst = off <= worst ? worst : off;
        }
        CAPTURE(static_cast<int>(mode));
        // A handful of roundings of terms as large as all lithium.
        CHECK(worst < 1e-14);
    }
}

} // namespace

TEST_CASE("lithium is conserved by the balances of every mode", "[model]")
{
    check_conservation<Physics::core>(201);
    check_conservation<Physics::full>(202);
}

TEST_CASE("the host holds the reversible share of what leaked", "[model]")
{
    // d/dt of c_r = u f_rev (l - b_0)/v: the one flux that only moves lithium from metal to host.
    Draw draw(203);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 300; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto r = rates_of<Physics::full>(c);
            const auto leaked = r.working.interphase_thickness / c.cell.working.growth;
            CHECK(r.working.host_capacity.si ==
                  Approx((c.cell.working.reversible_share * leaked).si).epsilon(1e-14));
        }
    }
}

namespace
{

struct NamedFlux {
    const char* name;
    kinetics::CurrentDensity<> ElectrodeRates<>::* charge;
    kinetics::Velocity<> ElectrodeRates<>::* length;
};

constexpr NamedFlux fluxes[] = {
    {"lithium", &ElectrodeRates<>::lithium, nullptr},
    {"interphase", nullptr, &ElectrodeRates<>::interphase_thickness},
    {"dead lithium", &ElectrodeRates<>::dead_lithium, nullptr},
};

bool drop(const NamedFlux& flux, ElectrodeRates<>& r)
{
    if (flux.charge != nullptr) {
        const bool flowed = (r.*flux.charge).si != 0.0;
        r.*flux.charge = {};
        return flowed;
    }
    const bool flowed = (r.*flux.length).si != 0.0;
    r.*flux.length = {};
    return flowed;
}

/// A thin cell in which every flux is worth noticing.
CellParameters<> busy_cell()
{
    Draw draw(204);
    auto cell = random_cell(draw, Barrier::constant, {true, true, true});
    for (auto* e : {&cell.working, &cell.counter}) {
        e->reversible_share = 0.15;
        e->dead_share = 1e-3;
        e->electronic = kinetics::ElectronicConductivity<>{kinetics::Conductivity<>{1e-8}};
        e->ionic = kinetics::Conductivity<>{1e-3};
        e->front_resistance = kinetics::ArealResistance<>{0.1};
        e->reduction_potential = kinetics::Voltage<>{1.71};
        e->renewal = kinetics::Renewal<>{2e-3};
        e->contact.healing = kinetics::Rate<>{1e-4};
    }
    return cell;
}

/// Ledger error after a half cycle each way, with some flux tampered with.
template <class Tamper> double ledger_error_after_a_cycle(const Tamper& tamper)
{
    const auto cell = busy_cell();
    CellState<> s;
    s.working = fresh(cell.working, 4e4);
    s.counter = fresh(cell.counter, 4e4);
    const double start = ledger(cell, s).total();
    for (const double i : {5.0, -5.0}) {
        const auto mode = settle<Physics::full>(cell, s, i, 0.0, true).mode;
        const auto on = switches<double>(mode);
        s = runge_kutta<Physics::full>(s, 3600.0, 2000, [&](const CellState<>& at) {
            auto r = cell_rates<Physics::full>(cell, at, on, kinetics::CurrentDensity<>{i}, {});
            tamper(r);
            return r;
        });
    }
    return ledger_error(ledger(cell, s), start);
}

} // namespace

TEST_CASE("the ledger holds over a cycle", "[model]")
{
    CHECK(ledger_error_after_a_cycle([](CellRates<>&) {}) < 1e-12);
}

TEST_CASE("a dropped flux of either electrode shows in the ledger", "[model]")
{
    for (const auto& flux : fluxes) {
        for (auto side : {&CellRates<>::working, &CellRates<>::counter}) {
            bool flowed = false;
            const double error = ledger_error_after_a_cycle(
                [&](CellRates<>& r) { flowed = drop(flux, r.*side) || flowed; });
            CAPTURE(flux.name);
            CHECK(flowed);
            CHECK(error > 1e-6);
        }
    }
}

TEST_CASE("a host that takes nothing shows as metal that is not there", "[model]")
{
    // The ledger's total is q + bound + dead, whatever is host of q: a host capacity that does not
    // grow moves no lithium. What it must be follows from the interphase.
    for (auto side : {&CellRates<>::working, &CellRates<>::counter}) {
        const double error = ledger_error_after_a_cycle([&](CellRates<>& r) {
            auto& e = r.*side;
            // Dropped as a flux: neither the capacity nor the lithium in it.
            e.lithium -= e.host_capacity;
            e.host_capacity = {};
        });
        CHECK(error > 1e-6);
    }
}

TEST_CASE("the terms of the ledger are where the lithium is", "[model]")
{
    ElectrodeParameters<> p;
    p.growth = kinetics::VolumePerCharge<>{2e-10};
    p.reversible_share = 0.25;
    p.initial_thickness = kinetics::Length<>{1e-9};
    ElectrodeState<> s;
    s.lithium = kinetics::ArealCharge<>{1000.0};
    s.host_capacity = kinetics::ArealCharge<>{300.0};
    s.interphase_thickness = kinetics::Length<>{201e-9};
    s.dead_lithium = kinetics::ArealCharge<>{7.0};
    const auto with_metal = ledger(p, s);
    CHECK(with_metal.metal == 700.0);
    CHECK(with_metal.host == 300.0);
    CHECK(with_metal.interphase == Approx(750.0).epsilon(1e-14));
    CHECK(with_metal.dead == 7.0);
    CHECK(with_metal.lost() == Approx(757.0).epsilon(1e-14));
    CHECK(with_metal.total() == Approx(1757.0).epsilon(1e-14));
    s.lithium = kinetics::ArealCharge<>{120.0};
    const auto on_host = ledger(p, s);
    CHECK(on_host.metal == 0.0);
    CHECK(on_host.host == 120.0);
}

TEST_CASE("the ledger holds to 1e-10 through whole tests, whatever happens", "[model]")
{
    // Settling may clip an empty electrode's last 1e-9 C/m2 and give a bare collector 1e-8; in
    // tests of at least 3000 C/m2 that is far less.
    const auto worst = [](runs::Engine engine, std::uint32_t first, std::uint32_t count) {
        double largest = 0.0;
        std::size_t ran = 0;
        for (std::uint32_t seed = first; seed < first + count; ++seed) {
            const auto c = random_case(seed);
            const double start = ledger(c.cell, c.start).total();
            const auto trace = run_protocol<Physics::full>(
                c.cell, c.start, c.steps, c.limit_stops, engine, runs::default_tolerances(engine));
            for (const auto& at : trace.states) {
                const double error = ledger_error(ledger(c.cell, at.state), start);
                largest = error <= largest ? largest : error;
                ++ran;
            }
            UNSCOPED_INFO("seed " << seed << ": " << largest << " " << trace.failure);
        }
        CHECK(ran > count);
        return largest;
    };
    CHECK(worst(runs::Engine::odeint, 1000, 150) < 1e-10);
    CHECK(worst(runs::Engine::sundials, 1000, 15) < 1e-10);
}

TEST_CASE("a thick germanium electrode keeps cycling on its host where a thin one cannot",
          "[model]")
{
    // LGPS: 23.75 Li per formula, 3.75 of them in 1/4 Li15Ge4. 0.5 mAh/cm2 a half cycle.
    const double f_rev = 3.75 / 23.75;
    const double half_cycle = 0.5 * 36e3;
    const auto needed = [&](double thickness_um) {
        return host_criterion(0.5 * f_rev, f_rev, thickness_um * 0.205 * 36e3, half_cycle)
            .needed_share;
    };
    CHECK(needed(100.0) == Approx(0.154).margin(5e-4));
    CHECK(needed(50.0) == Approx(0.31).margin(5e-3));
    CHECK(needed(20.0) == Approx(0.77).margin(5e-3));
    const auto thick = host_criterion(0.5 * f_rev, f_rev, 100.0 * 0.205 * 36e3, half_cycle);
    const auto thin = host_criterion(0.5 * f_rev, f_rev, 20.0 * 0.205 * 36e3, half_cycle);
    CHECK(thick.keeps_cycling());
    CHECK_FALSE(thin.keeps_cycling());
    const double host = 0.5 * f_rev * 100.0 * 0.205 * 36e3;
    CHECK(thick.reprieve == Approx((host - half_cycle) / (1.0 - 0.5 * f_rev)).epsilon(1e-14));
}
