#pragma once
/// The readers of the sections of a structure file. Each reads, checks and documents its keys.

#include "runs/case/section.hpp"
#include "runs/case/structure.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// [structure]. Images are read from `folder`; their paths are added to `images`.
microstructure::Structure read_structure_section(Section& section,
                                                 const std::filesystem::path& folder,
                                                 std::vector<std::filesystem::path>& images);

/// [threshold]: a plan for this structure. `wanted`: it must be sound.
microstructure::ThresholdPlan read_threshold_section(Section& root,
                                                     const microstructure::Structure& structure,
                                                     std::uint64_t seed, bool wanted);

/// The keys of particles in a section of their own; `kind` may be left out.
microstructure::Particles read_particles_section(Section& section);

/// Conductivity of the gaps between hard particles, if it is given.
std::optional<kinetics::Conductivity<>> read_gap_conductivity(Section& section);
/// Finds fault where a structure conducts across gaps and has no conductivity of them.
void require_gap_conductivity(Section& section, const microstructure::Structure& structure,
                              bool given);

/// [mixture]: which electrolytes, in which ratios. A materials file is added to `files`.
std::optional<MixtureRecord> read_mixture_section(Section& root,
                                                  const microstructure::Structure& structure,
                                                  const std::filesystem::path& folder,
                                                  std::vector<std::filesystem::path>& files);

/// [inside]: what metal grains are made of. Where conductivities are wanted, the grains of the
/// variant's films become of as many sorts.
void read_inside_section(Section& root, StructureVariant& variant, StructurePurpose purpose);

/// [conductivity]: films of the variant's structure, or a cube; and the threshold against which
/// they are compared.
void read_conductivity_section(Section& root, StructureVariant& variant, std::uint64_t seed,
                               StructurePurpose purpose);

/// [vary]: the key that takes several values, and these as TOML writes them.
struct Variation {
    std::string key;
    std::vector<std::string> values;
    Place place; ///< of the values
};
std::optional<Variation> read_vary_section(Section& root);

} // namespace percolith::runs
