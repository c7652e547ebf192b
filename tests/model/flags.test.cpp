#include "model/flags.hpp"
#include "tests/support/random_state.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

FlagValues<> working_flags(const PlacedCell& c)
{
    return flag_values<Physics::full>(c.cell.working, c.cell.submodels, c.state.working,
                                      c.mode.working, c.i());
}

double value(const FlagValues<>& v, Flag which)
{
    return v[static_cast<std::size_t>(which)].value;
}

} // namespace

TEST_CASE("each flag looks at the quantity of its law", "[model]")
{
    Draw draw(341);
    int metal = 0;
    for (int trial = 0; trial < 1000; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        if (c.mode.working.lithium != LithiumMode::metal) {
            continue;
        }
        ++metal;
        const auto& p = c.cell.working;
        const auto& s = c.state.working;
        const auto& with = c.cell.submodels;
        const double theta = s.contact_fraction;
        const auto v = working_flags(c);
        const double drop = c.current / theta * p.ionic.resistance(s.interphase_thickness).si;
        CHECK(value(v, Flag::leaking) ==
              Approx(p.reduction_potential.si - drop).margin(1e-14 * (3.0 + std::abs(drop))));
        const bool voids = with.contact && c.current > 0.0;
        CHECK(value(v, Flag::voiding) ==
              Approx(voids ? c.current - theta * p.contact.replenishment.si : -1.0).margin(1e-14));
        const bool intrudes = with.intrusion && c.current < 0.0;
        CHECK(value(v, Flag::intruding) ==
              Approx(intrudes ? -c.current / theta - p.intrusion.critical.si : -1.0).margin(1e-12));
        const double left = ((s.lithium - s.host_capacity) * lithium_volume_per_charge).si;
        CHECK(value(v, Flag::pores_by_metal) ==
              Approx(with.activation ? s.pore_lithium.si - left : -1.0).margin(1e-18));
    }
    CHECK(metal > 500);
}

TEST_CASE("without metal no voids and no pores are judged, and intrusion while sliding alone",
          "[model]")
{
    Draw draw(342);
    for (const auto mode : every_lithium_mode) {
        for (int trial = 0; trial < 200; ++trial) {
            auto c = random_placed_cell<Physics::full>(draw, mode);
            if (c.mode.working.lithium == LithiumMode::metal) {
                continue;
            }
            c.cell.submodels = {true, true, true};
            const auto v = working_flags(c);
            CHECK(value(v, Flag::voiding) == -1.0);
            // Sliding electrodes plate, and hold metal for a share of the time.
            const bool at_times = c.mode.working.lithium == LithiumMode::sliding;
            const double excess = -c.current / c.state.working.contact_fraction -
                                  c.cell.working.intrusion.critical.si;
            CHECK(value(v, Flag::intruding) == Approx(at_times ? excess : -1.0).margin(1e-12));
            CHECK(value(v, Flag::pores_by_metal) == -1.0);
        }
    }
}

TEST_CASE("the slope of a flag is where its quantity is heading", "[model]")
{
    using Side = std::array<double, electrode_size<Physics::full>>;
    Draw draw(343);
    int seen = 0;
    for (const auto mode : every_lithium_mode) {
        if (mode == LithiumMode::sliding) {
            continue; // its flags do not move: b is held where the leak is |j|
        }
        for (int trial = 0; trial < 300; ++trial) {
            const auto c = random_placed_cell<Physics::full>(draw, mode);
            const auto& p = c.cell.working;
            const auto slopes = flag_slopes<Physics::full>(p, c.cell.submodels, c.state.working,
                                                           c.mode.working, c.current, c.ramp);
            Side y;
            Side dy;
            model::detail::pack_electrode<Physics::full>(c.state.working, y.data());
            model::detail::pack_rates<Physics::full>(
                electrode_rates<Physics::full>(p, c.cell.submodels, c.state.working, c.on().working,
                                               c.i(), c.slope()),
                dy.data());
            double pace = 1e-12 + (c.current != 0.0 ? std::abs(c.ramp / c.current) : 0.0);
            for (std::size_t k = 0; k < y.size(); ++k) {
                pace = std::max(pace, y[k] != 0.0 ? std::abs(dy[k] / y[k]) : 0.0);
            }
            const double time = 1e-5 / pace;
            const auto at = [&](double t) {
                Side moved = y;
                for (std::size_t k = 0; k < y.size(); ++k) {
                    moved[k] += t * dy[k];
                }
                return flag_values<Physics::full>(
                    p, c.cell.submodels,
                    model::detail::unpack_electrode<Physics::full>(moved.data()), c.mode.working,
                    CurrentDensity<>{c.current + t * c.ramp});
            };
            const auto later = at(time);
            const auto earlier = at(-time);
            for (std::size_t k = 0; k < flag_count; ++k) {
                const double expected = (later[k].value - earlier[k].value) / (2.0 * time);
                const double size = std::abs(later[k].value) + later[k].size;
                // Rounding over 1e-5 of the way, and curvature of (1e-5)^2.
                CAPTURE(trial, k, static_cast<int>(c.mode.working.lithium));
                CHECK(slopes[k] == Approx(expected).epsilon(1e-6).margin(1e-9 * size * pace));
                ++seen;
            }
        }
    }
    CHECK(seen > 1000);
}
