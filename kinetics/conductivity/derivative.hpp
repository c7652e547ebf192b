#pragma once
/// How steeply a conductivity law rises.

#include "kinetics/conductivity.hpp"

#include <boost/math/differentiation/autodiff.hpp>

namespace percolith::kinetics
{

/// d sigma/d V_f of a thick interphase in S/m, exact to rounding. At the kink of a power law it is
/// that of the lower side, at an entry of a table that of the upper side. Throws
/// `std::domain_error` as the law's evaluation does.
inline Conductivity<> derivative(const ElectronicLaw<>& law, double metal_fraction)
{
    using Active = boost::math::differentiation::autodiff_fvar<double, 1>;
    const auto at = boost::math::differentiation::make_fvar<double, 1>(metal_fraction);
    return Conductivity<>{electronic_conductivity(as<Active>(law), Active(at)).si.derivative(1)};
}

} // namespace percolith::kinetics
