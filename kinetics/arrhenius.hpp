#pragma once
/// Thermal activation: one number at a reference temperature and its activation energy.

#include "kinetics/constants.hpp"
#include "kinetics/scalar.hpp"

namespace percolith::kinetics
{

/// exp(-E_a/R (1/T - 1/T_ref)), without unit: by how much an activated conductivity or current
/// exceeds its value at T_ref. Temperatures in K, > 0. Standard Arrhenius law [derived].
template <class T>
T arrhenius_factor(const MolarEnergy<T>& activation_energy, const Temperature<>& at,
                   const Temperature<>& reference)
{
    const auto inverse_span = 1.0 / at - 1.0 / reference;
    return exp(T(-(activation_energy / gas_constant * inverse_span)));
}

namespace detail
{
/// Resistances fall when the temperature rises; everything else that is activated grows.
template <class Q> inline constexpr bool falls_when_heated = false;
template <class T> inline constexpr bool falls_when_heated<ArealResistance<T>> = true;

template <class Q> struct ScalarOf;
template <int Kg, int M, int S, int A, int K, int Mol, class T>
struct ScalarOf<Quantity<Kg, M, S, A, K, Mol, T>> {
    using Type = T;
};
} // namespace detail

/// A quantity with its Arrhenius temperature dependence:
/// `X(T) = X_ref exp(-E_a/R (1/T - 1/T_ref))`, and the reciprocal factor for an areal resistance.
/// An activation energy of zero (the default) leaves the quantity constant.
template <class Q> struct Activated {
    using Scalar = typename detail::ScalarOf<Q>::Type;

    Q at_reference{};
    MolarEnergy<Scalar> activation_energy{};
    Temperature<> reference{298.15};

    /// The quantity at a temperature > 0 K.
    Q at(const Temperature<>& temperature) const
    {
        const Scalar factor = arrhenius_factor(activation_energy, temperature, reference);
        if constexpr (detail::falls_when_heated<Q>) {
            return at_reference / factor;
        } else {
            return at_reference * factor;
        }
    }
};

} // namespace percolith::kinetics
