#pragma once
/// Numbers that carry their derivatives by N parameters.

#include <ceres/jet.h>

namespace percolith::runs
{

template <int N> using Jet = ceres::Jet<double, N>;

namespace detail
{
template <class T> inline constexpr int derivatives = 0;
template <int N> inline constexpr int derivatives<Jet<N>> = N;
} // namespace detail

/// How many derivatives a scalar carries: N for a Jet, none for a double.
template <class T> inline constexpr int derivatives = detail::derivatives<T>;

} // namespace percolith::runs
