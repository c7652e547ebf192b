#include "model/microstructure/grains.hpp"

#include "model/microstructure/packing.hpp"
#include "model/microstructure/radical_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <utility>

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

/// Metal's share of space where its spheres are swollen by `swelling` (of their radii's squares),
/// or those of the insulator where that is below 0: only the difference between kinds moves walls.
struct Swollen {
    Spheres spheres;
    Cells cells;
    double metal_share;
};
Swollen swollen(const Spheres& spheres, std::size_t metal, double swelling)
{
    Swollen result{spheres, {}, 0.0};
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        const double more = k < metal ? std::max(swelling, 0.0) : std::max(-swelling, 0.0);
        double& radius = result.spheres.radius[k];
        radius = std::sqrt(radius * radius + more);
    }
    result.cells = radical_cells(result.spheres);
    const auto& volumes = result.cells.volume;
    const auto last = volumes.begin() + static_cast<std::ptrdiff_t>(metal);
    result.metal_share = std::accumulate(volumes.begin(), last, 0.0) / result.spheres.box.volume();
    return result;
}

/// Cells of which metal has the share that it has of the spheres: its share rises steadily with the
/// swelling.
Swollen swollen_to(const Spheres& spheres, std::size_t metal, double metal_share)
{
    constexpr double tolerance = 1e-3; // of the rarer kind: far below the scatter of its grains
    const double close = tolerance * std::min(metal_share, 1.0 - metal_share);
    const double largest = *std::max_element(spheres.radius.begin(), spheres.radius.end());
    const auto miss = [&](const Swollen& one) { return one.metal_share - metal_share; };
    Swollen best = swollen(spheres, metal, 0.0);
    double at = 0.0;
    double step = miss(best) > 0.0 ? -0.05 * largest * largest : 0.05 * largest * largest;
    // The last place on either side of the wanted share, and by how much it missed.
    std::array<double, 2> place{at, at};
    std::array<double, 2> missed{miss(best), miss(best)};
    bool bracketed = false;
    for (int round = 0; round < 40 && std::abs(miss(best)) > close; ++round) {
        at = bracketed ? (place[0] * missed[1] - place[1] * missed[0]) / (missed[1] - missed[0])
                       : at + step;
        best = swollen(spheres, metal, at);
        const double now = miss(best);
        if (now * missed[1] < 0.0) {
            place[0] = place[1];
            missed[0] = missed[1];
            bracketed = true;
        } else {
            missed[0] *= 0.5; // Illinois: or one end would stay for ever
            step *= 2.0;
        }
        place[1] = at;
        missed[1] = now;
    }
    if (std::abs(miss(best)) > close) {
        throw std::runtime_error("grains: no walls are found that give cells their sizes");
    }
    return best;
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
    GrainMixture mixture{metal_share, 1.0};
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
        const bool one_kind = packing.counts.metal == 0 || packing.counts.insulator == 0;
        // Cells of grains of one size differ by chance alone.
        Swollen found =
            alike(grains) || one_kind
                ? swollen(packing.spheres, packing.counts.metal, 0.0)
                : swollen_to(packing.spheres, packing.counts.metal, packing.mixture.metal_share);
        packing.spheres = std::move(found.spheres);
        packing.meetings = std::move(found.cells.faces);
    }
    return packing;
}

double packing_memory(const GrainCounts& counts)
{
    // Places, forces, velocities and lists of neighbours: about 16 near enough to be listed.
    return 800.0 * static_cast<double>(counts.all());
}

} // namespace percolith::microstructure
