#pragma once
/// From an electrolyte to its interphase: how much lithium a reduction takes, what volume it makes,
/// how much of that is metal, and how much lithium the alloys can give back. All [derived] from the
/// reduction reactions and molar volumes.

#include "kinetics/constants.hpp"
#include "kinetics/quantity.hpp"
#include "kinetics/scalar.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::kinetics
{

/// What a product of reduction does for electrons and for lithium.
enum class ProductRole {
    insulator, ///< blocks electrons: Li2S, Li3P, LiCl, oxides
    metal, ///< conducts electrons, gives no lithium back: Cu, Zr
    alloy, ///< conducts electrons and gives lithium back: Li15Ge4
};

/// One product of the reduction of a phase.
struct ReductionProduct {
    std::string name;
    ProductRole role = ProductRole::insulator;
    double amount = 0.0; ///< mol per mol of the phase, > 0
    MolarVolume<> molar_volume;
    double reversible_lithium = 0.0; ///< Li per formula unit that an alloy gives back, >= 0
};

/// One phase of an electrolyte, with what lithium metal makes of it.
struct PhaseReduction {
    std::string name;
    MolarVolume<> molar_volume;
    double lithium = 0.0; ///< mol Li consumed per mol of the phase, > 0
    std::vector<ReductionProduct> products;
};

/// Amounts per mole of one phase, or of a whole mixture.
struct ReductionTotals {
    double lithium = 0.0; ///< z
    double reversible_lithium = 0.0; ///< share of z held by alloys, as moles
    MolarVolume<> electrolyte; ///< V_ISE
    MolarVolume<> products; ///< V_prod
    MolarVolume<> metal; ///< V_metal: metals and alloys
};

ReductionTotals totals(const PhaseReduction& phase);

/// A phase and its share of the mixture.
struct MixturePart {
    PhaseReduction phase;
    double molar_fraction = 0.0;
};

/// A molar mixture of phases; `molar_fraction` adds up to 1.
struct Mixture {
    std::vector<MixturePart> parts;
};

/// Checks the parts and scales their fractions to the sum of 1. Throws `std::invalid_argument` that
/// names the phase and the number: a share below 0 or not finite, no share above 0, a molar volume,
/// amount or z not above 0, alloys that give back more lithium than the reaction took.
Mixture make_mixture(std::vector<MixturePart> parts);

/// Per mole of mixture.
ReductionTotals totals(const Mixture& mixture);

/// What a case may choose beside the mixture.
template <class T = double> struct CompositionChoice {
    T converted_fraction{1.0}; ///< chi, 0 < chi <= 1: how much of the interphase reacted
    std::optional<T> metal_volume_fraction{}; ///< imposed V_f-M, 0..1
    std::optional<T> reversible_fraction{}; ///< imposed f_rev, 0..1
};

/// The interphase that grew out of one phase of the mixture. In a milled composite these are grains
/// of their own, so metal percolates on two levels: inside a grain, and from grain to grain.
template <class T = double> struct Grain {
    std::string phase;
    double electrolyte_fraction = 0.0; ///< volume share of the phase in the electrolyte
    T interphase_fraction{}; ///< volume share of these grains in the interphase
    T metal_fraction{}; ///< V_f-M inside a grain
    bool holds_metal = false;
};

/// What the balances and the conductivity laws need to know about an interphase. Per mole of
/// mixture
///
///     v        = [V_prod + V_ISE (1/chi - 1)] / (z F)
///     used     = V_ISE / (chi z F)
///     V_f-M    = V_metal / [V_prod + V_ISE (1/chi - 1)]
///     f_rev    = lithium that the alloys give back / z
///
/// [derived] An imposed V_f-M replaces the last but one: f_rev scales in proportion unless it is
/// imposed too, and so does the metal of every grain (a mixture that makes no metal of its own gets
/// it spread evenly over all grains, and f_rev stays 0).
template <class T = double> struct Composition {
    ReductionTotals per_mole;
    T converted_fraction{1.0};
    T metal_volume_fraction{}; ///< V_f-M, 0..1
    T reversible_fraction{}; ///< f_rev, 0..1
    VolumePerCharge<T> growth; ///< v: interphase per leaked charge
    VolumePerCharge<T> separator_use; ///< electrolyte consumed per leaked charge
    std::vector<Grain<T>> grains; ///< one per phase, in the order of the mixture
    bool imposed_metal = false; ///< V_f-M is the case's, not the stoichiometry's
    bool imposed_reversible = false; ///< f_rev is the case's

    /// Volume share of the grains that hold metal: the domain fraction of `Segregated`. 0 for a
    /// mixture that makes none.
    T metal_bearing_fraction() const
    {
        T sum{0.0};
        for (const auto& grain : grains) {
            if (grain.holds_metal) {
                sum = sum + grain.interphase_fraction;
            }
        }
        return sum;
    }
};

/// One constituent of the interphase.
struct Constituent {
    std::string name;
    bool unreacted = false; ///< electrolyte left inside the interphase (chi < 1)
    ProductRole role = ProductRole::insulator; ///< of a product
    double volume_fraction = 0.0;
};

/// What the interphase is made of by its stoichiometry, products of the same name added up, in the
/// order of the mixture. Fractions add up to 1. `converted_fraction` is chi, 0 < chi <= 1.
std::vector<Constituent> constituents(const Mixture& mixture, double converted_fraction = 1.0);

namespace detail
{
/// Throws `std::invalid_argument` where `x` is not within 0..1, or is 0 where that is not allowed.
/// NaN is refused too.
void require_share(double x, bool zero_allowed, std::string_view name);

template <class T> void require_shares(const T& x, bool zero_allowed, std::string_view name)
{
    for (int k = 0; k < lanes<T>; ++k) {
        require_share(value_of(lane(x, k)), zero_allowed, name);
    }
}
/// Throws `std::invalid_argument` where an imposed V_f-M takes f_rev above 1.
void require_scaled_share(double reversible);

template <class T> void require_scaled_share(const T& reversible)
{
    for (int k = 0; k < lanes<T>; ++k) {
        require_scaled_share(value_of(lane(reversible, k)));
    }
}
} // namespace detail

/// The composition of `mixture`'s interphase. Throws `std::invalid_argument` for a choice out of
/// range, and where scaling f_rev to an imposed V_f-M would take it above 1.
template <class T = double>
Composition<T> compose(const Mixture& mixture, const CompositionChoice<T>& choice = {})
{
    const T chi = choice.converted_fraction;
    detail::require_shares(chi, false, "converted_fraction");

    Composition<T> out;
    out.per_mole = totals(mixture);
    out.converted_fraction = chi;
    const auto volume_of = [&chi](const ReductionTotals& of) {
        return of.products + of.electrolyte * (1.0 / chi - 1.0);
    };
    const auto& whole = out.per_mole;
    const auto volume = volume_of(whole);
    const auto charge = whole.lithium * faraday;
    out.growth = volume / charge;
    out.separator_use = whole.electrolyte / (chi * charge);
    out.metal_volume_fraction = whole.metal / volume;
    out.reversible_fraction = T(whole.reversible_lithium / whole.lithium);

    const bool has_metal = whole.metal.si > 0.0;
    T scale{1.0};
    if (choice.metal_volume_fraction) {
        const T imposed = *choice.metal_volume_fraction;
        detail::require_shares(imposed, true, "metal_volume_fraction");
        if (has_metal) {
            scale = imposed / out.metal_volume_fraction;
        }
        out.metal_volume_fraction = imposed;
        out.reversible_fraction = out.reversible_fraction * scale;
        out.imposed_metal = true;
    }
    if (choice.reversible_fraction) {
        out.reversible_fraction = *choice.reversible_fraction;
        out.imposed_reversible = true;
    }
    if (out.imposed_reversible) {
        detail::require_shares(out.reversible_fraction, true, "reversible_fraction");
    } else {
        detail::require_scaled_share(out.reversible_fraction);
    }

    for (const auto& part : mixture.parts) {
        const auto of = totals(part.phase);
        const auto grain = volume_of(of);
        Grain<T> one;
        one.phase = part.phase.name;
        one.electrolyte_fraction = part.molar_fraction * of.electrolyte / whole.electrolyte;
        one.interphase_fraction = part.molar_fraction * grain / volume;
        one.holds_metal = has_metal ? of.metal.si > 0.0 : out.imposed_metal;
        one.metal_fraction = has_metal ? T(of.metal / grain * scale) : out.metal_volume_fraction;
        out.grains.push_back(one);
    }
    return out;
}

} // namespace percolith::kinetics
