#pragma once
/// Sound laws with random parameters.

#include "kinetics/conductivity.hpp"
#include "tests/support/random.hpp"

#include <vector>

namespace percolith::tests
{

struct RandomLaws {
    Draw& draw;
    kinetics::Conductivity<> insulator{draw.logarithmic(1e-12, 1e-7)};
    kinetics::Conductivity<> conductor{insulator.si * draw.logarithmic(10.0, 1e8)};

    kinetics::RuleOfMixtures<> mixtures() { return {insulator, conductor}; }
    kinetics::PowerLaw<> power_law()
    {
        return {insulator, conductor, draw.uniform(0.01, 0.6), draw.uniform(1.1, 3.0)};
    }
    kinetics::TwoSidedScaling<> two_sided()
    {
        return {insulator, conductor, draw.uniform(0.01, 0.6), draw.uniform(0.5, 1.5),
                draw.uniform(1.0, 3.0)};
    }
    kinetics::GeneralEffectiveMedium<> effective_medium()
    {
        return {insulator, conductor, draw.uniform(0.01, 0.6), draw.uniform(0.5, 1.5),
                draw.uniform(1.0, 3.0)};
    }
    kinetics::Tunnelling<> tunnelling()
    {
        return {insulator, conductor, kinetics::Length<>{draw.logarithmic(2e-9, 5e-8)},
                kinetics::Length<>{draw.logarithmic(5e-10, 2e-9)}, draw.uniform(0.55, 0.74)};
    }
    /// Rises with the metal fraction, falls with thickness.
    kinetics::Tabulated<> table()
    {
        const std::vector<double> thicknesses{5e-9, 1e-8, 5e-8, 1e-6};
        std::vector<double> conductivities;
        double start = insulator.si;
        for (int row = 0; row < 5; ++row) {
            start *= draw.uniform(1.5, 20.0);
            double sigma = start * 100.0;
            for (std::size_t k = 0; k < thicknesses.size(); ++k) {
                conductivities.push_back(sigma);
                sigma /= draw.uniform(1.0, 2.0);
            }
            start *= 10.0;
        }
        return {{0.0, 0.02, 0.1, 0.4, 1.0}, thicknesses, conductivities};
    }
    kinetics::Segregated<> segregated()
    {
        return {draw.uniform(0.1, 0.9), effective_medium(), two_sided()};
    }
    kinetics::FixedConductivity<> fixed() { return {insulator}; }

    /// One of each, in the order of the variant.
    std::vector<kinetics::ElectronicLaw<>> all()
    {
        return {mixtures(),   power_law(), two_sided(),  effective_medium(),
                tunnelling(), table(),     segregated(), fixed()};
    }
};

} // namespace percolith::tests
