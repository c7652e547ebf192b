#pragma once
/// Answers of the microstructure engine for people, for programs and for the law `table`.

#include "runs/case/structure.hpp"
#include "runs/record/percolation.hpp"

#include <span>
#include <string>

namespace percolith::runs
{

std::string as_text(const StructureCase& given, std::span<const ThresholdRecord> thresholds);
std::string as_text(const StructureCase& given, const FilmRecord& films);

/// Whether the sizes of the boxes tell the exponent nu at all.
bool tells_exponent(const microstructure::Threshold& answer);

/// {"format": "percolith-threshold", ...} and {"format": "percolith-conductivity", ...}
/// (docs/files/percolation.md).
std::string as_json(const StructureCase& given, std::span<const ThresholdRecord> thresholds);
std::string as_json(const StructureCase& given, const FilmRecord& films);

/// The table that the law `table` of a case reads (docs/files/conductivity_table.md).
std::string as_csv(const StructureCase& given, const FilmRecord& films);

} // namespace percolith::runs
