#pragma once
/// Finds what lies near a point of a periodic box.

#include "model/microstructure/large_array.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/particles.hpp"
#include "model/microstructure/periodic_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Items that lie somewhere already. Other kinds of parts make each when it is asked for, which may
/// be cheaper than keeping it, and know its place before that.
template <class Item> struct GivenItems {
    std::span<const Item> items;

    std::size_t size() const { return items.size(); }
    const Vector& place(std::size_t k) const { return items[k].place; }
    const Item& operator[](std::size_t k) const { return items[k]; }
};

/// Items sorted into cells of equal size; those of one cell lie side by side in memory, and so do
/// neighbouring rows of cells: a slice of them is one piece of memory. An item has a member `place`
/// within the box. The order of items is that of their cells, then that in which they were given.
template <class Item> class CellGrid
{
public:
    /// Cells hold about `per_cell` items each and are at least `finest` wide.
    CellGrid(const Box& box, std::span<const Item> items, double finest, double per_cell = 2.0)
        : CellGrid(box, std::array{GivenItems<Item>{items}}, finest, per_cell, 1,
                   [](Item& /*item*/, std::size_t /*position*/) {})
    {
    }

    /// The same from items in several parts, sorted by `threads`. Each is told its position in the
    /// order: settle(item, position), on any thread.
    template <class Parts, class Settle>
    CellGrid(const Box& box, const Parts& parts, double finest, double per_cell, unsigned threads,
             const Settle& settle)
        : size_(total(parts)), cells_(box, std::max(finest, roomy(box, per_cell, size_)), 1000)
    {
        sort(parts, threads, settle);
    }

    std::size_t size() const { return size_; }

    std::size_t slices() const { return slices_.size(); }
    std::span<const Item> slice(std::size_t number) const
    {
        return std::span(items_).subspan(slices_[number].first, slices_[number].begin.back());
    }
    /// Position of the slice's first item.
    std::size_t first(std::size_t number) const { return slices_[number].first; }

    /// Calls visit(item) for every item in the cells that come within `reach` of `place` along
    /// each axis; each item once.
    template <class Visit> void near(const Vector& place, double reach, const Visit& visit) const
    {
        scan(place, reach, std::numeric_limits<std::size_t>::max(), visit);
    }

    /// Leaves out most of what comes later in the order than an item at `place`, and nothing that
    /// comes earlier: for those who look for pairs.
    template <class Visit>
    void near_before(const Vector& place, double reach, const Visit& visit) const
    {
        scan(place, reach, cells_.cell_of(place) / cells_.row_length(), visit);
    }

private:
    template <class Parts> static std::size_t total(const Parts& parts)
    {
        std::size_t size = 0;
        for (const auto& part : parts) {
            size += part.size();
        }
        return size;
    }
    /// Edge of cells that hold so many of the items each.
    static double roomy(const Box& box, double per_cell, std::size_t size)
    {
        return std::cbrt(per_cell * box.volume() /
                         static_cast<double>(std::max<std::size_t>(size, 1)));
    }

    /// Row by row along the first axis, where cells follow each other in memory.
    template <class Visit>
    void scan(const Vector& place, double reach, std::size_t last_row, const Visit& visit) const
    {
        const auto x = cells_.range(place, reach, 0);
        const auto y = cells_.range(place, reach, 1);
        const auto z = cells_.range(place, reach, 2);
        const std::int32_t straight = std::min(x.count, cells_.count(0) - x.first);
        std::int32_t level = z.first;
        for (std::int32_t k = 0; k < z.count; ++k, level = cells_.next(level, 2)) {
            std::int32_t line = y.first;
            for (std::int32_t j = 0; j < y.count; ++j, line = cells_.next(line, 1)) {
                const std::size_t row = cells_.row(line, level);
                if (row > last_row) {
                    continue;
                }
                const Slice& slice = slices_[row >> shift_];
                const Item* const items = items_.data() + slice.first;
                const std::uint32_t* begin = &slice.begin[first_cell(row)];
                const auto visit_cells = [&](std::int32_t from, std::int32_t count) {
                    const Item* const end = items + begin[from + count];
                    for (const Item* at = items + begin[from]; at != end; ++at) {
                        visit(*at);
                    }
                };
                visit_cells(x.first, straight);
                visit_cells(0, x.count - straight);
            }
        }
    }

    /// Some whole rows of cells.
    struct Slice {
        std::vector<std::uint32_t> begin; ///< of each cell, and the end of the last one
        std::size_t first = 0; ///< item, from which on its cells count
    };
    /// Of a row within its slice.
    std::size_t first_cell(std::size_t row) const
    {
        return (row & ((std::size_t{1} << shift_) - 1)) * cells_.row_length();
    }

    /// What one part has for each slice.
    struct Share {
        struct Entry {
            std::uint32_t item;
            std::uint32_t cell; ///< within the slice
        };
        std::vector<Entry> entries;
        std::vector<std::uint32_t> begin; ///< of each slice's entries, and the end of the last ones
    };

    template <class Parts, class Settle>
    void sort(const Parts& parts, unsigned threads, const Settle& settle)
    {
        divide();
        std::vector<Share> shares(parts.size());
        run_parallel(parts.size(), threads,
                     [&](std::size_t part) { shares[part] = share(parts[part]); });
        std::size_t before = 0;
        for (std::size_t k = 0; k < slices_.size(); ++k) {
            slices_[k].first = before;
            for (const auto& share : shares) {
                before += share.begin[k + 1] - share.begin[k];
            }
        }
        items_.resize(before);
        run_parallel(slices_.size(), threads,
                     [&](std::size_t k) { fill(k, parts, shares, settle); });
    }

    /// Slices of some hundred items or more, not too many of them.
    void divide()
    {
        const std::size_t rows = cells_.rows();
        const std::size_t most = std::clamp<std::size_t>(size_ / 256, 1, 128);
        while (((rows - 1) >> shift_) >= most) {
            ++shift_;
        }
        slices_.resize(((rows - 1) >> shift_) + 1);
    }

    template <class Part> Share share(const Part& items) const
    {
        Share share;
        share.begin.assign(slices_.size() + 1, 0);
        std::vector<std::uint32_t> slice(items.size());
        std::vector<std::uint32_t> cell(items.size());
        for (std::size_t k = 0; k < items.size(); ++k) {
            const std::size_t whole = cells_.cell_of(items.place(k));
            const std::size_t row = whole / cells_.row_length();
            const std::size_t along = whole - row * cells_.row_length();
            slice[k] = static_cast<std::uint32_t>(row >> shift_);
            cell[k] = static_cast<std::uint32_t>(first_cell(row) + along);
            ++share.begin[slice[k] + 1];
        }
        for (std::size_t k = 1; k < share.begin.size(); ++k) {
            share.begin[k] += share.begin[k - 1];
        }
        auto next = share.begin;
        share.entries.resize(items.size());
        for (std::size_t k = 0; k < items.size(); ++k) {
            share.entries[next[slice[k]]++] = {static_cast<std::uint32_t>(k), cell[k]};
        }
        return share;
    }

    template <class Parts, class Settle>
    void fill(std::size_t number, const Parts& parts, const std::vector<Share>& shares,
              const Settle& settle)
    {
        Slice& slice = slices_[number];
        slice.begin.assign((cells_.row_length() << shift_) + 1, 0);
        const auto each = [&](const auto& visit) {
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const Share& share = shares[part];
                for (auto k = share.begin[number]; k < share.begin[number + 1]; ++k) {
                    visit(parts[part], share.entries[k]);
                }
            }
        };
        each([&](const auto& /*items*/, const auto& entry) { ++slice.begin[entry.cell + 1]; });
        for (std::size_t k = 1; k < slice.begin.size(); ++k) {
            slice.begin[k] += slice.begin[k - 1];
        }
        auto next = slice.begin;
        each([&](const auto& items, const auto& entry) {
            const std::size_t at = slice.first + next[entry.cell]++;
            items_[at] = items[entry.item];
            settle(items_[at], at);
        });
    }

    std::size_t size_;
    PeriodicCells cells_;
    unsigned shift_ = 0; ///< two to that power rows make a slice
    std::vector<Slice> slices_;
    LargeArray<Item> items_;
};

} // namespace percolith::microstructure
