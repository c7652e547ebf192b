#include "runs/record/export.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/record.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using runs::RecordedRun;
using Table = runs::RecordedRun::Table;

namespace
{

std::vector<std::string> lines_of(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<double> numbers_of(const std::string& line)
{
    std::istringstream stream(line);
    std::vector<double> numbers;
    for (std::string field; std::getline(stream, field, ',');) {
        numbers.push_back(std::stod(field));
    }
    return numbers;
}

/// Strips and plates working in turn, one step each, two cycles: time, voltage, current density.
void write_two_cycles(const std::filesystem::path& file)
{
    runs::RunRecord record(file, small_header());
    for (int n = 0; n < 8; ++n) {
        const bool strips = n / 2 % 2 == 0;
        const double i = strips ? 5.0 : -5.0;
        record.sample(
            std::array{3600.0 * (n + 1) / 2.0, 0.01 * i, i, 1.0 + n / 4, strips ? 1.0 : 2.0});
    }
    record.cycle(std::vector{1.0, 0.1 + 0.2});
    record.finish(ended());
}

} // namespace

TEST_CASE("CSV names each column with its unit and keeps every digit", "[export]")
{
    const ScratchFolder folder;
    write_two_cycles(folder / "run.h5");
    const RecordedRun run(folder / "run.h5");

    export_csv(run, Table::cycles, folder / "cycles.csv");
    const auto cycles = lines_of(folder / "cycles.csv");
    REQUIRE(cycles.size() == 2);
    CHECK(cycles[0] == "cycle [1],peak_voltage [V]");
    CHECK(cycles[1] == "1,0.30000000000000004");

    export_csv(run, Table::series, folder / "series.csv");
    const auto series = lines_of(folder / "series.csv");
    REQUIRE(series.size() == 9);
    CHECK(series[0] == "time [s],voltage [V],current_density [A m-2],cycle [1],step [1]");
    CHECK(series[1] == "1800,0.05,5,1,1");
}

TEST_CASE("BDF has its own columns, amperes of the whole electrode, and counts steps as run",
          "[export]")
{
    const ScratchFolder folder;
    write_two_cycles(folder / "run.h5");
    export_bdf(RecordedRun(folder / "run.h5"), folder / "run.bdf.csv");
    const auto lines = lines_of(folder / "run.bdf.csv");
    REQUIRE(lines.size() == 9);
    CHECK(lines[0] == "Test Time / s,Voltage / V,Current / A,Cycle Count / 1,Step Count / 1");
    std::vector<double> steps;
    for (std::size_t n = 1; n < lines.size(); ++n) {
        steps.push_back(numbers_of(lines[n]).at(4));
    }
    CHECK(steps == std::vector<double>{1, 1, 2, 2, 3, 3, 4, 4});
    CHECK(numbers_of(lines[1]).at(2) == Approx(5.0 * 0.785e-4).epsilon(1e-14));
    CHECK(numbers_of(lines[5]).at(3) == 2.0);
}

TEST_CASE("BDF's charging is our stripping of working: both put energy into a polarized cell",
          "[export]")
{
    const ScratchFolder folder;
    write_two_cycles(folder / "run.h5");
    const RecordedRun run(folder / "run.h5");
    const auto i = run.column(Table::series, "current_density");
    export_bdf(run, folder / "run.bdf.csv");
    const auto lines = lines_of(folder / "run.bdf.csv");
    for (std::size_t n = 0; n < i.size(); ++n) {
        const auto row = numbers_of(lines[n + 1]);
        CHECK((row[2] > 0.0) == (i[n] > 0.0));
        CHECK(row[1] * row[2] > 0.0); // a cell without a voltage of its own only takes energy
    }
}

TEST_CASE("a disk that fills up under an export leaves no file", "[export]")
{
    const ScratchFolder folder;
    write_two_cycles(folder / "run.h5");
    const RecordedRun run(folder / "run.h5");
    auto* const before = std::signal(SIGXFSZ, SIG_DFL); // whatever started this test
    {
        const FullDisk full(100);
        CHECK_THROWS_WITH(export_bdf(run, folder / "run.csv"),
                          Contains("run.csv: cannot be written: File too large; "));
    }
    std::signal(SIGXFSZ, before);
    CHECK_FALSE(std::filesystem::exists(folder / "run.csv"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.csv.part"));
}

TEST_CASE("exports say what they lack and where they cannot be written", "[export]")
{
    const ScratchFolder folder;
    auto header = small_header();
    header.keep_series = false;
    runs::RunRecord record(folder / "run.h5", header);
    record.finish(ended());
    const RecordedRun run(folder / "run.h5");

    CHECK_THROWS_WITH(export_bdf(run, folder / "run.csv"),
                      Contains("kept its per-cycle table alone"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.csv"));
    CHECK_THROWS_AS(export_csv(run, Table::cycles, folder / "run.h5/x.csv"), runs::OutputError);
    // A device takes the text as it comes, and /dev/full is a disk that is full.
    CHECK_THROWS_WITH(export_csv(run, Table::cycles, "/dev/full"),
                      Contains("No space left on device; free some space"));
    CHECK_NOTHROW(export_csv(run, Table::cycles, "/dev/null"));
}
