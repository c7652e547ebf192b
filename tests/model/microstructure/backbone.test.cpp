#include "model/microstructure/backbone.hpp"
#include "model/microstructure/random.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace percolith::microstructure;

namespace
{

Circuit circuit(std::uint32_t nodes, const std::vector<std::array<std::uint32_t, 2>>& pairs)
{
    Circuit made{.nodes = nodes};
    for (const auto& [a, b] : pairs) {
        made.edges.push_back({.a = a, .b = b, .conductance = 1.0});
    }
    return made;
}

/// Whether there is a path from the high to the low electrode through `middle` that passes no node
/// twice: two paths from `middle`, one to each electrode, that share nothing else. By the theorem
/// of Menger, a flow of two with each node passed once.
bool on_a_path(const Circuit& whole, std::uint32_t middle)
{
    // Each node n becomes 2n (in) and 2n + 1 (out), one unit of flow from one to the other.
    const std::size_t size = 2 * std::size_t{whole.nodes} + 1;
    const std::size_t sink = size - 1;
    std::vector<std::vector<int>> left(size, std::vector<int>(size, 0));
    for (std::uint32_t node = 0; node < whole.nodes; ++node) {
        left[2 * node][2 * node + 1] = node == middle ? 2 : 1;
    }
    for (const Edge& edge : whole.edges) {
        left[2 * edge.a + 1][2 * edge.b] = 1;
        left[2 * edge.b + 1][2 * edge.a] = 1;
    }
    left[2 * high_node + 1][sink] = 1;
    left[2 * low_node + 1][sink] = 1;
    const std::size_t source = 2 * middle + 1;
    for (int unit = 0; unit < 2; ++unit) {
        std::vector<std::size_t> from(size, size);
        std::vector<std::size_t> waiting{source};
        from[source] = source;
        while (!waiting.empty() && from[sink] == size) {
            const std::size_t at = waiting.back();
            waiting.pop_back();
            for (std::size_t to = 0; to < size; ++to) {
                if (left[at][to] > 0 && from[to] == size) {
                    from[to] = at;
                    waiting.push_back(to);
                }
            }
        }
        if (from[sink] == size) {
            return false;
        }
        for (std::size_t at = sink; at != source; at = from[at]) {
            --left[from[at]][at];
            ++left[at][from[at]];
        }
    }
    return true;
}

bool connected(const Circuit& whole)
{
    return !carrying_nodes(whole).empty();
}

} // namespace

TEST_CASE("what hangs by one node carries nothing", "[microstructure]")
{
    // high - 2 - low, a tooth 2 - 3, a loop 2 - 4 - 5 - 2, and 6 beyond the high electrode.
    const auto marked =
        carrying_nodes(circuit(7, {{0, 2}, {2, 1}, {2, 3}, {2, 4}, {4, 5}, {5, 2}, {0, 6}}));
    CHECK(marked == std::vector<std::uint8_t>{1, 1, 1, 0, 0, 0, 0});
    CHECK(carrying_nodes(circuit(4, {{0, 2}, {3, 1}})).empty());
    CHECK(carrying_nodes(circuit(2, {{1, 0}})) == std::vector<std::uint8_t>{1, 1});
}

TEST_CASE("nodes that carry current are those on a path that passes no node twice",
          "[microstructure]")
{
    // Random graphs around the point where they fall apart, against flows of two.
    int mixed = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        RandomStream stream(RandomSource(seed, 0, 0), Purpose::other);
        const std::uint32_t nodes = 4 + stream.below(12);
        std::vector<std::array<std::uint32_t, 2>> pairs;
        for (std::uint32_t k = 0; k < nodes + nodes / 4; ++k) {
            const std::uint32_t a = stream.below(nodes);
            const std::uint32_t b = stream.below(nodes);
            if (a != b) {
                pairs.push_back({a, b});
            }
        }
        const Circuit whole = circuit(nodes, pairs);
        const auto marked = carrying_nodes(whole);
        if (marked.empty()) {
            CHECK_FALSE(on_a_path(circuit(nodes, pairs), high_node));
            continue;
        }
        std::uint32_t count = 0;
        for (std::uint32_t node = 2; node < nodes; ++node) {
            CHECK((marked[node] != 0) == on_a_path(whole, node));
            count += marked[node];
        }
        mixed += count > 0 && count < nodes - 2 ? 1 : 0;
    }
    CHECK(mixed > 50); // the test saw both kinds
}

TEST_CASE("cutting a red bond ends the current, cutting another does not", "[microstructure]")
{
    // A chain, a double bond in it, a ring in it.
    const Circuit mixed = circuit(6, {{0, 2}, {2, 3}, {3, 2}, {3, 4}, {4, 5}, {3, 5}, {5, 1}});
    CHECK(count_red_bonds(mixed) == 2);
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        RandomStream stream(RandomSource(seed, 1, 0), Purpose::other);
        Circuit whole{.nodes = 14};
        for (std::uint32_t k = 0; k < 20; ++k) {
            const std::uint32_t a = stream.below(whole.nodes);
            const std::uint32_t b = stream.below(whole.nodes);
            if (a != b) {
                whole.edges.push_back({.a = a, .b = b, .conductance = 1.0});
            }
        }
        const auto marked = carrying_nodes(whole);
        if (marked.empty()) {
            continue;
        }
        keep_nodes(whole, marked);
        std::uint64_t red = 0;
        for (std::size_t cut = 0; cut < whole.edges.size(); ++cut) {
            Circuit without = whole;
            without.edges.erase(without.edges.begin() + static_cast<std::ptrdiff_t>(cut));
            red += connected(without) ? 0U : 1U;
        }
        CHECK(count_red_bonds(whole) == red);
    }
}
