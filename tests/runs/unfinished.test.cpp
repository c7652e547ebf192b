#include "runs/record/unfinished.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/output_error.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using runs::Unfinished;
namespace fs = std::filesystem;

namespace
{

/// Three results of two numbers each, of which the second is done.
void leave_one(const fs::path& output, const std::string& fingerprint = "this")
{
    Unfinished work(output, fingerprint, 3, 2);
    work.keep(1, std::array{0.25, -1.0});
    work.flush();
}

} // namespace

TEST_CASE("what a computation kept is there when it is taken up again", "[runs][unfinished]")
{
    const ScratchFolder folder;
    leave_one(folder / "a.h5");
    CHECK(fs::is_directory(folder / "a.h5.unfinished"));
    {
        Unfinished again(folder / "a.h5", "this", 3, 2);
        CHECK(again.count_there() == 1);
        CHECK(again.there() == std::vector<char>{0, 1, 0});
        CHECK(again.numbers()[2] == 0.25);
        CHECK(again.numbers()[3] == -1.0);
        again.keep(2, std::array{3.0, 4.0});
        again.flush();
    }
    Unfinished last(folder / "a.h5", "this", 3, 2);
    CHECK(last.count_there() == 2);
    last.remove();
    CHECK(folder.empty());
}

TEST_CASE("a computation that keeps nothing leaves no folder", "[runs][unfinished]")
{
    const ScratchFolder folder;
    {
        Unfinished work(folder / "a.h5", "this", 3, 2);
        work.flush();
        work.remove();
    }
    CHECK(folder.empty());
}

TEST_CASE("work of another input is neither used nor removed", "[runs][unfinished]")
{
    const ScratchFolder folder;
    leave_one(folder / "a.h5");
    CHECK_THROWS_WITH(Unfinished(folder / "a.h5", "that", 3, 2),
                      Contains("another input") && Contains("remove the folder"));
    CHECK(Unfinished(folder / "a.h5", "this", 3, 2).count_there() == 1);
}

TEST_CASE("a folder that is none of ours is left alone", "[runs][unfinished]")
{
    const ScratchFolder folder;
    fs::create_directory(folder / "a.h5.unfinished");
    std::ofstream(folder / "a.h5.unfinished" / "diary.txt") << "mine";
    CHECK_THROWS_AS(Unfinished(folder / "a.h5", "this", 3, 2), runs::InputError);
    CHECK(fs::exists(folder / "a.h5.unfinished" / "diary.txt"));
    std::ofstream(folder / "b.h5.unfinished") << "a file";
    CHECK_THROWS_AS(Unfinished(folder / "b.h5", "this", 3, 2), runs::OutputError);
}

TEST_CASE("files of others in the folder outlive its end", "[runs][unfinished]")
{
    const ScratchFolder folder;
    leave_one(folder / "a.h5");
    std::ofstream(folder / "a.h5.unfinished" / "diary.txt") << "mine";
    Unfinished(folder / "a.h5", "this", 3, 2).remove();
    CHECK(fs::exists(folder / "a.h5.unfinished" / "diary.txt"));
    CHECK_FALSE(fs::exists(folder / "a.h5.unfinished" / "chunk-0"));
}

TEST_CASE("a damaged chunk is computed again", "[runs][unfinished]")
{
    const ScratchFolder folder;
    const auto chunk = folder / "a.h5.unfinished" / "chunk-0";
    leave_one(folder / "a.h5");
    const auto whole = fs::file_size(chunk);
    for (const auto size : {whole - 1, whole / 2, std::uintmax_t{3}, std::uintmax_t{0}}) {
        fs::resize_file(chunk, size);
        CHECK(Unfinished(folder / "a.h5", "this", 3, 2).count_there() == 0);
    }
    fs::resize_file(chunk, whole);
    CHECK(Unfinished(folder / "a.h5", "this", 3, 2).count_there() == 0);
}

TEST_CASE("two runs do not share their unfinished work", "[runs][unfinished]")
{
    const ScratchFolder folder;
    leave_one(folder / "a.h5");
    const Unfinished first(folder / "a.h5", "this", 3, 2);
    CHECK_THROWS_WITH(Unfinished(folder / "a.h5", "this", 3, 2), Contains("another run"));
}

TEST_CASE("a full disk is said, and what was kept before stays", "[runs][unfinished]")
{
    const ScratchFolder folder;
    leave_one(folder / "a.h5");
    std::signal(SIGXFSZ, SIG_IGN);
    {
        Unfinished work(folder / "a.h5", "this", 3, 2);
        work.keep(0, std::array{1.0, 2.0});
        const FullDisk full(10);
        CHECK_THROWS_AS(work.flush(), runs::OutputError);
    }
    CHECK(Unfinished(folder / "a.h5", "this", 3, 2).count_there() == 1);
}
