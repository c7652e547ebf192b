#include "kinetics/conductivity/tabulated.hpp"
#include "tests/kinetics/conductivity/random_laws.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith::kinetics;
using namespace percolith::tests;

namespace
{
const std::vector<double> fractions{0.0, 0.1, 0.3};
const std::vector<double> thicknesses{1e-8, 1e-7, 1e-6};
const std::vector<double> conductivities{1e-9, 1e-9, 1e-9, 1e-6, 1e-7, 3e-8, 1e-2, 8e-3, 7e-3};
const std::vector<double> errors{0.0, 0.0, 0.0, 2e-7, 1e-8, 6e-9, 1e-3, 4e-4, 7e-4};
const Tabulated<> table{fractions, thicknesses, conductivities, errors};
} // namespace

TEST_CASE("a table gives back its entries", "[kinetics]")
{
    for (std::size_t i = 0; i < fractions.size(); ++i) {
        for (std::size_t j = 0; j < thicknesses.size(); ++j) {
            const Length<> b{thicknesses[j]};
            CHECK(table(fractions[i], b).si == Approx(conductivities[3 * i + j]).epsilon(1e-10));
            CHECK(table.standard_error(fractions[i], b).si ==
                  Approx(errors[3 * i + j]).epsilon(1e-10));
        }
    }
}

TEST_CASE("between entries a table stays between them", "[kinetics]")
{
    Draw draw(31);
    for (int trial = 0; trial < 300; ++trial) {
        const double V_f = draw.uniform(0.1, 0.3);
        const Length<> b{draw.logarithmic(1e-8, 1e-7)};
        CHECK(table(V_f, b).si >= 1e-7 * (1.0 - 1e-12));
        CHECK(table(V_f, b).si <= 1e-2 * (1.0 + 1e-12));
    }
}

TEST_CASE("a table that falls with thickness and rises with metal does so in between", "[kinetics]")
{
    Draw draw(32);
    for (int trial = 0; trial < 300; ++trial) {
        const Tabulated<> random = RandomLaws{draw}.table();
        const double V_f = draw.uniform(0.0, 1.0);
        const double b = draw.logarithmic(2e-9, 5e-6);
        const double thicker = b * draw.uniform(1.0, 2.0);
        const double richer = draw.uniform(V_f, 1.0);
        CHECK(random(V_f, Length<>{thicker}).si <= random(V_f, Length<>{b}).si * (1.0 + 1e-12));
        CHECK(random(richer, Length<>{b}).si >= random(V_f, Length<>{b}).si * (1.0 - 1e-12));
    }
}

TEST_CASE("beyond its thickest film a table is constant", "[kinetics]")
{
    CHECK(table(0.1, Length<>{1e-3}).si == Approx(3e-8).epsilon(1e-12));
    CHECK(table(0.1).si == Approx(3e-8).epsilon(1e-12));
    CHECK(table.thickest().si == Approx(1e-6).epsilon(1e-12));
    CHECK(table.thinnest().si == Approx(1e-8).epsilon(1e-12));
}

TEST_CASE("a table without errors does not know them", "[kinetics]")
{
    const Tabulated<> exact{fractions, thicknesses, conductivities};
    CHECK(std::isnan(exact.standard_error(0.2, Length<>{3e-8}).si));
}

TEST_CASE("a table that cannot be read as one is refused", "[kinetics]")
{
    CHECK_THROWS_AS(Tabulated<>({0.0, 0.1}, {1e-8}, {1e-9}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.1, 0.0}, {1e-8}, {1e-9, 1e-8}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0, std::nan("")}, {1e-8}, {1e-9, 1e-8}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0, 0.1}, {-1e-8}, {1e-9, 1e-8}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0, 0.1}, {1e-7, 1e-8}, {1e-9, 1e-8, 1e-7, 1e-6}),
                    std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0, 0.1}, {1e-8}, {1e-9, 0.0}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0}, {1e-8}, {1e-9}, {-1e-10}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({0.0}, {1e-8}, {1e-9}, {1e-10, 1e-10}), std::invalid_argument);
    CHECK_THROWS_AS(Tabulated<>({}, {}, {}), std::invalid_argument);
}
