#include "runs/tasks.hpp"

#include "runs/record/unfinished.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <vector>

using namespace percolith;
using Catch::Matchers::Contains;
using runs::run_tasks;
using runs::Tasks;

namespace
{

/// Task n gives n and its root; `done` counts how often each was computed.
Tasks roots(std::size_t count, std::vector<std::atomic<int>>& done)
{
    Tasks tasks;
    tasks.count = count;
    tasks.width = 2;
    tasks.share = [count](std::size_t) { return 1.0 / static_cast<double>(count); };
    tasks.work = [&done](std::size_t n, unsigned, std::span<double> result) {
        ++done[n];
        result[0] = static_cast<double>(n);
        result[1] = std::sqrt(static_cast<double>(n));
    };
    return tasks;
}

} // namespace

TEST_CASE("each task runs once and results are in order, for any number of threads",
          "[runs][tasks]")
{
    std::vector<double> first;
    for (const unsigned threads : {1U, 2U, 7U}) {
        std::vector<std::atomic<int>> done(50);
        const auto results = run_tasks(roots(50, done), {.threads = threads});
        REQUIRE(results);
        for (const auto& times : done) {
            CHECK(times == 1);
        }
        first = first.empty() ? *results : first;
        CHECK(*results == first);
    }
    CHECK(first[2 * 49] == 49.0);
    CHECK(first[2 * 49 + 1] == 7.0);
}

TEST_CASE("threads that have no task of their own help inside", "[runs][tasks]")
{
    std::vector<std::atomic<int>> done(2);
    auto tasks = roots(2, done);
    std::atomic<unsigned> most{0};
    tasks.work = [&](std::size_t, unsigned threads, std::span<double>) { most = threads; };
    REQUIRE(run_tasks(tasks, {.threads = 8}));
    CHECK(most == 4);
}

TEST_CASE("an interrupted computation goes on where it was, and nothing is computed twice",
          "[runs][tasks]")
{
    const tests::ScratchFolder folder;
    std::vector<std::atomic<int>> done(40);
    auto tasks = roots(40, done);
    std::atomic<bool> stop{false};
    const auto work = tasks.work;
    tasks.work = [&](std::size_t n, unsigned threads, std::span<double> result) {
        work(n, threads, result);
        stop = stop || n == 10;
    };
    {
        runs::Unfinished kept(folder / "a.h5", "this", 40, 2);
        CHECK_FALSE(run_tasks(tasks, {.threads = 2, .kept = &kept, .stop = &stop}));
    }
    stop = false;
    tasks.work = work;
    runs::Unfinished kept(folder / "a.h5", "this", 40, 2);
    const auto found = kept.count_there();
    CHECK(found > 0);
    CHECK(found < 40);
    const auto results = run_tasks(tasks, {.threads = 3, .kept = &kept});
    REQUIRE(results);
    for (std::size_t n = 0; n < 40; ++n) {
        CHECK(done[n] == 1);
        CHECK((*results)[2 * n] == static_cast<double>(n));
    }
}

TEST_CASE("the largest tasks begin first", "[runs][tasks]")
{
    std::vector<std::atomic<int>> done(5);
    auto tasks = roots(5, done);
    tasks.share = [](std::size_t n) { return static_cast<double>(n + 1) / 15.0; };
    std::vector<std::size_t> order;
    tasks.work = [&](std::size_t n, unsigned, std::span<double>) { order.push_back(n); };
    REQUIRE(run_tasks(tasks, {.threads = 1}));
    CHECK(order == std::vector<std::size_t>{4, 3, 2, 1, 0});
}

TEST_CASE("what a task refuses reaches the caller", "[runs][tasks]")
{
    std::vector<std::atomic<int>> done(20);
    auto tasks = roots(20, done);
    tasks.work = [](std::size_t, unsigned, std::span<double>) {
        throw std::invalid_argument("no room for these particles");
    };
    CHECK_THROWS_WITH(run_tasks(tasks, {.threads = 2}), "no room for these particles");
}

TEST_CASE("a task that cannot fit into memory is refused with both numbers", "[runs][tasks]")
{
    std::vector<std::atomic<int>> done(2);
    auto tasks = roots(2, done);
    tasks.memory = 1e17;
    CHECK_THROWS_WITH(run_tasks(tasks, {}), Contains("needs 100 PB of memory") &&
                                                Contains("are available; choose smaller boxes"));
    CHECK(done[0] == 0);
}

TEST_CASE("what comes first is whole and known before anything else begins, taken up again too",
          "[runs][tasks]")
{
    const tests::ScratchFolder folder;
    std::vector<std::atomic<int>> done(30);
    auto tasks = roots(30, done);
    tasks.first = 12;
    std::vector<double> learned;
    std::atomic<bool> stop{false};
    tasks.learn = [&](std::span<const double> first) {
        learned.assign(first.begin(), first.end());
    };
    const auto work = tasks.work;
    std::atomic<int> early{0};
    tasks.work = [&](std::size_t n, unsigned threads, std::span<double> result) {
        early += n >= 12 && learned.empty() ? 1 : 0;
        work(n, threads, result);
        stop = stop || n == 5;
    };
    {
        runs::Unfinished kept(folder / "a.h5", "this", 30, 2);
        CHECK_FALSE(run_tasks(tasks, {.threads = 1, .kept = &kept, .stop = &stop}));
    }
    CHECK(learned.empty());
    for (const std::size_t last : {29U, 40U}) {
        stop = false;
        tasks.work = [&, last](std::size_t n, unsigned threads, std::span<double> result) {
            early += n >= 12 && learned.empty() ? 1 : 0;
            work(n, threads, result);
            stop = stop || n == last - 9;
        };
        learned.clear();
        runs::Unfinished kept(folder / "a.h5", "this", 30, 2);
        const auto results = run_tasks(tasks, {.threads = 1, .kept = &kept, .stop = &stop});
        CHECK(results.has_value() == (last == 40U));
        REQUIRE(learned.size() == 24);
        CHECK(learned[2 * 11] == 11.0);
    }
    CHECK(early == 0);
    for (const auto& times : done) {
        CHECK(times == 1);
    }
}
