#include "runs/ensemble/members.hpp"

#include "runs/simulate/ready_test.hpp"
#include "tests/support/small_sweep.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

using namespace percolith;
using namespace tests;

TEST_CASE("a member is the case with its numbers, simulated alone", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, six_cells);
    const double lithium[]{3.0, 3.0, 5.0, 5.0, 20.0, 20.0};
    for (std::uint64_t i = 0; i < 6; ++i) {
        const auto row = member_alone(sweep, i);
        REQUIRE(row);
        CHECK(row->refusal.empty());
        const std::vector<std::string> overrides{
            "solver.engine=odeint", "cell.working.lithium=" + std::to_string(lithium[i]) + " um",
            "interphase.renewal=" + std::string(i % 2 == 0 ? "1e-3" : "4e-3") + " m^2/C"};
        const auto given = runs::read_case(folder / "cell.toml", overrides);
        const runs::ReadyTest test(given);
        runs::TestSink sink;
        const auto end = runs::simulate(test.setup(), sink);
        const auto summary = runs::summarize(test.setup(), end, test.facts());
        CHECK(sweep.outputs[0].words.at(static_cast<std::size_t>(row->numbers[0])) ==
              summary.ended_by);
        CHECK(row->numbers[1] == summary.end_time);
        CHECK(row->numbers[2] == static_cast<double>(summary.cycle_life));
        CHECK(row->numbers[3] == summary.working.interphase_thickness);
        CHECK(row->numbers[5] == end.largest_half_cycle);
    }
}

TEST_CASE("the depletion time of an electrode is that of its first event", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, six_cells);
    const auto thin = member_alone(sweep, 1);
    REQUIRE(thin);
    // 3 um hold 0.62 mAh/cm2: the first half cycle of 0.5 mAh/cm2 leaves some, and the leak takes
    // the rest within a few cycles.
    CHECK(thin->numbers[4] > 3600.0);
    CHECK(thin->numbers[4] <= thin->numbers[1]);
    const auto thick = member_alone(sweep, 4);
    REQUIRE(thick);
    CHECK(std::isnan(thick->numbers[4]));
}

TEST_CASE("the mean leak is what the interphase took over the time of the test", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(
        folder, "case = 'cell.toml'\n"
                "outputs = ['end_time', 'working_mean_leak', 'counter_mean_leak',\n"
                "           'working_interphase_lithium', 'counter_metal_lithium',\n"
                "           'counter_host_lithium', 'working_metal_lithium',\n"
                "           'working_host_lithium']\n"
                "[[axis]]\nkey = 'cell.working.lithium'\nvalues = ['3 um', '20 um']\n");
    const auto rows = runs::ensemble::run_members(sweep, 0, 2);
    REQUIRE(rows);
    for (std::size_t k = 0; k < 2; ++k) {
        const auto& row = (*rows)[k].numbers;
        const double start = (k == 0 ? 103e-6 : 120e-6) / 1.34735506e-10; // C/m2, by V_Li/F
        CHECK(row[1] > 0.0);
        CHECK(row[1] * row[0] == Approx(row[3]));
        // What neither electrode has any more is in the two interphases; V_Li/F above has nine
        // digits.
        const double left = row[4] + row[5] + row[6] + row[7];
        CHECK((row[1] + row[2]) * row[0] == Approx(start - left).margin(1e-8 * start));
    }
}

TEST_CASE("a member that cannot be computed is a row with a reason", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, four_laws);
    REQUIRE(sweep.plan.size == 4);
    for (std::uint64_t i = 0; i < 4; ++i) {
        const auto row = member_alone(sweep, i);
        REQUIRE(row);
        CHECK(row->refusal.empty() == (i != 2));
        CHECK((row->numbers[0] == 0.0) == (i == 2));
        CHECK(std::isnan(row->numbers[1]) == (i == 2));
        CHECK(row->refusal.find('\n') == std::string::npos);
    }
}

TEST_CASE("a member that is interrupted is no row", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, six_cells);
    const std::atomic<bool> stop{true};
    CHECK_FALSE(member_alone(sweep, 0, &stop));
}
