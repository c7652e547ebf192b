#pragma once
/// What a film of finite thickness does to a percolation threshold [derived].

#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// A film conducts below the bulk threshold while it is not much thicker than the correlation
/// length of its clusters: V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)], by finite-size scaling
/// (Stauffer and Aharony, Introduction to Percolation Theory, DOI 10.1201/9781315274386,
/// chapter 4). b_0 is the leading correction to it: a film conducts as if its electrodes stood
/// further apart. c and b_0 are numbers of a structure, which the microstructure engine computes.
/// Left alone they are those of overlapping equal spheres [derived: engine, docs/studies/films.md]:
/// c from the scatter of boxes, b_0 from films of 3 to 12 diameters.
///
/// The bracket r would turn negative below b = d c^nu - b_0. It is replaced by
/// [r + sqrt(r^2 + 4 e^2 (1 - r)/(2 - r))]/2, e = 0.003: positive and strictly rising for every b,
/// equal to 1 for b -> infinity, and within 1e-3 of r wherever r > 0.1.
template <class T = double> struct FiniteThickness {
    Length<T> particle_size{T(1e-8)}; ///< d
    T coefficient{1.96}; ///< c
    T nu{0.88}; ///< exponent of the correlation length, three dimensions
    T offset{1.84}; ///< b_0/d

    /// V_P(b), > 0, for a bulk threshold V_P.
    T threshold(const T& bulk, const Length<T>& thickness) const
    {
        // Far below one particle the scaling means nothing; it only has to stay finite there.
        const T ratio =
            particle_size / (max(thickness, particle_size * 1e-6) + particle_size * offset);
        const T raw = 1.0 - coefficient * pow(ratio, T(1.0 / nu));
        const T root = sqrt(T(raw * raw + 4.0 * softness() * (1.0 - raw) / (2.0 - raw)));
        // The same number twice: the second form does not cancel when r is negative.
        const T above = 0.5 * (raw + root);
        const T below = 2.0 * softness() * (1.0 - raw) / ((2.0 - raw) * (root - min(raw, T(0.0))));
        return bulk * select(raw > T(0.0), above, below);
    }

    /// xi = d |1 - V_f/V_P|^-nu, in m; infinite at the threshold.
    Length<T> correlation_length(const T& metal_fraction, const T& bulk) const
    {
        return particle_size * pow(abs(T(1.0 - metal_fraction / bulk)), T(-nu));
    }

    /// Film thickness at which V_P(b) = V_f by the raw form, c^nu xi - b_0, in m; meaningful for
    /// V_f < V_P, and 0 where no film of that fraction percolates.
    Length<T> crossing(const T& metal_fraction, const T& bulk) const
    {
        const Length<T> whole = correlation_length(metal_fraction, bulk) * pow(coefficient, nu);
        return max(whole - particle_size * offset, Length<T>{T(0.0)});
    }

    /// Films thinner than one particle are outside the domain.
    auto in_domain(const Length<T>& thickness) const { return thickness >= particle_size; }

    /// Throws `std::invalid_argument` unless d, c and nu are positive and b_0 is not negative.
    void check() const
    {
        detail::require(particle_size.si > T(0.0), "the particle size must be positive");
        detail::require(coefficient > T(0.0), "the finite-thickness coefficient must be positive");
        detail::require(offset >= T(0.0), "the finite-thickness offset cannot be negative");
        detail::require(nu > T(0.0), "the correlation length exponent must be positive");
    }

    /// Made number by number of `film...`: see combine.hpp.
    template <class U, class F, class... Same>
    static FiniteThickness<U> combined(const F& f, const Same&... film)
    {
        return {f(film.particle_size...), f(film.coefficient...), f(film.nu...), f(film.offset...)};
    }
    template <class U> FiniteThickness<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    static constexpr double softness() { return 0.003 * 0.003; } // e^2
};

} // namespace percolith::kinetics
