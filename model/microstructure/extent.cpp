#include "model/microstructure/extent.hpp"

#include "model/microstructure/particles.hpp"

#include <algorithm>

namespace percolith::microstructure
{

namespace
{

double longest_of(const Particles& particles, const Vector& unit_box)
{
    const ParticleSource source(particles, Box{}, RandomSource(0, 0, 0));
    const double unit = unit_length(particles).si;
    const auto* hard = std::get_if<HardCores>(&particles.contact);
    const double gap = hard != nullptr ? hard->tunnelling_distance.si / unit : 0.0;
    const auto& domains = particles.domains;
    const double grain =
        domains ? (domains->grain_diameter.si + 2.0 * domains->layer.si) / unit : 0.0;
    const auto common = common_axis(particles.orientation);
    double longest = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const Spheroid& shape = source.shape();
        const double half = !common           ? shape.longest()
                            : axis == *common ? shape.polar
                                              : shape.equatorial;
        const double body = source.largest() * (2.0 * half / unit_box[axis]) + gap / unit_box[axis];
        longest = std::max({longest, body, grain / unit_box[axis]});
    }
    return longest;
}
double longest_of(const CubicLattice& /*lattice*/, const Vector& /*unit_box*/)
{
    return 1.0;
}
double longest_of(const Grains& grains, const Vector& /*unit_box*/)
{
    return std::max(1.0, grains.insulator_diameter / grains.metal_diameter);
}
double longest_of(const Image& /*image*/, const Vector& /*unit_box*/)
{
    return 1.0;
}

} // namespace

double longest_part(const Structure& structure, const Vector& unit_box)
{
    return std::visit([&](const auto& one) { return longest_of(one, unit_box); }, structure);
}

} // namespace percolith::microstructure
