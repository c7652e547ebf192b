#include "tests/support/random_protocol.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace percolith;
using namespace percolith::tests;

namespace
{

using runs::Engine;
using runs::Tolerances;

constexpr double agreement = 1e-6;

/// Metal that comes and goes this often in one step multiplies errors: each crossing is judged by
/// the small difference of two large charges, and carries its error to the next. Both engines are
/// then asked at tolerances that leave digits for it.
constexpr long much_flicker = 40;
constexpr Tolerances fine_sundials{1e-13, 1e-13};
constexpr Tolerances fine_odeint{1e-12, 1e-12};

template <model::Physics physics>
RunTrace run(const RandomCase& c, Engine engine, const Tolerances& tolerances)
{
    return run_protocol<physics>(c.cell, c.start, c.steps, c.limit_stops, engine, tolerances);
}

template <model::Physics physics> std::optional<std::string> difference(const RandomCase& c)
{
    auto reference = run<physics>(c, Engine::sundials, default_tolerances(Engine::sundials));
    auto fast = run<physics>(c, Engine::odeint, default_tolerances(Engine::odeint));
    if (std::max(reference.flicker(), fast.flicker()) > much_flicker) {
        reference = run<physics>(c, Engine::sundials, fine_sundials);
        fast = run<physics>(c, Engine::odeint, fine_odeint);
    }
    return first_difference<physics>(reference, fast, agreement);
}

bool is_core(const RandomCase& c)
{
    return runs::physics_of(c.cell) == model::Physics::core;
}

void require_agreement(std::uint32_t from, std::uint32_t count)
{
    for (std::uint32_t seed = from; seed < from + count; ++seed) {
        const auto c = random_case(seed);
        const auto apart =
            is_core(c) ? difference<model::Physics::core>(c) : difference<model::Physics::full>(c);
        INFO("seed " << seed << ": " << apart.value_or(""));
        CHECK_FALSE(apart);
    }
}

constexpr std::uint32_t quarter = 200;

} // namespace

// Four entries, so that they run side by side.
TEST_CASE("two engines agree in states and events on random cells (1 of 4)", "[engines]")
{
    require_agreement(1, quarter);
}

TEST_CASE("two engines agree in states and events on random cells (2 of 4)", "[engines]")
{
    require_agreement(1 + quarter, quarter);
}

TEST_CASE("two engines agree in states and events on random cells (3 of 4)", "[engines]")
{
    require_agreement(1 + 2 * quarter, quarter);
}

TEST_CASE("two engines agree in states and events on random cells (4 of 4)", "[engines]")
{
    require_agreement(1 + 3 * quarter, quarter);
}

TEST_CASE("two engines agree on random cells that once told them apart", "[engines]")
{
    // 12538: a bare collector's first metal, less than what counts as some. 17545: a held voltage
    // that no current gives in a trial. 1652, 3384, 8716: a bare collector's first host under a
    // held voltage. 2014, 3773: the end of starvation under a held voltage. 2541, 3210, 23672: a
    // ramp that reaches zero current as it ends. 3809: sliding that ends where renewal alone no
    // longer holds it. 4161: Newton's method between two sides of the charge transfer's bend. 908,
    // 5140: sudden changes. 13336, 24402: a step that begins at the voltage limit that ended the
    // last. 1197, 4360: much flicker.
    for (const std::uint32_t seed :
         {908U, 1197U, 1652U, 2014U, 2541U, 3210U, 3384U, 3773U, 3809U, 4161U, 4360U, 5140U, 8716U,
          12538U, 13336U, 17545U, 23672U, 24402U}) {
        require_agreement(seed, 1);
    }
}

TEST_CASE("the random cells reach every mode, event and sub-model, on and off", "[engines]")
{
    std::set<model::LithiumMode> modes;
    std::set<model::EventKind> events;
    std::set<std::array<bool, 3>> submodels;
    std::set<std::string> steps;
    int switched = 0;
    for (std::uint32_t seed = 1; seed <= 4 * quarter; ++seed) {
        const auto c = random_case(seed);
        const auto tolerances = default_tolerances(Engine::odeint);
        const auto trace = is_core(c) ? run<model::Physics::core>(c, Engine::odeint, tolerances)
                                      : run<model::Physics::full>(c, Engine::odeint, tolerances);
        modes.insert(trace.modes.begin(), trace.modes.end());
        for (const auto& e : trace.events) {
            events.insert(e.event.kind);
        }
        for (std::size_t k = 0; k < trace.ends.size(); ++k) {
            steps.insert(c.steps[k].text);
        }
        const auto& with = c.cell.submodels;
        submodels.insert({with.contact, with.intrusion, with.activation});
        switched += trace.remark.find("switched to rosenbrock4") != std::string::npos ? 1 : 0;
    }
    CHECK(modes.size() == 5);
    CHECK(submodels.size() == 8);
    CHECK(steps == std::set<std::string>{"half cycle", "hold", "measured", "ramp", "rest"});
    CHECK(switched > 0);
    for (const auto kind : {model::EventKind::metal_depleted, model::EventKind::metal_back,
                            model::EventKind::host_exhausted, model::EventKind::starved_begins,
                            model::EventKind::starved_ends, model::EventKind::short_circuit,
                            model::EventKind::contact_lost, model::EventKind::voltage_limit_high,
                            model::EventKind::voltage_limit_low}) {
        INFO(name(kind));
        CHECK(events.count(kind) == 1);
    }
}
