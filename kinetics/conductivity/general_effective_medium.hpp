#pragma once
/// McLachlan's general effective medium [derived].

#include "kinetics/bracketed_root.hpp"
#include "kinetics/conductivity/common.hpp"

namespace percolith::kinetics
{

/// (1 - V_f) (sigma_ins^(1/s) - sigma^(1/s)) / (sigma_ins^(1/s) + A sigma^(1/s))
///     + V_f (sigma_met^(1/t) - sigma^(1/t)) / (sigma_met^(1/t) + A sigma^(1/t)) = 0,
/// A = (1 - V_P)/V_P, sigma in S/m. It rises strictly with V_f, tends to both arms of the two-sided
/// scaling at high contrast, and is Bruggeman's symmetric medium for s = t = 1, V_P = 1/3. Source:
/// McLachlan, Blaszkiewicz and Newnham, J. Am. Ceram. Soc. 73 (1990) 2187,
/// DOI 10.1111/j.1151-2916.1990.tb07576.x.
template <class T = double> struct GeneralEffectiveMedium {
    Conductivity<T> insulator{}; ///< sigma_ins
    Conductivity<T> conductor{}; ///< sigma_met
    T threshold{0.3}; ///< V_P, 0..1
    T lower_exponent{0.73}; ///< s
    T upper_exponent{2.0}; ///< t

    Domain domain() const { return {}; }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return (*this)(metal_fraction, threshold);
    }

    /// Solved on plain numbers, lane by lane, between sigma_ins and sigma_met, where the residual
    /// falls strictly; one Newton step in T then carries first derivatives.
    Conductivity<T> operator()(const T& metal_fraction, const T& at_threshold) const
    {
        const Balance<T> balance{log(insulator.si),    log(conductor.si),
                                 metal_fraction,       (1.0 - at_threshold) / at_threshold,
                                 1.0 / lower_exponent, 1.0 / upper_exponent};
        T root{};
        for (int k = 0; k < lanes<T>; ++k) {
            const Balance<double> plain = balance.plain(k);
            set_lane(root, k,
                     detail::solve_between([&](double y) { return plain.residual(y); }, plain.lower,
                                           plain.upper));
        }
        return Conductivity<T>{exp(T(root - balance.residual(root) / balance.slope(root)))};
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
    static GeneralEffectiveMedium<U> combined(const F& f, const Same&... law)
    {
        return {f(law.insulator...), f(law.conductor...), f(law.threshold...),
                f(law.lower_exponent...), f(law.upper_exponent...)};
    }
    template <class U> GeneralEffectiveMedium<U> as() const
    {
        return combined<U>(Cast<U>{}, *this);
    }

private:
    /// The equation over y = ln sigma, with every power written as a decaying exponential.
    template <class X> struct Balance {
        X lower; ///< ln sigma_ins
        X upper; ///< ln sigma_met
        X fraction; ///< V_f
        X weight; ///< A
        X per_s; ///< 1/s
        X per_t; ///< 1/t

        X residual(const X& y) const
        {
            const X p = exp(X((lower - y) * per_s));
            const X q = exp(X((y - upper) * per_t));
            return (1.0 - fraction) * (p - 1.0) / (p + weight) +
                   fraction * (1.0 - q) / (1.0 + weight * q);
        }

        X slope(const X& y) const
        {
            const X p = exp(X((lower - y) * per_s));
            const X q = exp(X((y - upper) * per_t));
            const X below = p * per_s / ((p + weight) * (p + weight));
            const X above = q * per_t / ((1.0 + weight * q) * (1.0 + weight * q));
            return -(1.0 + weight) * ((1.0 - fraction) * below + fraction * above);
        }

        Balance<double> plain(int k) const
        {
            const auto number = [k](const X& x) { return value_of(lane(x, k)); };
            return {number(lower),  number(upper), number(fraction),
                    number(weight), number(per_s), number(per_t)};
        }
    };
};

} // namespace percolith::kinetics
