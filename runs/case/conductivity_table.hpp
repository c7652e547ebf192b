#pragma once
/// Reads tables of electronic conductivity over metal fraction and film thickness
/// (docs/files/conductivity_table.md), as the microstructure engine writes them and as anyone can.

#include "kinetics/conductivity/tabulated.hpp"

#include <filesystem>
#include <string_view>

namespace percolith::runs
{

/// The table in `file`, text or a result of the microstructure engine in HDF5. Throws `InputErrors`
/// with place and line for a file that cannot be read, an unknown or missing column, a wrong unit,
/// a value out of range, a row given twice or missing.
kinetics::Tabulated<> read_conductivity_table(const std::filesystem::path& file);

/// The same from its text; `name` stands in messages.
kinetics::Tabulated<> parse_conductivity_table(std::string_view text, const std::string& name);

} // namespace percolith::runs
