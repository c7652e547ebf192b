#include "model/microstructure/lattice_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/first_winding.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <numeric>
#include <stdexcept>
#include <string>

namespace percolith::microstructure
{

namespace
{

/// The elements 0 .. count - 1 in random order, shuffled no further than they are asked for.
class RandomOrder
{
public:
    RandomOrder(std::uint32_t count, const RandomSource& random)
        : elements_(count), stream_(random, Purpose::order)
    {
        std::iota(elements_.begin(), elements_.end(), 0U);
    }

    std::uint32_t operator[](std::uint32_t turn)
    {
        const auto left = static_cast<std::uint32_t>(elements_.size()) - turn;
        std::swap(elements_[turn], elements_[turn + stream_.below(left)]);
        return elements_[turn];
    }

private:
    std::vector<std::uint32_t> elements_;
    RandomStream stream_;
};

/// Sites of a periodic cube. Positive neighbours have the numbers 0, 1, 2, negative ones 3, 4, 5.
class Cube
{
public:
    explicit Cube(std::int32_t edge) : edge_(static_cast<std::uint32_t>(edge)) {}

    std::uint32_t sites() const { return edge_ * edge_ * edge_; }

    struct Neighbour {
        std::uint32_t site;
        Winding step;
    };
    struct Place {
        std::array<std::uint32_t, 3> at;
    };
    Place place(std::uint32_t site) const
    {
        const std::uint32_t row = site / edge_;
        return {{site - row * edge_, row % edge_, row / edge_}};
    }
    Neighbour upper(std::uint32_t site, const Place& place, std::size_t axis) const
    {
        Winding step{0, 0, 0};
        if (place.at[axis] + 1 < edge_) {
            return {site + stride_[axis], step};
        }
        step[axis] = 1;
        return {site - (edge_ - 1) * stride_[axis], step};
    }
    Neighbour lower(std::uint32_t site, const Place& place, std::size_t axis) const
    {
        Winding step{0, 0, 0};
        if (place.at[axis] > 0) {
            return {site - stride_[axis], step};
        }
        step[axis] = -1;
        return {site + (edge_ - 1) * stride_[axis], step};
    }

private:
    std::uint32_t edge_;
    std::array<std::uint32_t, 3> stride_{1, edge_, edge_* edge_};
};

/// Each element has a number of its own, uniform in 0..1, and is metal where the share asked for
/// exceeds it: the occupied share at a crossing is the n-th smallest of all these numbers, which is
/// the n-th of so many arrivals over the one after the last.
Crossing crossing_of(const FirstWinding& winding, std::uint32_t elements,
                     const RandomSource& random)
{
    const auto [x, y, z] = winding.counts();
    const auto times = arrivals({x, y, z, std::uint64_t{elements} + 1}, random);
    return winding.crossing([&](auto axis) { return times[axis] / times[3]; });
}

Crossing cross_sites(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(count);
    std::vector<bool> occupied(count, false);
    FirstWinding winding;
    for (std::uint32_t turn = 0; turn < count && !winding.complete(); ++turn) {
        const std::uint32_t site = order[turn];
        occupied[site] = true;
        const auto place = cube.place(site);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            for (const auto& next :
                 {cube.upper(site, place, axis), cube.lower(site, place, axis)}) {
                if (occupied[next.site]) {
                    winding.note(forest.join(site, next.site, next.step), turn + std::uint64_t{1});
                }
            }
        }
    }
    return crossing_of(winding, count, random);
}

Crossing cross_bonds(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = 3 * cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(cube.sites());
    FirstWinding winding;
    for (std::uint32_t turn = 0; turn < count && !winding.complete(); ++turn) {
        const std::uint32_t bond = order[turn];
        const std::uint32_t site = bond / 3;
        const auto next = cube.upper(site, cube.place(site), bond % 3);
        winding.note(forest.join(site, next.site, next.step), turn + std::uint64_t{1});
    }
    return crossing_of(winding, count, random);
}

} // namespace

Crossing lattice_crossing(CubicLattice::Element element, std::int32_t edge,
                          const RandomSource& random)
{
    const bool site = element == CubicLattice::Element::site;
    const std::int32_t longest = site ? 800 : 560;
    if (edge < 2 || edge > longest) {
        throw std::invalid_argument("a lattice needs 2 to " + std::to_string(longest) +
                                    " sites along an edge");
    }
    return site ? cross_sites(Cube(edge), random) : cross_bonds(Cube(edge), random);
}

} // namespace percolith::microstructure
