#pragma once
/// A structure as the user wrote it, with what is to be computed of it
/// (docs/files/structure.md).

#include "model/microstructure/film_scaling.hpp"
#include "model/microstructure/films.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/threshold.hpp"
#include "runs/case/document.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/written.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/table.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// What a structure is read for: only that part of the file must be complete.
enum class StructurePurpose { threshold, conductivity, picture };

/// One structure. Where a key is varied there are several, one for each of its values.
struct StructureVariant {
    microstructure::Structure structure{};
    microstructure::ThresholdPlan threshold{}; ///< for the purpose `threshold`
    microstructure::FilmPlan films{}; ///< else; for a picture, with what was given of it
    std::optional<MixtureRecord> mixture{}; ///< where fractions of the films come from
    /// Cubes of the inside of metal grains, as many in turn for each realisation of the films as
    /// there are sorts of grains.
    std::optional<microstructure::FilmPlan> inside{};
    /// V_P against which films are compared; nothing: they are not.
    std::optional<microstructure::Estimate> film_threshold{};
    std::vector<Entry> values{}; ///< every parameter read, given or default

    std::string written{}; ///< value of the varied key, as the file has it
    std::optional<double> number{}; ///< the same as a number, where it is one
    std::string unit{}; ///< of that number
};

struct StructureCase : Written {
    std::string title;
    std::uint64_t seed = 1;
    std::string varied; ///< full name of the key that takes several values; empty: none
    std::vector<StructureVariant> variants; ///< at least one
    std::vector<std::filesystem::path> images; ///< files that the structure names, and materials
};

/// Reads the structure in `file`, with `overrides` ("dotted.key=value") laid over it. Images are
/// found relative to its folder. Throws `InputErrors` with one line for each fault.
StructureCase read_structure(const std::filesystem::path& file, StructurePurpose purpose,
                             std::span<const std::string> overrides = {});

/// The same from its text; `name` stands in messages, `folder` is where images are found.
StructureCase parse_structure(std::string_view text, const std::string& name,
                              StructurePurpose purpose, std::span<const std::string> overrides = {},
                              const std::filesystem::path& folder = {});

/// Every key of a structure file, in the order in which they are read.
std::vector<KeyEntry> describe_structure();

} // namespace percolith::runs
