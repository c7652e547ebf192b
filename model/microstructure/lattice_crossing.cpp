#include "model/microstructure/lattice_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <limits>
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

/// Notes how many elements are occupied when a cluster first winds along each axis.
class Watch
{
public:
    explicit Watch(std::uint32_t elements) : elements_(elements) {}

    void note(const std::array<bool, 3>& winds, std::uint32_t occupied)
    {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (winds[axis] && occupied_[axis] == 0) {
                occupied_[axis] = occupied;
            }
        }
    }
    bool complete() const { return occupied_[0] > 0 && occupied_[1] > 0 && occupied_[2] > 0; }

    /// Each element has a number of its own, uniform in 0..1, and is metal where the share asked
    /// for exceeds it: the occupied share at a crossing is the n-th smallest of all these numbers,
    /// which is the n-th of so many arrivals over the one after the last.
    Crossing crossing(const RandomSource& random) const
    {
        const auto times = arrivals(
            {occupied_[0], occupied_[1], occupied_[2], std::uint64_t{elements_} + 1}, random);
        Crossing crossing;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            crossing.fraction[axis] = occupied_[axis] > 0 ? times[axis] / times[3]
                                                          : std::numeric_limits<double>::infinity();
        }
        return crossing;
    }

private:
    std::uint32_t elements_;
    std::array<std::uint32_t, 3> occupied_{};
};

Crossing cross_sites(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(count);
    std::vector<bool> occupied(count, false);
    Watch watch(count);
    for (std::uint32_t turn = 0; turn < count && !watch.complete(); ++turn) {
        const std::uint32_t site = order[turn];
        occupied[site] = true;
        const auto place = cube.place(site);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            for (const auto& next :
                 {cube.upper(site, place, axis), cube.lower(site, place, axis)}) {
                if (occupied[next.site]) {
                    watch.note(forest.join(site, next.site, next.step), turn + 1);
                }
            }
        }
    }
    return watch.crossing(random);
}

Crossing cross_bonds(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = 3 * cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(cube.sites());
    Watch watch(count);
    for (std::uint32_t turn = 0; turn < count && !watch.complete(); ++turn) {
        const std::uint32_t bond = order[turn];
        const std::uint32_t site = bond / 3;
        const auto next = cube.upper(site, cube.place(site), bond % 3);
        watch.note(forest.join(site, next.site, next.step), turn + 1);
    }
    return watch.crossing(random);
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
