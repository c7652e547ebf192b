#include "model/microstructure/circuit.hpp"

#include <cmath>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

void hold(const std::vector<std::uint32_t>& electrode, std::uint32_t as,
          std::vector<std::uint32_t>& place)
{
    if (electrode.empty()) {
        throw std::invalid_argument("a network needs a node in each electrode");
    }
    for (const std::uint32_t node : electrode) {
        if (node >= place.size()) {
            throw std::invalid_argument("an electrode names a node that the network does not have");
        }
        if (place[node] != no_node && place[node] != as) {
            throw std::invalid_argument("a node cannot be held at two potentials");
        }
        place[node] = as;
    }
}

} // namespace

Circuit make_circuit(Network&& network, std::vector<std::uint32_t>& place)
{
    place.assign(network.nodes, no_node);
    hold(network.high, high_node, place);
    hold(network.low, low_node, place);
    Circuit circuit;
    for (std::uint32_t& node : place) {
        if (node == no_node) {
            node = circuit.nodes++;
        }
    }
    circuit.edges = std::move(network.edges);
    std::size_t kept = 0;
    for (const Edge& edge : circuit.edges) {
        if (edge.a >= place.size() || edge.b >= place.size()) {
            throw std::invalid_argument("an edge names a node that the network does not have");
        }
        if (!(edge.conductance > 0.0) || !std::isfinite(edge.conductance)) {
            throw std::invalid_argument("a conductance must be positive and finite");
        }
        const Edge drawn{.a = place[edge.a], .b = place[edge.b], .conductance = edge.conductance};
        if (drawn.a != drawn.b) {
            circuit.edges[kept++] = drawn;
        }
    }
    circuit.edges.resize(kept);
    return circuit;
}

std::vector<std::uint32_t> keep_nodes(Circuit& circuit, const std::vector<std::uint8_t>& marked)
{
    std::vector<std::uint32_t> number(circuit.nodes, no_node);
    number[high_node] = high_node;
    number[low_node] = low_node;
    std::uint32_t next = 2;
    for (std::uint32_t node = 2; node < circuit.nodes; ++node) {
        if (marked[node] != 0) {
            number[node] = next++;
        }
    }
    circuit.nodes = next;
    std::size_t kept = 0;
    for (const Edge& edge : circuit.edges) {
        const std::uint32_t a = number[edge.a];
        const std::uint32_t b = number[edge.b];
        if (a != no_node && b != no_node) {
            circuit.edges[kept++] = {.a = a, .b = b, .conductance = edge.conductance};
        }
    }
    circuit.edges.resize(kept);
    circuit.edges.shrink_to_fit();
    return number;
}

} // namespace percolith::microstructure
