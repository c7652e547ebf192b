#pragma once
/// Scaling of a random insulator-conductor mixture on both sides of its threshold [derived].

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// Well below the threshold `sigma_ins (1 - V_f/V_P)^-s`, well above it
/// `sigma_met ((V_f - V_P)/(1 - V_P))^t`, in S/m. Both arms end where their reduced distance from
/// the threshold is w = 2 delta/(1 + delta), with the crossover width
/// delta = (sigma_ins/sigma_met)^(1/(s + t)). Between them ln sigma is the monotone rational
/// quadratic of Gregory and Delbourgo (1982, DOI 10.1093/imanum/2.2.123) that meets both arms in
/// value and slope. The law is therefore continuous with its first derivative and rises strictly,
/// whatever the contrast. Source of the scaling form: Efros and Shklovskii, Phys. Status Solidi B
/// 76 (1976) 475, DOI 10.1002/pssb.2220760205.
template <class T = double> struct TwoSidedScaling {
    Conductivity<T> insulator{}; ///< sigma_ins
    Conductivity<T> conductor{}; ///< sigma_met
    T threshold{0.3}; ///< V_P, 0..1
    T lower_exponent{0.73}; ///< s; 0.73 for random mixtures in three dimensions
    T upper_exponent{2.0}; ///< t; 2.0 for random mixtures in three dimensions

    Domain domain() const { return {}; }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return (*this)(metal_fraction, threshold);
    }

    Conductivity<T> operator()(const T& metal_fraction, const T& at_threshold) const
    {
        // A contrast of one would leave nothing to join; a millionth above it changes nothing.
        const T contrast = max(T(conductor / insulator), T(1.0 + 1e-6));
        const T exponents = lower_exponent + upper_exponent;
        const T delta = exp(-log(contrast) / exponents);
        const T width = 2.0 * delta / (1.0 + delta);
        const T margin = 1.0 - at_threshold;

        const T start = at_threshold * (1.0 - width);
        const T end = at_threshold + margin * width;
        const T below = max(T(1.0 - metal_fraction / at_threshold), width);
        const T above = max(T((metal_fraction - at_threshold) / margin), width);

        const T lower_arm = -lower_exponent * log(below);
        const T upper_arm = log(contrast) + upper_exponent * log(above);
        const T foot = -lower_exponent * log(width);
        const T rise = exponents * log(2.0 / (1.0 + delta));
        const T steepness = rise / width; // the arms' ends are `width` apart in metal fraction
        const T position = max(min(T((metal_fraction - start) / width), T(1.0)), T(0.0));
        const T joined =
            foot + rise * join(position, steepness, lower_exponent / (at_threshold * width),
                               upper_exponent / (margin * width));

        const T logarithm = select(metal_fraction <= start, lower_arm,
                                   select(metal_fraction >= end, upper_arm, joined));
        return insulator * exp(logarithm);
    }

    /// Throws `std::invalid_argument` unless 0 < insulator <= conductor, 0 < V_P < 1, s, t > 0.
    void check() const
    {
        detail::require_conductivities(insulator, conductor);
        detail::require_threshold(threshold);
        detail::require_exponent(lower_exponent);
        detail::require_exponent(upper_exponent);
    }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static TwoSidedScaling<U> combined(const F& f, const Same&... law)
    {
        return {f(law.insulator...), f(law.conductor...), f(law.threshold...),
                f(law.lower_exponent...), f(law.upper_exponent...)};
    }
    template <class U> TwoSidedScaling<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    /// From 0 to 1 over 0..1, monotone for any positive slopes at the ends.
    static T join(const T& u, const T& secant, const T& slope_in, const T& slope_out)
    {
        const T product = u * (1.0 - u);
        return (secant * u * u + slope_in * product) /
               (secant + (slope_in + slope_out - 2.0 * secant) * product);
    }
};

} // namespace percolith::kinetics
