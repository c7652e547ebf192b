#include "runs/ensemble/chunks.hpp"

#include "runs/case/errors.hpp"
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
    CHECK(chunks_missing(sweep, chunks, folder).empty());
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
    CHECK(chunks_missing(sweep, chunks, work).size() < chunks.count());
    REQUIRE(run_chunks(sweep, chunks, work, {.threads = 2}));
    CHECK(bits(sweep, chunks, work) == computed(sweep, 9, 1));
}

TEST_CASE("a damaged chunk of a sweep is computed again", "[runs][ensemble]")
{
    const ScratchFolder folder;
    const ScratchFolder place;
    const auto sweep = nine_cells(folder);
    const Chunking chunks{9, 3};
    runs::WorkFolder work(place / "map.h5", fingerprint_of(sweep, chunks));
    REQUIRE(run_chunks(sweep, chunks, work, {.threads = 1}));
    const auto before = bits(sweep, chunks, work);
    fs::resize_file(work.path() / "chunk-1", 20);
    CHECK(chunks_missing(sweep, chunks, work).size() == chunks.count() - 2);
    CHECK_THROWS_WITH(read_chunk(sweep, chunks, 1, work), Contains("chunk 1"));
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
    CHECK(chunks_missing(sweep, chunks, work).size() == chunks.count());
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
    const bool by_lanes = GENERATE(false, true);
    for (const std::uint64_t members : {1U, 7U, 8U, 9U, 8192U, 8193U, 1000003U, 100000000U}) {
        const auto chunks = chunks_of(members, by_lanes);
        CHECK(chunks.size % 8 == 0);
        CHECK(chunks.first(chunks.count() - 1) + chunks.length(chunks.count() - 1) == members);
        CHECK(chunks.length(0) == std::min(members, chunks.size));
    }
}
