#pragma once
/// Materials files: TOML tables of phases and named electrolytes, every number with its source.
/// The format is docs/files/materials.md; `cells/materials/*.toml` are examples.

#include "cells/materials.hpp"
#include "runs/case/section.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// Reads the tables [phases.NAME] and [electrolytes.NAME] below `root`. Applied to a blank document
/// it documents the format.
cells::MaterialsLibrary read_materials(Section root);

/// The entries of `text` laid over `lower`, and checked beside each other. `file` stands in
/// messages. Throws `InputErrors` with every fault.
cells::MaterialsLibrary materials_from(std::string_view text, const std::string& file,
                                       const cells::MaterialsLibrary& lower);

/// The library that comes with the program.
const cells::MaterialsLibrary& builtin_materials();

/// The built-in library with the user's `file` laid over it. Throws `InputErrors` for faults in the
/// file, `InputError` if it cannot be read.
cells::MaterialsLibrary materials_with(const std::filesystem::path& file);

/// What the key `materials` of a section names: the built-in materials, with those of a file in
/// `folder` laid over them. Its faults become the key's. The file is added to `files`.
cells::MaterialsLibrary read_library(Section& section, const std::filesystem::path& folder,
                                     std::vector<std::filesystem::path>& files);

} // namespace percolith::runs
