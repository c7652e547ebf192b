#pragma once
/// Clusters that grow by joining, and the instant one closes upon itself around a periodic box.

#include "model/microstructure/large_array.hpp"
#include "model/microstructure/parallel.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace percolith::microstructure
{

/// How many times a step leaves the box through its upper face, along each axis; negative through
/// the lower one.
using Winding = std::array<std::int16_t, 3>;

/// The same in one number, so that a sum is one addition: x + 2^10 y + 2^20 z, fewer than 512 times
/// along each axis. Ways within a cluster that has not closed yet are far shorter: it would have to
/// lie beside itself as often.
class PackedWinding
{
public:
    constexpr PackedWinding() = default;
    constexpr PackedWinding(const Winding& turns)
        : sum_(static_cast<std::uint32_t>(turns[0] + turns[1] * place + turns[2] * place * place))
    {
    }

    constexpr operator Winding() const
    {
        Winding turns{};
        std::uint32_t rest = sum_ + half;
        for (auto& along : turns) {
            along = static_cast<std::int16_t>(static_cast<std::int32_t>(rest % place) - 512);
            rest /= place;
        }
        return turns;
    }
    constexpr PackedWinding operator+(PackedWinding more) const
    {
        return PackedWinding(sum_ + more.sum_);
    }
    constexpr PackedWinding operator-(PackedWinding less) const
    {
        return PackedWinding(sum_ - less.sum_);
    }
    constexpr PackedWinding operator-() const { return PackedWinding(0U - sum_); }
    constexpr bool operator==(const PackedWinding&) const = default;

private:
    static constexpr std::int32_t place = 1 << 10;
    static constexpr std::uint32_t half = 512U + (512U << 10U) + (512U << 20U);

    constexpr explicit PackedWinding(std::uint32_t sum) : sum_(sum) {}

    std::uint32_t sum_ = 0;
};

/// Union-find over elements of a periodic box (Newman and Ziff 2001,
/// DOI 10.1103/PhysRevE.64.016706, section II D). Each element knows how often the way to its
/// parent leaves the box. Two elements already joined that are joined again by a way that winds
/// differently close a cluster upon itself. 8 bytes per element, side by side: in a large box what
/// a join costs is the memory it has to wait for.
class WindingForest
{
public:
    using Index = std::uint32_t;

    /// `elements` < 2^31. Throws `std::invalid_argument`.
    explicit WindingForest(std::size_t elements) { grow(elements); }

    /// New elements, up to that number, each a cluster of its own. Throws `std::invalid_argument`.
    void grow(std::size_t elements, unsigned threads = 1)
    {
        if (elements >= std::size_t{1} << 31U) {
            throw std::invalid_argument("a box holds fewer than 2^31 elements");
        }
        const std::size_t before = nodes_.size();
        if (elements <= before) {
            return;
        }
        nodes_.resize(elements);
        constexpr std::size_t part = std::size_t{1} << 16U;
        run_parallel((elements - before + part - 1) / part, threads, [&](std::size_t k) {
            const std::size_t first = before + k * part;
            std::fill_n(&nodes_[first], std::min(part, elements - first), single);
        });
    }

    std::size_t size() const { return nodes_.size(); }

    /// Joins `a` and `b`, where the step from a to b leaves the box as `step` says. Returns whether
    /// along each axis this closes a cluster around the box.
    std::array<bool, 3> join(Index a, Index b, PackedWinding step)
    {
        const Place from = find(a);
        const Place to = find(b);
        // From the root of a to the root of b: back along a's way, over the step, along b's way.
        const PackedWinding between = step + to.winding - from.winding;
        if (from.root != to.root) {
            link(from.root, to.root, between);
        } else if (between != PackedWinding()) {
            const Winding closed = between;
            return {closed[0] != 0, closed[1] != 0, closed[2] != 0};
        }
        return {false, false, false};
    }

    std::array<bool, 3> join(Index a, Index b, const Winding& step)
    {
        return join(a, b, PackedWinding(step));
    }

    /// The element that stands for the cluster of `a`, and the way there.
    struct Place {
        Index root = 0;
        PackedWinding winding{};
    };
    /// Whatever lies on the way is hung two steps higher.
    Place find(Index a)
    {
        Place place{a, {}};
        while (!nodes_[place.root].is_root()) {
            Node& here = nodes_[place.root];
            const Node& above = nodes_[here.parent];
            if (!above.is_root()) {
                here = {above.parent, here.way + above.way};
            }
            place = {here.parent, place.winding + here.way};
        }
        return place;
    }
    /// The same without a change, so that many can look at once.
    Place look(Index a) const
    {
        Place place{a, {}};
        while (!nodes_[place.root].is_root()) {
            const Node& here = nodes_[place.root];
            place = {here.parent, place.winding + here.way};
        }
        return place;
    }

    /// Elements in the cluster that `root` stands for.
    Index cluster_size(Index root) const { return nodes_[root].parent & ~root_bit; }

    /// Fetches from memory what will be asked for soon: an element, and later what it hangs from.
    void fetch(Index a) const { __builtin_prefetch(&nodes_[a], 1); }
    void fetch_parent(Index a) const
    {
        if (!nodes_[a].is_root()) {
            fetch(nodes_[a].parent);
        }
    }

private:
    static constexpr Index root_bit = Index{1} << 31U;

    struct Node {
        Index parent; ///< or, of a root, the size of its cluster
        PackedWinding way; ///< to the parent

        bool is_root() const { return (parent & root_bit) != 0; }
    };
    static constexpr Node single{root_bit | 1U, {}}; ///< a root with a cluster of one

    /// The smaller cluster is hung below the larger one.
    void link(Index from, Index to, PackedWinding between)
    {
        if (cluster_size(from) > cluster_size(to)) {
            std::swap(from, to);
            between = -between;
        }
        nodes_[to].parent += cluster_size(from);
        nodes_[from] = {to, between};
    }

    LargeArray<Node> nodes_;
};

} // namespace percolith::microstructure
