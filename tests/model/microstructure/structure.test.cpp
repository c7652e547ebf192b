#include "model/microstructure/structure.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

using namespace percolith::microstructure;
using percolith::kinetics::Length;

namespace
{

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// That the structure is refused, with words that name what is wrong.
void refused(const Structure& structure, const std::string& named)
{
    CHECK_THROWS_AS(check(structure), std::invalid_argument);
    CHECK_THROWS_WITH(check(structure), Catch::Contains(named));
}

/// Sound particles but for one thing.
template <class Spoil> Particles spoilt(const Spoil& spoil)
{
    Particles particles;
    spoil(particles);
    return particles;
}

Particles in_domains(Length<> diameter, double fraction, Domains::Where where, Length<> layer = {})
{
    return spoilt([&](Particles& p) { p.domains = Domains{where, diameter, fraction, layer}; });
}

Image image_of(std::array<std::int32_t, 3> shape, std::vector<float> values)
{
    Image image;
    image.shape = shape;
    image.values = std::make_shared<const std::vector<float>>(std::move(values));
    return image;
}

} // namespace

TEST_CASE("What is described without mistakes is accepted, to the ends of every range")
{
    CHECK_NOTHROW(check(CubicLattice{}));
    CHECK_NOTHROW(check(Particles{}));
    CHECK_NOTHROW(check(Grains{}));
    CHECK_NOTHROW(check(image_of({2, 1, 3}, std::vector<float>(6, 0.0F))));
    for (const double ratio : {0.01, 100.0}) {
        CHECK_NOTHROW(check(spoilt([&](Particles& p) { p.axis_ratio = ratio; })));
    }
    for (const double share : {0.0, 1.0}) {
        CHECK_NOTHROW(check(spoilt([&](Particles& p) { p.sizes = BinarySizes{20.0, share}; })));
    }
    CHECK_NOTHROW(check(spoilt([](Particles& p) { p.sizes = LogNormalSizes{1.0}; })));
    CHECK_NOTHROW(
        check(spoilt([](Particles& p) { p.contact = HardCores{Length<>{1e-9}, Length<>{0.0}}; })));
    CHECK_NOTHROW(check(in_domains(Length<>{1e-9}, 0.999, Domains::Where::inside)));
    CHECK_NOTHROW(check(in_domains(Length<>{1e-9}, 0.5, Domains::Where::around, Length<>{1e-9})));
}

TEST_CASE("Lengths that are not above zero are refused by name")
{
    for (const double bad : {0.0, -1e-9, infinite, no_number}) {
        CubicLattice lattice;
        lattice.spacing = Length<>{bad};
        refused(lattice, "lattice spacing");
        refused(spoilt([&](Particles& p) { p.diameter = Length<>{bad}; }), "diameter");
        refused(spoilt([&](Particles& p) { p.contact = HardCores{Length<>{bad}, {}}; }),
                "tunnelling distance");
        refused(in_domains(Length<>{bad}, 0.5, Domains::Where::inside), "grain diameter");
        refused(in_domains(Length<>{5e-9}, 0.5, Domains::Where::around, Length<>{bad}), "layer");
        Grains grains;
        grains.metal_diameter = Length<>{bad};
        refused(grains, "metal diameter");
        grains = {};
        grains.insulator_diameter = Length<>{bad};
        refused(grains, "insulator diameter");
        Image image = image_of({1, 1, 1}, {0.0F});
        image.edge = Length<>{bad};
        refused(image, "voxel edge");
    }
}

TEST_CASE("Ratios, shares and deviations out of range are refused by name")
{
    for (const double bad : {0.0099, 100.1, -1.0, no_number}) {
        refused(spoilt([&](Particles& p) { p.axis_ratio = bad; }), "axis ratio");
    }
    for (const double bad : {0.99, 20.1, no_number}) {
        refused(spoilt([&](Particles& p) { p.sizes = BinarySizes{bad, 0.5}; }), "size ratio");
    }
    for (const double bad : {-0.01, 1.01, no_number}) {
        refused(spoilt([&](Particles& p) { p.sizes = BinarySizes{2.0, bad}; }), "share");
        refused(spoilt([&](Particles& p) { p.sizes = LogNormalSizes{bad}; }), "deviation");
    }
    for (const double bad : {0.0, 1.0, -0.1, 1.1, no_number}) {
        refused(in_domains(Length<>{5e-9}, bad, Domains::Where::outside), "grain fraction");
    }
    for (const double bad : {0.1, 9.0}) {
        Grains grains;
        grains.metal_diameter = Length<>{bad * 1e-9};
        refused(grains, "ratio of metal to insulator");
    }
}

TEST_CASE("Shells that keep metal further apart than electrons tunnel are refused")
{
    const auto shell = [](double tunnelling, double thickness) {
        return spoilt([&](Particles& p) {
            p.contact = HardCores{Length<>{tunnelling}, Length<>{thickness}};
        });
    };
    refused(shell(1e-9, 0.5e-9), "insulating shells");
    refused(shell(1e-9, -1e-12), "insulating shell");
    refused(shell(1e-9, no_number), "insulating shell");
    CHECK_NOTHROW(check(shell(1e-9, 0.49e-9)));
}

TEST_CASE("A domain smaller than a particle is refused, whichever particle is the largest")
{
    refused(in_domains(Length<>{0.9e-9}, 0.5, Domains::Where::inside), "domain smaller");
    auto needles = in_domains(Length<>{4e-9}, 0.5, Domains::Where::inside);
    needles.axis_ratio = 5.0;
    refused(needles, "domain smaller");
    needles.axis_ratio = 4.0;
    CHECK_NOTHROW(check(needles));
    auto two = in_domains(Length<>{4e-9}, 0.5, Domains::Where::inside);
    two.sizes = BinarySizes{5.0, 0.5};
    refused(two, "domain smaller");
    two.sizes = BinarySizes{5.0, 0.0};
    CHECK_NOTHROW(check(two));
}

TEST_CASE("An image of the wrong size, without values or with NaN is refused")
{
    refused(image_of({2, 2, 2}, std::vector<float>(7)), "8 values");
    refused(image_of({0, 2, 2}, {}), "at least one voxel");
    refused(image_of({-1, -1, 1}, {0.0F}), "at least one voxel");
    refused(image_of({1, 1, 1}, {std::numeric_limits<float>::quiet_NaN()}), "NaN");
    Image image;
    image.shape = {1, 1, 1};
    refused(image, "1 values");
}

TEST_CASE("The unit of length is that of the structure's parts")
{
    CubicLattice lattice;
    lattice.spacing = Length<>{3e-9};
    CHECK(unit_length(lattice).si == 3e-9);
    // The sphere of the volume of a spheroid of diameters 2, 2 and 16 nm has 4 nm.
    const auto needle = spoilt([](Particles& p) {
        p.diameter = Length<>{2e-9};
        p.axis_ratio = 8.0;
    });
    CHECK(unit_length(needle).si == Approx(4e-9));
    Grains grains;
    grains.metal_diameter = Length<>{5e-9};
    CHECK(unit_length(grains).si == 5e-9);
    Image image;
    image.edge = Length<>{7e-10};
    CHECK(unit_length(image).si == 7e-10);
}
