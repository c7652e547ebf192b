#include "model/microstructure/grains_crossing.hpp"

#include "model/microstructure/grouped.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

constexpr double never = std::numeric_limits<double>::infinity();

/// Where to begin: share of the surface that conducts at the threshold, as earlier runs had it at
/// size ratios 1/4, 1/2, 1, 2, 4. The answer does not hang on it.
double usual_surface(const Grains& grains)
{
    using Five = std::array<double, 5>;
    const Five found = grains.meeting == Grains::Meeting::contacts
                           ? Five{0.47, 0.376, 0.307, 0.23, 0.14}
                           : Five{0.215, 0.190, 0.180, 0.130, 0.095};
    const double place = std::clamp(std::log2(size_ratio(grains)) + 2.0, 0.0, 4.0);
    const auto below = static_cast<std::size_t>(std::min(place, 3.0));
    const double part = place - static_cast<double>(below);
    return (1.0 - part) * found[below] + part * found[below + 1];
}

/// Small metal grains rattle in the pores of a frame of large ones: where there are more of them a
/// larger share of them touches, and less surface is enough. What is found then falls by about 1
/// where what is packed at rises by 1, so half of the way from one to the other leads to where they
/// meet.
double step_towards(const Grains& grains)
{
    const bool rattle = grains.meeting == Grains::Meeting::contacts && size_ratio(grains) < 0.4;
    return rattle ? 0.5 : 1.0;
}

Box cube(double edge)
{
    return {{edge, edge, edge}};
}

/// A cube of an eighth of the volume, if that still is one.
double pilot_edge(const Grains& grains, double edge)
{
    const double largest = std::max(1.0, 1.0 / size_ratio(grains));
    return std::min(edge, std::max(0.5 * edge, 4.0 * largest));
}

GrainMixture first_guess(const Grains& grains)
{
    const double share = volume_share(usual_surface(grains), size_ratio(grains));
    return usual_mixture(grains, share);
}

/// The composition at which such a packing would percolate as it is, as share of the surface.
std::array<double, 3> critical_surface(const Grains& grains, const GrainPacking& packing)
{
    const double ratio = size_ratio(grains);
    const double here = surface_share(packing.mixture.metal_share, ratio);
    const double step = alike(grains) ? 1.0 : step_towards(grains);
    auto found = conducting_surface(packing, ratio);
    for (double& share : found) {
        share = here + step * (share - here);
    }
    return found;
}

} // namespace

double surface_share(double volume_share, double size_ratio)
{
    return volume_share / (volume_share + size_ratio * (1.0 - volume_share));
}

double volume_share(double surface_share, double size_ratio)
{
    return surface_share * size_ratio / (surface_share * size_ratio + 1.0 - surface_share);
}

std::array<double, 3> conducting_surface(const GrainPacking& packing, double size_ratio)
{
    const double other = 1.0 / (size_ratio * size_ratio); // surface of an insulating grain
    const double all = static_cast<double>(packing.counts.metal) +
                       other * static_cast<double>(packing.counts.insulator);
    std::array<double, 3> found{never, never, never};
    // For every grain its neighbours with lower numbers.
    const Grouped<Neighbours> earlier(
        packing.counts.all(), packing.meetings,
        [](const Neighbours& pair) { return std::max(pair.first, pair.second); },
        [](const Neighbours& pair) { return pair; });
    WindingForest forest(packing.counts.all());
    double conducting = 0.0;
    for (std::size_t k = 0; k < packing.counts.all(); ++k) {
        const double mine = k < packing.counts.metal ? 1.0 : other;
        for (const auto& pair : earlier.of(k)) {
            const auto closes = forest.join(pair.first, pair.second, pair.step);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                if (closes[axis] && found[axis] == never) {
                    found[axis] = (conducting + 0.5 * mine) / all;
                }
            }
        }
        conducting += mine;
        if (std::none_of(found.begin(), found.end(), [](double x) { return x == never; })) {
            break;
        }
    }
    return found;
}

Crossing grains_crossing(const Grains& grains, double edge, const RandomSource& source)
{
    const double ratio = size_ratio(grains);
    if (!(edge >= 2.0 * std::max(1.0, 1.0 / ratio))) {
        throw std::invalid_argument("grains: the box must be at least two large grains wide");
    }
    GrainMixture mixture = first_guess(grains);
    const int pilots = alike(grains) ? 0 : 2;
    for (int pilot = 0; pilot < pilots; ++pilot) {
        const auto small = pack_grains(grains, cube(pilot_edge(grains, edge)), mixture, source);
        const auto found = critical_surface(grains, small);
        // Along some axis a cluster closes at the threshold of large boxes about as often as not
        // (0.46 of all boxes, DOI 10.1103/PhysRevE.87.052107); along a given one later.
        const double first = *std::min_element(found.begin(), found.end());
        mixture = small.mixture;
        if (first > 0.0 && first < 1.0) {
            mixture.metal_share = volume_share(first, ratio);
        }
    }
    const auto packing = pack_grains(grains, cube(edge), mixture, source);
    const auto found = critical_surface(grains, packing);
    Crossing crossing;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        crossing.fraction[axis] = found[axis] < never ? volume_share(found[axis], ratio) : never;
    }
    return crossing;
}

double grains_work(const Grains& grains, double edge)
{
    return static_cast<double>(grain_counts(grains, cube(edge), first_guess(grains)).all());
}

double grains_memory(const Grains& grains, double edge)
{
    return packing_memory(grain_counts(grains, cube(edge), first_guess(grains)));
}

} // namespace percolith::microstructure
