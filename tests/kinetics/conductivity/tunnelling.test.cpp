#include "kinetics/conductivity/tunnelling.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;

namespace
{
const Tunnelling<> law{Conductivity<>{1e-10}, Conductivity<>{1e-2}, Length<>{10e-9},
                       Length<>{1e-9}};
}

TEST_CASE("at close packing the gaps are closed and the metal conducts as it can", "[kinetics]")
{
    CHECK(law(0.64).si == Approx(1e-2 + 1e-10).epsilon(1e-12));
    CHECK(law.domain().upper == 0.64);
}

TEST_CASE("doubling the distance between particles opens a gap of one particle", "[kinetics]")
{
    // Centres twice as far apart mean an eighth of the metal; exp(-2 d/xi_t) = exp(-20) is left.
    CHECK(law(0.08).si == Approx(1e-10 + 1e-2 * std::exp(-20.0)).epsilon(1e-10));
}

TEST_CASE("tunnelling never falls below the insulator, not even without metal", "[kinetics]")
{
    CHECK(law(0.0).si == 1e-10);
    CHECK(law(1e-6).si >= 1e-10);
    CHECK(law(-1e-12).si == 1e-10);
}

TEST_CASE("smaller particles leave smaller gaps and conduct better", "[kinetics]")
{
    Tunnelling<> finer = law;
    finer.particle_size = Length<>{5e-9};
    CHECK(finer(0.1).si > law(0.1).si);
}
