#include "runs/ensemble/chunks.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/output_error.hpp"
#include "tests/support/small_sweep.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace percolith;
using namespace tests;
using namespace runs::ensemble;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace
{

/// Nine thicknesses of lithium, drawn.
runs::SweepCase nine_cells(const ScratchFolder& folder, int seed = 1)
{
    return parsed_sweep(folder,
                        "case = 'cell.toml'\noutputs = ['end_time', 'working_metal_lithium', "
                        "'working_depletion_time']\n"
                        "[[axis]]\nkey = 'cell.working.lithium'\nfrom = '2 um'\nto = '20 um'\n"
                        "[sample]\ndesign = 'latin hypercube'\nsize = 9\nseed = " +
                            std::to_string(seed) + "\n");
}

/// Every number of the ensemble, bit by bit: NaN is what it is.
std::vector<std::uint64_t> bits(const runs::SweepCase& sweep, const Chunking& chunks,
                                const runs::WorkFolder& folder)
{
    std::vector<std::uint64_t> all;
    for (std::size_t chunk = 0; chunk < chunks.count(); ++chunk) {
        for (const auto& row : read_chunk(sweep, chunks, chunk, folder)) {
            for (const double number : row.numbers) {
                all.push_back(std::bit_cast<std::uint64_t>(number));
            }
        }
    }
    return all;
}

std::vector<std::uint64_t> computed(const runs::SweepCase& sweep, std::uint64_t size,
                                    unsigned threads)
{
    const ScratchFolder place;
    const Chunking chunks{sweep.plan.size, size};
    runs::WorkFolder folder(place / "map.h5", fingerprint_of(sweep, chunks));
    REQUIRE(run_chunks(sweep, chunks, folder, {.threads = threads}));
    CHECK(chunks_missing(chunks, folder).empty());
    return bits(sweep, chunks, folder);
}

} // namespace

TEST_CASE("the bits of a sweep depend neither on threads nor on chunks", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const auto sweep = nine_cells(folder);
    const auto reference = computed(sweep, 9, 1);
    REQUIRE(reference.size() == 27);
    CHECK(computed(sweep, 1, 3) == reference);
    CHECK(computed(sweep, 2, 2) == reference);
    CHECK(computed(sweep, 4, 1) == reference);
}

TEST_CASE("a sweep that is killed goes on from its chunks to the same bits", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = nine_cells(folder);
    const Chunking chunks{9, 1};
    const auto fingerprint = fingerprint_of(sweep, chunks);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // Dies as kill -9 has it, with some chunks written: nothing is closed, nothing unwound.
        runs::WorkFolder work(place / "map.h5", fingerprint);
        const std::jthread killer([&] {
            while (!fs::exists(place.path() / "map.h5.unfinished" / "chunk-2")) {
            }
            ::raise(SIGKILL);
        });
        run_chunks(sweep, chunks, work, {.threads = 1});
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    runs::WorkFolder work(place / "map.h5", fingerprint);
    CHECK(chunks_missing(chunks, work).size() < chunks.count());
    REQUIRE(run_chunks(sweep, chunks, work, {.threads = 2}));
    CHECK(bits(sweep, chunks, work) == computed(sweep, 9, 1));
}

TEST_CASE("a damaged chunk of a sweep is computed again", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = nine_cells(folder);
    const Chunking chunks{9, 3};
    const auto fingerprint = fingerprint_of(sweep, chunks);
    std::vector<std::uint64_t> before;
    {
        runs::WorkFolder work(place / "map.h5", fingerprint);
        REQUIRE(run_chunks(sweep, chunks, work, {.threads = 1}));
        before = bits(sweep, chunks, work);
        fs::resize_file(work.path() / "chunk-1", 20);
        CHECK_THROWS_WITH(read_chunk(sweep, chunks, 1, work), Contains("chunk 1"));
    }
    runs::WorkFolder work(place / "map.h5", fingerprint);
    CHECK(chunks_missing(chunks, work) == std::vector<std::size_t>{1});
    REQUIRE(run_chunks(sweep, chunks, work, {.threads = 1}));
    CHECK(bits(sweep, chunks, work) == before);
}

TEST_CASE("chunks of another sweep are refused in one line", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const Chunking chunks{9, 3};
    const auto sweep = nine_cells(folder);
    {
        runs::WorkFolder work(place / "map.h5", fingerprint_of(sweep, chunks));
        REQUIRE(run_chunks(sweep, chunks, work));
    }
    const auto other = nine_cells(folder, 2);
    CHECK_THROWS_WITH(runs::WorkFolder(place / "map.h5", fingerprint_of(other, chunks)),
                      Contains("another input") && !Contains("\n"));
}

TEST_CASE("a sweep that is told to stop keeps whole chunks alone", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = nine_cells(folder);
    const Chunking chunks{9, 9};
    runs::WorkFolder work(place / "map.h5", fingerprint_of(sweep, chunks));
    std::atomic<bool> stop{true};
    CHECK_FALSE(run_chunks(sweep, chunks, work, {.threads = 1, .stop = &stop}));
    CHECK(chunks_missing(chunks, work).size() == chunks.count());
}

TEST_CASE("reasons are kept with their rows", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = parsed_sweep(folder, four_laws);
    const Chunking chunks{4, 4};
    runs::WorkFolder work(place / "map.h5", fingerprint_of(sweep, chunks));
    REQUIRE(run_chunks(sweep, chunks, work));
    const auto rows = read_chunk(sweep, chunks, 0, work);
    REQUIRE(rows.size() == 4);
    CHECK(rows[1].refusal.empty());
    CHECK_FALSE(rows[2].refusal.empty());
    auto reader = reader_of(sweep);
    CHECK(rows[2].refusal == run_member(sweep, 2, reader)->refusal);
}

TEST_CASE("chunks hold every member once", "[runs][ensemble]")
{
    const auto check = [](const Chunking& chunks, std::uint64_t members) {
        CHECK(chunks.size % 8 == 0);
        CHECK(chunks.first(chunks.count() - 1) + chunks.length(chunks.count() - 1) == members);
        CHECK(chunks.length(0) == std::min(members, chunks.size));
    };
    for (const std::uint64_t members : {1U, 7U, 8U, 9U, 8192U, 8193U, 1000003U, 100000000U}) {
        check(engine_chunks(members), members);
        for (const std::uint64_t steps :
             {std::uint64_t{1}, std::uint64_t{200}, ~std::uint64_t{0}}) {
            check(lane_chunks(members, steps), members);
        }
    }
}

TEST_CASE("chunks for lanes are few where tests are short, and of few tests where they are long",
          "[runs][ensemble]")
{
    CHECK(lane_chunks(10'000, 200).count() == 16);
    CHECK(lane_chunks(1'000'000, 200).count() == 80);
    CHECK(lane_chunks(10'000, 20'000).size == 128);
    CHECK(lane_chunks(10'000, ~std::uint64_t{0}).size == 64);
}

TEST_CASE("a chunk that cannot be kept ends a sweep with the reason", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = nine_cells(folder);
    const Chunking chunks{9, 1};
    runs::WorkFolder work(place / "map.h5", fingerprint_of(sweep, chunks));
    // Where a chunk's file is to be written there is a folder.
    fs::create_directories(place.path() / "map.h5.unfinished" / "chunk-3.part");
    CHECK_THROWS_AS(run_chunks(sweep, chunks, work, {.threads = 1}), runs::OutputError);
}
