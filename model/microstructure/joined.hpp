#pragma once
/// Nodes that have been joined: each knows one above itself, and the topmost stands for all.

#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// The topmost above `node`, which is above itself. Shortens the way on its way.
inline std::uint32_t root_of(std::vector<std::uint32_t>& above, std::uint32_t node)
{
    while (above[node] != node) {
        above[node] = above[above[node]];
        node = above[node];
    }
    return node;
}

} // namespace percolith::microstructure
