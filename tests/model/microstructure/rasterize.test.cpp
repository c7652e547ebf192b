#include "model/microstructure/rasterize.hpp"

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/extent.hpp"
#include "model/microstructure/overlap.hpp"
#include "model/microstructure/particles.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

using namespace percolith::microstructure;
using percolith::tests::shaped;

namespace
{

const Slab slab{{48, 48, 24}, 4.0};

template <class Kind>
VoxelGrid film(const Kind& kind, double fraction, std::uint32_t realisation = 0,
               const Slab& cut = slab)
{
    return rasterize(kind, fraction, cut, RandomSource(13, 1, realisation));
}

double share(const VoxelGrid& grid, std::uint8_t phase = metal)
{
    return static_cast<double>(std::count(grid.phase.begin(), grid.phase.end(), phase)) /
           static_cast<double>(grid.size());
}

struct Mean {
    double value;
    double error;
};
template <class Kind> Mean mean_share(const Kind& kind, double fraction, std::uint32_t realisations)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        const double own = share(film(kind, fraction, k));
        sum += own / realisations;
        squares += own * own / realisations;
    }
    return {sum, std::sqrt((squares - sum * sum) / (realisations - 1))};
}

bool contains(const VoxelGrid& more, const VoxelGrid& less)
{
    for (std::size_t k = 0; k < less.size(); ++k) {
        if (less.phase[k] == metal && more.phase[k] != metal) {
            return false;
        }
    }
    return true;
}

Particles in_grains(Domains::Where where, double fraction, double diameter, double layer = 0.0)
{
    auto particles = shaped(1.0);
    particles.domains =
        Domains{where, particles.diameter * diameter, fraction, particles.diameter * layer};
    return particles;
}

Particles hard(double ratio, double tunnelling)
{
    auto particles = shaped(ratio);
    particles.contact = HardCores{unit_length(particles) * tunnelling, {}};
    return particles;
}

/// How alike the voxels of two layers are: 1 for the same, 0 for independent ones.
double likeness(const VoxelGrid& grid, std::int32_t one, std::int32_t other)
{
    double first = 0.0;
    double second = 0.0;
    double both = 0.0;
    for (std::int32_t j = 0; j < grid.shape[1]; ++j) {
        for (std::int32_t i = 0; i < grid.shape[0]; ++i) {
            const double a = grid.phase[grid.index(i, j, one)] == metal ? 1.0 : 0.0;
            const double b = grid.phase[grid.index(i, j, other)] == metal ? 1.0 : 0.0;
            first += a;
            second += b;
            both += a * b;
        }
    }
    const double n = static_cast<double>(grid.shape[0]) * grid.shape[1];
    const double covariance = both / n - first / n * second / n;
    const double variance =
        std::sqrt(first / n * (1.0 - first / n) * second / n * (1.0 - second / n));
    return covariance / variance;
}

/// Particles of a film and the voxels whose centres lie in each. Nothing is periodic along z.
struct Bodies {
    std::vector<Particle> particles;
    std::vector<std::vector<std::size_t>> of_voxel;
};

/// How it is from one place to another within a film as wide as `width`.
Vector within_film(const Vector& from, const Vector& to, double width)
{
    Vector apart{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        apart[axis] = to[axis] - from[axis];
    }
    for (const std::size_t axis : {0U, 1U}) {
        apart[axis] -= width * std::round(apart[axis] / width);
    }
    return apart;
}

/// As many particles of the source as it takes to fill the film's metal.
Bodies bodies_of(const VoxelGrid& film, const ParticleSource& source, const Slab& cut,
                 double margin)
{
    Bodies bodies{{}, std::vector<std::vector<std::size_t>>(film.size())};
    while (true) {
        const Particle next = source(bodies.particles.size());
        const Spheroid body = source.shape_of(next);
        std::vector<std::size_t> covered;
        for (std::size_t k = 0; k < film.size(); ++k) {
            const auto [i, j, level] =
                std::array{static_cast<double>(k % cut.shape[0]),
                           static_cast<double>(k / cut.shape[0] % cut.shape[1]),
                           static_cast<double>(k / cut.shape[0] / cut.shape[1])};
            const Vector centre{(i + 0.5) / cut.resolution, (j + 0.5) / cut.resolution,
                                (level + 0.5) / cut.resolution + margin};
            const Vector apart = within_film(next.place, centre, source.box().edge[0]);
            const double along = dot(apart, next.axis);
            const double across = dot(apart, apart) - along * along;
            if (along * along / (body.polar * body.polar) +
                    across / (body.equatorial * body.equatorial) <=
                1.0) {
                covered.push_back(k);
            }
        }
        if (std::ranges::any_of(covered, [&](auto k) { return film.phase[k] != metal; })) {
            return bodies;
        }
        for (const std::size_t k : covered) {
            bodies.of_voxel[k].push_back(bodies.particles.size());
        }
        bodies.particles.push_back(next);
    }
}

} // namespace

TEST_CASE("Films hold the metal asked for in the mean, whatever they are made of")
{
    const std::vector<Particles> kinds{shaped(1.0),
                                       shaped(0.2),
                                       shaped(5.0, Orientation::normal),
                                       shaped(5.0, Orientation::lateral),
                                       shaped(1.0, Orientation::isotropic, BinarySizes{2.0, 0.5}),
                                       shaped(1.0, Orientation::isotropic, LogNormalSizes{0.3})};
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        CAPTURE(k);
        const Mean found = mean_share(kinds[k], 0.25, 24);
        // Half a particle more or less in the box: of 1100 about, 1e-3 with the large ones.
        CHECK(std::abs(found.value - 0.25) < 4.0 * found.error + 1e-3);
        CHECK(found.error < 0.006);
    }
    const Mean sites = mean_share(CubicLattice{}, 0.3, 4);
    CHECK(std::abs(sites.value - 0.3) < 4.0 * std::sqrt(0.21 / (4.0 * 48 * 48 * 24)));
}

TEST_CASE("Hard cores and metal in domains hold the metal asked for in the mean")
{
    const std::vector<Particles> kinds{hard(1.0, 0.4), hard(0.4, 0.4),
                                       in_grains(Domains::Where::inside, 0.6, 2.5),
                                       in_grains(Domains::Where::outside, 0.3, 2.5),
                                       in_grains(Domains::Where::around, 0.4, 2.5, 0.6)};
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        CAPTURE(k);
        const Mean found = mean_share(kinds[k], 0.15, 24);
        CHECK(std::abs(found.value - 0.15) < 4.0 * found.error + 1e-3);
        CHECK(found.error < 0.006);
    }
}

TEST_CASE("More metal contains less metal of the same realisation")
{
    CHECK(contains(film(CubicLattice{}, 0.4), film(CubicLattice{}, 0.3)));
    for (const auto& kind :
         {shaped(1.0), shaped(0.2), hard(1.0, 0.4), in_grains(Domains::Where::inside, 0.6, 2.5)}) {
        const auto less = film(kind, 0.1);
        const auto more = film(kind, 0.2);
        CHECK(contains(more, less));
        CHECK_FALSE(contains(less, more));
        CHECK_FALSE(contains(film(kind, 0.2, 1), less)); // another realisation does not
    }
}

TEST_CASE("The same seed makes the same voxels, the next realisation others")
{
    const auto kind = shaped(3.0);
    const auto first = film(kind, 0.2, 3);
    CHECK(film(kind, 0.2, 4).phase != first.phase);
    CHECK(film(kind, 0.2, 3).phase == first.phase);
    CHECK(first.shape == slab.shape);
    CHECK(first.phase.size() == first.size());
    CHECK(film(CubicLattice{}, 0.3, 1).phase != film(CubicLattice{}, 0.3, 2).phase);
}

TEST_CASE("Voxels of a single particle fill its volume, wherever it lies")
{
    // One particle: half of the next one would be nearer only above 1.5 volumes.
    for (const double ratio : {0.3, 1.0, 3.0}) {
        const Slab small{{64, 64, 64}, 16.0};
        const auto kind = shaped(ratio);
        double seen = 0.0;
        int whole = 0;
        for (std::uint32_t k = 0; k < 30; ++k) {
            const double box = 4.0 * 4.0 * (4.0 + 2.0 * unit_spheroid(ratio).longest());
            const double volume = unit_spheroid(ratio).volume();
            const double own = share(film(kind, -std::expm1(-volume / box), k, small)) * 64.0;
            CHECK(own <= volume * 1.02);
            whole += own > volume * 0.98 ? 1 : 0;
            seen += own;
        }
        CHECK(whole > 5); // wholly within the slab
        CHECK(seen > 0.0);
    }
}

TEST_CASE("A film is a cut: its two faces are strangers, its sides are not")
{
    double faces = 0.0;
    double neighbours = 0.0;
    constexpr std::uint32_t films = 10;
    const auto kinds = {shaped(1.0), in_grains(Domains::Where::inside, 0.5, 4.0)};
    for (const auto& kind : kinds) {
        faces = 0.0;
        neighbours = 0.0;
        for (std::uint32_t k = 0; k < films; ++k) {
            const auto grid = film(kind, 0.4, k, {{64, 64, 20}, 4.0});
            faces += likeness(grid, 0, 19) / films;
            neighbours += likeness(grid, 0, 1) / films;
        }
        // Ten films of 16 grains' faces each scatter by 1/sqrt(160). If grains went on through the
        // faces, these would be alike to a third.
        CHECK(std::abs(faces) < 0.16);
        CHECK(neighbours > 0.5);
    }
    // Along axis 0 the first and the last voxel are neighbours.
    double sides = 0.0;
    double count = 0.0;
    const auto grid = film(shaped(1.0), 0.3);
    for (std::int32_t k = 0; k < grid.shape[2]; ++k) {
        for (std::int32_t j = 0; j < grid.shape[1]; ++j) {
            const auto first = grid.phase[grid.index(0, j, k)];
            sides += first == metal && grid.phase[grid.index(47, j, k)] == metal ? 1.0 : 0.0;
            count += first == metal ? 1.0 : 0.0;
        }
    }
    CHECK(sides / count > 0.6); // 0.3 if they were strangers
}

TEST_CASE("No layer of a film holds more metal than another")
{
    std::array<double, 24> layers{};
    double squares = 0.0;
    constexpr std::uint32_t films = 30;
    for (std::uint32_t k = 0; k < films; ++k) {
        const auto grid = film(shaped(2.0), 0.25, k);
        for (std::int32_t z = 0; z < 24; ++z) {
            double own = 0.0;
            for (std::size_t at = 0; at < 48 * 48; ++at) {
                own += grid.phase[static_cast<std::size_t>(z) * 48 * 48 + at] == metal ? 1.0 : 0.0;
            }
            own /= 48 * 48;
            layers[static_cast<std::size_t>(z)] += own / films;
            squares += (own - 0.25) * (own - 0.25) / (films * 24.0);
        }
    }
    const double error = std::sqrt(squares / films);
    CHECK(error < 0.01);
    for (const double layer : layers) {
        CHECK(std::abs(layer - 0.25) < 4.0 * error);
    }
}

TEST_CASE("Gaps lie around hard cores, never on them, and are as wide as half the tunnelling "
          "distance")
{
    const auto kind = hard(1.0, 0.5);
    const auto grid = film(kind, 0.02);
    // Far apart, a core of radius 0.5 with 0.25 around it: 1.5^3 of its volume less itself.
    const double ratio = share(grid, gap) / share(grid);
    CHECK(ratio < 2.375 * 1.05);
    CHECK(ratio > 2.375 * 0.8); // some meet
    CHECK(share(film(shaped(1.0), 0.2), gap) == 0.0);
}

TEST_CASE("Whether a film of particles is spanned does not depend on the resolution")
{
    struct Spanned {
        bool by_layers; ///< as rasterized
        bool without; ///< as if all voxels that share a face touched
    };
    const auto spans = [](const Particles& kind, double fraction, std::int32_t resolution,
                          std::uint32_t realisation) {
        const Slab cut{{6 * resolution, 6 * resolution, 4 * resolution},
                       static_cast<double>(resolution)};
        std::array<bool, 256> conducts{};
        conducts[metal] = conducts[gap] = true;
        VoxelGrid grid = film(kind, fraction, realisation, cut);
        Spanned found{.by_layers = find_clusters(grid, conducts).spans(), .without = false};
        grid.layers.clear();
        found.without = find_clusters(grid, conducts).spans();
        return found;
    };
    struct Kind {
        Particles particles;
        double fraction; ///< at which about half of these films are spanned
    };
    for (const auto& [particles, fraction] :
         {Kind{shaped(1.0), 0.25}, Kind{hard(1.0, 0.6), 0.065}}) {
        constexpr std::uint32_t films = 40;
        std::uint32_t spanned = 0;
        std::uint32_t differ = 0;
        std::uint32_t differ_without = 0;
        for (std::uint32_t k = 0; k < films; ++k) {
            const Spanned coarse = spans(particles, fraction, 4, k);
            const Spanned fine = spans(particles, fraction, 8, k);
            spanned += fine.by_layers ? 1 : 0;
            differ += coarse.by_layers != fine.by_layers ? 1 : 0;
            differ_without += coarse.without != fine.by_layers ? 1 : 0;
        }
        CAPTURE(fraction, spanned, differ, differ_without);
        CHECK(spanned > films / 4);
        CHECK(spanned < 3 * films / 4);
        // The same particles touch at either resolution. What is left are particles that meet, or
        // stand on the film's face, in a lens that holds no voxel: one film in twenty hangs on one.
        CHECK(differ <= 4);
        CHECK(differ_without > 4); // the defect that layers end
    }
}

TEST_CASE("Particles longer than a film is thick touch within it, and not around it")
{
    const Slab thin{{48, 48, 8}, 8.0};
    const auto needles = shaped(5.0);
    const double margin = film_margin(needles, thin);
    const Box box{{6.0, 6.0, 1.0 + 2.0 * margin}};
    std::size_t far_pairs = 0;
    std::size_t layers = 0;
    for (std::uint32_t realisation = 0; realisation < 12; ++realisation) {
        const VoxelGrid grid = film(needles, 0.35, realisation, thin);
        const ParticleSource source(needles, box, RandomSource(13, 1, realisation));
        const Bodies bodies = bodies_of(grid, source, thin, margin);
        const auto meet = [&](std::size_t one, std::size_t other) {
            const Particle& a = bodies.particles[one];
            const Particle& b = bodies.particles[other];
            const Vector apart = within_film(a.place, b.place, box.edge[0]);
            // With margins of half a needle the way around would be the shorter one.
            far_pairs += std::abs(apart[2]) > 0.5 * (1.0 + longest_part(needles)) ? 1 : 0;
            return overlap(source.shape_of(a), a.axis, source.shape_of(b), b.axis, apart);
        };
        const auto separate = [&](std::size_t voxel, std::size_t other) {
            const auto& here = bodies.of_voxel[voxel];
            const auto& there = bodies.of_voxel[other];
            return !here.empty() && !there.empty() && std::ranges::none_of(here, [&](auto one) {
                return std::ranges::any_of(there,
                                           [&](auto two) { return one == two || meet(one, two); });
            });
        };
        std::size_t wrong = 0;
        for (std::size_t k = 0; k < grid.size(); ++k) {
            REQUIRE((grid.phase[k] == metal) == !bodies.of_voxel[k].empty());
            const auto i = static_cast<std::int32_t>(k % 48);
            const auto j = static_cast<std::int32_t>(k / 48 % 48);
            const auto level = static_cast<std::int32_t>(k / 48 / 48);
            const std::array next{grid.index((i + 1) % 48, j, level),
                                  grid.index(i, (j + 1) % 48, level),
                                  grid.index(i, j, std::min(level + 1, 7))};
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const bool expected = separate(k, next[axis]);
                wrong += (grid.layers[k][axis] == insulator) != expected ? 1 : 0;
                layers += expected ? 1 : 0;
            }
        }
        CHECK(wrong == 0);
    }
    CHECK(far_pairs > 20);
    CHECK(layers > 100);
}

TEST_CASE("Without metal there is none, and full is full")
{
    for (const auto& kind : {shaped(0.5), hard(1.0, 0.3)}) {
        CHECK(share(film(kind, 0.0)) == 0.0);
        CHECK(share(film(kind, 1.0)) == 1.0);
    }
    CHECK(share(film(CubicLattice{}, 0.0)) == 0.0);
    CHECK(share(film(CubicLattice{}, 1.0)) == 1.0);
}

TEST_CASE("Metal that finds no room is refused, and so are bonds")
{
    CHECK_THROWS_AS(film(hard(1.0, 0.3), 0.5), std::domain_error);
    CHECK_THROWS_AS(film(in_grains(Domains::Where::inside, 0.1, 2.5), 0.5), std::domain_error);
    CubicLattice bonds;
    bonds.element = CubicLattice::Element::bond;
    CHECK_THROWS_AS(film(bonds, 0.3), std::invalid_argument);
}
