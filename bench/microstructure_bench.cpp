/// What conduction of microstructures costs. Contestants take turns; medians over the rounds.
///
///     microstructure_bench [ROUNDS]
///     microstructure_bench --smoke      small, once: do all contestants agree?

#include "bench/machine.hpp"
#include "bench/measure.hpp"
#include "bench/plain_conduction.hpp"
#include "model/microstructure/conduct_voxels.hpp"
#include "model/microstructure/random.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

using namespace percolith;
using namespace percolith::bench;
using namespace percolith::microstructure;

namespace
{

// Sites of the simple cubic lattice: Wang et al. 2013, arXiv 1302.0421.
constexpr double threshold = 0.3116077;
constexpr double weak = 1e-4; // the insulator over the metal, where there is one

VoxelGrid random_sites(std::int32_t length, double share, std::uint64_t seed)
{
    VoxelGrid grid{.shape = {length, length, length}};
    grid.phase.resize(grid.size());
    const RandomSource random(seed, static_cast<std::uint64_t>(length), 0);
    for (std::size_t k = 0; k < grid.size(); k += 4) {
        const auto four = random.uniforms(Purpose::order, k / 4);
        for (std::size_t n = 0; n < 4 && k + n < grid.size(); ++n) {
            grid.phase[k + n] = four[n] < share ? metal : insulator;
        }
    }
    return grid;
}

/// The first lattice that spans.
std::uint64_t spanning_seed(std::int32_t length)
{
    std::uint64_t seed = 1;
    while (!find_clusters(random_sites(length, threshold, seed)).spans()) {
        ++seed;
    }
    return seed;
}

/// The whole computation: draw, label, prune, solve.
VoxelConduction at_threshold(std::int32_t length, std::uint64_t seed)
{
    return conduct_alone(random_sites(length, threshold, seed), 1.0);
}

PlainConduction plainly_at_threshold(std::int32_t length, std::uint64_t seed)
{
    return conduct_plainly(random_sites(length, threshold, seed));
}

VoxelConduction above_threshold(std::int32_t length)
{
    const std::array<double, 2> both{weak, 1.0};
    return conduct_voxels(random_sites(length, 0.6, 1), both);
}

void goal(const char* what, double reached, double allowed)
{
    fmt::print("  {:<58} {:8.2f}   goal {:.2f}: {}\n", what, reached, allowed,
               reached <= allowed ? "met" : "not met");
}

void spanning_clusters(int rounds)
{
    const std::array<std::int32_t, 3> lengths{64, 128, 256};
    std::array<std::uint64_t, 3> seeds{};
    std::array<VoxelConduction, 3> found;
    PlainConduction plain;
    std::vector<std::function<void()>> work;
    for (std::size_t n = 0; n < lengths.size(); ++n) {
        seeds[n] = spanning_seed(lengths[n]);
        work.emplace_back([&, n] { found[n] = at_threshold(lengths[n], seeds[n]); });
    }
    work.emplace_back([&] { plain = plainly_at_threshold(lengths[1], seeds[1]); });
    const auto samples = take_turns(work, rounds);
    fmt::print("\nSpanning cluster of the simple cubic site lattice at its threshold, drawn, "
               "labelled, pruned and solved\n");
    for (std::size_t n = 0; n < lengths.size(); ++n) {
        fmt::print("  {}^3: {:8.3f} s, {:7} sites span, {:6} carry current, {:6.0f} MB\n",
                   lengths[n], samples[n].median(), found[n].spanning,
                   found[n].network.nodes_that_carry, 1e-6 * peak_memory(work[n]));
    }
    fmt::print(
        "  128^3: {:8.3f} s by conjugate gradients with incomplete Cholesky, {} unknowns, {} "
        "iterations\n",
        samples[3].median(), plain.unknowns, plain.iterations);
    fmt::print("  conductivities agree within {:.1e}\n",
               std::abs(plain.conductivity / found[1].conductivity - 1.0));
    goal("128^3, s", samples[1].median(), 0.5);
    goal("256^3, s", samples[2].median(), 5.0);
    fmt::print("  grows with the edge to the power {:.2f} (the number of sites: 3)\n",
               std::log2(median_ratio(samples[2], samples[1])));
    fmt::print("  over conjugate gradients {:.4f}\n", median_ratio(samples[1], samples[3]));
}

void whole_grids(int rounds)
{
    const std::array<std::int32_t, 3> lengths{64, 96, 128};
    std::array<VoxelConduction, 3> found;
    std::vector<std::function<void()>> work;
    for (std::size_t n = 0; n < lengths.size(); ++n) {
        work.emplace_back([&, n] { found[n] = above_threshold(lengths[n]); });
    }
    const auto samples = take_turns(work, rounds);
    fmt::print("\nAll of the lattice, 0.6 of it metal, contrast {:.0e}\n", 1.0 / weak);
    for (std::size_t n = 0; n < lengths.size(); ++n) {
        const std::int32_t length = lengths[n];
        fmt::print("  {:3}^3: {:8.3f} s, {:5.2f} us a site, {:3} iterations, {:6.0f} MB of {:6.0f} "
                   "MB allowed for\n",
                   length, samples[n].median(), 1e6 * samples[n].median() / std::pow(length, 3),
                   found[n].network.iterations, 1e-6 * peak_memory(work[n]),
                   1e-6 * static_cast<double>(memory_of_conduction({length, length, length})));
    }
    fmt::print("  grows with the number of sites to the power {:.2f}\n",
               std::log2(median_ratio(samples[2], samples[0])) / 3.0);
}

int smoke()
{
    const std::int32_t length = 32;
    const std::uint64_t seed = spanning_seed(length);
    const auto found = at_threshold(length, seed);
    const double worst =
        std::abs(plainly_at_threshold(length, seed).conductivity / found.conductivity - 1.0);
    fmt::print("conductivities agree within {:.1e}\n", worst);
    // The plain solver stops at a residual of 1e-9; a thin cluster makes more of that.
    return worst < 1e-5 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        return smoke();
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    fmt::print("{}\nMedians of {} rounds in which all take turns; ratios are medians over rounds\n",
               machine(), rounds);
    spanning_clusters(rounds);
    whole_grids(std::max(rounds / 3, 1)); // minutes each
    return 0;
}
