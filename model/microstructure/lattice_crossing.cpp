#include "model/microstructure/lattice_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/first_winding.hpp"
#include "model/microstructure/large_array.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace percolith::microstructure
{

namespace
{

/// As many are drawn before the first of them is joined: by then what they need is on its way from
/// memory.
constexpr std::uint32_t block_size = 64;

/// The elements 0 .. count - 1 in random order, block by block, shuffled no further than they are
/// asked for.
class RandomOrder
{
public:
    RandomOrder(std::uint32_t count, const RandomSource& random)
        : elements_(count), stream_(random, Purpose::order)
    {
        std::iota(elements_.begin(), elements_.end(), 0U);
    }

    /// The next ones; none after the last.
    std::span<const std::uint32_t> next()
    {
        const auto count = static_cast<std::uint32_t>(elements_.size());
        const std::uint32_t first = turn_;
        const std::uint32_t end = std::min(count, first + block_size);
        std::array<std::uint32_t, block_size> partner{};
        for (std::uint32_t turn = first; turn < end; ++turn) {
            partner[turn - first] = turn + stream_.below(count - turn);
            __builtin_prefetch(&elements_[partner[turn - first]], 1);
        }
        for (; turn_ < end; ++turn_) {
            std::swap(elements_[turn_], elements_[partner[turn_ - first]]);
        }
        return std::span(elements_).subspan(first, end - first);
    }

private:
    LargeArray<std::uint32_t> elements_;
    RandomStream stream_;
    std::uint32_t turn_ = 0;
};

/// Sites of a periodic cube. Positive neighbours have the numbers 0, 1, 2, negative ones 3, 4, 5.
class Cube
{
public:
    explicit Cube(std::int32_t edge) : edge_(static_cast<std::uint32_t>(edge)) {}

    std::uint32_t sites() const { return edge_ * edge_ * edge_; }

    struct Neighbour {
        std::uint32_t site;
        PackedWinding step;
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
        if (place.at[axis] + 1 < edge_) {
            return {site + stride_[axis], {}};
        }
        return {site - (edge_ - 1) * stride_[axis], out_[axis]};
    }
    Neighbour lower(std::uint32_t site, const Place& place, std::size_t axis) const
    {
        if (place.at[axis] > 0) {
            return {site - stride_[axis], {}};
        }
        return {site + (edge_ - 1) * stride_[axis], -out_[axis]};
    }

private:
    std::uint32_t edge_;
    std::array<std::uint32_t, 3> stride_{1, edge_, edge_* edge_};
    std::array<PackedWinding, 3> out_{Winding{1, 0, 0}, Winding{0, 1, 0}, Winding{0, 0, 1}};
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

/// Joins that belong to a block of elements, in their order. Each is prepared in two steps before.
class Joins
{
public:
    explicit Joins(WindingForest& forest) : forest_(forest) {}

    /// `count`: elements that have come when this is joined.
    void add(std::uint32_t site, const Cube::Neighbour& other, std::uint64_t count)
    {
        forest_.fetch(site);
        forest_.fetch(other.site);
        waiting_.push_back({count, site, other});
    }

    void make(FirstWinding& winding)
    {
        for (const Join& join : waiting_) {
            forest_.fetch_parent(join.other.site);
        }
        for (const Join& join : waiting_) {
            winding.note(forest_.join(join.site, join.other.site, join.other.step), join.count);
        }
        waiting_.clear();
    }

private:
    struct Join {
        std::uint64_t count;
        std::uint32_t site;
        Cube::Neighbour other;
    };

    WindingForest& forest_;
    std::vector<Join> waiting_;
};

Crossing cross_sites(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(count);
    Joins joins(forest);
    std::vector<bool> occupied(count, false);
    FirstWinding winding;
    std::uint64_t come = 0;
    while (come < count && !winding.complete()) {
        for (const std::uint32_t site : order.next()) {
            ++come;
            occupied[site] = true;
            const auto place = cube.place(site);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                for (const auto& next :
                     {cube.upper(site, place, axis), cube.lower(site, place, axis)}) {
                    if (occupied[next.site]) {
                        joins.add(site, next, come);
                    }
                }
            }
        }
        joins.make(winding);
    }
    return crossing_of(winding, count, random);
}

Crossing cross_bonds(const Cube& cube, const RandomSource& random)
{
    const std::uint32_t count = 3 * cube.sites();
    RandomOrder order(count, random);
    WindingForest forest(cube.sites());
    Joins joins(forest);
    FirstWinding winding;
    std::uint64_t come = 0;
    while (come < count && !winding.complete()) {
        for (const std::uint32_t bond : order.next()) {
            const std::uint32_t site = bond / 3;
            joins.add(site, cube.upper(site, cube.place(site), bond % 3), ++come);
        }
        joins.make(winding);
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
