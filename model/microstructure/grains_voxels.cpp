#include "model/microstructure/grains_voxels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// Grains of the packing that tells how much room grains take.
constexpr double pilot_grains = 2000.0;

double largest_grain(const Grains& grains)
{
    return std::max(1.0, 1.0 / size_ratio(grains));
}

std::array<std::int32_t, 3> shape_of(const std::array<double, 3>& extent, double resolution)
{
    std::array<std::int32_t, 3> shape{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double voxels = std::round(extent[axis] * resolution);
        if (!(extent[axis] > 0.0 && resolution > 0.0 && voxels < 1e6)) {
            throw std::invalid_argument("grains: a slab needs positive measures, and fewer than "
                                        "10^6 voxels along each");
        }
        shape[axis] = std::max(1, static_cast<std::int32_t>(voxels));
    }
    return shape;
}

/// Both surfaces of the slab are cuts through one packing; were it as thick as the slab, the same
/// grains would lie at both.
Box packing_box(const Grains& grains, const std::array<std::int32_t, 3>& shape, double resolution)
{
    const double large = largest_grain(grains);
    Box box{{shape[0] / resolution, shape[1] / resolution, shape[2] / resolution}};
    if (box.edge[0] < 2.0 * large || box.edge[1] < 2.0 * large) {
        throw std::invalid_argument("grains: a slab must be at least two large grains wide");
    }
    box.edge[2] = std::max(box.edge[2] + large, 3.0 * large);
    return box;
}

/// The mixture whose grains have the diameters asked for. Spheres leave pores: how much, a packing
/// of a few grains tells.
GrainMixture mixture_for(const Grains& grains, double metal_fraction, const RandomSource& source)
{
    GrainMixture mixture = usual_mixture(grains, metal_fraction);
    if (grains.meeting == Grains::Meeting::faces || alike(grains) || metal_fraction <= 0.0 ||
        metal_fraction >= 1.0) {
        return mixture;
    }
    const double count = static_cast<double>(grain_counts(grains, Box{}, mixture).all());
    const double per_volume = std::max(count, 1.0);
    const double edge = std::max(std::cbrt(pilot_grains / per_volume), 4.0 * largest_grain(grains));
    mixture.solid_fraction =
        pack_grains(grains, Box{{edge, edge, edge}}, mixture, source).mixture.solid_fraction;
    return mixture;
}

/// Fills voxels sphere by sphere.
class PowerMap
{
public:
    /// Only power below `most` counts.
    PowerMap(const Spheres& spheres, const std::array<std::int32_t, 3>& shape, double edge,
             float most)
        : spheres_(spheres), shape_(shape), edge_(edge)
    {
        const std::size_t count = static_cast<std::size_t>(shape[0]) *
                                  static_cast<std::size_t>(shape[1]) *
                                  static_cast<std::size_t>(shape[2]);
        power_.assign(count, most);
        owner_.assign(count, no_sphere);
    }

    /// Offers each sphere the voxels up to `margin` outside of it.
    void spread(double margin)
    {
        for (std::uint32_t k = 0; k < spheres_.size(); ++k) {
            for (const Winding& step : image_steps()) {
                offer(k, step, spheres_.radius[k] + margin);
            }
        }
    }
    double greatest_power() const { return *std::max_element(power_.begin(), power_.end()); }
    std::vector<std::uint32_t> owners() && { return std::move(owner_); }

private:
    void offer(std::uint32_t sphere, const Winding& step, double reach)
    {
        Vector centre{};
        std::array<std::int32_t, 3> low{};
        std::array<std::int32_t, 3> high{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            centre[axis] = spheres_.centre[sphere][axis] + step[axis] * spheres_.box.edge[axis];
            low[axis] = voxel(std::ceil((centre[axis] - reach) / edge_ - 0.5), axis);
            high[axis] = voxel(std::floor((centre[axis] + reach) / edge_ - 0.5) + 1.0, axis);
        }
        const double square = spheres_.radius[sphere] * spheres_.radius[sphere];
        for (std::int32_t k = low[2]; k < high[2]; ++k) {
            const double z = (k + 0.5) * edge_ - centre[2];
            for (std::int32_t j = low[1]; j < high[1]; ++j) {
                const double y = (j + 0.5) * edge_ - centre[1];
                const std::size_t row =
                    (static_cast<std::size_t>(k) * static_cast<std::size_t>(shape_[1]) +
                     static_cast<std::size_t>(j)) *
                    static_cast<std::size_t>(shape_[0]);
                for (std::int32_t i = low[0]; i < high[0]; ++i) {
                    const double x = (i + 0.5) * edge_ - centre[0];
                    const auto power = static_cast<float>(x * x + y * y + z * z - square);
                    const std::size_t at = row + static_cast<std::size_t>(i);
                    if (power < power_[at]) {
                        power_[at] = power;
                        owner_[at] = sphere;
                    }
                }
            }
        }
    }
    std::int32_t voxel(double at, std::size_t axis) const
    {
        return static_cast<std::int32_t>(std::clamp(at, 0.0, static_cast<double>(shape_[axis])));
    }

    const Spheres& spheres_;
    std::array<std::int32_t, 3> shape_;
    double edge_;
    std::vector<float> power_{};
    std::vector<std::uint32_t> owner_{};
};

} // namespace

std::vector<std::uint32_t> nearest_spheres(const Spheres& spheres,
                                           const std::array<std::int32_t, 3>& shape, double edge,
                                           bool inside_only)
{
    PowerMap map(spheres, shape, edge, inside_only ? 0.0F : std::numeric_limits<float>::infinity());
    const auto [small, large] = std::minmax_element(spheres.radius.begin(), spheres.radius.end());
    if (inside_only) {
        map.spread(0.0);
        return std::move(map).owners();
    }
    // A sphere that was not offered a voxel has more power there than the margin allows for.
    double margin = 0.5 * *large;
    map.spread(margin);
    while (map.greatest_power() > margin * (2.0 * *small + margin)) {
        margin *= 1.5;
        map.spread(margin);
    }
    return std::move(map).owners();
}

VoxelGrid grains_voxels(const Grains& grains, double metal_fraction,
                        const std::array<double, 3>& extent, double resolution,
                        const RandomSource& source)
{
    VoxelGrid grid;
    grid.shape = shape_of(extent, resolution);
    grid.edge = 1.0 / resolution;
    const Box box = packing_box(grains, grid.shape, resolution);
    const auto packing =
        pack_grains(grains, box, mixture_for(grains, metal_fraction, source), source);
    const bool pores = grains.meeting == Grains::Meeting::contacts;
    const auto owners = nearest_spheres(packing.spheres, grid.shape, grid.edge, pores);
    grid.phase.reserve(owners.size());
    std::vector<std::uint8_t> sort(packing.counts.metal, metal);
    for (std::size_t k = 0; k < sort.size() && grains.sorts > 1; ++k) {
        const double drawn = source.uniforms(Purpose::kind, k)[0];
        sort[k] = static_cast<std::uint8_t>(metal + static_cast<int>(drawn * grains.sorts));
    }
    for (const std::uint32_t owner : owners) {
        grid.phase.push_back(owner < sort.size() ? sort[owner] : insulator);
    }
    return grid;
}

double grains_voxels_memory(const Grains& grains, double metal_fraction,
                            const std::array<double, 3>& extent, double resolution)
{
    const auto shape = shape_of(extent, resolution);
    const Box box = packing_box(grains, shape, resolution);
    const double voxels = static_cast<double>(shape[0]) * shape[1] * shape[2];
    return 9.0 * voxels +
           packing_memory(grain_counts(grains, box, usual_mixture(grains, metal_fraction)));
}

} // namespace percolith::microstructure
