#pragma once
/// Open-circuit potential of the reversible alloy host against lithium, over the share x = q/c_r of
/// its lithium that is still there: 0 V (lithium metal) at x = 1, highest at x = 0.

#include "kinetics/monotone_cubic.hpp"

#include <array>
#include <string_view>
#include <variant>

namespace percolith::kinetics
{

/// U = U_0 (1 - x), in V [phenomenological]. Outside 0..1 the line goes on.
template <class T = double> struct LinearHost {
    Voltage<T> at_empty{T(0.4)}; ///< U_0

    Voltage<T> operator()(const T& x) const { return at_empty * (1.0 - x); }

    template <class U> LinearHost<U> as() const { return {cast<U>(at_empty)}; }
};

/// Delithiation of Li15Ge4 to Ge at room temperature, in V [phenomenological]: a monotone curve
/// through points between about 0.3 and 0.6 V as remembered from half-cell measurements, not read
/// from a data set. Its two-phase plateaus are only approximate. The last few per cent of lithium
/// lead from 0.3 V down to lithium metal. Outside 0..1 it goes on straight.
template <class T = double> struct LithiumGermaniumHost {
    static const MonotoneCubic<double>& curve()
    {
        static const MonotoneCubic<double> points{
            {0.00, 0.05, 0.15, 0.30, 0.45, 0.60, 0.75, 0.88, 0.95, 0.98, 1.00},
            {0.62, 0.58, 0.54, 0.50, 0.46, 0.42, 0.38, 0.34, 0.29, 0.18, 0.00}};
        return points;
    }

    Voltage<T> operator()(const T& x) const { return Voltage<T>{curve()(x)}; }

    template <class U> LithiumGermaniumHost<U> as() const { return {}; }
};

/// The host curve of one electrode; a line falling from 0.4 V unless chosen otherwise.
template <class T = double> class HostCurve
{
public:
    using Law = std::variant<LinearHost<T>, LithiumGermaniumHost<T>>;

    HostCurve() = default;
    HostCurve(const Law& law) : law_(law) {}

    /// U(x) in V, falling with x, smooth across x = 0 and x = 1 (solvers overshoot).
    Voltage<T> operator()(const T& x) const
    {
        return std::visit([&](const auto& law) { return law(x); }, law_);
    }

    const Law& law() const { return law_; }

    template <class U> HostCurve<U> as() const
    {
        return std::visit(
            [](const auto& law) {
                return HostCurve<U>(typename HostCurve<U>::Law(law.template as<U>()));
            },
            law_);
    }

private:
    Law law_;
};

/// What a case calls the host laws, in the order of the variant.
inline constexpr std::array<std::string_view, 2> host_names{"linear", "lithium-germanium"};
static_assert(host_names.size() == std::variant_size_v<HostCurve<>::Law>);

} // namespace percolith::kinetics
