#include "model/microstructure/particle_clusters.hpp"

#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace percolith::microstructure;
using percolith::tests::shaped;

namespace
{

class Drawn : public ParticleList
{
public:
    explicit Drawn(const ParticleSource& source) : source_(source) {}
    Particle particle(std::uint32_t number) const override { return source_(number); }
    Vector place(std::uint32_t number) const override { return source_.place(number); }

private:
    const ParticleSource& source_;
};

struct Grown {
    std::array<std::uint64_t, 3> counts;
    std::size_t size;
};

/// Batches of so many particles, until they wind along every axis.
Grown grow(const Particles& particles, double edge, std::size_t batch, std::size_t surely,
           unsigned threads)
{
    const ParticleSource source(particles, Box{{edge, edge, edge}}, RandomSource(7, 1, 0));
    const Drawn list(source);
    ContactSearch search(source, list, 0.0, threads);
    ParticleClusters clusters(threads);
    while (!clusters.winding().complete()) {
        const std::size_t first = search.size();
        search.grow(first + batch);
        clusters.add(search, first, surely);
    }
    return {clusters.winding().counts(), search.size()};
}

} // namespace

TEST_CASE("Particles wind when they wind, however they are divided into batches and threads")
{
    for (const double ratio : {0.2, 1.0, 5.0}) {
        const auto kind = shaped(ratio);
        // One by one in tens, joined in order.
        const Grown known = grow(kind, 18.0, 10, 0, 1);
        for (const auto count : known.counts) {
            CHECK(count > 100);
            CHECK(count <= known.size);
        }
        const auto first = *std::min_element(known.counts.begin(), known.counts.end());
        for (const unsigned threads : {1U, 3U}) {
            for (const std::size_t batch : {std::size_t{300}, known.size}) {
                for (const std::size_t surely : {std::uint64_t{0}, first - 1, first / 2}) {
                    CHECK(grow(kind, 18.0, batch, surely, threads).counts == known.counts);
                }
            }
        }
    }
}

TEST_CASE("If something winds among those that should not, nothing is lost")
{
    const auto kind = shaped(1.0);
    const Grown known = grow(kind, 18.0, 10, 0, 1);
    for (const unsigned threads : {1U, 3U}) {
        CHECK(grow(kind, 18.0, known.size, known.size, threads).counts == known.counts);
        CHECK(grow(kind, 18.0, 2 * known.size, 5 * known.size, threads).counts == known.counts);
    }
}
