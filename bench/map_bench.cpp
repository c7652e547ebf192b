/// What a sweep costs from its file to its map, on one thread and on two, by the clock on the wall
/// and by the processor's: reading, members, chunks on the disk, the map.
///
///     map_bench SWEEP.toml [ROUNDS]

#include "bench/machine.hpp"
#include "bench/measure.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/sweep.hpp"
#include "runs/ensemble/map.hpp"
#include "runs/record/output_error.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

using namespace percolith;
using namespace percolith::bench;
using namespace percolith::runs;

namespace
{

/// As `percolith sweep` does it.
Cost sweep_once(const std::string& file, unsigned threads)
{
    const auto output = std::filesystem::temp_directory_path() /
                        fmt::format("percolith_map_bench_{}.h5", ::getpid());
    const auto begun = std::chrono::steady_clock::now();
    const double before = processor_seconds();
    {
        const auto sweep = read_sweep(file, {});
        const auto chunks = ensemble::chunks_of(sweep);
        MapFile map(output);
        WorkFolder folder(output, ensemble::fingerprint_of(sweep, chunks));
        ensemble::run_chunks(sweep, chunks, folder, {.threads = threads});
        ensemble::write_map(sweep, chunks, folder, map);
        folder.remove();
    }
    const Cost cost{std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(),
                    processor_seconds() - before};
    std::filesystem::remove(output);
    return cost;
}

/// Medians over the rounds.
Cost median(const std::vector<Cost>& costs)
{
    Samples wall;
    Samples processor;
    for (const auto& each : costs) {
        wall.values.push_back(each.wall);
        processor.values.push_back(each.processor);
    }
    return {wall.median(), processor.median()};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        fmt::print(stderr, "usage: map_bench SWEEP.toml [ROUNDS]\n");
        return 2;
    }
    try {
        const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
        const auto members = read_sweep(argv[1], {}).plan.size;
        fmt::print("{}\n{} members\n", machine(), members);
        std::vector<std::vector<Cost>> of_threads(2);
        for (int round = 0; round < rounds; ++round) {
            for (unsigned threads = 1; threads <= 2; ++threads) {
                of_threads[threads - 1].push_back(sweep_once(argv[1], threads));
            }
        }
        for (unsigned threads = 1; threads <= 2; ++threads) {
            const auto cost = median(of_threads[threads - 1]);
            fmt::print("{} thread{}: {:.3f} s on the wall, {:.3f} s of the processor, {:.1f} us a "
                       "member\n",
                       threads, threads == 1 ? "" : "s", cost.wall, cost.processor,
                       1e6 * cost.processor / static_cast<double>(members));
        }
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        return EXIT_FAILURE;
    }
}
