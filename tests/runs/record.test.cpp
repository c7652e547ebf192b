#include "runs/record/record.hpp"

#include "runs/record/read.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using runs::RecordedRun;
using Table = runs::RecordedRun::Table;

namespace
{

std::string slurp(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

void fill(runs::RunRecord& record, std::size_t rows)
{
    for (std::size_t n = 0; n < rows; ++n) {
        record.sample(small_row(n));
    }
}

long peak_memory_kb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

TEST_CASE("what is recorded is what is read", "[record]")
{
    const ScratchFolder folder;
    // One row, less than a chunk, whole chunks, chunks and a rest.
    const std::size_t rows = GENERATE(0U, 1U, 100U, 2U * 16384U, 2U * 16384U + 5U);
    {
        runs::RunRecord record(folder / "run.h5", small_header());
        fill(record, rows);
        record.cycle(std::vector{1.0, 0.013});
        record.cycle(std::vector{2.0, 0.026});
        record.event({3.5, "metal depleted", "working", 1, 2, false, "the metal is gone, 10 µm"});
        record.finish(ended());
    }
    const RecordedRun run(folder / "run.h5");
    REQUIRE(run.rows(Table::series) == rows);
    const auto header = small_header();
    for (std::size_t k = 0; k < header.series.size(); ++k) {
        CHECK(run.columns(Table::series)[k].name == header.series[k].name);
        CHECK(run.columns(Table::series)[k].unit == header.series[k].unit);
        CHECK(run.columns(Table::series)[k].long_name == header.series[k].long_name);
        std::vector<double> expected;
        for (std::size_t n = 0; n < rows; ++n) {
            expected.push_back(small_row(n)[k]);
        }
        CHECK(run.column(Table::series, header.series[k].name) == expected);
    }
    CHECK(run.column(Table::cycles, "peak_voltage") == std::vector{0.013, 0.026});

    CHECK(run.case_text() == header.case_text);
    CHECK(run.area().si == header.area.si);
    const auto events = run.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0].time == 3.5);
    CHECK(events[0].electrode == "working");
    CHECK(events[0].text == "the metal is gone, 10 µm");
    CHECK(std::get<double>(run.parameters().at(0).value) == 0.785e-4);
    CHECK(std::get<std::string>(run.parameters().at(1).value) == "power law");
    CHECK(run.summary().at(0).unit == "1");
}

TEST_CASE("a run that keeps its per-cycle table alone has no series", "[record]")
{
    const ScratchFolder folder;
    auto header = small_header();
    header.keep_series = false;
    runs::RunRecord record(folder / "run.h5", header);
    record.sample(small_row(0));
    record.cycle(std::vector{1.0, 0.013});
    record.finish(ended());

    const RecordedRun run(folder / "run.h5");
    CHECK_FALSE(run.has_series());
    CHECK(run.rows(Table::cycles) == 1);
}

TEST_CASE("a record takes its name when it is finished", "[record]")
{
    const ScratchFolder folder;
    runs::RunRecord record(folder / "run.h5", small_header());
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5"));
    CHECK(std::filesystem::exists(folder / "run.h5.part"));
    record.finish(ended());
    CHECK(std::filesystem::exists(folder / "run.h5"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5.part"));
    CHECK_THROWS_AS(record.finish(ended()), std::logic_error);
}

TEST_CASE("a record that is not finished leaves what was there before", "[record]")
{
    const ScratchFolder folder;
    std::ofstream(folder / "run.h5") << "before";
    {
        runs::RunRecord record(folder / "run.h5", small_header());
        fill(record, 50000);
    }
    CHECK(slurp(folder / "run.h5") == "before");
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5.part"));
}

TEST_CASE("what a killed run left aside does not stop the next one", "[record]")
{
    const ScratchFolder folder;
    std::ofstream(folder / "run.h5.part") << std::string(100000, 'x');
    runs::RunRecord record(folder / "run.h5", small_header());
    fill(record, 3);
    record.finish(ended());
    CHECK(RecordedRun(folder / "run.h5").rows(Table::series) == 3);
}

TEST_CASE("a link to a file is followed", "[record]")
{
    const ScratchFolder folder;
    std::filesystem::create_symlink("target.h5", folder / "run.h5");
    runs::RunRecord record(folder / "run.h5", small_header());
    record.finish(ended());
    CHECK(std::filesystem::is_symlink(folder / "run.h5"));
    CHECK(std::filesystem::is_regular_file(folder / "target.h5"));
}

TEST_CASE("an interrupted run is whole, readable and says so", "[record]")
{
    const ScratchFolder folder;
    runs::RunRecord record(folder / "run.h5", small_header());
    fill(record, 20000);
    record.finish({runs::Outcome::Status::interrupted, "SIGINT", {}});
    const RecordedRun run(folder / "run.h5");
    CHECK(run.status() == runs::Outcome::Status::interrupted);
    CHECK(run.reason() == "SIGINT");
    CHECK(run.rows(Table::series) == 20000);
}

TEST_CASE("a header that contradicts itself is refused", "[record]")
{
    const ScratchFolder folder;
    auto twice = small_header();
    twice.series.push_back({"voltage", "V", "again"});
    CHECK_THROWS_AS(runs::RunRecord(folder / "run.h5", twice), std::invalid_argument);
    auto timeless = small_header();
    timeless.series.erase(timeless.series.begin());
    CHECK_THROWS_AS(runs::RunRecord(folder / "run.h5", timeless), std::invalid_argument);
    CHECK(folder.empty());

    runs::RunRecord record(folder / "run.h5", small_header());
    CHECK_THROWS_AS(record.sample(std::vector{1.0, 2.0}), std::invalid_argument);
}

TEST_CASE("records are filled from several threads at once, and read meanwhile", "[record]")
{
    const ScratchFolder folder;
    std::vector<std::thread> runs;
    for (int k = 0; k < 4; ++k) {
        runs.emplace_back([&folder, k] {
            const auto file = folder.path() / ("run" + std::to_string(k) + ".h5");
            runs::RunRecord record(file, small_header());
            fill(record, 40000);
            record.finish(ended());
            const RecordedRun run(file);
            if (run.column(Table::series, "voltage").size() != 40000) {
                std::filesystem::remove(file);
            }
        });
    }
    for (auto& run : runs) {
        run.join();
    }
    for (int k = 0; k < 4; ++k) {
        CHECK(
            RecordedRun(folder.path() / ("run" + std::to_string(k) + ".h5")).rows(Table::series) ==
            40000);
    }
}

TEST_CASE("10 000 cycles stay under 200 MB, on the disk and in memory", "[record]")
{
    const ScratchFolder folder;
    auto header = small_header();
    header.series.resize(1);
    for (int k = 1; k < 30; ++k) {
        header.series.push_back({"column_" + std::to_string(k), "1", "noise"});
    }
    const long before = peak_memory_kb();
    runs::RunRecord record(folder / "run.h5", header);
    std::vector<double> row(30);
    constexpr int rows = 10000 * 2 * 20; // 96 MB of numbers
    for (int n = 0; n < rows; ++n) {
        for (std::size_t k = 0; k < row.size(); ++k) {
            row[k] = std::sin(double(n) * double(k + 1)); // all digits in use: nothing to compress
        }
        record.sample(row);
    }
    record.finish(ended());
    CHECK(std::filesystem::file_size(folder / "run.h5") < 200'000'000);
#if PERCOLITH_SANITIZED
    const long allowed_kb = 144'000; // freed memory waits in the sanitizer's quarantine
#else
    const long allowed_kb = 48'000;
#endif
    CHECK(peak_memory_kb() - before < allowed_kb);
}
