#include "runs/design/answer.hpp"
#include "tests/support/small_design.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

using namespace percolith;
using namespace tests;
using Catch::Matchers::Contains;
using namespace runs::design;
using runs::Verdict;

namespace
{

Answer answered(const runs::DesignCase& asked, unsigned threads = 2)
{
    return answer(asked, {.threads = threads});
}

/// What is believed of a conductivity that may be on either side of a bound.
std::string prior(const std::string& decision)
{
    return "case = 'cell.toml'\n[[uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
           "distribution = 'log-uniform'\nfrom = '1e-12 S/m'\nto = '1e-8 S/m'\n[decision]\n" +
           decision + small_bench;
}

} // namespace

TEST_CASE("the answer is the soonest foil, and holds on cells that had no part in the choice",
          "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight, {"sample.tests=192"});
    const auto found = answered(asked);
    REQUIRE(found.chosen == 0U);
    for (const auto& foil : found.foils) {
        REQUIRE(foil.best);
        CHECK(foil.standings[*foil.best].decided.time >= found.decided.time);
    }
    REQUIRE(found.curves.size() == 2);
    for (const auto& curve : found.curves) {
        CHECK(curve.tests == 192);
        CHECK(std::ranges::is_sorted(curve.times));
        // Four standard errors of a share of 5 %, of the choice and of the look at it.
        CHECK(curve.wrong.value < 0.05 + 4.0 * std::sqrt(2.0 * 0.05 * 0.95 / 192.0));
    }
    CHECK(as_json(found) == as_json(answered(asked, 1)));
}

TEST_CASE("a prior is split by what is asked of a number, or of a test of the case", "[design]")
{
    const ScratchFolder folder;
    const auto by_number = parsed_design(
        folder, prior("quantity = 'interphase.electronic_conductivity'\nbelow = '1e-10 S/m'\n"));
    const auto found = answered(by_number);
    REQUIRE(found.groups.size() == 2);
    CHECK(found.groups[0].verdict == Verdict::pass);
    // Half of the logarithm lies below; a Sobol sequence splits it evenly.
    CHECK(found.groups[0].draws.size() == Approx(64).margin(2));
    CHECK(found.groups[0].draws.size() + found.groups[1].draws.size() == 128);
    // The leak at rest grows with conductivity: a bound between its ends splits the same draws in
    // the same order.
    const auto by_leak =
        parsed_design(folder, prior("quantity = 'working_mean_leak'\nbelow = '0.003 mA/cm^2'\n"));
    const auto other = answered(by_leak);
    REQUIRE(other.groups.size() == 2);
    CHECK(other.unclassified == 0);
    const Trials trials(by_leak.candidates[0], by_leak, by_leak.seed);
    auto reader = trials.reader();
    for (const auto& group : other.groups) {
        for (const auto draw : group.draws) {
            const auto leak = *trials.quantity(*by_leak.criterion, draw, reader);
            CHECK((leak < 0.03) == (group.verdict == Verdict::pass)); // A/m2
        }
    }
}

TEST_CASE("draws that make no cell are left out of every comparison, and told", "[design]")
{
    const ScratchFolder folder;
    // A quarter of the log-normal belief lies where electrolyte is left over: above 1 there is no
    // share.
    auto text = leaky_or_tight;
    text.insert(text.find("[[candidate]]"),
                "[[uncertain]]\nkey = 'interphase.reachable_alloy_share'\n"
                "distribution = 'uniform'\nfrom = '0.2'\nto = '1.2'\n");
    const auto found = answered(parsed_design(folder, text));
    CHECK(found.refused == Approx(2 * 128 * 0.2).margin(8));
    CHECK_THAT(found.first_refusal, Contains("reachable_alloy_share"));
    for (const auto& group : found.groups) {
        CHECK(group.draws.size() == Approx(128 * 0.8).margin(4));
    }
    REQUIRE(found.chosen);
    CHECK(found.symmetric->separation(Look::voltage)[found.symmetric->least_missed(Look::voltage)]
              .miss < 0.2);
    CHECK(found.anode_free->runs_out.value == 1.0);
    CHECK_THAT(as_text(found), Contains("draws are no cells"));
}

TEST_CASE("what is not used up by the end of its test is used up never", "[design]")
{
    const ScratchFolder folder;
    const auto asked =
        parsed_design(folder, prior("quantity = 'working_depletion_time'\nat_least = '1 h'\n"));
    const Trials trials(asked.candidates[0], asked, asked.seed);
    auto reader = trials.reader();
    CHECK(trials.quantity(*asked.criterion, 0, reader) == std::numeric_limits<double>::infinity());
    CHECK_THROWS_WITH(answered(asked), Contains("none of 128 draws fails"));
}

TEST_CASE("beliefs that all pass leave nothing to decide", "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(
        folder, prior("quantity = 'interphase.electronic_conductivity'\nbelow = '2e-8 S/m'\n"));
    CHECK_THROWS_WITH(answered(asked),
                      Contains("design.toml") && Contains("none of 128 draws fails"));
}

TEST_CASE("hours that do not suffice are told with the hours that would", "[design]")
{
    const ScratchFolder folder;
    const std::vector<std::string> once{"sample.tests=128", "bench.hours=1 h",
                                        "bench.capacity.to=0.15 mAh/cm^2"};
    const auto found = answered(parsed_design(folder, leaky_or_tight, once));
    CHECK_FALSE(found.chosen);
    REQUIRE(found.hours_needed);
    CHECK(*found.hours_needed > 3600.0);
    CHECK_THAT(binding_limit(found), Contains("within 1 h") && Contains("would take"));
    // With that many hours the same setting decides.
    auto more = once;
    more[1] = "bench.hours=" + std::to_string(*found.hours_needed * 1.001) + " s";
    const auto then = answered(parsed_design(folder, leaky_or_tight, more));
    REQUIRE(then.chosen);
    CHECK(then.decided.time <= *found.hours_needed);
}

TEST_CASE("an anode-free cell gives back what the interphase has left of it", "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight);
    const auto found = answered(asked);
    REQUIRE(found.anode_free);
    const auto& cycle = *found.anode_free;
    CHECK(cycle.runs_out.value == 1.0); // whatever leaks at all leaves less than was plated
    REQUIRE(cycle.efficiency.size() == 2);
    CHECK(cycle.efficiency[0] < cycle.efficiency[1]);
    CHECK(cycle.efficiency[1] < 1.0);
    // The lithium lost beside the tight interphase: that of a barrier growing from 5 nm, b_0, by
    // its own leak, E_red sigma_e t = (b^2 - b_0^2) / 2 v, so a few 1e-3 of the charge at most.
    CHECK(cycle.efficiency[1] > 0.98);
    CHECK(cycle.by_efficiency.miss == 0.0);
}

TEST_CASE("a thick symmetric cell loses the same charge, a smaller share of it", "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight);
    const auto found = answered(asked);
    REQUIRE(found.symmetric);
    const auto& course = *found.symmetric;
    REQUIRE(course.times.size() == course.hidden.size());
    const double leak =
        std::sqrt(1.71 * 4.2e-9 * 2e-3 * found.choice(found.best()).current.si / 2.29e-10);
    const double lithium =
        100e-6 * asked.bench.foils[0].lithium.si / asked.bench.foils[0].thickness.si;
    const auto at = course.times.size() / 2;
    // Medians over a factor of 1.5 in the conductivity, whose root counts; the front and the ions
    // take their part.
    CHECK(course.hidden[at].front().lithium_lost ==
          Approx(leak * course.times[at] / lithium).epsilon(0.2));
    for (std::size_t t = 1; t <= at; ++t) {
        CHECK(course.hidden[t].front().lithium_lost > course.hidden[t - 1].front().lithium_lost);
    }
}

TEST_CASE("people and programs read one answer", "[design]")
{
    const ScratchFolder folder;
    const auto found = answered(parsed_design(folder, leaky_or_tight));
    const auto json = nlohmann::json::parse(as_json(found));
    CHECK(json.at("format") == "percolith-design");
    CHECK(json.at("foils").size() == 2);
    CHECK(json.at("chosen") == 0);
    CHECK(json.at("foils")[0].at("best").at("decision_time").get<double>() == found.decided.time);
    const auto text = as_text(found);
    CHECK_THAT(text, Contains(" *    3 um") && Contains("why not thinner: no thinner foil") &&
                         Contains("anode-free limit") && Contains("a symmetric cell"));
}

TEST_CASE("what is over the error rates is told with what helps against it", "[design]")
{
    const ScratchFolder folder;
    auto found = answered(parsed_design(folder, leaky_or_tight));
    REQUIRE(found.curves.size() == 2);
    for (auto& curve : found.curves) {
        curve.wrong.value = 0.0;
    }
    CHECK_THAT(as_text(found), !Contains("more than asked"));
    auto falsely = found;
    for (auto& curve : falsely.curves) {
        curve.wrong.value = curve.verdict == Verdict::pass ? 0.2 : 0.0;
    }
    CHECK_THAT(as_text(falsely),
               Contains("a longer test only adds false alarms") && !Contains("longer is safer"));
    for (auto& curve : found.curves) {
        curve.wrong.value = curve.verdict == Verdict::fail ? 0.2 : 0.0;
    }
    CHECK_THAT(as_text(found), Contains("longer is safer") && !Contains("only adds"));
}

TEST_CASE("a symmetric cell of which nothing is known any more is told in words", "[design]")
{
    const ScratchFolder folder;
    auto found = answered(parsed_design(folder, leaky_or_tight));
    REQUIRE(found.symmetric);
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    const auto said = [&](const Hidden& hidden) {
        for (auto& look : found.symmetric->hidden) {
            look = {hidden};
        }
        const auto json = nlohmann::json::parse(as_json(found));
        CHECK(json.at("symmetric").at("looks")[0].at("hidden")[0].at("index").is_null());
        return as_text(found);
    };
    const auto group = found.symmetric->hidden.front().front().group;
    CHECK_THAT(said({.group = group,
                     .lithium_lost = nothing,
                     .voltage = std::numeric_limits<double>::infinity(),
                     .voltage_change = nothing,
                     .index = nothing}),
               Contains("have raised the alarm by then") && !Contains("nan") && !Contains("inf "));
    CHECK_THAT(said({.group = group,
                     .lithium_lost = nothing,
                     .voltage = nothing,
                     .voltage_change = nothing,
                     .index = nothing}),
               Contains("have ended otherwise by then") && !Contains("nan"));
}
