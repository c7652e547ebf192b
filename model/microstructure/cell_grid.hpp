#pragma once
/// Finds what lies near a point of a periodic box.

#include "model/microstructure/particles.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Items sorted into cells of equal size; those of one cell lie side by side in memory. An item has
/// a member `place` within the box.
template <class Item> class CellGrid
{
public:
    /// Cells hold about `per_cell` items each and are at least `finest` wide.
    CellGrid(const Box& box, std::span<const Item> items, double finest, double per_cell = 2.0)
        : box_(box)
    {
        const double roomy = std::cbrt(per_cell * box.volume() /
                                       static_cast<double>(std::max<std::size_t>(items.size(), 1)));
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double cells = std::floor(box.edge[axis] / std::max(finest, roomy));
            cells_[axis] = static_cast<std::int32_t>(std::clamp(cells, 1.0, 1000.0));
        }
        sort(items);
    }

    std::size_t size() const { return items_.size(); }
    const Item& operator[](std::size_t k) const { return items_[k]; }

    /// Calls visit(item) for every item in the cells that come within `reach` of `place` along
    /// each axis; each item once.
    template <class Visit> void near(const Vector& place, double reach, const Visit& visit) const
    {
        const Range x = range(place, reach, 0);
        const Range y = range(place, reach, 1);
        const Range z = range(place, reach, 2);
        for (std::int32_t k = 0; k < z.count; ++k) {
            for (std::int32_t j = 0; j < y.count; ++j) {
                const std::size_t row = (static_cast<std::size_t>(wrapped(z.first + k, 2)) *
                                             static_cast<std::size_t>(cells_[1]) +
                                         static_cast<std::size_t>(wrapped(y.first + j, 1))) *
                                        static_cast<std::size_t>(cells_[0]);
                for (std::int32_t i = 0; i < x.count; ++i) {
                    const std::size_t cell =
                        row + static_cast<std::size_t>(wrapped(x.first + i, 0));
                    for (std::uint32_t at = begin_[cell]; at < begin_[cell + 1]; ++at) {
                        visit(items_[at]);
                    }
                }
            }
        }
    }

private:
    struct Range {
        std::int32_t first;
        std::int32_t count;
    };

    Range range(const Vector& place, double reach, std::size_t axis) const
    {
        const double per_length = cells_[axis] / box_.edge[axis];
        const double first = std::floor((place[axis] - reach) * per_length);
        const double last = std::floor((place[axis] + reach) * per_length);
        if (last - first + 1.0 >= cells_[axis]) {
            return {0, cells_[axis]};
        }
        return {static_cast<std::int32_t>(first), static_cast<std::int32_t>(last - first) + 1};
    }

    std::int32_t wrapped(std::int32_t cell, std::size_t axis) const
    {
        const std::int32_t within = cell % cells_[axis];
        return within < 0 ? within + cells_[axis] : within;
    }

    std::size_t cell_of(const Vector& place) const
    {
        std::size_t cell = 0;
        for (std::size_t axis = 3; axis-- > 0;) {
            const auto at = static_cast<std::int32_t>(place[axis] / box_.edge[axis] * cells_[axis]);
            cell = cell * static_cast<std::size_t>(cells_[axis]) +
                   static_cast<std::size_t>(std::clamp(at, 0, cells_[axis] - 1));
        }
        return cell;
    }

    void sort(std::span<const Item> items)
    {
        std::vector<std::uint32_t> cell(items.size());
        begin_.assign(static_cast<std::size_t>(cells_[0]) * static_cast<std::size_t>(cells_[1]) *
                              static_cast<std::size_t>(cells_[2]) +
                          1,
                      0);
        for (std::size_t k = 0; k < items.size(); ++k) {
            cell[k] = static_cast<std::uint32_t>(cell_of(items[k].place));
            ++begin_[cell[k] + 1];
        }
        for (std::size_t k = 1; k < begin_.size(); ++k) {
            begin_[k] += begin_[k - 1];
        }
        auto next = begin_;
        items_.resize(items.size());
        for (std::size_t k = 0; k < items.size(); ++k) {
            items_[next[cell[k]]++] = items[k];
        }
    }

    Box box_;
    std::array<std::int32_t, 3> cells_{1, 1, 1};
    std::vector<std::uint32_t> begin_;
    std::vector<Item> items_;
};

} // namespace percolith::microstructure
