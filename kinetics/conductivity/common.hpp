#pragma once
/// What all conductivity laws share.

#include "kinetics/combine.hpp"

#include <stdexcept>

namespace percolith::kinetics
{

/// Metal volume fractions a law holds for.
struct Domain {
    double lower = 0.0;
    double upper = 1.0;

    template <class T> bool contains(const T& metal_fraction) const
    {
        return all(metal_fraction >= T(lower)) && all(metal_fraction <= T(upper));
    }
};

/// A law whose threshold can be replaced by that of a thin film: law(metal_fraction, threshold).
template <class Law, class T>
concept Thresholded = requires(const Law& law, const T& x) { law(x, x); };

namespace detail
{
/// Laws reject parameters that have no meaning when they are put to use, not at every evaluation.
template <class C> void require(const C& condition, const char* message)
{
    if (!all(condition)) {
        throw std::invalid_argument(message);
    }
}

template <class T>
void require_conductivities(const Conductivity<T>& insulator, const Conductivity<T>& conductor)
{
    require(insulator.si > T(0.0), "the insulator's conductivity must be positive");
    require(conductor >= insulator, "the conductor must conduct at least as well as the insulator");
}

template <class T> void require_threshold(const T& threshold)
{
    require(threshold > T(0.0), "the percolation threshold must lie between 0 and 1");
    require(threshold < T(1.0), "the percolation threshold must lie between 0 and 1");
}

template <class T> void require_exponent(const T& exponent)
{
    require(exponent > T(0.0), "exponents must be positive");
}
} // namespace detail

} // namespace percolith::kinetics
