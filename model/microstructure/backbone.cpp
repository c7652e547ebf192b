#include "model/microstructure/backbone.hpp"

#include <algorithm>

namespace percolith::microstructure
{

namespace
{

/// Neighbours of each node, one after the other.
struct Adjacency {
    std::vector<std::uint64_t> begin; ///< of each node's neighbours, and the end of the last
    std::vector<std::uint32_t> neighbour;

    explicit Adjacency(const Circuit& circuit)
        : begin(std::size_t{circuit.nodes} + 1, 0), neighbour(2 * circuit.edges.size())
    {
        for (const Edge& edge : circuit.edges) {
            ++begin[edge.a];
            ++begin[edge.b];
        }
        std::uint64_t sum = 0;
        for (std::uint64_t& entry : begin) {
            sum += entry;
            entry = sum;
        }
        // Filling from the back leaves the ends where the beginnings belong.
        for (auto edge = circuit.edges.rbegin(); edge != circuit.edges.rend(); ++edge) {
            neighbour[--begin[edge->a]] = edge->b;
            neighbour[--begin[edge->b]] = edge->a;
        }
    }
};

/// A depth-first search from the low electrode.
struct Search {
    std::vector<std::uint32_t> order{}; ///< nodes as they were found
    std::vector<std::uint32_t> turn{}; ///< of each node in that order; no_node: not reached
    std::vector<std::uint32_t> parent{};
    /// The earliest turn that a node's subtree reaches by one edge beside those of the tree.
    std::vector<std::uint32_t> reach{};
};

/// With `joined`, as if an edge joined the electrodes and was walked first, from high to low: all
/// that is found then hangs below the low one, and the high one is looked at but not walked from.
Search search(const Circuit& circuit, bool joined)
{
    const Adjacency adjacency(circuit);
    Search found;
    found.turn.assign(circuit.nodes, no_node);
    found.parent.assign(circuit.nodes, no_node);
    found.reach.assign(circuit.nodes, 0);
    std::vector<std::uint32_t> seen(circuit.nodes, 0); // neighbours already looked at
    std::vector<std::uint8_t> came(circuit.nodes, 0); // the edge to the parent was met
    const auto enter = [&](std::uint32_t node, std::uint32_t parent) {
        found.turn[node] = found.reach[node] = static_cast<std::uint32_t>(found.order.size());
        found.parent[node] = parent;
        found.order.push_back(node);
    };
    if (joined) {
        enter(high_node, no_node);
    }
    enter(low_node, joined ? high_node : no_node);
    came[low_node] = 1; // the edge added in thought is none of the neighbours
    for (std::uint32_t node = low_node;;) {
        const std::uint64_t next = adjacency.begin[node] + seen[node];
        if (next < adjacency.begin[node + 1]) {
            ++seen[node];
            const std::uint32_t other = adjacency.neighbour[next];
            if (found.turn[other] == no_node) {
                enter(other, node);
                node = other;
            } else if (other == found.parent[node] && came[node] == 0) {
                came[node] = 1; // a second edge to the parent is a way round
            } else {
                found.reach[node] = std::min(found.reach[node], found.turn[other]);
            }
            continue;
        }
        if (node == low_node) {
            return found;
        }
        const std::uint32_t above = found.parent[node];
        found.reach[above] = std::min(found.reach[above], found.reach[node]);
        node = above;
    }
}

} // namespace

std::vector<std::uint8_t> carrying_nodes(const Circuit& circuit)
{
    const Search found = search(circuit, true);
    if (found.reach[low_node] != found.turn[high_node]) {
        return {};
    }
    std::vector<std::uint8_t> marked(circuit.nodes, 0);
    marked[high_node] = 1;
    marked[low_node] = 1;
    for (std::size_t k = 2; k < found.order.size(); ++k) {
        const std::uint32_t node = found.order[k];
        const std::uint32_t above = found.parent[node];
        // A subtree that does not reach past its root hangs on that root alone.
        if (marked[above] != 0 && found.reach[node] < found.turn[above]) {
            marked[node] = 1;
        }
    }
    return marked;
}

std::uint64_t count_red_bonds(const Circuit& backbone)
{
    const Search found = search(backbone, false);
    std::uint64_t count = 0;
    for (std::size_t k = 1; k < found.order.size(); ++k) {
        const std::uint32_t node = found.order[k];
        if (found.reach[node] > found.turn[found.parent[node]]) {
            ++count;
        }
    }
    return count;
}

} // namespace percolith::microstructure
