#include "tests/support/course_differences.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <set>

using namespace percolith;
using namespace percolith::tests;

namespace
{

using model::EventKind;

/// What happens in them: sliding entered from starvation, from metal and by a flicker (305, 1212,
/// 1981); a short circuit (143), lost contact (2), the separator consumed (2045); metal that comes
/// back and goes (11), starvation onto metal (112) and onto a host (40), a negative limit (69);
/// segments too stiff for explicit steps (388, 1683).
constexpr std::array<std::uint32_t, 12> special_seeds{305, 1212, 1981, 143, 2,   2045,
                                                      11,  112,  40,   69,  388, 1683};

} // namespace

// Differences of the values alone know nothing of how derivatives pass events.
TEST_CASE("derivatives are those of the values, on random cells through all their events", "[fit]")
{
    std::size_t compared = 0;
    std::size_t left_out = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const auto c = random_course(seed, 15);
        // Two of the knobs at a time; over the seeds, all.
        const auto jets = run_case<runs::Jet<12>>(c, at_rest<runs::Jet<12>>(), fine);
        for (std::size_t k = 0; k < 2; ++k) {
            const auto knob = (seed + 5 * k) % knobs;
            const auto outcome = compare(c, jets, knob);
            INFO("seed " << seed << ", knob " << knob << ": " << outcome.worst);
            CHECK(outcome.agree);
            ++(outcome.same_events ? compared : left_out);
        }
    }
    // Where turning a knob by 6 10^-4 makes an event appear or vanish, there is nothing to compare.
    CHECK(left_out < compared / 20);
}

TEST_CASE("derivatives pass every kind of event and mode", "[fit]")
{
    std::set<EventKind> events;
    for (const std::uint32_t seed : special_seeds) {
        const auto c = random_course(seed, 15);
        const auto jets = run_case<runs::Jet<12>>(c, at_rest<runs::Jet<12>>(), fine);
        for (std::size_t knob = seed % 2; knob < knobs; knob += 2) {
            const auto outcome = compare(c, jets, knob);
            INFO("seed " << seed << ", knob " << knob << ": " << outcome.worst);
            CHECK(outcome.agree);
            if (outcome.same_events) {
                events.insert(outcome.events.begin(), outcome.events.end());
            }
        }
    }
    for (const auto kind :
         {EventKind::metal_depleted, EventKind::metal_back, EventKind::host_exhausted,
          EventKind::starved_begins, EventKind::starved_ends, EventKind::short_circuit,
          EventKind::contact_lost, EventKind::separator_consumed, EventKind::voltage_limit_high,
          EventKind::voltage_limit_low}) {
        INFO(name(kind));
        CHECK(events.count(kind) == 1);
    }
}
