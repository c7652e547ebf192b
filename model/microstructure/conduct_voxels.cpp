#include "model/microstructure/conduct_voxels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

constexpr std::uint32_t no_voxel = 0xFFFFFFFFU;

/// Two halves in series, per edge of the voxel.
double face(double one, double other)
{
    return 2.0 * one * (other / (one + other));
}

/// Numbers the voxels that conduct and lie in spanning clusters, in place of their labels; returns
/// how many.
std::uint32_t number_nodes(Clusters& clusters)
{
    std::vector<bool> spans(clusters.size.size(), false);
    for (const std::uint32_t label : clusters.spanning) {
        spans[label] = true;
    }
    std::uint32_t next = 0;
    for (std::uint32_t& label : clusters.label) {
        label = spans[label] ? next++ : no_voxel;
    }
    return next;
}

/// The resistors between the numbered voxels of a grid and its two electrodes.
class Wiring
{
public:
    Wiring(const VoxelGrid& grid, const std::vector<std::uint32_t>& node, std::uint32_t nodes,
           const std::array<double, 256>& conductivity)
        : grid_(grid), node_(node), conductivity_(conductivity)
    {
        network_.nodes = nodes + 2;
        network_.high = {nodes};
        network_.low = {nodes + 1};
    }

    Network wire(Sides sides)
    {
        std::size_t edges = 0;
        visit(sides, [&](std::uint32_t, std::uint32_t, double) { ++edges; });
        network_.edges.reserve(edges);
        visit(sides, [&](std::uint32_t a, std::uint32_t b, double conductance) {
            network_.edges.push_back({.a = a, .b = b, .conductance = conductance});
        });
        return std::move(network_);
    }

private:
    template <class Visit> void visit(Sides sides, Visit&& edge) const
    {
        const auto [width, depth, thickness] = grid_.shape;
        const auto row = static_cast<std::size_t>(width);
        const std::size_t layer = row * static_cast<std::size_t>(depth);
        const bool wraps = sides == Sides::periodic;
        std::size_t at = 0;
        const auto join = [&](std::size_t other, std::size_t axis) {
            if (node_[other] == no_voxel) {
                return;
            }
            const auto between = grid_.layer(at, axis);
            const double conductance =
                between ? conductivity_[*between]
                        : face(conductivity_[grid_.phase[at]], conductivity_[grid_.phase[other]]);
            if (conductance > 0.0) {
                edge(node_[at], node_[other], conductance);
            }
        };
        for (std::int32_t k = 0; k < thickness; ++k) {
            for (std::int32_t j = 0; j < depth; ++j) {
                for (std::int32_t i = 0; i < width; ++i, ++at) {
                    if (node_[at] == no_voxel) {
                        continue;
                    }
                    const double half = 2.0 * conductivity_[grid_.phase[at]];
                    if (k == 0) {
                        edge(network_.high[0], node_[at], half);
                    }
                    if (i + 1 < width) {
                        join(at + 1, 0);
                    } else if (wraps && width > 1) {
                        join(at + 1 - row, 0);
                    }
                    if (j + 1 < depth) {
                        join(at + row, 1);
                    } else if (wraps && depth > 1) {
                        join(at + row - layer, 1);
                    }
                    if (k + 1 < thickness) {
                        join(at + layer, 2);
                    } else {
                        edge(node_[at], network_.low[0], half);
                    }
                }
            }
        }
    }

    const VoxelGrid& grid_;
    const std::vector<std::uint32_t>& node_;
    const std::array<double, 256>& conductivity_;
    Network network_;
};

VoxelConduction conduct_phases(const VoxelGrid& grid, const std::array<double, 256>& conductivity,
                               Sides sides, ConductOptions options)
{
    std::array<bool, 256> conducts{};
    for (std::size_t phase = 0; phase < conducts.size(); ++phase) {
        conducts[phase] = conductivity[phase] > 0.0;
    }
    VoxelConduction result;
    Clusters clusters = find_clusters(grid, conducts, sides);
    const std::uint32_t nodes = number_nodes(clusters);
    if (nodes == 0) {
        return result;
    }
    result.spanning = nodes;
    // Where every voxel conducts there are no dangling ends.
    options.prune = options.prune && nodes != grid.size();
    Network network = Wiring(grid, clusters.label, nodes, conductivity).wire(sides);
    if (!options.potentials) {
        clusters = {};
    }
    result.network = conduct(std::move(network), options);
    if (options.potentials) {
        result.potential.reserve(grid.size());
        for (const std::uint32_t node : clusters.label) {
            result.potential.push_back(node < nodes ? result.network.potentials[node]
                                                    : std::numeric_limits<double>::quiet_NaN());
        }
        result.network.potentials = {};
    }
    result.conductivity = result.network.conductance * grid.shape[2] /
                          (static_cast<double>(grid.shape[0]) * grid.shape[1]);
    return result;
}

void require_conductivity(double conductivity)
{
    if (!(conductivity >= 0.0) || !std::isfinite(conductivity)) {
        throw std::invalid_argument("a conductivity must be finite and not negative");
    }
}

} // namespace

VoxelConduction conduct_voxels(const VoxelGrid& grid, std::span<const double> conductivity,
                               Sides sides, const ConductOptions& options)
{
    std::array<double, 256> of_phase{};
    if (conductivity.size() > of_phase.size()) {
        throw std::invalid_argument("a voxel grid has no more than 256 phases");
    }
    std::ranges::for_each(conductivity, require_conductivity);
    std::ranges::copy(conductivity, of_phase.begin());
    for (const std::uint8_t phase : grid.phase) {
        if (phase >= conductivity.size()) {
            throw std::invalid_argument("phase " + std::to_string(phase) +
                                        " of a voxel grid has no conductivity");
        }
    }
    return conduct_phases(grid, of_phase, sides, options);
}

VoxelConduction conduct_alone(const VoxelGrid& grid, double conductivity, std::uint8_t phase,
                              Sides sides, const ConductOptions& options)
{
    require_conductivity(conductivity);
    std::array<double, 256> of_phase{};
    of_phase[phase] = conductivity;
    return conduct_phases(grid, of_phase, sides, options);
}

std::size_t memory_of_conduction(const std::array<std::int32_t, 3>& shape)
{
    return memory_of_conduction_alone(shape, 1.0);
}

std::size_t memory_of_conduction_alone(const std::array<std::int32_t, 3>& shape, double fraction)
{
    // Measured: what the multigrid of a full grid takes at its peak, and a fixed share.
    constexpr double per_node = 550.0;
    constexpr double labels = 4.0;
    constexpr double least = 1e7;
    double voxels = 1.0;
    for (const std::int32_t length : shape) {
        voxels *= std::max(0.0, static_cast<double>(length));
    }
    const double bytes = least + voxels * (labels + per_node * std::clamp(fraction, 0.0, 1.0));
    // A shape that no memory holds must not come back small.
    return bytes < 0x1p63 ? static_cast<std::size_t>(bytes) : ~std::size_t{0};
}

} // namespace percolith::microstructure
