#pragma once
/// Materials files: TOML tables of phases and named electrolytes, every number with its source.
/// The format is docs/files/materials.md; `cells/materials/*.toml` are examples.

#include "cells/materials.hpp"
#include "runs/case/section.hpp"

#include <filesystem>
#include <string>
#include <string_view>

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

} // namespace percolith::runs
