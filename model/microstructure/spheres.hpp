#pragma once
/// Spheres in a periodic box, and which of them are close.

#include "model/microstructure/particles.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// Centres lie in [0, edge) along each axis. Lengths in any one unit.
struct Spheres {
    Box box{};
    std::vector<Vector> centre{};
    std::vector<double> radius{};

    std::size_t size() const { return centre.size(); }
};

/// Two elements side by side; the way from the first to the second leaves the box as `step` says.
struct Neighbours {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    Winding step{};
};

/// Volume of all spheres over that of the box; what lies in two counts twice.
double solid_fraction(const Spheres& spheres);

/// Every pair whose surfaces are less than `gap` apart, once for each image of it. Sizes may differ
/// widely. Needs a box wider than the largest diameter and the gap, or throws
/// `std::invalid_argument`.
std::vector<Neighbours> close_pairs(const Spheres& spheres, double gap);

/// Steps to a box itself and its 26 neighbours; number 13 stays.
const std::array<Winding, 27>& image_steps();

/// From the first centre to the second's image.
Vector between(const Spheres& spheres, const Neighbours& pair);

/// Pairs that touch or overlap.
inline std::vector<Neighbours> contacts(const Spheres& spheres)
{
    return close_pairs(spheres, 0.0);
}

} // namespace percolith::microstructure
