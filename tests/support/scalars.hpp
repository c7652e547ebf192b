#pragma once
/// The scalars that every law must work for.

#include <boost/math/differentiation/autodiff.hpp>
#include <ceres/jet.h>
#include <experimental/simd>

namespace percolith::tests
{

using Dual = boost::math::differentiation::autodiff_fvar<double, 1>;
using Jet = ceres::Jet<double, 2>;
using Pack4 = std::experimental::fixed_size_simd<double, 4>;
using Pack8 = std::experimental::fixed_size_simd<double, 8>;

/// A variable whose derivative by itself is one.
inline Dual dual(double x)
{
    return boost::math::differentiation::make_fvar<double, 1>(x);
}

} // namespace percolith::tests
