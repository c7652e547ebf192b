#pragma once
/// Percolation on two levels: metal inside grains, grains among grains [derived].

#include "kinetics/conductivity/fixed.hpp"
#include "kinetics/conductivity/general_effective_medium.hpp"
#include "kinetics/conductivity/power_law.hpp"
#include "kinetics/conductivity/rule_of_mixtures.hpp"
#include "kinetics/conductivity/tunnelling.hpp"
#include "kinetics/conductivity/two_sided_scaling.hpp"

#include <variant>

namespace percolith::kinetics
{

/// A law for the metal inside one grain.
template <class T = double>
using InsideGrainLaw = std::variant<RuleOfMixtures<T>, PowerLaw<T>, TwoSidedScaling<T>,
                                    GeneralEffectiveMedium<T>, Tunnelling<T>, FixedConductivity<T>>;
/// A law for conducting grains among insulating ones.
template <class T = double>
using AmongGrainsLaw = std::variant<RuleOfMixtures<T>, PowerLaw<T>, TwoSidedScaling<T>,
                                    GeneralEffectiveMedium<T>, Tunnelling<T>>;

/// The metal sits only in grains (former grains of one electrolyte of a mixture) that fill the
/// share f_d of the interphase. Inside a grain its fraction is V_f/f_d, and `inside` gives the
/// grain's conductivity; `among` gives that of the mixture of grains, at the fraction f_d, with
/// this grain conductivity in place of its own `conductor` and its own `insulator` for the matrix.
/// Both thresholds must be passed for the metal to carry current. In S/m. A film of finite
/// thickness changes the threshold among the grains.
template <class T = double> struct Segregated {
    T domain_fraction{1.0}; ///< f_d, 0..1
    InsideGrainLaw<T> inside; ///< at V_f/f_d
    AmongGrainsLaw<T> among; ///< at f_d; its conductor is replaced

    /// The grain's own metal fraction must lie in the domain of the law inside.
    Domain domain() const
    {
        double share = 1.0;
        for (int k = 0; k < lanes<T>; ++k) {
            share = std::min(share, value_of(lane(domain_fraction, k)));
        }
        const Domain grain = std::visit([](const auto& law) { return law.domain(); }, inside);
        return {.lower = 0.0, .upper = share * grain.upper};
    }

    /// Conductivity of one grain.
    Conductivity<T> grain(const T& metal_fraction) const
    {
        const T inner_fraction = metal_fraction / domain_fraction;
        return std::visit([&](const auto& law) { return law(inner_fraction); }, inside);
    }

    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return std::visit(
            [&](auto law) { return with_grains(law, metal_fraction)(domain_fraction); }, among);
    }

    /// With another threshold among the grains, where their law has one.
    Conductivity<T> operator()(const T& metal_fraction, const T& at_threshold) const
    {
        return std::visit(
            [&](auto law) {
                law = with_grains(law, metal_fraction);
                if constexpr (Thresholded<decltype(law), T>) {
                    return law(domain_fraction, at_threshold);
                } else {
                    return law(domain_fraction);
                }
            },
            among);
    }

    /// Throws `std::invalid_argument` unless 0 < f_d <= 1 and both laws are sound.
    void check() const
    {
        detail::require(domain_fraction > T(0.0), "the domain fraction must lie between 0 and 1");
        detail::require(domain_fraction <= T(1.0), "the domain fraction must lie between 0 and 1");
        std::visit([](const auto& law) { law.check(); }, inside);
        std::visit([](auto law) { law.conductor = law.insulator, law.check(); }, among);
    }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static Segregated<U> combined(const F& f, const Same&... law)
    {
        return {f(law.domain_fraction...), combined_choice<U, InsideGrainLaw<U>>(f, law.inside...),
                combined_choice<U, AmongGrainsLaw<U>>(f, law.among...)};
    }
    template <class U> Segregated<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    /// The law among grains, conducting as the grains do; never less than the matrix.
    template <class Law> Law with_grains(Law law, const T& metal_fraction) const
    {
        law.conductor = max(grain(metal_fraction), law.insulator);
        return law;
    }
};

} // namespace percolith::kinetics
