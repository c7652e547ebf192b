#include "model/microstructure/rasterize.hpp"

#include "model/microstructure/body_layers.hpp"
#include "model/microstructure/coverage.hpp"
#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/extent.hpp"
#include "model/microstructure/grains_voxels.hpp"
#include "model/microstructure/hard_crossing.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace percolith::microstructure
{

namespace
{

/// The voxels whose centres lie in bodies.
class Voxels
{
public:
    Voxels(const VoxelGrid& grid, const Slab& slab, double below)
        : grid_(grid), resolution_(slab.resolution), below_(below)
    {
    }

    /// Calls visit(voxel) for each voxel of the body.
    template <class Visit>
    void each(const Spheroid& body, const Particle& particle, const Visit& visit) const
    {
        std::array<std::int32_t, 3> first{};
        std::array<std::int32_t, 3> last{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double u = particle.axis[axis];
            const double extent = std::sqrt(body.equatorial * body.equatorial * (1.0 - u * u) +
                                            body.polar * body.polar * u * u);
            first[axis] = voxel(at(particle, axis) - extent);
            last[axis] = voxel(at(particle, axis) + extent) + 1;
        }
        first[2] = std::max(first[2], 0);
        last[2] = std::min(last[2], grid_.shape[2] - 1);
        for (std::int32_t k = first[2]; k <= last[2]; ++k) {
            for (std::int32_t j = first[1]; j <= last[1]; ++j) {
                for (std::int32_t i = first[0]; i <= last[0]; ++i) {
                    if (within(body, particle, {i, j, k})) {
                        visit(grid_.index(wrapped(i, 0), wrapped(j, 1), k));
                    }
                }
            }
        }
    }

private:
    double at(const Particle& particle, std::size_t axis) const
    {
        return particle.place[axis] - (axis == 2 ? below_ : 0.0);
    }
    std::int32_t voxel(double along) const
    {
        return static_cast<std::int32_t>(std::floor(along * resolution_));
    }
    std::int32_t wrapped(std::int32_t k, std::size_t axis) const
    {
        const std::int32_t within = k % grid_.shape[axis];
        return within < 0 ? within + grid_.shape[axis] : within;
    }
    bool within(const Spheroid& body, const Particle& particle,
                const std::array<std::int32_t, 3>& voxel) const
    {
        Vector apart{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            apart[axis] = (voxel[axis] + 0.5) / resolution_ - at(particle, axis);
        }
        const double along = dot(apart, particle.axis);
        const double across_squared = dot(apart, apart) - along * along;
        return along * along / (body.polar * body.polar) +
                   across_squared / (body.equatorial * body.equatorial) <=
               1.0;
    }

    const VoxelGrid& grid_;
    double resolution_;
    double below_; ///< of the box below the slab
};

VoxelGrid empty_grid(const Slab& slab)
{
    VoxelGrid grid{.shape = slab.shape, .edge = 1.0 / slab.resolution, .phase = {}};
    grid.phase.assign(grid.size(), insulator);
    return grid;
}

/// Particles placed anywhere that cover the share `metal_fraction` in the mean.
std::vector<Particle> scatter(const ParticleSource& source, double metal_fraction)
{
    std::vector<Particle> all;
    const double wanted = -std::log1p(-metal_fraction) * source.box().volume();
    double volume = 0.0;
    while (true) {
        const Particle next = source(all.size());
        const double own = source.shape_of(next).volume();
        // The last one stays if that comes nearer.
        if (volume + 0.5 * own > wanted) {
            return all;
        }
        volume += own;
        all.push_back(next);
    }
}

/// Particles in domains that cover that share of the box, measured at points.
std::vector<Particle> scatter_in(const ParticleSource& source, const DomainMap& domains,
                                 double metal_fraction, const RandomSource& random)
{
    std::vector<Particle> all;
    const double most = 12.0 * source.box().volume() / source.shape().volume();
    std::uint64_t tried = 0;
    auto wanted = static_cast<std::uint64_t>(
        -2.0 * std::log1p(-metal_fraction) * source.box().volume() / source.shape().volume() + 8.0);
    while (true) {
        for (; tried < wanted; ++tried) {
            const Particle next = source(tried);
            if (domains.allows(next.place)) {
                all.push_back(next);
            }
        }
        const Coverage coverage(source, all, random);
        if (coverage.fraction(all.size()) >= metal_fraction) {
            all.resize(coverage.count_for(metal_fraction));
            return all;
        }
        if (static_cast<double>(tried) > most) {
            throw std::domain_error("the domains are too small for that metal fraction");
        }
        wanted *= 2;
    }
}

} // namespace

VoxelGrid rasterize(const CubicLattice& lattice, double metal_fraction, const Slab& slab,
                    const RandomSource& random)
{
    if (lattice.element != CubicLattice::Element::site) {
        throw std::invalid_argument(
            "films are made of sites; the bonds of a lattice have no volume");
    }
    VoxelGrid grid = empty_grid(slab);
    for (std::size_t k = 0; k < grid.phase.size(); k += 4) {
        const auto drawn = random.uniforms(Purpose::kind, k / 4);
        for (std::size_t n = 0; n < 4 && k + n < grid.phase.size(); ++n) {
            grid.phase[k + n] = drawn[n] < metal_fraction ? metal : insulator;
        }
    }
    return grid;
}

double film_margin(const Particles& particles, const Slab& slab)
{
    const double longest = longest_part(particles);
    return std::max(0.5 * longest, longest - 0.5 * slab.shape[2] / slab.resolution);
}

VoxelGrid rasterize(const Particles& particles, double metal_fraction, const Slab& slab,
                    const RandomSource& random)
{
    VoxelGrid grid = empty_grid(slab);
    if (metal_fraction <= 0.0) {
        return grid;
    }
    if (metal_fraction >= 1.0) {
        std::fill(grid.phase.begin(), grid.phase.end(), metal);
        return grid;
    }
    const kinetics::Length<> unit = unit_length(particles);
    const auto* hard = std::get_if<HardCores>(&particles.contact);
    const double reach = hard != nullptr ? 0.5 * (hard->tunnelling_distance / unit) : 0.0;
    const double margin = film_margin(particles, slab);
    Box box;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        box.edge[axis] = slab.shape[axis] / slab.resolution;
    }
    box.edge[2] += 2.0 * margin;
    const ParticleSource source(particles, box, random);
    const DomainMap domains(particles.domains, unit, box, random);
    const Voxels voxels(grid, slab, margin);
    BodyLayers layers;
    if (hard != nullptr) {
        const auto cores = pack_hard_cores(particles, source, domains, metal_fraction);
        for (std::size_t k = 0; k < cores.size(); ++k) {
            voxels.each(source.shape_of(cores[k]), cores[k], [&](std::size_t voxel) {
                grid.phase[voxel] = metal;
                layers.note(voxel, k, true);
            });
        }
        for (std::size_t k = 0; k < cores.size(); ++k) {
            voxels.each(source.shape_of(cores[k]).grown(reach), cores[k], [&](std::size_t voxel) {
                if (grid.phase[voxel] == insulator) {
                    grid.phase[voxel] = gap;
                }
                layers.note(voxel, k, false);
            });
        }
        layers.part(grid, source, cores, reach, gap);
        return grid;
    }
    const auto all = domains.everywhere() ? scatter(source, metal_fraction)
                                          : scatter_in(source, domains, metal_fraction, random);
    for (std::size_t k = 0; k < all.size(); ++k) {
        voxels.each(source.shape_of(all[k]), all[k], [&](std::size_t voxel) {
            grid.phase[voxel] = metal;
            layers.note(voxel, k, false);
        });
    }
    layers.part(grid, source, all, 0.0, metal);
    return grid;
}

VoxelGrid rasterize(const Grains& grains, double metal_fraction, const Slab& slab,
                    const RandomSource& random)
{
    const std::array extent{slab.shape[0] / slab.resolution, slab.shape[1] / slab.resolution,
                            slab.shape[2] / slab.resolution};
    return grains_voxels(grains, metal_fraction, extent, slab.resolution, random);
}

} // namespace percolith::microstructure
