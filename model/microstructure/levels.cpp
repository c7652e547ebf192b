#include "model/microstructure/levels.hpp"

#include "model/microstructure/joined.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::microstructure
{

namespace
{

// Conductances are told apart by tenths of a decade, over all that a double can hold.
constexpr int bins_per_decade = 10;
constexpr int lowest_decade = -324;
constexpr int bins = (309 - lowest_decade) * bins_per_decade;

int bin_of(double conductance)
{
    const double decade = std::log10(conductance) - lowest_decade;
    return std::clamp(static_cast<int>(decade * bins_per_decade), 0, bins - 1);
}

/// Appends the bins after which a level ends, but for the last one.
void split(const std::vector<bool>& used, int first, int last, int widest, std::vector<int>& ends)
{
    if (last - first <= widest) {
        return;
    }
    int end = first; // the last bin before the widest gap
    int gap = 0;
    int before = first;
    for (int bin = first + 1; bin <= last; ++bin) {
        if (!used[static_cast<std::size_t>(bin)]) {
            continue;
        }
        if (bin - before > gap) {
            gap = bin - before;
            end = before;
        }
        before = bin;
    }
    int next = end + gap;
    if (gap <= bins_per_decade) { // no gap worth the name: in the middle
        end = first + (last - first) / 2;
        next = end + 1;
    }
    split(used, first, end, widest, ends);
    ends.push_back(end);
    split(used, next, last, widest, ends);
}

std::vector<int> level_ends(const Circuit& circuit, double widest)
{
    const auto [weakest, strongest] = std::minmax_element(
        circuit.edges.begin(), circuit.edges.end(),
        [](const Edge& a, const Edge& b) { return a.conductance < b.conductance; });
    std::vector<int> ends;
    if (!(strongest->conductance > widest * weakest->conductance)) {
        return ends;
    }
    std::vector<bool> used(bins, false);
    for (const Edge& edge : circuit.edges) {
        used[static_cast<std::size_t>(bin_of(edge.conductance))] = true;
    }
    const int decades = std::max(1, static_cast<int>(std::log10(widest) * bins_per_decade));
    split(used, bin_of(weakest->conductance), bin_of(strongest->conductance), decades, ends);
    return ends;
}

/// Gives `level` its unknowns, where `cluster` says in which cluster of the stronger levels each
/// node of the circuit is; then joins the clusters by the level's own edges.
void number_unknowns(const Circuit& circuit, Level& level, std::vector<std::uint32_t>& cluster,
                     std::uint32_t& clusters)
{
    std::vector<std::uint32_t> above(clusters);
    std::iota(above.begin(), above.end(), 0U);
    // The first cluster of a larger one is its root. Cluster 0 holds the high electrode; that of
    // the low one comes second if it is another.
    for (std::size_t k = level.begin; k < level.end; ++k) {
        const std::uint32_t a = root_of(above, cluster[circuit.edges[k].a]);
        const std::uint32_t b = root_of(above, cluster[circuit.edges[k].b]);
        above[std::max(a, b)] = std::min(a, b);
    }
    const bool apart = cluster[high_node] != cluster[low_node];
    const std::uint32_t low = cluster[low_node];
    const bool meet = apart && root_of(above, low) == 0;
    std::vector<std::uint32_t> unknown(clusters);
    std::vector<std::uint32_t> joined(clusters);
    std::uint32_t roots = 0;
    for (std::uint32_t one = 0; one < clusters; ++one) {
        const std::uint32_t root = root_of(above, one);
        joined[one] = root == one ? roots++ : joined[root];
        unknown[one] = root == one || (meet && one == low) ? no_node : level.unknowns++;
    }
    level.at.resize(circuit.nodes);
    for (std::uint32_t node = 0; node < circuit.nodes; ++node) {
        const std::uint32_t own = unknown[cluster[node]];
        level.at[node] = own == no_node ? level.unknowns : own;
        if (meet && cluster[node] == 0) {
            level.at[node] = level.unknowns + 1;
        }
        cluster[node] = joined[cluster[node]];
    }
    clusters = roots;
}

} // namespace

Levels part_into_levels(Circuit& circuit, double widest)
{
    const std::vector<int> ends = level_ends(circuit, widest);
    std::vector<Level> levels(ends.size() + 1);
    auto from = circuit.edges.begin();
    for (std::size_t l = 0; l < levels.size(); ++l) {
        const auto to = l == ends.size()
                            ? circuit.edges.end()
                            : std::partition(from, circuit.edges.end(), [&](const Edge& edge) {
                                  return bin_of(edge.conductance) <= ends[l];
                              });
        const auto [weakest, strongest] = std::minmax_element(
            from, to, [](const Edge& a, const Edge& b) { return a.conductance < b.conductance; });
        levels[l].begin = static_cast<std::size_t>(from - circuit.edges.begin());
        levels[l].end = static_cast<std::size_t>(to - circuit.edges.begin());
        levels[l].weakest = weakest->conductance;
        levels[l].strongest = strongest->conductance;
        from = to;
    }
    std::vector<std::uint32_t> cluster(circuit.nodes);
    std::iota(cluster.begin(), cluster.end(), 0U);
    std::uint32_t clusters = circuit.nodes;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        number_unknowns(circuit, *level, cluster, clusters);
    }
    return {.level = std::move(levels), .part = std::move(cluster)};
}

} // namespace percolith::microstructure
