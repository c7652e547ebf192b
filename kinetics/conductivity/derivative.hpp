#pragma once
/// How steeply a conductivity law rises.

#include "kinetics/conductivity.hpp"

#include <boost/math/differentiation/autodiff.hpp>

namespace percolith::kinetics
{

/// d sigma/d V_f in S/m at a metal fraction in the domain of the law, exact to rounding. At the
/// kink of a power law it is that of the lower side.
inline Conductivity<> derivative(const ElectronicLaw<>& law, double metal_fraction)
{
    using Active = boost::math::differentiation::autodiff_fvar<double, 1>;
    const auto at = boost::math::differentiation::make_fvar<double, 1>(metal_fraction);
    return Conductivity<>{electronic_conductivity(as<Active>(law), Active(at)).si.derivative(1)};
}

} // namespace percolith::kinetics
