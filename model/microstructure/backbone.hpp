#pragma once
/// The part of a network that carries current.

#include "model/microstructure/circuit.hpp"

#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// Whether each node lies on some path between the electrodes that passes no node twice: what
/// remains when all dangling ends are cut off. Empty where the electrodes are not connected.
/// Two marked nodes carry current between them wherever an edge joins them, save for a balance by
/// accident (Wheatstone's bridge).
///
/// The block of Tarjan's biconnected components (DOI 10.1137/0201010) that holds an edge between
/// the electrodes, one thought added. No recursion; takes 20 bytes a node and 8 an edge.
std::vector<std::uint8_t> carrying_nodes(const Circuit& circuit);

/// Edges of a circuit without dangling ends that alone hold the electrodes together: cutting any
/// one of them ends the current ("red bonds").
std::uint64_t count_red_bonds(const Circuit& backbone);

} // namespace percolith::microstructure
