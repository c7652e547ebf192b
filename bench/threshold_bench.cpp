/// What thresholds of microstructures cost: one large box each, from drawing to winding around it.
///
///     threshold_bench [ROUNDS]
///     threshold_bench --smoke      small, once: do all contestants agree?

#include "bench/machine.hpp"
#include "bench/measure.hpp"
#include "model/microstructure/lattice_crossing.hpp"
#include "model/microstructure/particle_crossing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

using namespace percolith;
using namespace percolith::bench;
using namespace percolith::microstructure;

namespace
{

/// What one writes in an afternoon: sites in random order, union-find without winding, until a
/// cluster joins two opposite faces. Returns the share of occupied sites.
double plain_sweep(std::uint32_t edge, std::uint32_t seed)
{
    const std::uint32_t sites = edge * edge * edge;
    std::vector<std::uint32_t> order(sites);
    std::iota(order.begin(), order.end(), 0U);
    std::mt19937_64 random(seed);
    std::vector<std::int32_t> parent(sites + 2, 0); // 0: empty; below 0: a root and its size
    const std::uint32_t bottom = sites;
    const std::uint32_t top = sites + 1;
    parent[bottom] = parent[top] = -1;
    const auto find = [&](std::uint32_t site) {
        while (parent[site] > 0) {
            const auto up = static_cast<std::uint32_t>(parent[site] - 1);
            if (parent[up] > 0) {
                parent[site] = parent[up];
            }
            site = up;
        }
        return site;
    };
    const auto join = [&](std::uint32_t a, std::uint32_t b) {
        a = find(a);
        b = find(b);
        if (a == b) {
            return;
        }
        if (parent[a] > parent[b]) {
            std::swap(a, b);
        }
        parent[a] += parent[b];
        parent[b] = static_cast<std::int32_t>(a) + 1;
    };
    const std::uint32_t layer = edge * edge;
    for (std::uint32_t turn = 0; turn < sites; ++turn) {
        std::swap(order[turn], order[turn + random() % (sites - turn)]);
        const std::uint32_t site = order[turn];
        parent[site] = -1;
        const std::uint32_t x = site % edge;
        const std::uint32_t y = site / edge % edge;
        const std::uint32_t z = site / layer;
        const auto meet = [&](std::uint32_t other) {
            if (parent[other] != 0) {
                join(site, other);
            }
        };
        meet(x + 1 < edge ? site + 1 : site + 1 - edge);
        meet(x > 0 ? site - 1 : site + edge - 1);
        meet(y + 1 < edge ? site + edge : site + edge - layer);
        meet(y > 0 ? site - edge : site + layer - edge);
        meet(z + 1 < edge ? site + layer : top);
        meet(z > 0 ? site - layer : bottom);
        if (find(bottom) == find(top)) {
            return (turn + 1.0) / sites;
        }
    }
    return 1.0;
}

double mean(const Crossing& crossing)
{
    return (crossing.fraction[0] + crossing.fraction[1] + crossing.fraction[2]) / 3.0;
}

Crossing sweep(std::int32_t edge)
{
    return lattice_crossing(CubicLattice::Element::site, edge, RandomSource(1, 1, 0));
}

Crossing spheroids(double axis_ratio, double edge, unsigned threads)
{
    Particles particles;
    particles.axis_ratio = axis_ratio;
    return particle_crossing(particles, edge, RandomSource(1, 1, 0), threads);
}

/// Seconds by the clock on the wall: several threads at once have no other.
double wall_seconds(const std::function<void()>& work)
{
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

void lattice(int rounds)
{
    constexpr std::int32_t edge = 256;
    double plain = 0.0;
    Crossing found;
    const std::vector<std::function<void()>> work{[&] { found = sweep(edge); },
                                                  [&] { plain = plain_sweep(edge, 1); }};
    const auto samples = take_turns(work, rounds);
    fmt::print(
        "\nSites of the simple cubic lattice, 256^3, in random order until clusters wind along "
        "all three axes\n");
    fmt::print("  {:.2f} s, {:.0f} MB, mean fraction {:.5f}\n", samples[0].median(),
               1e-6 * peak_memory(work[0]), mean(found));
    fmt::print(
        "  {:.2f} s, {:.0f} MB, fraction {:.5f} by a plain kernel, until two faces are joined\n",
        samples[1].median(), 1e-6 * peak_memory(work[1]), plain);
    const double ratio = median_ratio(samples[0], samples[1]);
    fmt::print("  over the plain kernel {:.2f}   goal 2: {}\n", ratio,
               ratio <= 2.0 ? "met" : "not met");
}

void particles(int rounds)
{
    struct Shape {
        double axis_ratio;
        double threshold; ///< about
    };
    fmt::print(
        "\nA million overlapping spheroids in one box until clusters wind along all three axes; "
        "by the clock on the wall\n");
    for (const Shape shape : {Shape{0.1, 0.0862}, Shape{1.0, 0.2896}, Shape{10.0, 0.0672}}) {
        const double edge = std::cbrt(1e6 * unit_spheroid(shape.axis_ratio).volume() /
                                      -std::log1p(-shape.threshold));
        std::array<std::vector<double>, 2> times;
        std::array<Crossing, 2> found;
        for (int round = 0; round < rounds; ++round) {
            for (const unsigned threads : {1U, 2U}) {
                times[threads - 1].push_back(wall_seconds(
                    [&] { found[threads - 1] = spheroids(shape.axis_ratio, edge, threads); }));
            }
        }
        std::vector<double> gain;
        for (std::size_t k = 0; k < times[0].size(); ++k) {
            gain.push_back(times[0][k] / times[1][k]);
        }
        const auto median = [](std::vector<double> values) {
            std::nth_element(values.begin(),
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                             values.end());
            return values[values.size() / 2];
        };
        fmt::print("  axis ratio {:5.1f}: {:6.2f} s, {:6.2f} s on two threads, {:.2f} times as "
                   "fast, the same "
                   "answer: {}; goals 20 s and 1.8\n",
                   shape.axis_ratio, median(times[0]), median(times[1]), median(gain),
                   found[0].fraction == found[1].fraction ? "yes" : "NO");
    }
}

int smoke()
{
    const double ours = mean(sweep(64));
    const double plain = plain_sweep(64, 1);
    const bool alike = spheroids(10.0, 60.0, 1).fraction == spheroids(10.0, 60.0, 2).fraction;
    fmt::print("{:.4f} and {:.4f}; same on two threads: {}\n", ours, plain, alike ? "yes" : "no");
    // One box of 64^3 scatters by 0.004, and winding takes more than joining two faces.
    return std::abs(ours - plain) < 0.03 && alike ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        return smoke();
    }
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    fmt::print("{}\nMedians of {} rounds in which all take turns; ratios are medians over rounds\n",
               machine(), rounds);
    lattice(rounds);
    particles(rounds);
    return 0;
}
