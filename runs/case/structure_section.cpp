// [structure]: what the material is made of.

#include "runs/case/structure_readers.hpp"
#include "runs/record/image.hpp"

#include <array>
#include <memory>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;
using kinetics::Length;

Length<> read_length(Section& s, std::string_view name, std::string_view meaning)
{
    return s.quantity<Length<>>(
        {.name = name, .unit = "nm", .range = positive, .meaning = meaning});
}

ms::Structure read_lattice(Section& s, const std::filesystem::path& /*folder*/,
                           std::vector<std::filesystem::path>& /*images*/)
{
    using Element = ms::CubicLattice::Element;
    static constexpr Named<Element> elements[]{{"site", Element::site}, {"bond", Element::bond}};
    ms::CubicLattice lattice;
    lattice.element = s.choice<Element>(
        {.name = "element", .meaning = "what is metal at random: sites, or bonds between them"},
        elements, Element::site);
    lattice.spacing = s.quantity<Length<>>(
        {.name = "spacing", .unit = "nm", .range = positive, .meaning = "of neighbouring sites"},
        lattice.spacing);
    return lattice;
}

ms::Sizes read_sizes(Section& particles)
{
    auto s = particles.table("sizes");
    static constexpr std::array<std::string_view, 3> laws{"equal", "binary", "log-normal"};
    const auto law = s.choice_index(
        {.name = "law", .meaning = "how the sizes of particles of one shape differ"}, laws, 0);
    const auto binary = [](Section at) {
        ms::BinarySizes sizes;
        sizes.ratio = at.number({.name = "ratio",
                                 .range = {.low = 1.0, .high = 20.0},
                                 .meaning = "diameter of the large over that of the small ones"});
        sizes.large_share = at.number(
            {.name = "large_share",
             .range = fraction,
             .meaning = "share of the particles' volume in large ones, overlaps counted twice"},
            0.5);
        return sizes;
    };
    const auto log_normal = [](Section at) {
        return ms::LogNormalSizes{
            at.number({.name = "deviation",
                       .range = {.low = 0.0, .high = 1.0},
                       .meaning = "standard deviation of the logarithm of the diameter"})};
    };
    if (s.documenting()) {
        binary(s.when("law = \"binary\""));
        log_normal(s.when("law = \"log-normal\""));
        return {};
    }
    switch (law.value_or(0)) {
    case 1:
        return binary(s);
    case 2:
        return log_normal(s);
    default:
        return ms::EqualSizes{};
    }
}

/// Keys of another choice are said to be that, rather than unknown.
void refuse_strangers(Section& s, std::span<const std::string_view> names, std::string_view belong,
                      std::string_view mend)
{
    for (const auto name : names) {
        if (!s.documenting() && s.has(name)) {
            static_cast<void>(
                s.quantity_if_given<Length<>>({.name = name, .unit = "nm", .meaning = ""}));
            s.fault(name, std::string{"belongs to "} + std::string{belong}, mend);
        }
    }
}

ms::Contact read_contact_of(Section& particles)
{
    auto s = particles.table("contact");
    static constexpr std::array<std::string_view, 2> kinds{"overlapping", "hard"};
    const auto kind =
        s.choice_index({.name = "kind",
                        .meaning = "overlapping particles conduct where they overlap; hard ones "
                                   "exclude each other and conduct across narrow gaps"},
                       kinds, 0);
    const auto hard = [](Section at) {
        ms::HardCores cores;
        cores.tunnelling_distance =
            at.quantity<Length<>>({.name = "tunnelling_distance",
                                   .unit = "nm",
                                   .range = positive,
                                   .meaning = "widest gap between metal surfaces that conducts"});
        cores.insulating_shell = at.quantity<Length<>>(
            {.name = "insulating_shell",
             .unit = "nm",
             .range = non_negative,
             .meaning = "thickness of a shell around each particle; shells exclude each other"},
            Length<>{0.0});
        return cores;
    };
    if (s.documenting()) {
        hard(s.when("kind = \"hard\""));
    }
    if (kind.value_or(0) == 1) {
        return hard(s);
    }
    static constexpr std::array<std::string_view, 2> strangers{"tunnelling_distance",
                                                               "insulating_shell"};
    refuse_strangers(s, strangers, "hard particles, and these overlap",
                     "choose kind = \"hard\", or remove it");
    return ms::Overlapping{};
}

std::optional<ms::Domains> read_domains(Section& particles)
{
    auto given = particles.table_if_given("domains");
    if (!given) {
        return std::nullopt;
    }
    auto& s = *given;
    using Where = ms::Domains::Where;
    static constexpr Named<Where> places[]{
        {"inside", Where::inside}, {"outside", Where::outside}, {"around", Where::around}};
    ms::Domains domains;
    domains.where = s.choice<Where>({.name = "where",
                                     .meaning = "centres of metal particles lie in the grains, "
                                                "between them, or in a layer on their surfaces"},
                                    places);
    domains.grain_diameter =
        read_length(s, "grain_diameter", "of the grains, overlapping spheres placed at random");
    domains.grain_fraction = s.number({.name = "grain_fraction",
                                       .range = proper_fraction,
                                       .meaning = "volume fraction of the grains"});
    if (s.documenting() || domains.where == Where::around) {
        auto around = s.documenting() ? s.when("where = \"around\"") : s;
        domains.layer = read_length(around, "layer", "thickness of the layer on the grains");
    } else {
        static constexpr std::array<std::string_view, 1> strangers{"layer"};
        refuse_strangers(s, strangers, "where = \"around\"",
                         "choose where = \"around\", or remove it");
    }
    return domains;
}

ms::Particles read_particles_of(Section& s)
{
    using ms::Orientation;
    static constexpr Named<Orientation> orientations[]{{"isotropic", Orientation::isotropic},
                                                       {"normal", Orientation::normal},
                                                       {"lateral", Orientation::lateral}};
    ms::Particles particles;
    particles.diameter =
        read_length(s, "diameter", "of the median particle, across its axis of revolution");
    particles.axis_ratio = s.number(
        {.name = "axis_ratio",
         .range = {.low = 0.01, .high = 100.0},
         .meaning = "length along that axis over diameter: below 1 plates, above 1 needles"},
        1.0);
    particles.orientation = s.choice<Orientation>(
        {.name = "orientation",
         .meaning = "of the axes: any, all along the film's normal, or all along one direction in "
                    "its plane"},
        orientations, Orientation::isotropic);
    particles.sizes = read_sizes(s);
    particles.contact = read_contact_of(s);
    particles.domains = read_domains(s);
    return particles;
}

ms::Structure read_particles(Section& s, const std::filesystem::path& /*folder*/,
                             std::vector<std::filesystem::path>& /*images*/)
{
    return read_particles_of(s);
}

ms::Structure read_grains(Section& s, const std::filesystem::path& /*folder*/,
                          std::vector<std::filesystem::path>& /*images*/)
{
    using Meeting = ms::Grains::Meeting;
    static constexpr Named<Meeting> meetings[]{{"contacts", Meeting::contacts},
                                               {"faces", Meeting::faces}};
    ms::Grains grains;
    grains.meeting = s.choice<Meeting>(
        {.name = "meeting",
         .meaning = "metal grains conduct across contacts of packed spheres, or across common "
                    "faces of grains that fill space"},
        meetings, Meeting::faces);
    grains.metal_diameter = read_length(s, "metal_diameter", "of the grains of metal");
    grains.insulator_diameter =
        read_length(s, "insulator_diameter", "of the grains of everything else");
    return grains;
}

std::optional<std::array<std::int32_t, 3>> read_shape(Section& s)
{
    const auto shape = s.wholes(
        {.name = "shape",
         .range = {.low = 1.0, .high = 1048576.0},
         .meaning = "voxels along x, y and z of a raw image, x innermost, z the film's normal"});
    if (shape.size() != 3) {
        if (!s.documenting()) {
            s.fault("shape", s.has("shape") ? "is not three numbers" : "missing, as is dataset",
                    "give dataset = \"...\" for HDF5, or shape = [nx, ny, nz] and type for a raw "
                    "image");
        }
        return std::nullopt;
    }
    return std::array<std::int32_t, 3>{static_cast<std::int32_t>(shape[0]),
                                       static_cast<std::int32_t>(shape[1]),
                                       static_cast<std::int32_t>(shape[2])};
}

/// The voxels; without any where the file or its description is at fault.
VoxelImage read_voxels(Section& s, const std::filesystem::path& file)
{
    static constexpr Named<VoxelType> types[]{{"uint8", VoxelType::uint8},
                                              {"uint16", VoxelType::uint16},
                                              {"float32", VoxelType::float32}};
    const auto dataset = s.text_if_given({.name = "dataset",
                                          .meaning = "of an HDF5 file: three axes z, y, x",
                                          .absent = "the file is raw"});
    std::optional<std::array<std::int32_t, 3>> shape;
    auto type = VoxelType::uint8;
    static_cast<void>(s.either("dataset", "shape"));
    if (!dataset) {
        auto raw = s.documenting() ? s.when("no dataset") : s;
        shape = read_shape(raw);
        type = raw.choice<VoxelType>(
            {.name = "type", .meaning = "of the numbers of a raw image, little-endian"}, types,
            VoxelType::uint8);
    }
    if (!s.sound()) {
        return {};
    }
    try {
        return dataset ? read_hdf5_image(file, *dataset) : read_raw_image(file, *shape, type);
    } catch (const InputErrors& e) {
        s.fault("file", e.what());
        return {};
    }
}

ms::Structure read_image(Section& s, const std::filesystem::path& folder,
                         std::vector<std::filesystem::path>& images)
{
    const auto file = s.text(
        {.name = "file", .meaning = "with one value per voxel, path relative to the structure"});
    ms::Image image;
    image.edge = read_length(s, "voxel", "edge of a voxel");
    image.metal_from = static_cast<float>(
        s.number({.name = "metal_from",
                  .meaning = "voxels at or above this value are metal where the image stands as "
                             "it is; a threshold fills voxels in the order of falling values"},
                 0.5));
    auto voxels = read_voxels(s, folder / file);
    image.shape = voxels.shape;
    image.values = std::make_shared<const std::vector<float>>(std::move(voxels.values));
    images.push_back(folder / file);
    return image;
}

struct KindReader {
    std::string_view name;
    ms::Structure (*read)(Section&, const std::filesystem::path&,
                          std::vector<std::filesystem::path>&);
};
constexpr std::array<KindReader, 4> kinds{{{"lattice", read_lattice},
                                           {"particles", read_particles},
                                           {"grains", read_grains},
                                           {"image", read_image}}};
static_assert(std::size(kinds) == std::variant_size_v<ms::Structure>);

} // namespace

ms::Particles read_particles_section(Section& section)
{
    static constexpr std::array<std::string_view, 1> only{"particles"};
    static_cast<void>(section.choice_index(
        {.name = "kind", .meaning = "of metal, which lies in particles"}, only, 0));
    return read_particles_of(section);
}

ms::Structure read_structure_section(Section& section, const std::filesystem::path& folder,
                                     std::vector<std::filesystem::path>& images)
{
    std::vector<std::string_view> names;
    names.reserve(kinds.size());
    for (const auto& kind : kinds) {
        names.push_back(kind.name);
    }
    const auto chosen =
        section.choice_index({.name = "kind", .meaning = "what the material is made of"}, names);
    if (section.documenting()) {
        std::vector<std::filesystem::path> ignored;
        for (const auto& kind : kinds) {
            auto documented = section.when("kind = \"" + std::string{kind.name} + '"');
            kind.read(documented, folder, ignored);
        }
        return {};
    }
    if (!chosen) {
        section.leave_unread();
        return {};
    }
    return kinds.at(*chosen).read(section, folder, images);
}

} // namespace percolith::runs
