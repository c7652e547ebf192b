#pragma once
/// The readers of the sections of a case, one per section. Each reads, checks and documents its
/// keys; `read_root` calls them all, for a case and for the reference of all keys alike.

#include "runs/case/case.hpp"
#include "runs/case/section.hpp"
#include "runs/protocol/parse.hpp"

#include <filesystem>
#include <optional>

namespace percolith::runs
{

/// [cell]: kind, area, temperature, lithium.
void read_cell(Section& section, cells::CellDescription& cell);
/// [electrolyte]: which phases, and what they become.
void read_electrolyte(Section& section, const std::filesystem::path& folder,
                      cells::CellDescription& cell);
/// [separator].
void read_separator(Section& section, cells::CellDescription& cell);
/// [interphase], [contact], [intrusion], [activation] and [impedance], for both electrodes.
void read_interphases(Section& root, const std::filesystem::path& folder,
                      cells::CellDescription& cell);
/// [protocol]: steps or a record, the instrument's limits, conditions to stop on.
void read_protocol(Section& section, const std::filesystem::path& folder, Case& all);
/// Where the text of the steps stands.
TextOrigin protocol_origin(const Section& section);
/// Whether the protocol can start on the cell; both must have been read without faults.
void check_start(Section& protocol, const Case& all);
/// [solver] and [record].
void read_options(Section& root, Case& all);

/// All that belongs to the cell: [cell], [electrolyte], [separator] and [interphase] to
/// [impedance].
void read_cell_sections(Section& root, const std::filesystem::path& folder,
                        cells::CellDescription& cell);

/// All of a case; files are found relative to `folder`. The numbers of its balances, where nothing
/// is wrong.
std::optional<model::CellParameters<>> read_root(Section root, const std::filesystem::path& folder,
                                                 Case& all);

/// Of a case only what belongs to its cell.
std::optional<model::CellParameters<>>
read_cell_alone(Section root, const std::filesystem::path& folder, cells::CellDescription& cell);

} // namespace percolith::runs
