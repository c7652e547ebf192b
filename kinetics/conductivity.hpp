#pragma once
/// Electronic conductivity of an interphase from its metal volume fraction V_f-M: a choice of laws,
/// and what the balances evaluate at every step.

#include "kinetics/conductivity/finite_thickness.hpp"
#include "kinetics/conductivity/segregated.hpp"
#include "kinetics/conductivity/tabulated.hpp"
#include "kinetics/conductor.hpp"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace percolith::kinetics
{

/// The closed set of laws. A new one is a struct, an entry here and a name below.
template <class T = double>
using ElectronicLaw =
    std::variant<RuleOfMixtures<T>, PowerLaw<T>, TwoSidedScaling<T>, GeneralEffectiveMedium<T>,
                 Tunnelling<T>, Tabulated<T>, Segregated<T>, FixedConductivity<T>>;

/// What a case calls the laws, in the order of the variant.
inline constexpr std::array<std::string_view, 8> electronic_law_names{
    "rule of mixtures", "power law", "two-sided scaling", "general effective medium",
    "tunnelling",       "table",     "segregated",        "fixed"};
static_assert(electronic_law_names.size() == std::variant_size_v<ElectronicLaw<>>);

template <class T> std::string_view name(const ElectronicLaw<T>& law)
{
    return electronic_law_names[law.index()];
}

template <class T> Domain domain(const ElectronicLaw<T>& law)
{
    return std::visit([](const auto& l) { return l.domain(); }, law);
}

/// Conductivity of a thick interphase, S/m.
/// Throws `std::domain_error` if the metal fraction lies outside the domain of the law. The laws
/// themselves do not: they are evaluated at every step of a run, whose metal fraction is settled.
template <class T>
Conductivity<T> electronic_conductivity(const ElectronicLaw<T>& law,
                                        const std::type_identity_t<T>& metal_fraction)
{
    if (const Domain held = domain(law); !held.contains(metal_fraction)) {
        throw std::domain_error("the metal fraction lies outside " + std::to_string(held.lower) +
                                ".." + std::to_string(held.upper) + ", where the law \"" +
                                std::string(name(law)) + "\" holds");
    }
    return std::visit([&](const auto& l) { return l(metal_fraction); }, law);
}

/// The percolation threshold of a thick interphase; among the grains for a segregated law. Empty
/// for a law that has none.
template <class T> std::optional<T> threshold(const ElectronicLaw<T>& law)
{
    const auto own = [](const auto& l) -> std::optional<T> {
        if constexpr (requires { l.threshold; }) {
            return l.threshold;
        } else {
            return std::nullopt;
        }
    };
    if (const auto* segregated = std::get_if<Segregated<T>>(&law)) {
        return std::visit(own, segregated->among);
    }
    return std::visit(own, law);
}

/// The fraction that law compares with its threshold: of metal, or of grains.
template <class T>
T percolating_fraction(const ElectronicLaw<T>& law, const std::type_identity_t<T>& metal_fraction)
{
    const auto* segregated = std::get_if<Segregated<T>>(&law);
    return segregated != nullptr ? segregated->domain_fraction : metal_fraction;
}

/// Whether the law has a kink at its threshold.
template <class T> bool has_kink(const ElectronicLaw<T>& law)
{
    const auto* segregated = std::get_if<Segregated<T>>(&law);
    return std::holds_alternative<PowerLaw<T>>(law) ||
           (segregated != nullptr && std::holds_alternative<PowerLaw<T>>(segregated->among));
}

/// The same law over another scalar.
template <class U, class T> ElectronicLaw<U> as(const ElectronicLaw<T>& law)
{
    return combined_choice<U, ElectronicLaw<U>>(Cast<U>{}, law);
}

/// sigma_e of the barrier of one interphase, in S/m: metal fraction, temperature and arrangement
/// are settled, only the barrier's thickness is left. A plain number where thickness does not
/// count.
template <class T = double> class ElectronicConductivity
{
public:
    ElectronicConductivity() = default;
    explicit ElectronicConductivity(const Conductivity<T>& constant) : constant_(constant) {}

    /// `factor`: Arrhenius factor of the temperature, multiplies the law.
    /// Throws `std::invalid_argument` if the law is unsound, `std::domain_error` if the metal
    /// fraction lies outside its domain.
    ElectronicConductivity(const ElectronicLaw<T>& law, const T& metal_fraction,
                           const std::optional<FiniteThickness<T>>& finite = {},
                           const T& factor = T(1.0));

    /// One barrier per lane, each by its own law.
    explicit ElectronicConductivity(std::vector<ElectronicConductivity<double>> each)
        requires Pack<T>;

    /// Another law in lane k, where each lane has its own.
    void set_lane(int k, const ElectronicConductivity<double>& own);

    /// At a barrier thickness > 0.
    Conductivity<T> operator()(const Length<T>& barrier) const
    {
        const auto& sigma = constant_.conductivity();
        return depends_on_thickness() ? sigma * relative(barrier) : sigma;
    }

    /// b/sigma_e, Ohm m2, of a barrier whose conductivity is known to be `here`.
    ArealResistance<T> resistance(const Length<T>& barrier, const Conductivity<T>& here) const
    {
        if constexpr (Pack<T>) {
            if (dependence_ == Dependence::lanes) {
                return ArealResistance<T>(by_lane(barrier, [&](const auto& e, Length<> b, int k) {
                    return e.resistance(b, Conductivity<>{lane(here.si, k)}).si;
                }));
            }
        }
        return depends_on_thickness() ? barrier / here : constant_.resistance(barrier);
    }

    /// db/d(b/sigma_e), S/m, of a barrier whose conductivity is known to be `here`: what the next
    /// bit of barrier conducts. To some digits, for methods and not for balances; a hundred times
    /// sigma_e at most.
    Conductivity<T> marginal(const Length<T>& barrier, const Conductivity<T>& here) const
    {
        if constexpr (Pack<T>) {
            if (dependence_ == Dependence::lanes) {
                return Conductivity<T>(by_lane(barrier, [&](const auto& e, Length<> b, int k) {
                    return e.marginal(b, Conductivity<>{lane(here.si, k)}).si;
                }));
            }
        }
        if (!depends_on_thickness()) {
            return here;
        }
        const Length<T> more = barrier * T(1.0 + 1e-6);
        const ArealResistance<T> added = more / (*this)(more)-barrier / here;
        const ArealResistance<T> least = T(0.01) * (more - barrier) / here;
        return (more - barrier) / max(added, least);
    }

    /// Signed distance from the kink of the law, V_f - V_P(b): changes sign where a run must stop
    /// and start again. A constant 1 where the law is smooth or does not depend on thickness.
    T branch(const Length<T>& barrier) const
    {
        if constexpr (Pack<T>) {
            if (dependence_ == Dependence::lanes) {
                return by_lane(barrier, [](const auto& e, Length<> b, int) { return e.branch(b); });
            }
        }
        return kinked_ ? fraction_ - film_.threshold(threshold_, barrier) : T(1.0);
    }

    bool depends_on_thickness() const { return dependence_ != Dependence::none; }

    /// Whether the law holds for a barrier this thin: bool, or a mask for packs.
    auto in_domain(const Length<T>& barrier) const { return barrier.si >= thinnest_; }

    /// Correlation length xi in m, near which a film below the threshold limits itself. Infinite
    /// where there is no such limit: above the threshold, or where thickness does not count.
    double limiting_thickness(int k = 0) const
    {
        return limit(
            [](const auto& f, const T& v, const T& p) { return f.correlation_length(v, p); }, k);
    }

    /// Thickness in m above which the film no longer percolates, V_P(b) = V_f: c^nu xi - b_0, or
    /// infinite.
    double crossing_thickness(int k = 0) const
    {
        return limit([](const auto& f, const T& v, const T& p) { return f.crossing(v, p); }, k);
    }

    /// Made number by number of `each...`, all of one law. Throws `std::bad_variant_access` else.
    template <class U, class F, class First, class... Same>
    static ElectronicConductivity<U> combined(const F& f, const First& first, const Same&... each);

    /// The same over another scalar: passive numbers become active.
    template <class U> ElectronicConductivity<U> as() const
    {
        return combined<U>(Cast<U>{}, *this);
    }

private:
    template <class U> friend class ElectronicConductivity;

    /// What makes the conductivity depend on thickness.
    enum class Dependence { none, threshold, table, lanes };

    template <class F> T by_lane(const Length<T>& barrier, const F& f) const;
    T relative(Length<T> barrier) const;
    template <class F> double limit(const F& length, int k) const;
    void gather_lanes();

    Conductor<T> constant_; ///< sigma_e, or what `relative` is counted in
    Dependence dependence_ = Dependence::none;
    bool kinked_ = false;
    T fraction_{}; ///< compared with the threshold
    T metal_fraction_{};
    T thinnest_{0.0}; ///< m
    T threshold_{};
    FiniteThickness<T> film_;
    ElectronicLaw<T> law_;
    MonotoneCubic<T> profile_; ///< of a table
    std::vector<ElectronicConductivity<double>> each_; ///< of a pack's lanes
};

template <class T>
ElectronicConductivity<T>::ElectronicConductivity(const ElectronicLaw<T>& law,
                                                  const T& metal_fraction,
                                                  const std::optional<FiniteThickness<T>>& finite,
                                                  const T& factor)
    : fraction_(percolating_fraction(law, metal_fraction)), metal_fraction_(metal_fraction)
{
    std::visit([](const auto& l) { l.check(); }, law);
    const Conductivity<T> thick = electronic_conductivity(law, metal_fraction);
    const auto* table = std::get_if<Tabulated<T>>(&law);
    const std::optional<T> bulk = threshold(law);
    if (table != nullptr && table->depends_on_thickness()) {
        dependence_ = Dependence::table;
        profile_ = table->profile(metal_fraction);
        thinnest_ = T(table->thinnest().si);
    } else if (finite && bulk) {
        finite->check();
        dependence_ = Dependence::threshold;
        kinked_ = has_kink(law);
        threshold_ = *bulk;
        film_ = *finite;
        law_ = law;
        thinnest_ = finite->particle_size.si;
    }
    constant_ = depends_on_thickness() ? Conductivity<T>{factor} : thick * factor;
}

template <class T>
ElectronicConductivity<T>::ElectronicConductivity(std::vector<ElectronicConductivity<double>> each)
    requires Pack<T>
    : each_(std::move(each))
{
    gather_lanes();
}

template <class T>
void ElectronicConductivity<T>::set_lane(int k, const ElectronicConductivity<double>& own)
{
    if constexpr (Pack<T>) {
        each_[static_cast<std::size_t>(k)] = own;
        gather_lanes();
    } else {
        *this = own;
    }
}

/// What all lanes' laws have in common, from their own.
template <class T> void ElectronicConductivity<T>::gather_lanes()
{
    bool varies = false;
    Conductivity<T> constant;
    for (int k = 0; k < lanes<T>; ++k) {
        const auto& own = each_[static_cast<std::size_t>(k)];
        varies = varies || own.depends_on_thickness();
        kinetics::set_lane(constant.si, k, own.constant_.conductivity().si);
        kinetics::set_lane(thinnest_, k, own.thinnest_);
    }
    constant_ = varies ? Conductivity<T>(T(1.0)) : constant;
    dependence_ = varies ? Dependence::lanes : Dependence::none;
}

/// f of every lane's own law, barrier and number.
template <class T>
template <class F>
T ElectronicConductivity<T>::by_lane(const Length<T>& barrier, const F& f) const
{
    T all;
    for (int k = 0; k < lanes<T>; ++k) {
        kinetics::set_lane(all, k,
                           f(each_[static_cast<std::size_t>(k)], Length<>{lane(barrier.si, k)}, k));
    }
    return all;
}

template <class T> T ElectronicConductivity<T>::relative(Length<T> barrier) const
{
    if constexpr (Pack<T>) {
        if (dependence_ == Dependence::lanes) {
            return by_lane(barrier, [](const auto& e, Length<> b, int) { return e(b).si; });
        }
    }
    if (dependence_ == Dependence::table) {
        return exp(T(profile_(log(barrier.si))));
    }
    const T film = film_.threshold(threshold_, barrier);
    return std::visit(
        [&](const auto& law) {
            if constexpr (Thresholded<std::remove_cvref_t<decltype(law)>, T>) {
                return T(law(metal_fraction_, film).si);
            } else {
                return T(law(metal_fraction_).si);
            }
        },
        law_);
}

template <class T>
template <class F>
double ElectronicConductivity<T>::limit(const F& length, int k) const
{
    const double unlimited = std::numeric_limits<double>::infinity();
    if (dependence_ == Dependence::lanes) {
        return each_[static_cast<std::size_t>(k)].limit(length, 0);
    }
    if (dependence_ != Dependence::threshold ||
        value_of(lane(fraction_, k)) >= value_of(lane(threshold_, k))) {
        return unlimited;
    }
    return value_of(lane(length(film_, fraction_, threshold_).si, k));
}

template <class T>
template <class U, class F, class First, class... Same>
ElectronicConductivity<U> ElectronicConductivity<T>::combined(const F& f, const First& first,
                                                              const Same&... each)
{
    [[maybe_unused]] const auto dependence = [](const auto& law) {
        return static_cast<int>(law.dependence_);
    };
    if (((dependence(each) != dependence(first)) || ...)) {
        throw std::bad_variant_access();
    }
    ElectronicConductivity<U> result(
        f(first.constant_.conductivity(), each.constant_.conductivity()...));
    if (!first.depends_on_thickness()) {
        return result;
    }
    using There = typename ElectronicConductivity<U>::Dependence;
    result.dependence_ = static_cast<There>(first.dependence_);
    result.kinked_ = first.kinked_;
    result.fraction_ = f(first.fraction_, each.fraction_...);
    result.metal_fraction_ = f(first.metal_fraction_, each.metal_fraction_...);
    result.thinnest_ = f(first.thinnest_, each.thinnest_...);
    result.threshold_ = f(first.threshold_, each.threshold_...);
    result.film_ = FiniteThickness<U>::template combined<U>(f, first.film_, each.film_...);
    result.law_ = combined_choice<U, ElectronicLaw<U>>(f, first.law_, each.law_...);
    result.profile_ = MonotoneCubic<U>::template combined<U>(f, first.profile_, each.profile_...);
    return result;
}

} // namespace percolith::kinetics
