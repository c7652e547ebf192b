#pragma once
/// Percolation power law (DOI 10.1039/d5eb00024f, equation 2) [stated].

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// sigma = sigma_insulator + sigma_0 (V_f - V_P)^n above the threshold, sigma_insulator below, S/m.
/// The article states the second term; the first carries its remark that the composite approaches
/// the insulator below the threshold. The kink at V_f = V_P is a mode: see
/// `ElectronicConductivity::branch`.
template <class T = double> struct PowerLaw {
    Conductivity<T> insulator{}; ///< below the threshold
    Conductivity<T> conductor{}; ///< sigma_0
    T threshold{0.3}; ///< V_P, 0..1
    T exponent{2.0}; ///< n > 0; a fitted number, about 2 by percolation theory

    Domain domain() const { return {}; }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return (*this)(metal_fraction, threshold);
    }

    Conductivity<T> operator()(const T& metal_fraction, const T& at_threshold) const
    {
        const T excess = metal_fraction - at_threshold;
        const auto percolates = excess > T(0.0);
        const T power = pow(select(percolates, excess, T(1.0)), exponent);
        return insulator + conductor * select(percolates, power, T(0.0));
    }

    /// Throws `std::invalid_argument` unless 0 < insulator <= conductor, 0 < V_P < 1 and n > 0.
    void check() const
    {
        detail::require_conductivities(insulator, conductor);
        detail::require_threshold(threshold);
        detail::require_exponent(exponent);
    }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static PowerLaw<U> combined(const F& f, const Same&... law)
    {
        return {f(law.insulator...), f(law.conductor...), f(law.threshold...), f(law.exponent...)};
    }
    template <class U> PowerLaw<U> as() const { return combined<U>(Cast<U>{}, *this); }
};

} // namespace percolith::kinetics
