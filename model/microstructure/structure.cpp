#include "model/microstructure/structure.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

void require(bool holds, const std::string& what)
{
    if (!holds) {
        throw std::invalid_argument(what);
    }
}

void require_length(kinetics::Length<> length, const std::string& name)
{
    require(std::isfinite(length.si) && length.si > 0.0, "the " + name + " must be above 0");
}

void check_sizes(const Sizes& sizes)
{
    if (const auto* two = std::get_if<BinarySizes>(&sizes)) {
        require(two->ratio >= 1.0 && two->ratio <= 20.0, "the size ratio must lie within 1 .. 20");
        require(two->large_share >= 0.0 && two->large_share <= 1.0,
                "the share of large particles must lie within 0 .. 1");
    } else if (const auto* many = std::get_if<LogNormalSizes>(&sizes)) {
        require(many->deviation >= 0.0 && many->deviation <= 1.0,
                "the deviation of log-normal sizes must lie within 0 .. 1");
    }
}

void check_domains(const Domains& domains, const Particles& particles)
{
    require_length(domains.grain_diameter, "grain diameter");
    require(domains.grain_fraction > 0.0 && domains.grain_fraction < 1.0,
            "the grain fraction must lie between 0 and 1, both excluded");
    const auto* two = std::get_if<BinarySizes>(&particles.sizes);
    const double largest = two != nullptr && two->large_share > 0.0 ? two->ratio : 1.0;
    const double longest = largest * particles.diameter.si * std::max(1.0, particles.axis_ratio);
    require(domains.grain_diameter.si >= longest,
            "a domain smaller than a particle: the grain diameter must be at least the largest "
            "particle's longest diameter");
    if (domains.where == Domains::Where::around) {
        require_length(domains.layer, "layer around the grains");
    }
}

void check_one(const CubicLattice& lattice)
{
    require_length(lattice.spacing, "lattice spacing");
}

void check_one(const Particles& particles)
{
    require_length(particles.diameter, "diameter");
    require(particles.axis_ratio >= 0.01 && particles.axis_ratio <= 100.0,
            "the axis ratio must lie within 1/100 .. 100");
    check_sizes(particles.sizes);
    if (const auto* hard = std::get_if<HardCores>(&particles.contact)) {
        require(std::isfinite(hard->insulating_shell.si) && hard->insulating_shell.si >= 0.0,
                "the insulating shell cannot be below 0");
        require_length(hard->tunnelling_distance, "tunnelling distance");
        require(hard->tunnelling_distance.si > 2.0 * hard->insulating_shell.si,
                "the insulating shells keep the metal further apart than electrons tunnel, so it "
                "never conducts: the tunnelling distance must exceed twice the shell");
    }
    if (particles.domains) {
        check_domains(*particles.domains, particles);
    }
}

void check_one(const Grains& grains)
{
    require_length(grains.metal_diameter, "metal diameter");
    require_length(grains.insulator_diameter, "insulator diameter");
    const double ratio = grains.metal_diameter.si / grains.insulator_diameter.si;
    require(ratio >= 0.125 && ratio <= 8.0,
            "the ratio of metal to insulator diameter must lie within 1/8 .. 8");
    require(grains.sorts >= 1 && grains.sorts <= 200,
            "the sorts of metal grains must lie within 1 .. 200");
}

void check_one(const Image& image)
{
    require_length(image.edge, "voxel edge");
    std::size_t voxels = 1;
    for (const auto edge : image.shape) {
        require(edge > 0, "an image needs at least one voxel along every axis");
        voxels *= static_cast<std::size_t>(edge);
    }
    require(image.values != nullptr && image.values->size() == voxels,
            "an image must hold " + std::to_string(voxels) + " values");
    require(std::none_of(image.values->begin(), image.values->end(),
                         [](float value) { return std::isnan(value); }),
            "an image cannot hold NaN");
}

kinetics::Length<> unit_of(const CubicLattice& lattice)
{
    return lattice.spacing;
}
kinetics::Length<> unit_of(const Particles& particles)
{
    return particles.diameter * std::cbrt(particles.axis_ratio);
}
kinetics::Length<> unit_of(const Grains& grains)
{
    return grains.metal_diameter;
}
kinetics::Length<> unit_of(const Image& image)
{
    return image.edge;
}

} // namespace

kinetics::Length<> unit_length(const Structure& structure)
{
    return std::visit([](const auto& one) { return unit_of(one); }, structure);
}

void check(const Structure& structure)
{
    std::visit([](const auto& one) { check_one(one); }, structure);
}

} // namespace percolith::microstructure
