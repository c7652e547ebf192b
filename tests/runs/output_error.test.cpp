#include "runs/record/output_error.hpp"

#include "runs/record/read.hpp"
#include "runs/record/record.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;

namespace
{

/// The message of the `OutputError` of opening, filling and finishing a record; empty if it went
/// well.
std::string complaint(const std::filesystem::path& file, std::size_t rows)
{
    try {
        runs::RunRecord record(file, small_header());
        for (std::size_t n = 0; n < rows; ++n) {
            record.sample(small_row(n));
        }
        record.finish(ended());
    } catch (const runs::OutputError& e) {
        CHECK(e.path() == file);
        CHECK_FALSE(e.mend().empty());
        return e.what();
    }
    return {};
}

} // namespace

TEST_CASE("a place that cannot be written is refused before the run", "[record]")
{
    const ScratchFolder folder;
    std::ofstream(folder / "file") << "in the way";
    const auto opening = [](const std::filesystem::path& file) -> std::string {
        try {
            const runs::RunRecord record(file, small_header());
        } catch (const runs::OutputError& e) {
            return e.what();
        }
        return {};
    };
    CHECK_THAT(opening(folder / "file/run.h5"), Contains("Not a directory"));
    CHECK_THAT(opening(folder / "nowhere/run.h5"), Contains("No such file or directory"));
    CHECK_THAT(opening(folder.path()), Contains("this is a folder"));
    CHECK_THAT(opening("/dev/full"), Contains("not a regular file"));
    CHECK_THAT(opening(""), Contains("an empty file name"));
    CHECK(std::filesystem::exists("/dev/full"));

    const runs::RunRecord first(folder / "run.h5", small_header());
    CHECK_THAT(opening(folder / "run.h5"), Contains("another run is writing this file"));
}

TEST_CASE("a disk that is full, wherever it fills up, is one error and leaves nothing", "[record]")
{
    const ScratchFolder folder;
    // In the superblock, the header, the first and later chunks, the last index.
    const rlim_t bytes = GENERATE(0U, 1U, 600U, 5'000U, 20'000U, 60'000U, 300'000U, 800'000U);
    std::string said;
    {
        const FullDisk full(bytes);
        said = complaint(folder / "run.h5", 100'000);
    }
    CHECK_THAT(said, Contains("run.h5: cannot be written: File too large; "));
    CHECK(folder.empty());
    CHECK(complaint(folder / "run.h5", 100).empty());
}

TEST_CASE("a record that has failed goes on failing, and does not hang", "[record]")
{
    const ScratchFolder folder;
    const FullDisk full(100'000);
    runs::RunRecord record(folder / "run.h5", small_header());
    const auto fill = [&] {
        for (std::size_t n = 0; n < 1'000'000; ++n) {
            record.sample(small_row(n));
        }
    };
    CHECK_THROWS_AS(fill(), runs::OutputError);
    CHECK_THROWS_AS(fill(), runs::OutputError);
    CHECK_THROWS_AS(record.finish(ended()), runs::OutputError);
    CHECK(folder.empty());
}
