#include "runs/design/race.hpp"
#include "tests/support/small_design.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

using namespace percolith;
using namespace tests;
using namespace runs::design;
using runs::Verdict;
using Kind = Outcome::Kind;

namespace
{

std::vector<std::uint64_t> first_draws(std::size_t count)
{
    std::vector<std::uint64_t> draws(count);
    std::iota(draws.begin(), draws.end(), 0U);
    return draws;
}

/// All that a race needs, with every candidate's verdict known.
struct Bout {
    explicit Bout(const runs::DesignCase& given, Surroundings around = {.threads = 2})
        : asked(given)
    {
        for (std::size_t c = 0; c < asked.candidates.size(); ++c) {
            candidates.emplace_back(asked.candidates[c], asked, asked.seed);
            groups.push_back({c, *asked.candidates[c].verdict, first_draws(asked.tests)});
        }
        evidence.emplace(candidates, around);
    }
    FoilAnswer race(std::size_t foil)
    {
        return Race(*evidence, groups, asked)(asked.bench.foils[foil]);
    }
    FoilAnswer all(std::size_t foil)
    {
        return Race(*evidence, groups, asked).without_elimination(asked.bench.foils[foil]);
    }

    const runs::DesignCase& asked;
    std::vector<Trials> candidates;
    std::vector<Group> groups;
    std::optional<Evidence> evidence;
};

const Standing& best_of(const FoilAnswer& answer)
{
    REQUIRE(answer.best);
    return answer.standings[*answer.best];
}

} // namespace

TEST_CASE("the test alternates between strips and plates of one charge until time is up",
          "[design]")
{
    const Choice choice{kinetics::ArealCharge<>{1e4}, kinetics::CurrentDensity<>{5.0},
                        kinetics::ArealCharge<>{1800.0}};
    const auto protocol = protocol_of(choice, Form::thin, 7200.0);
    REQUIRE(protocol.steps.size() == 2);
    CHECK(std::get<runs::ConstantCurrent>(protocol.steps[0].control).current.si == 5.0);
    CHECK(std::get<runs::ConstantCurrent>(protocol.steps[1].control).current.si == -5.0);
    CHECK(protocol.steps[0].until.front().after->si == 360.0);
    CHECK(protocol.loops.front().duration->si == 7200.0);
    // There is nothing to strip first.
    const auto anode_free = protocol_of(choice, Form::anode_free, 7200.0);
    CHECK(std::get<runs::ConstantCurrent>(anode_free.steps[0].control).current.si == -5.0);
}

TEST_CASE("a foil is used up when the leak has taken what half cycles leave of it", "[design]")
{
    const ScratchFolder folder;
    const auto asked =
        parsed_design(folder,
                      "case = 'cell.toml'\n[[candidate]]\nname = 'leaky'\npasses = false\n"
                      "[[candidate]]\nname = 'tight'\npasses = true\n"
                      "set = ['interphase.electronic_conductivity=1e-14 S/m']\n" +
                          small_bench,
                      {"bench.foil_tolerance=0"});
    const Trials leaking(asked.candidates[0], asked, asked.seed);
    const Trials tight(asked.candidates[1], asked, asked.seed);
    const std::vector<std::uint64_t> one{0};
    // Where growth and renewal of the barrier balance, i = sqrt(E_red sigma_e k_f |j| / v).
    const double leak = std::sqrt(1.71 * 4.2e-9 * 2e-3 * 5.0 / 2.29e-10);
    for (const double foil : {4e4, 8e4, 16e4}) { // C/m2
        const Choice choice{kinetics::ArealCharge<>{foil}, kinetics::CurrentDensity<>{5.0},
                            kinetics::ArealCharge<>{9000.0}};
        const auto outcome = leaking(choice, one, 1e7, nullptr)->front();
        CHECK(outcome.kind == Kind::alarm);
        // A half cycle more or less, and what the front's resistance and the ions take off the
        // leak.
        const double expected = (foil - 9000.0) / leak;
        CHECK(outcome.time > 0.95 * expected - 1800.0);
        CHECK(outcome.time < 1.15 * expected + 3600.0);
        const auto other = tight(choice, one, 2.0 * expected, nullptr)->front();
        CHECK(other.kind == Kind::silent);
        CHECK(other.time == Approx(2.0 * expected));
    }
}

TEST_CASE("draws are the same cells at every setting, and blocks of them do not see each other",
          "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight);
    const Trials leaking(asked.candidates[0], asked, asked.seed);
    const Choice choice{asked.bench.foils[0].lithium, asked.bench.currents[1],
                        asked.bench.least_capacity};
    const auto draws = first_draws(48);
    const auto together = *leaking(choice, draws, 1e6, nullptr);
    for (const std::size_t k : {0U, 7U, 31U, 47U}) {
        const auto alone = leaking(choice, std::span(&draws[k], 1), 1e6, nullptr)->front();
        CHECK(alone.kind == together[k].kind);
        CHECK(alone.time == together[k].time);
    }
    // More lithium lasts longer, draw by draw.
    auto thicker = choice;
    thicker.lithium = asked.bench.foils[1].lithium;
    const auto longer = *leaking(thicker, draws, 1e6, nullptr);
    for (std::size_t k = 0; k < draws.size(); ++k) {
        CHECK(longer[k].time > together[k].time);
    }
}

TEST_CASE("the race comes to what testing every setting on all draws comes to, or sooner",
          "[design]")
{
    const ScratchFolder folder;
    for (const int seed : {1, 2, 3}) {
        const auto asked = parsed_design(
            folder, leaky_or_tight, {"sample.tests=256", "sample.seed=" + std::to_string(seed)});
        for (std::size_t foil = 0; foil < asked.bench.foils.size(); ++foil) {
            Bout raced(asked);
            Bout tested(asked);
            const auto race = raced.race(foil);
            const auto all = tested.all(foil);
            const auto& winner = best_of(race);
            const auto& grid_best = best_of(all);
            CHECK(winner.tests == asked.tests);
            CHECK(winner.decided.time <= grid_best.decided.time);
            CHECK(winner.false_alarm->value <= asked.false_alarm);
            CHECK(raced.evidence->tests_run() < tested.evidence->tests_run());
            // Settings of the grid that reached the end are judged alike by both.
            for (std::size_t k = 0; k < all.standings.size(); ++k) {
                if (race.standings[k].tests == asked.tests &&
                    race.standings[k].decided.time < never) {
                    CHECK(race.standings[k].decided.time == all.standings[k].decided.time);
                }
            }
        }
    }
}

TEST_CASE("a setting does not fall out by alarms that its decision may come before", "[design]")
{
    // Alarms come in strips, one a cycle, and those of the passing cells all in one: where few
    // draws put the decision a cycle too late, every passing cell has failed by then.
    const ScratchFolder folder;
    const std::string overlapping =
        "case = 'cell.toml'\n[[candidate]]\nname = 'leaky'\npasses = "
        "false\n[[candidate.uncertain]]\n"
        "key = 'interphase.electronic_conductivity'\ndistribution = 'log-normal'\nmedian = "
        "'6.02e-9 S/m'\n"
        "factor = 2\n[[candidate]]\nname = 'less'\npasses = true\n"
        "set = ['interphase.electronic_conductivity=1.866e-9 S/m']\n"
        "[bench]\nfoils = ['2 um']\ncurrent = {values = ['0.5 mA/cm^2']}\n"
        "capacity = {from = '0.3 mAh/cm^2', to = '0.3 mAh/cm^2'}\nhours = '30 h'\n";
    int decided = 0;
    for (int seed = 1; seed <= 15; ++seed) {
        const auto asked = parsed_design(
            folder, overlapping, {"sample.tests=1024", "sample.seed=" + std::to_string(seed)});
        Bout raced(asked);
        Bout tested(asked);
        const auto race = raced.race(0);
        const auto all = tested.all(0);
        CHECK((!all.best || race.best));
        decided += all.best ? 1 : 0;
    }
    CHECK(decided > 0);
}

TEST_CASE("threads and what was kept before do not change a race", "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight);
    Bout one(asked, {.threads = 1});
    const auto alone = one.race(0);

    const auto output = (folder / "answer.json").string();
    runs::WorkFolder kept(output, "race");
    Bout keeping(asked, {.threads = 3, .kept = &kept});
    const auto standing = keeping.race(0);
    const auto chunks = kept.chunks().size();
    CHECK(chunks > 2);
    Bout again(asked, {.threads = 2, .kept = &kept});
    const auto recalled = again.race(0);
    CHECK(again.evidence->tests_run() == keeping.evidence->tests_run());
    CHECK(kept.chunks().size() == chunks); // all of it was there
    for (const auto* other : {&standing, &recalled}) {
        REQUIRE(other->standings.size() == alone.standings.size());
        CHECK(other->best == alone.best);
        for (std::size_t k = 0; k < alone.standings.size(); ++k) {
            CHECK(other->standings[k].tests == alone.standings[k].tests);
            CHECK(other->standings[k].decided.time == alone.standings[k].decided.time);
        }
    }
    kept.remove();
}

TEST_CASE("a stopped race says so, and what it had found stands", "[design]")
{
    const ScratchFolder folder;
    const auto asked = parsed_design(folder, leaky_or_tight);
    const std::atomic<bool> stop{true};
    Bout bout(asked, {.threads = 2, .stop = &stop});
    CHECK_THROWS_AS(bout.race(0), Stopped);
}

TEST_CASE("the limit that keeps a foil from a decision is named", "[design]")
{
    const ScratchFolder folder;
    SECTION("the least half cycle")
    {
        const auto asked =
            parsed_design(folder, leaky_or_tight, {"bench.capacity.from=1 mAh/cm^2"});
        Bout bout(asked);
        const auto answer = bout.race(0); // 3 um hold 0.6
        CHECK_FALSE(answer.best);
        CHECK(answer.limit == Limit::capacity);
    }
    SECTION("hours")
    {
        const auto asked = parsed_design(
            folder, leaky_or_tight,
            {"sample.tests=128", "bench.hours=1 h", "bench.capacity.to=0.15 mAh/cm^2"});
        Bout bout(asked);
        const auto answer = bout.race(1);
        CHECK_FALSE(answer.best);
        CHECK(answer.limit == Limit::hours);
        CHECK(answer.standings.at(answer.nearest.value()).miss.value > asked.miss);
    }
    SECTION("false alarms")
    {
        // The two are nearly the same: whoever waits for the one to run out sees the other do so.
        const auto asked = parsed_design(
            folder, "case = 'cell.toml'\n[[candidate]]\nname = 'leaky'\npasses = false\n" +
                        conductivity_belief("candidate.", "4.2e-9") +
                        "[[candidate]]\nname = 'hardly less'\npasses = true\n" +
                        conductivity_belief("candidate.", "3.8e-9") + small_bench);
        Bout bout(asked);
        const auto answer = bout.race(1);
        CHECK_FALSE(answer.best);
        CHECK(answer.limit == Limit::false_alarms);
        CHECK(answer.standings.at(answer.nearest.value()).false_alarm.value().value >
              asked.false_alarm);
    }
}
