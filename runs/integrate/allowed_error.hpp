#pragma once
/// What error a step may make, and whether it did.

#include "kinetics/scalar.hpp"
#include "model/layout.hpp"
#include "runs/integrate/tolerances.hpp"

#include <array>

namespace percolith::runs
{

/// What error a step may make in each unknown: relative |y| + floor.
template <model::Physics physics> struct AllowedError {
    double relative = 0.0;
    std::array<double, model::cell_size<physics>> floor{};

    explicit AllowedError(const Tolerances& t) : relative(t.relative)
    {
        const auto& fields = model::layout(physics);
        for (std::size_t k = 0; k < floor.size(); ++k) {
            floor[k] = t.absolute * fields[k].scale;
        }
    }

    /// What is allowed in unknown `k` between two values of it.
    template <class T> [[gnu::always_inline]] T of(std::size_t k, const T& from, const T& to) const
    {
        return relative * kinetics::max(kinetics::abs(from), kinetics::abs(to)) + T(floor[k]);
    }

    /// Square of an error of that unknown in units of what is allowed.
    template <class T>
    [[gnu::always_inline]] T squared(std::size_t k, const T& error, const T& from,
                                     const T& to) const
    {
        const T ratio = error / of(k, from, to);
        return ratio * ratio;
    }
};

/// The worse of two squared errors; a NaN on either side is the worst.
template <class T> [[gnu::always_inline]] inline T worse(const T& known, const T& square)
{
    return kinetics::select(square > known || square != square, square, known);
}

} // namespace percolith::runs
