#include "kinetics/arrhenius.hpp"
#include "tests/support/scalars.hpp"

#include <catch2/catch.hpp>

using namespace percolith::kinetics;

namespace
{
/// 0.3 eV per particle, as J/mol.
const MolarEnergy<> third_of_an_electronvolt{0.3 * 96485.33212331001};
const Temperature<> room{298.15};
const Temperature<> warm{323.15};
/// exp(0.3 eV/k_B (1/298.15 K - 1/323.15 K)), with k_B = 8.617333262e-5 eV/K.
const double gain = std::exp(0.3 / 8.617333262e-5 * (1.0 / 298.15 - 1.0 / 323.15));
} // namespace

TEST_CASE("at its reference temperature an activated quantity is what was given", "[kinetics]")
{
    const Activated<Conductivity<>> sigma{Conductivity<>{0.26}, third_of_an_electronvolt, room};
    CHECK(sigma.at(room).si == 0.26);
}

TEST_CASE("warmth raises conductivities and exchange currents and lowers resistances", "[kinetics]")
{
    const Activated<Conductivity<>> sigma{Conductivity<>{0.26}, third_of_an_electronvolt, room};
    const Activated<CurrentDensity<>> i_0{CurrentDensity<>{50.0}, third_of_an_electronvolt, room};
    const Activated<ArealResistance<>> R_k{ArealResistance<>{0.1}, third_of_an_electronvolt, room};
    CHECK(sigma.at(warm).si == Approx(0.26 * gain).epsilon(1e-8));
    CHECK(i_0.at(warm).si == Approx(50.0 * gain).epsilon(1e-8));
    CHECK(R_k.at(warm).si == Approx(0.1 / gain).epsilon(1e-8));
}

TEST_CASE("without activation energy temperature does not matter", "[kinetics]")
{
    CHECK(Activated<Conductivity<>>{Conductivity<>{0.26}}.at(Temperature<>{233.15}).si == 0.26);
}

TEST_CASE("an activation energy can be the variable of a derivative", "[kinetics]")
{
    using percolith::tests::Dual;
    using percolith::tests::dual;
    const Activated<Conductivity<Dual>> sigma{
        Conductivity<Dual>{Dual(1.0)}, MolarEnergy<Dual>{dual(third_of_an_electronvolt.si)}, room};
    const double expected = -gain / gas_constant.si * (1.0 / warm.si - 1.0 / room.si);
    CHECK(sigma.at(warm).si.derivative(1) == Approx(expected).epsilon(1e-8));
}
