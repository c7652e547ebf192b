#include "model/microstructure/grains.hpp"

#include "model/microstructure/packing.hpp"
#include "model/microstructure/radical_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace percolith::microstructure
{

namespace
{

double volume_of(double diameter)
{
    return std::numbers::pi / 6.0 * diameter * diameter * diameter;
}

/// Where a mixture of two sizes jams: between equal spheres and sizes so different that the small
/// ones fill the pores of the large ones as they would fill any space (Furnas 1931,
/// DOI 10.1021/ie50261a017). Good to a few hundredths.
double usual_jamming(double ratio, double large_share)
{
    constexpr double equal = 0.64;
    const double large_jam = large_share > 0.0 ? equal / large_share : 1.0;
    const double small_jam = equal / (1.0 - large_share * (1.0 - equal));
    const double apart = 1.0 - 1.0 / ratio;
    return equal + (std::min(large_jam, small_jam) - equal) * apart * apart;
}

double jamming_of(const Grains& grains, double metal_share)
{
    const double ratio = size_ratio(grains);
    return ratio >= 1.0 ? usual_jamming(ratio, metal_share)
                        : usual_jamming(1.0 / ratio, 1.0 - metal_share);
}

/// Volume of a metal cell per volume of its sphere, over the same of the insulator.
double cell_ratio(const GrainPacking& packing, const std::vector<double>& volumes)
{
    if (packing.counts.metal == 0 || packing.counts.insulator == 0) {
        return 1.0;
    }
    std::array<double, 2> cells{0.0, 0.0};
    for (std::size_t k = 0; k < volumes.size(); ++k) {
        cells[k < packing.counts.metal ? 0 : 1] += volumes[k];
    }
    const double share = packing.mixture.metal_share;
    return cells[0] / cells[1] * (1.0 - share) / share;
}

} // namespace

double size_ratio(const Grains& grains)
{
    return grains.metal_diameter.si / grains.insulator_diameter.si;
}

bool alike(const Grains& grains)
{
    return std::abs(size_ratio(grains) - 1.0) < 1e-12;
}

GrainMixture usual_mixture(const Grains& grains, double metal_share)
{
    GrainMixture mixture{metal_share, 1.0, 1.0};
    if (grains.meeting == Grains::Meeting::contacts) {
        mixture.solid_fraction = jamming_of(grains, metal_share);
    }
    return mixture;
}

GrainCounts grain_counts(const Grains& grains, const Box& box, const GrainMixture& mixture)
{
    const double solid = mixture.solid_fraction * box.volume();
    const double metal = mixture.metal_share * solid / volume_of(1.0);
    const double insulator =
        (1.0 - mixture.metal_share) * solid / volume_of(1.0 / size_ratio(grains));
    return {static_cast<std::size_t>(std::llround(metal)),
            static_cast<std::size_t>(std::llround(insulator))};
}

GrainPacking pack_grains(const Grains& grains, const Box& box, const GrainMixture& mixture,
                         const RandomSource& source)
{
    GrainPacking packing;
    packing.counts = grain_counts(grains, box, mixture);
    const double other = 1.0 / size_ratio(grains);
    const double metal_volume = static_cast<double>(packing.counts.metal) * volume_of(1.0);
    const double other_volume = static_cast<double>(packing.counts.insulator) * volume_of(other);
    packing.mixture = mixture;
    packing.mixture.metal_share = metal_volume / (metal_volume + other_volume);

    std::vector<double> radii(packing.counts.metal, 0.5);
    radii.insert(radii.end(), packing.counts.insulator, 0.5 * other);
    packing.spheres = jammed_packing(box, std::move(radii),
                                     jamming_of(grains, packing.mixture.metal_share), source);
    if (grains.meeting == Grains::Meeting::contacts) {
        packing.mixture.solid_fraction = solid_fraction(packing.spheres);
        packing.meetings = contacts(packing.spheres);
    } else {
        Cells cells = radical_cells(packing.spheres);
        packing.mixture.cell_ratio = cell_ratio(packing, cells.volume);
        packing.meetings = std::move(cells.faces);
    }
    return packing;
}

double metal_fraction(const GrainMixture& mixture)
{
    const double metal = mixture.metal_share * mixture.cell_ratio;
    return metal / (metal + 1.0 - mixture.metal_share);
}

double metal_share(double metal_fraction, double cell_ratio)
{
    return metal_fraction / (metal_fraction + cell_ratio * (1.0 - metal_fraction));
}

double packing_memory(const GrainCounts& counts)
{
    // Places, forces, velocities and lists of neighbours: about 16 near enough to be listed.
    return 800.0 * static_cast<double>(counts.all());
}

} // namespace percolith::microstructure
