#pragma once
/// At which metal fraction grains that touch first connect.

#include "model/microstructure/grains.hpp"
#include "model/microstructure/random.hpp"
#include "model/microstructure/structure.hpp"
#include "model/microstructure/threshold.hpp"

namespace percolith::microstructure
{

/// One packing in a cubic periodic box. `edge` in diameters of the metal grains. The fractions are
/// the metal's share of the solid for grains that meet in contacts, and its share of all space for
/// grains that meet in faces.
///
/// Grains of one size take up their kinds in random order until a cluster closes around the box.
/// With two sizes the packing depends on the composition. So: pack at a composition near the
/// critical one; let grains conduct one by one, first the metal ones and, if that is not enough,
/// insulating ones as if they were metal; count how much surface conducts when a cluster closes.
/// The packing percolates as it is exactly if that is no more than the surface of the metal, so the
/// composition that finds itself again is critical: where half of the packings percolate. What is
/// found, counted as surface, depends little on the composition packed at, so packing again at
/// what was found converges: two smaller boxes lead there, the last, full one counts. Where the
/// metal alone is not enough, insulating grains stand in for metal ones, and what is found lies in
/// the right order but not at the right distance: shares of crossings below the threshold are sound
/// for two sizes, the widths above it less so.
///
/// Throws `std::invalid_argument` if the box is narrower than two of the larger grains.
Crossing grains_crossing(const Grains& grains, double edge, const RandomSource& source);

/// The same, from one packing at one composition: the share of all surface that conducts when a
/// cluster closes around the box. Infinite where none ever does.
std::array<double, 3> conducting_surface(const GrainPacking& packing, double size_ratio);

/// Metal's share of the surface of the grains, from its share of their volume, and back.
double surface_share(double volume_share, double size_ratio);
double volume_share(double surface_share, double size_ratio);

/// Bytes that `grains_crossing` needs.
double grains_memory(const Grains& grains, double edge);
/// Grains in the box, to which its time is proportional.
double grains_work(const Grains& grains, double edge);

} // namespace percolith::microstructure
