#pragma once
/// Structures as the tests of the microstructure engine want them.

#include "model/microstructure/structure.hpp"

namespace percolith::tests
{

/// Metal grains of `ratio` times the insulator's diameter.
inline microstructure::Grains grains_of(double ratio, microstructure::Grains::Meeting meeting)
{
    microstructure::Grains grains;
    grains.meeting = meeting;
    grains.metal_diameter = kinetics::Length<>(3e-8);
    grains.insulator_diameter = kinetics::Length<>(3e-8 / ratio);
    return grains;
}

/// Overlapping spheroids.
inline microstructure::Particles
shaped(double ratio,
       microstructure::Orientation orientation = microstructure::Orientation::isotropic,
       microstructure::Sizes sizes = {})
{
    microstructure::Particles particles;
    particles.axis_ratio = ratio;
    particles.orientation = orientation;
    particles.sizes = sizes;
    return particles;
}

} // namespace percolith::tests
