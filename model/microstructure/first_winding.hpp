#pragma once
/// When the first cluster closed around a periodic box.

#include "model/microstructure/threshold.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace percolith::microstructure
{

/// How many elements had come when a cluster first wound around the box along each axis.
class FirstWinding
{
public:
    /// With the element that came as number `count` >= 1; counts must rise.
    void note(const std::array<bool, 3>& winds, std::uint64_t count)
    {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (winds[axis] && counts_[axis] == 0) {
                counts_[axis] = count;
            }
        }
    }
    bool complete() const { return counts_[0] > 0 && counts_[1] > 0 && counts_[2] > 0; }

    /// 0 where none has.
    const std::array<std::uint64_t, 3>& counts() const { return counts_; }

    /// fraction_of(axis) where one has, infinite elsewhere.
    template <class Fraction> Crossing crossing(const Fraction& fraction_of) const
    {
        Crossing crossing;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            crossing.fraction[axis] =
                counts_[axis] > 0 ? fraction_of(axis) : std::numeric_limits<double>::infinity();
        }
        return crossing;
    }

private:
    std::array<std::uint64_t, 3> counts_{};
};

} // namespace percolith::microstructure
