#include "model/balances.hpp"
#include "tests/support/one_side.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

namespace branches = percolith::model::detail;

/// Each law of sections 4, 5 and 7 written once more, in plain numbers.
struct Expected {
    double leak = 0.0;
    double potential = 0.0;
};

Expected expected_leak(const OneSide& e)
{
    const double theta = e.s.contact_fraction;
    const double ionic = e.s.interphase_thickness.si / e.p.ionic.conductivity().si;
    const double all = e.s.barrier_thickness.si / e.p.electronic(e.s.barrier_thickness).si + ionic +
                       e.p.front_resistance.si;
    const double E = e.p.reduction_potential.si;
    const auto at = [&](double U) {
        return theta * std::max(0.0, E - U - e.j / theta * ionic) / all;
    };
    switch (e.mode.lithium) {
    case LithiumMode::metal:
        return {.leak = at(0.0), .potential = 0.0};
    case LithiumMode::host: {
        const double U = e.p.host((e.s.lithium / e.s.host_capacity)).si;
        return {.leak = at(U), .potential = U};
    }
    case LithiumMode::exhausted:
        return {.leak = 0.0, .potential = E};
    case LithiumMode::starved: {
        const double leak = -e.j / (1.0 - e.p.reversible_share);
        return {.leak = leak, .potential = E - e.j / theta * ionic - leak * all / theta};
    }
    default:
        return {.leak = -e.j, .potential = 0.0};
    }
}

} // namespace

TEST_CASE("every mode leaks and sits at the potential that its law says", "[model]")
{
    Draw draw(211);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 500; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto e = working(c);
            const auto f = e.flows();
            const auto expected = expected_leak(e);
            CAPTURE(trial, static_cast<int>(e.mode.lithium));
            // Rounding of the drive, whose terms may be far larger than itself.
            const double size = std::abs(e.j) + e.s.contact_fraction * 3.0 / f.path.total().si;
            CHECK(f.leak.si == Approx(expected.leak).epsilon(1e-12).margin(1e-13 * size));
            CHECK(f.potential.si == Approx(expected.potential).epsilon(1e-10).margin(1e-12));
        }
    }
}

TEST_CASE("a starved electrode floats between its host's entry and the electrolyte's reduction",
          "[model]")
{
    Draw draw(212);
    for (int trial = 0; trial < 500; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::starved);
        for (const bool is_working : {true, false}) {
            const auto& p = is_working ? c.cell.working : c.cell.counter;
            const auto& s = is_working ? c.state.working : c.state.counter;
            const auto& on = is_working ? c.on().working : c.on().counter;
            if (!on.starved) {
                continue;
            }
            const auto f = flows(p, s, on, is_working ? c.i() : -c.i());
            CHECK(f.potential >= host_entry_potential(p));
            CHECK(f.potential <= p.reduction_potential);
        }
    }
}

TEST_CASE("the balances of one electrode are those of the laws", "[model]")
{
    Draw draw(213);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 300; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto e = working(c);
            const auto r = rates(e, c.cell.submodels);
            const double leak = e.flows().leak.si;
            const double u = e.p.reversible_share;
            const double dead = e.j > 0.0 ? e.p.dead_share * e.j : 0.0;
            CAPTURE(trial, static_cast<int>(e.mode.lithium));
            const double size = 1e-13 * (std::abs(e.j) + leak);
            CHECK(r.lithium.si == Approx(-e.j - (1.0 - u) * leak - dead).margin(size));
            CHECK(r.host_capacity.si == Approx(u * leak).margin(size));
            CHECK(r.interphase_thickness.si == Approx(e.p.growth.si * leak).epsilon(1e-13));
            CHECK(r.dead_lithium.si == Approx(dead).margin(size));
            if (e.mode.lithium != LithiumMode::sliding) {
                const double g = e.mode.lithium == LithiumMode::metal ? 1.0 : 0.0;
                const double renewed =
                    g * e.p.renewal.si * std::abs(e.j) * e.s.barrier_thickness.si;
                CHECK(r.barrier_thickness.si ==
                      Approx(e.p.growth.si * leak - renewed)
                          .margin(1e-13 * (e.p.growth.si * leak + renewed)));
            }
        }
    }
}

TEST_CASE("the sub-models of one electrode are those of the laws", "[model]")
{
    Draw draw(214);
    constexpr double foil = 13.00e-6 / 96485.33212331001;
    for (const auto mode : {LithiumMode::metal, LithiumMode::host}) {
        for (int trial = 0; trial < 1000; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto e = working(c);
            const auto& with = c.cell.submodels;
            const auto r = rates(e, with);
            const double g = e.mode.lithium == LithiumMode::metal ? 1.0 : 0.0;
            const double theta = e.s.contact_fraction;
            const double plating = std::max(0.0, -e.j);
            const double stripping = std::max(0.0, e.j);
            const auto& k = e.p.contact;
            const double voids =
                stripping > 0.0 ? std::max(0.0, stripping - theta * k.replenishment.si) : 0.0;
            const double filled = k.refill_share * plating * (1.0 - theta);
            const double contact =
                g * (filled - voids) / k.void_capacity.si + k.healing.si * (1.0 - theta);
            const double l = e.s.interphase_thickness.si;
            const double b = e.s.barrier_thickness.si;
            const double sigma_e = e.p.electronic(e.s.barrier_thickness).si;
            const double f_e = (1.0 - b / l) * (1.0 - 1.0 / std::cosh(l / e.p.decay_length.si)) +
                               b / l * sigma_e / (sigma_e + e.p.ionic.conductivity().si);
            const double excess =
                plating > 0.0 ? std::max(0.0, plating / theta - e.p.intrusion.critical.si) : 0.0;
            const double intrusion = g * foil *
                                         (e.p.intrusion.excess_gain * excess +
                                          e.p.intrusion.electronic_gain * f_e * plating) +
                                     e.p.intrusion.creep.si;
            const double filling = e.s.pore_lithium.si / (e.p.activation.filling_limit *
                                                          e.p.activation.pore_fraction * l);
            const double pores =
                g * foil * f_e *
                (plating * (1.0 - filling) - e.p.activation.strippable_share * stripping * filling);
            CAPTURE(trial, e.j, g);
            // The 1 - sech of this test is known to rounding of 1.
            const double rounding = 1e-15 * foil * std::abs(e.j);
            CHECK(r.contact_fraction.si ==
                  Approx(with.contact ? contact : 0.0).epsilon(1e-11).margin(1e-20));
            CHECK(r.intrusion_length.si ==
                  Approx(with.intrusion ? intrusion : 0.0).epsilon(1e-11).margin(rounding));
            CHECK(r.pore_lithium.si ==
                  Approx(with.activation ? pores : 0.0).epsilon(1e-11).margin(rounding));
        }
    }
}

TEST_CASE("a sliding electrode keeps q = c_r and leaks what is plated", "[model]")
{
    Draw draw(220);
    for (int trial = 0; trial < 500; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::sliding);
        const auto e = working(c);
        if (e.mode.lithium != LithiumMode::sliding) {
            continue;
        }
        const auto r = rates(e, c.cell.submodels);
        CHECK(r.lithium.si == r.host_capacity.si);
        // The leak of metal stays |j|: its rate of change along the way is that of |j|.
        const auto leak_at = [&](double time) {
            OneSide later = e;
            later.s.interphase_thickness += r.interphase_thickness * Time<>{time};
            later.s.barrier_thickness += r.barrier_thickness * Time<>{time};
            later.s.contact_fraction += (r.contact_fraction * Time<>{time});
            later.j += e.ramp * time;
            later.mode.lithium = LithiumMode::metal;
            later.mode.leaking = true;
            return later.flows().leak.si + later.j;
        };
        // A time in which b moves by 1e-5 of itself at most.
        const double pace = std::abs((r.barrier_thickness / e.s.barrier_thickness).si) +
                            std::abs(r.contact_fraction.si / e.s.contact_fraction) +
                            std::abs(e.ramp / e.j) +
                            std::abs((r.interphase_thickness / e.s.interphase_thickness).si);
        const double time = 1e-5 / pace;
        const double drift = (leak_at(time) - leak_at(-time)) / (2.0 * time);
        CAPTURE(trial);
        CHECK(drift == Approx(0.0).margin(1e-6 * pace * std::abs(e.j)));
    }
}

TEST_CASE("states stay where they belong", "[model]")
{
    Draw draw(221);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 300; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto& with = c.cell.submodels;
            const auto e = working(c);
            CHECK(rates(e, with).interphase_thickness.si >= 0.0);
            if (e.mode.lithium == LithiumMode::sliding) {
                continue; // settle ends the sliding where its share of g leaves 0..1
            }
            CHECK(rates(e, with).intrusion_length.si >= 0.0);
            OneSide whole = e;
            whole.s.contact_fraction = 1.0;
            branches::settle_flags<Physics::full>(whole.p, with, whole.s, whole.j, whole.ramp,
                                                  whole.mode);
            CHECK(rates(whole, with).contact_fraction.si <= 0.0);
            OneSide edge = e;
            edge.s.barrier_thickness = edge.s.interphase_thickness;
            const auto r = rates(edge, with);
            CHECK(r.barrier_thickness <= r.interphase_thickness);
            edge.s.pore_lithium = {};
            CHECK(rates(edge, with).pore_lithium.si >= 0.0);
            edge.s.pore_lithium = e.p.activation.filling_limit * e.p.activation.pore_fraction *
                                  edge.s.interphase_thickness;
            // Full to rounding: 1e-15 of the deposition of all current.
            CHECK(rates(edge, with).pore_lithium.si <= 1e-25 * std::abs(e.j));
        }
    }
}

TEST_CASE("core physics is full physics with nothing switched on", "[model]")
{
    Draw draw(222);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 200; ++trial) {
            const auto c = random_placed_cell<Physics::core>(draw, mode);
            const auto core = cell_rates<Physics::core>(c.cell, c.state, c.on(), c.i(), c.slope());
            const auto full = cell_rates<Physics::full>(c.cell, c.state, c.on(), c.i(), c.slope());
            for (auto side : {&CellRates<>::working, &CellRates<>::counter}) {
                CHECK((core.*side).lithium.si == (full.*side).lithium.si);
                CHECK((core.*side).host_capacity.si == (full.*side).host_capacity.si);
                CHECK((core.*side).interphase_thickness.si == (full.*side).interphase_thickness.si);
                CHECK((core.*side).barrier_thickness.si == (full.*side).barrier_thickness.si);
                CHECK((full.*side).contact_fraction.si == 0.0);
                CHECK((full.*side).intrusion_length.si == 0.0);
                CHECK((full.*side).pore_lithium.si == 0.0);
            }
        }
    }
}
