#pragma once
/// Clusters that grow by joining, and the instant one closes upon itself around a periodic box.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace percolith::microstructure
{

/// How many times a step leaves the box through its upper face, along each axis; negative through
/// the lower one.
using Winding = std::array<std::int16_t, 3>;

/// Union-find over elements of a periodic box (Newman and Ziff 2001,
/// DOI 10.1103/PhysRevE.64.016706, section II D). Each element knows how often the way to its
/// parent leaves the box. Two elements already joined that are joined again by a way that winds
/// differently close a cluster upon itself. A link takes 10 bytes per element.
class WindingForest
{
public:
    using Index = std::uint32_t;

    /// `elements` < 2^31. Throws `std::invalid_argument`.
    explicit WindingForest(std::size_t elements) { grow(elements); }

    /// New elements, up to that number, each a cluster of its own. Throws `std::invalid_argument`.
    void grow(std::size_t elements)
    {
        if (elements >= std::size_t{1} << 31U) {
            throw std::invalid_argument("a box holds fewer than 2^31 elements");
        }
        parent_.resize(elements, single);
        winding_.resize(elements, Winding{0, 0, 0});
    }

    std::size_t size() const { return parent_.size(); }

    /// Joins `a` and `b`, where the step from a to b leaves the box as `step` says. Returns whether
    /// along each axis this closes a cluster around the box.
    std::array<bool, 3> join(Index a, Index b, const Winding& step)
    {
        const Place from = find(a);
        const Place to = find(b);
        // From the root of a to the root of b: back along a's way, over the step, along b's way.
        Winding between{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            between[axis] =
                static_cast<std::int16_t>(step[axis] + to.winding[axis] - from.winding[axis]);
        }
        if (from.root == to.root) {
            return {between[0] != 0, between[1] != 0, between[2] != 0};
        }
        link(from.root, to.root, between);
        return {false, false, false};
    }

    /// The element that stands for the cluster of `a`, and the way there.
    struct Place {
        Index root = 0;
        Winding winding{};
    };
    Place find(Index a)
    {
        const Place place = look(a);
        compress(a, place.root, place.winding);
        return place;
    }
    /// The same without a change, so that many can look at once.
    Place look(Index a) const
    {
        Place place{a, {}};
        while ((parent_[place.root] & is_root) == 0) {
            add(place.winding, winding_[place.root]);
            place.root = parent_[place.root];
        }
        return place;
    }

    /// Elements in the cluster that `root` stands for.
    Index cluster_size(Index root) const { return parent_[root] & ~is_root; }

private:
    static constexpr Index is_root = Index{1} << 31U;
    static constexpr Index single = is_root | 1U; ///< a root with a cluster of one

    static void add(Winding& to, const Winding& more)
    {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            to[axis] = static_cast<std::int16_t>(to[axis] + more[axis]);
        }
    }

    /// Everything between `a` and its root points to the root from now on.
    void compress(Index a, Index root, Winding way)
    {
        while (a != root && parent_[a] != root) {
            const Index next = parent_[a];
            const Winding here = winding_[a];
            parent_[a] = root;
            winding_[a] = way;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                way[axis] = static_cast<std::int16_t>(way[axis] - here[axis]);
            }
            a = next;
        }
    }

    /// The smaller cluster is hung below the larger one.
    void link(Index from, Index to, Winding between)
    {
        if (cluster_size(from) > cluster_size(to)) {
            std::swap(from, to);
            for (auto& turns : between) {
                turns = static_cast<std::int16_t>(-turns);
            }
        }
        parent_[to] += cluster_size(from);
        parent_[from] = to;
        winding_[from] = between;
    }

    std::vector<Index> parent_; ///< or, of a root, the size of its cluster
    std::vector<Winding> winding_; ///< of the way to the parent
};

} // namespace percolith::microstructure
