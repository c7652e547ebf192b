#include "model/microstructure/extent.hpp"

#include "model/microstructure/particle_crossing.hpp"
#include "tests/support/structures.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith::microstructure;
using percolith::tests::grains_of;
using percolith::tests::shaped;

TEST_CASE("The longest part of particles is the longest axis of the largest, with the gap that "
          "conducts")
{
    CHECK(longest_part(shaped(1.0)) == Approx(1.0));
    // A needle of the volume of a sphere of diameter 1.
    CHECK(longest_part(shaped(8.0)) == Approx(4.0));
    CHECK(longest_part(shaped(8.0, Orientation::isotropic, BinarySizes{3.0, 0.5})) == Approx(12.0));
    auto hard = shaped(8.0);
    hard.contact = HardCores{unit_length(hard) * 0.5, unit_length(hard) * 0.1};
    CHECK(longest_part(hard) == Approx(4.5));
}

TEST_CASE("Grains around particles count with the layer on both sides")
{
    auto particles = shaped(1.0);
    particles.domains =
        Domains{Domains::Where::around, particles.diameter * 5.0, 0.3, particles.diameter * 0.75};
    CHECK(longest_part(particles) == Approx(6.5));
}

TEST_CASE("In a box that is stretched as they are, aligned spheroids are as long as spheres")
{
    for (const double ratio : {0.1, 10.0}) {
        for (const auto orientation : {Orientation::normal, Orientation::lateral}) {
            const auto particles = shaped(ratio, orientation);
            const Vector unit_box = box_of(particles, 1.0).edge;
            CHECK(longest_part(particles, unit_box) == Approx(1.0));
            // A gap is what it is, and takes most of the box where that is narrowest.
            auto hard = particles;
            hard.contact = HardCores{unit_length(hard) * 0.5, {}};
            const double narrow = std::min(unit_box[0], unit_box[2]);
            CHECK(longest_part(hard, unit_box) == Approx(1.0 + 0.5 / narrow));
        }
    }
}

TEST_CASE("The longest of two kinds of grains is the larger one, and no grain is below one unit")
{
    using Meeting = Grains::Meeting;
    CHECK(longest_part(grains_of(0.25, Meeting::faces)) == Approx(4.0));
    CHECK(longest_part(grains_of(4.0, Meeting::faces)) == Approx(1.0));
    CHECK(longest_part(CubicLattice{}) == 1.0);
}
