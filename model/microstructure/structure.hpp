#pragma once
/// What a structure is made of, as data. Lengths are physical; the engine works in units of
/// `unit_length`.

#include "kinetics/quantity.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace percolith::microstructure
{

/// A simple cubic lattice whose sites, or bonds, are metal at random.
struct CubicLattice {
    enum class Element { site, bond };
    Element element = Element::site;
    kinetics::Length<> spacing{1e-9}; ///< of neighbouring sites, > 0
};

struct EqualSizes {
};
/// Two sizes of one shape.
struct BinarySizes {
    double ratio = 1.0; ///< diameter of the large over that of the small particles, >= 1
    double large_share =
        0.5; ///< share of the particles' volume (overlaps counted twice) in large ones, 0..1
};
/// The logarithm of the diameter is normal.
struct LogNormalSizes {
    double deviation = 0.0; ///< standard deviation of ln(diameter), 0..1
};
using Sizes = std::variant<EqualSizes, BinarySizes, LogNormalSizes>;

/// Directions of the particles' axes of revolution. The film's normal is axis 2.
enum class Orientation {
    isotropic,
    normal, ///< all along the normal of the film
    lateral, ///< all along one direction in its plane
};

/// Particles may lie in each other; those that overlap conduct.
struct Overlapping {
};
/// Cores that exclude each other, added one after the other wherever there is room (random
/// sequential addition). Electrons cross gaps between metal surfaces up to a distance.
struct HardCores {
    kinetics::Length<> tunnelling_distance{
        0.0}; ///< widest gap between metal surfaces that conducts, > 0
    kinetics::Length<> insulating_shell{
        0.0}; ///< around each metal core; shells exclude each other, >= 0
};
using Contact = std::variant<Overlapping, HardCores>;

/// Where the centres of metal particles may lie, with respect to grains: overlapping spheres placed
/// at random.
struct Domains {
    enum class Where {
        inside, ///< metal forms only in the grains
        outside, ///< ... only between them
        around, ///< ... only in a layer outside their surfaces
    };
    Where where = Where::inside;
    kinetics::Length<> grain_diameter{0.0}; ///< at least that of metal particles, the large ones of
                                            ///< two sizes or the median ones of many
    double grain_fraction = 0.0; ///< volume fraction of the grains, 0 < f < 1
    kinetics::Length<> layer{0.0}; ///< thickness of the layer, for `around`
};

/// Spheroids placed at random. The median particle has these measures.
struct Particles {
    kinetics::Length<> diameter{1e-9}; ///< across the axis of revolution, > 0
    double axis_ratio = 1.0; ///< length along that axis over diameter: 1/100..100; 1 is a sphere
    Sizes sizes{};
    Orientation orientation = Orientation::isotropic;
    Contact contact{};
    std::optional<Domains> domains{};
};

/// Two kinds of round grains that share space, pressed together at random; metal grains conduct
/// where they meet.
struct Grains {
    enum class Meeting {
        contacts, ///< of a packing of spheres with pores between them
        faces, ///< of the cells around them that fill space (radical Voronoi tessellation)
    };
    Meeting meeting = Meeting::faces;
    kinetics::Length<> metal_diameter{1e-9};
    kinetics::Length<> insulator_diameter{1e-9};
    /// Metal grains that differ inside, 1 .. 200: each is of one of so many sorts at random. In
    /// voxels the phases 1 .. sorts.
    std::uint8_t sorts = 1;
};

/// A measured structure: one value per voxel. Voxels are occupied in the order of falling values;
/// the axis 2 is the film's normal.
struct Image {
    std::array<std::int32_t, 3> shape{0, 0, 0};
    kinetics::Length<> edge{1e-9}; ///< of a voxel
    std::shared_ptr<const std::vector<float>> values{}; ///< innermost index along axis 0
    float metal_from =
        0.5F; ///< voxels at or above this value are metal where the image stands as it is
};

using Structure = std::variant<CubicLattice, Particles, Grains, Image>;

/// In the order of the variant.
inline constexpr std::array<std::string_view, 4> structure_names{"lattice", "particles", "grains",
                                                                 "image"};
static_assert(structure_names.size() == std::variant_size_v<Structure>);

/// Length in which the engine counts: lattice spacing, diameter of the sphere with the median
/// particle's volume, diameter of the metal grains, edge of a voxel.
kinetics::Length<> unit_length(const Structure& structure);

/// Throws `std::invalid_argument` with the parameter's name and what it may be.
void check(const Structure& structure);

} // namespace percolith::microstructure
