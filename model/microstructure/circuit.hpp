#pragma once
/// A network with each electrode drawn together to one node: what the solvers work on.

#include "model/microstructure/network.hpp"

#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// Nodes of a circuit that are electrodes.
inline constexpr std::uint32_t high_node = 0; ///< at potential 1
inline constexpr std::uint32_t low_node = 1; ///< at potential 0
inline constexpr std::uint32_t no_node = 0xFFFFFFFFU;

struct Circuit {
    std::uint32_t nodes = 2; ///< those of both electrodes included
    std::vector<Edge> edges{}; ///< none from a node to itself
};

/// The circuit of `network`, whose edges it takes over; `place` becomes the circuit's node of each
/// of the network's. Throws std::invalid_argument as `conduct` does.
Circuit make_circuit(Network&& network, std::vector<std::uint32_t>& place);

/// Keeps the nodes that are marked and the edges between them, in their order. The electrodes are
/// kept always. Returns the new number of each node, no_node for those dropped.
std::vector<std::uint32_t> keep_nodes(Circuit& circuit, const std::vector<std::uint8_t>& marked);

} // namespace percolith::microstructure
