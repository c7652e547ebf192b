#pragma once
/// A periodic box divided into cells.

#include "model/microstructure/particles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace percolith::microstructure
{

/// Cells of equal size, numbered row by row along the first axis.
class PeriodicCells
{
public:
    /// At least `width` wide, and no more than `most` along an axis.
    PeriodicCells(const Box& box, double width, std::int32_t most) : box_(box)
    {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double cells = std::floor(box.edge[axis] / width);
            count_[axis] =
                static_cast<std::int32_t>(std::clamp(cells, 1.0, static_cast<double>(most)));
        }
    }

    std::int32_t count(std::size_t axis) const { return count_[axis]; }
    std::size_t row_length() const { return static_cast<std::size_t>(count_[0]); }
    std::size_t rows() const
    {
        return static_cast<std::size_t>(count_[1]) * static_cast<std::size_t>(count_[2]);
    }

    /// The row with these places along the second and the third axis.
    std::size_t row(std::int32_t j, std::int32_t k) const
    {
        return static_cast<std::size_t>(k) * static_cast<std::size_t>(count_[1]) +
               static_cast<std::size_t>(j);
    }
    /// The cell that holds a place within the box, its faces included.
    std::size_t cell_of(const Vector& place) const
    {
        return row(at(place, 1), at(place, 2)) * row_length() +
               static_cast<std::size_t>(at(place, 0));
    }

    /// Cells in a row, going on at the lower face where they reach the upper one.
    struct Range {
        std::int32_t first; ///< within the box
        std::int32_t count;
    };
    /// All that come within `reach` of a place along an axis, each once.
    Range range(const Vector& place, double reach, std::size_t axis) const
    {
        const double per_length = count_[axis] / box_.edge[axis];
        const double first = std::floor((place[axis] - reach) * per_length);
        const double last = std::floor((place[axis] + reach) * per_length);
        if (last - first + 1.0 >= count_[axis]) {
            return {0, count_[axis]};
        }
        const std::int32_t within = static_cast<std::int32_t>(first) % count_[axis];
        return {within < 0 ? within + count_[axis] : within,
                static_cast<std::int32_t>(last - first) + 1};
    }
    std::int32_t next(std::int32_t cell, std::size_t axis) const
    {
        return cell + 1 < count_[axis] ? cell + 1 : 0;
    }

private:
    std::int32_t at(const Vector& place, std::size_t axis) const
    {
        const auto here = static_cast<std::int32_t>(place[axis] / box_.edge[axis] * count_[axis]);
        return std::clamp(here, 0, count_[axis] - 1);
    }

    Box box_;
    std::array<std::int32_t, 3> count_{1, 1, 1};
};

} // namespace percolith::microstructure
