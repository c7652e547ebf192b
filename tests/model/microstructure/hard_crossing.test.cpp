#include "model/microstructure/hard_crossing.hpp"

#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/particle_crossing.hpp"

#include "tests/support/ellipsoid_distance.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace percolith::microstructure;
using percolith::kinetics::Length;
using percolith::tests::mapped_distance;

namespace
{

/// Lengths in diameters.
Particles cores(double ratio, double tunnelling, double shell = 0.0)
{
    Particles particles;
    particles.axis_ratio = ratio;
    const auto unit = unit_length(particles);
    particles.contact = HardCores{unit * tunnelling, unit * shell};
    return particles;
}

Crossing cross(const Particles& particles, double edge, std::uint32_t realisation)
{
    return hard_crossing(particles, edge, RandomSource(11, 1, realisation));
}

struct Packed {
    ParticleSource source;
    DomainMap domains;
    std::vector<Particle> all;
};
Packed pack(const Particles& particles, double edge, double fraction)
{
    const Box box{{edge, edge, edge}};
    const RandomSource random(12, 1, 0);
    Packed packed{
        {particles, box, random}, {particles.domains, unit_length(particles), box, random}, {}};
    packed.all = pack_hard_cores(particles, packed.source, packed.domains, fraction);
    return packed;
}

double filled(const Packed& packed)
{
    double volume = 0.0;
    for (const auto& core : packed.all) {
        volume += packed.source.shape_of(core).volume();
    }
    return volume / packed.source.box().volume();
}

/// Share of crossings at or below a fraction, and its error.
struct Share {
    double mean;
    double error;
};
Share share_below(const Particles& particles, double edge, std::uint32_t realisations,
                  double fraction)
{
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < realisations; ++k) {
        double own = 0.0;
        for (const double crossing : cross(particles, edge, k).fraction) {
            own += crossing <= fraction ? 1.0 / 3.0 : 0.0;
        }
        sum += own / realisations;
        squares += own * own / realisations;
    }
    return {sum, std::sqrt((squares - sum * sum) / realisations)};
}

} // namespace

TEST_CASE("No two shells overlap, whatever the shape and sizes of the cores")
{
    auto two = cores(0.5, 0.5, 0.1);
    two.sizes = BinarySizes{2.0, 0.5};
    auto many = cores(1.0, 0.5, 0.05);
    many.sizes = LogNormalSizes{0.4}; // four doublings
    for (const auto& kind :
         {cores(1.0, 0.3, 0.1), cores(0.3, 0.3), cores(4.0, 0.5, 0.1), two, many}) {
        const double shell = std::get<HardCores>(kind.contact).insulating_shell / unit_length(kind);
        const Packed packed = pack(kind, 8.0, 0.12);
        CHECK(packed.all.size() > 30);
        double nearest = 1e9;
        for (std::size_t k = 0; k < packed.all.size(); ++k) {
            for (std::size_t m = 0; m < k; ++m) {
                const auto& one = packed.all[k];
                const auto& other = packed.all[m];
                const Way way = shortest_way(packed.source.box(), one.place, other.place);
                const double distance = mapped_distance(
                    packed.source.shape_of(one).grown(shell), one.axis,
                    packed.source.shape_of(other).grown(shell), other.axis, way.apart);
                nearest = std::min(nearest, distance);
            }
        }
        CHECK(nearest > 1.0 - 1e-9);
        CHECK(nearest < 1.2); // and they are crowded enough to tell
    }
}

TEST_CASE("Cores fill what is asked for to within one of them, and more metal keeps what less "
          "metal had")
{
    const auto kind = cores(1.0, 0.3);
    const Packed less = pack(kind, 8.0, 0.1);
    const Packed more = pack(kind, 8.0, 0.2);
    const double one = less.source.shape().volume() / 512.0;
    CHECK(filled(less) >= 0.1);
    CHECK(filled(less) < 0.1 + one);
    CHECK(filled(more) >= 0.2);
    REQUIRE(more.all.size() > less.all.size());
    for (std::size_t k = 0; k < less.all.size(); ++k) {
        REQUIRE(more.all[k].place == less.all[k].place);
    }
}

TEST_CASE("Cores stay in the domains")
{
    auto kind = cores(1.0, 0.3);
    kind.domains = Domains{Domains::Where::inside, kind.diameter * 3.0, 0.5, {}};
    const Packed packed = pack(kind, 10.0, 0.1);
    for (const auto& core : packed.all) {
        REQUIRE(packed.domains.allows(core.place));
    }
    CHECK(packed.all.size() > 100);
}

TEST_CASE("Spheres added one by one jam near 0.38, and asking for more says so")
{
    // Saturation at 0.3841 (Zhang and Torquato 2013, DOI 10.1103/PhysRevE.88.053312) takes forever;
    // after 2000 candidates for each core a few per cent are missing.
    const auto kind = cores(1.0, 0.3);
    CHECK_NOTHROW(pack(kind, 5.0, 0.33));
    CHECK_THROWS_AS(pack(kind, 5.0, 0.42), std::domain_error);
    CHECK_THROWS_WITH(pack(kind, 5.0, 0.42), Catch::Contains("0.3") && Catch::Contains("0.42"));
}

TEST_CASE(
    "Where electrons tunnel far against the cores' size, the cores are centres of overlapping "
    "spheres")
{
    // Spheres of the diameter D + delta = 10 D percolate at eta = 0.3418 (Consiglio et al. 2003),
    // so cores at 0.3418 (D / (D + delta))^3. That cores exclude each other matters to a
    // thousandth.
    const double limit = 0.3418 * std::pow(0.1, 3.0);
    const Share share = share_below(cores(1.0, 9.0), 80.0, 400, limit);
    CHECK(std::abs(share.mean - winding_chance) < 4.0 * share.error + 0.01);
    CHECK(share.error < 0.02);
}

TEST_CASE("A wider gap that conducts needs less metal")
{
    const auto mean = [](const Particles& kind) {
        double sum = 0.0;
        for (std::uint32_t k = 0; k < 6; ++k) {
            sum += cross(kind, 8.0, k).fraction[0] / 6.0;
        }
        return sum;
    };
    const double narrow = mean(cores(1.0, 0.4));
    const double wide = mean(cores(1.0, 0.8));
    CHECK(wide < 0.8 * narrow);
    CHECK(narrow < 0.3);
}

TEST_CASE("Cores and shells cross where grown cores without shells would")
{
    // Shells exclude each other as bodies of their size do; the metal within is smaller.
    const double shell = 0.25;
    const auto wrapped = cores(1.0, 1.2, shell);
    auto bare = cores(1.0, 1.2 - 2.0 * shell);
    bare.diameter = bare.diameter * (1.0 + 2.0 * shell);
    const auto one = cross(wrapped, 9.0, 5);
    // The same box in units of the larger diameter.
    const auto other = cross(bare, 9.0 / (1.0 + 2.0 * shell), 5);
    const double cube = std::pow(1.0 + 2.0 * shell, 3.0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        CHECK(one.fraction[axis] * cube == Approx(other.fraction[axis]).epsilon(1e-9));
    }
}

TEST_CASE("A box that is full before electrons cross it has no crossing")
{
    const auto crossing = cross(cores(1.0, 0.005), 4.0, 1);
    for (const double fraction : crossing.fraction) {
        CHECK(fraction == std::numeric_limits<double>::infinity());
    }
}

TEST_CASE("Hard cores cross at the same fractions whenever they are asked")
{
    const auto kind = cores(2.0, 0.6, 0.1);
    const auto first = cross(kind, 7.0, 1);
    CHECK(cross(kind, 7.0, 2).fraction != first.fraction);
    CHECK(cross(kind, 7.0, 1).fraction == first.fraction);
}
