#pragma once
/// Voltage against current where the current is switched: a cell is passive, so its voltage jumps
/// with the current.

#include "runs/cycler/raw_record.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::cycler
{

/// Says it in `said` where nearly all clear jumps go against the current, whose positive sign
/// charges here; `sign` is what it was in the file.
void check_jumps(std::span<const double> voltage, std::span<const double> current, FileSign sign,
                 std::vector<std::string>& said);

} // namespace percolith::runs::cycler
