#pragma once
/// Conduction by tunnelling between metal particles that do not touch [phenomenological].

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// sigma = sigma_ins + sigma_0 exp(-2 gap/xi_t), gap = d [(V_rcp/V_f)^(1/3) - 1], in S/m. The mean
/// gap between particles of size d closes at random close packing, the upper end of the domain.
/// The insulator conducts beside the tunnelling paths, so sigma never falls below it, and the law
/// is smooth and has no threshold.
template <class T = double> struct Tunnelling {
    Conductivity<T> insulator{}; ///< sigma_ins
    Conductivity<T> conductor{}; ///< sigma_0: at closed gaps
    Length<T> particle_size{T(1e-8)}; ///< d
    Length<T> tunnelling_length{T(1e-9)}; ///< xi_t: over which the wave function decays
    T packing{0.64}; ///< V_rcp: random close packing of spheres

    Domain domain() const
    {
        double upper = 1.0;
        for (int k = 0; k < lanes<T>; ++k) {
            upper = std::min(upper, value_of(lane(packing, k)));
        }
        return {.lower = 0.0, .upper = upper};
    }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        // Without metal the gap is infinite; at 1e-9 it is already 860 particles wide.
        const T fraction = min(max(metal_fraction, T(1e-9)), packing);
        const T gaps = pow(T(packing / fraction), 1.0 / 3.0) - 1.0;
        return insulator + conductor * exp(T(-2.0 * gaps * (particle_size / tunnelling_length)));
    }

    /// Throws `std::invalid_argument` unless 0 < insulator <= conductor, lengths > 0 and
    /// 0 < V_rcp <= 1.
    void check() const
    {
        detail::require_conductivities(insulator, conductor);
        detail::require(particle_size.si > T(0.0), "the particle size must be positive");
        detail::require(tunnelling_length.si > T(0.0), "the tunnelling length must be positive");
        detail::require(packing > T(0.0), "the close-packed fraction must lie between 0 and 1");
        detail::require(packing <= T(1.0), "the close-packed fraction must lie between 0 and 1");
    }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static Tunnelling<U> combined(const F& f, const Same&... law)
    {
        return {f(law.insulator...), f(law.conductor...), f(law.particle_size...),
                f(law.tunnelling_length...), f(law.packing...)};
    }
    template <class U> Tunnelling<U> as() const { return combined<U>(Cast<U>{}, *this); }
};

} // namespace percolith::kinetics
