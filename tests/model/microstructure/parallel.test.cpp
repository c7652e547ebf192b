#include "model/microstructure/parallel.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace percolith::microstructure;

TEST_CASE("Every task runs once, whatever the number of threads")
{
    for (const unsigned threads : {0U, 1U, 2U, 5U, 64U}) {
        std::vector<std::atomic<int>> runs(1000);
        CHECK(run_parallel(runs.size(), threads, [&](std::size_t k) { ++runs[k]; }));
        CHECK(std::all_of(runs.begin(), runs.end(), [](const auto& n) { return n == 1; }));
    }
    CHECK(run_parallel(0, 3, [](std::size_t) { FAIL("there is no task"); }));
}

TEST_CASE("Tasks run beside each other on as many threads as asked for")
{
    // Three tasks that each wait for the other two would never end on fewer threads.
    std::atomic<int> here{0};
    run_parallel(3, 3, [&](std::size_t) {
        ++here;
        while (here < 3) {
            std::this_thread::yield();
        }
    });
    CHECK(here == 3);
}

TEST_CASE("Never more threads than asked for are at work")
{
    std::atomic<int> here{0};
    std::atomic<int> most{0};
    run_parallel(200, 2, [&](std::size_t) {
        const int now = ++here;
        int known = most;
        while (now > known && !most.compare_exchange_weak(known, now)) {
        }
        std::this_thread::yield();
        --here;
    });
    CHECK(most <= 2);
}

TEST_CASE("After stop no further task begins, and the caller learns of it")
{
    std::atomic<bool> stop{false};
    std::atomic<int> runs{0};
    const bool all = run_parallel(
        1000, 1,
        [&](std::size_t k) {
            ++runs;
            stop = k == 9;
        },
        &stop);
    CHECK_FALSE(all);
    CHECK(runs == 10);
    stop = true;
    CHECK_FALSE(run_parallel(3, 2, [&](std::size_t) { ++runs; }, &stop));
    CHECK(runs == 10);
}

TEST_CASE("A stop that rises in the last task comes too late to matter")
{
    std::atomic<bool> stop{false};
    CHECK(run_parallel(10, 1, [&](std::size_t k) { stop = k == 9; }, &stop));
}

TEST_CASE("A task's exception reaches the caller and ends the queue")
{
    for (const unsigned threads : {1U, 4U}) {
        std::atomic<int> runs{0};
        const auto fail = [&](std::size_t k) {
            ++runs;
            if (k == 3) {
                throw std::domain_error("task " + std::to_string(k));
            }
            while (threads > 1 && runs < 4) {
                std::this_thread::yield(); // so that none of them runs ahead of the failure
            }
        };
        CHECK_THROWS_AS(run_parallel(1000000, threads, fail), std::domain_error);
        CHECK(runs >= 4);
        CHECK(runs < 1000000);
    }
}

TEST_CASE("Zero threads means as many as there are cores")
{
    CHECK(thread_count(3) == 3);
    CHECK(thread_count(0) >= 1);
}
