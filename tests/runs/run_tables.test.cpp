#include "runs/record/run_tables.hpp"
#include "runs/case/case.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/run_case.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::tests;

namespace
{

/// Runs the case into `rows`, and says how it ended.
runs::Outcome run_whole(const runs::ReadyTest& test, runs::RunRows& rows)
{
    const auto end = runs::run_into(test, &rows, nullptr, {});
    return runs::outcome_of(end, runs::summarize(test.setup(), end, test.facts()));
}

void check_same(const runs::NumberTable& a, const runs::NumberTable& b)
{
    REQUIRE(a.columns.size() == b.columns.size());
    REQUIRE(a.rows() == b.rows());
    for (std::size_t k = 0; k < a.columns.size(); ++k) {
        CAPTURE(a.columns[k].name);
        CHECK(a.columns[k].name == b.columns[k].name);
        CHECK(a.columns[k].unit == b.columns[k].unit);
        CHECK(a.columns[k].long_name == b.columns[k].long_name);
        CHECK(a.values[k] == b.values[k]);
    }
}

} // namespace

TEST_CASE("a run in memory is the run in its file, bit by bit", "[record]")
{
    const std::vector<std::string> brief{
        "protocol.steps=\"Strip working at 0.5 mA/cm^2 for 1 hour; Plate working at 0.5 mA/cm^2 "
        "for 1 hour; repeat 5 times\""};
    const auto given = runs::read_case(shipped_cases / "asymmetric_lpsc_20um.toml", brief);
    const runs::ReadyTest test(given);
    const ScratchFolder folder;

    runs::RunTables tables(test.header());
    tables.finish(run_whole(test, tables));
    runs::RunRecord record(folder / "run.h5", test.header());
    record.finish(run_whole(test, record));
    const auto read = runs::read_run_tables(folder / "run.h5");

    REQUIRE(tables.series().rows() > 5);
    REQUIRE(tables.cycles().rows() == 5);
    check_same(tables.series(), read.series());
    check_same(tables.cycles(), read.cycles());
    CHECK(tables.events().size() == read.events().size());
    CHECK(tables.outcome().status == read.outcome().status);
    CHECK(tables.outcome().reason == read.outcome().reason);
    CHECK(tables.outcome().summary.size() == read.outcome().summary.size());
    CHECK(tables.head().parameters.size() == read.head().parameters.size());
}

TEST_CASE("a run in memory that is written is the run that wrote itself", "[record]")
{
    const std::vector<std::string> brief{GENERATE("record.shape=full", "record.shape=cycles")};
    const auto given = runs::read_case(shipped_cases / "asymmetric_lpsc_lgps_4_1.toml", brief);
    const runs::ReadyTest test(given);
    const ScratchFolder folder;
    runs::RunTables tables(test.header());
    tables.finish(run_whole(test, tables));
    runs::write_run(tables, folder / "run.h5");
    const auto read = runs::read_run_tables(folder / "run.h5");
    CHECK(read.keeps_series() == tables.keeps_series());
    check_same(tables.series(), read.series());
    check_same(tables.cycles(), read.cycles());
    REQUIRE(read.events().size() == tables.events().size());
    CHECK(read.events().back().text == tables.events().back().text);
    CHECK(read.outcome().reason == tables.outcome().reason);
    CHECK(read.head().case_text == tables.head().case_text);
}

TEST_CASE("a column is found by its name", "[record]")
{
    runs::NumberTable table({{"cycle", "1", "number"}, {"time", "s", "end"}});
    table.push(std::vector<double>{1.0, 20.0});
    CHECK(table.column("time").front() == 20.0);
    CHECK_THROWS_AS(table.column("times"), std::out_of_range);
}

TEST_CASE("a run that keeps its cycles alone has no series in memory either", "[record]")
{
    const std::vector<std::string> brief{"record.shape=cycles"};
    const auto given = runs::read_case(shipped_cases / "asymmetric_lpsc_lgps_4_1.toml", brief);
    const runs::ReadyTest test(given);
    runs::RunTables tables(test.header());
    tables.finish(run_whole(test, tables));
    CHECK(tables.series().columns.empty());
    CHECK(tables.cycles().rows() > 0);
}

TEST_CASE("a row of another width is refused", "[record]")
{
    runs::NumberTable table({{"cycle", "1", "number"}, {"time", "s", "end"}});
    const std::vector<double> row{1.0};
    CHECK_THROWS_AS(table.push(row), std::invalid_argument);
}
