#pragma once
/// The materials library that comes with the program, as the text of its files: the program needs
/// no data path. `runs/case/materials.hpp` reads it.

#include <span>
#include <string_view>

namespace percolith::cells
{

struct MaterialsText {
    std::string_view file; ///< "sulfides.toml"
    std::string_view text; ///< TOML
};

/// In the order in which they are read.
std::span<const MaterialsText> builtin_materials();

} // namespace percolith::cells
