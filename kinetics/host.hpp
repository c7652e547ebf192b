#pragma once
/// Open-circuit potential of the reversible alloy host against lithium, over the share x = q/c_r of
/// its lithium that is still there: 0 V (lithium metal) at x = 1, highest at x = 0.

#include "kinetics/combine.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace percolith::kinetics
{

/// U = U_0 (1 - x), in V [phenomenological]. Outside 0..1 the line goes on.
template <class T = double> struct LinearHost {
    Voltage<T> at_empty{T(0.4)}; ///< U_0

    Voltage<T> operator()(const T& x) const { return at_empty * (1.0 - x); }

    /// Made number by number of `law...`: see combine.hpp.
    template <class U, class F, class... Same>
    static LinearHost<U> combined(const F& f, const Same&... law)
    {
        return {f(law.at_empty...)};
    }
    template <class U> LinearHost<U> as() const { return combined<U>(Cast<U>{}, *this); }
};

/// Delithiation of Li15Ge4 to Ge at room temperature [phenomenological]:
///
///     U = 0.267 V (1 - x) + 0.04 V [e^(-x/0.03) - e^(-1/0.03)] + 0.313 V [1 - e^(-(1 - x)/0.0245)]
///
/// A line with a steep end on either side, near values between 0.3 and 0.6 V as remembered from
/// half-cell measurements, not read from a data set. Two-phase plateaus are only approximate. It is
/// analytic because solvers cross every share of the host: a knot of a piecewise curve would be one
/// more event to locate.
template <class T = double> struct LithiumGermaniumHost {
    Voltage<T> operator()(const T& x) const
    {
        // Far outside 0..1, where only a failed step looks, the ends stop growing.
        const auto end = [](const T& reach) { return exp(min(reach, T(20.0))); };
        const T line = 0.267 * (1.0 - x);
        const T empty = 0.04 * (end(T(-x / 0.03)) - std::exp(-1.0 / 0.03));
        const T full = 0.313 * (1.0 - end(T((x - 1.0) / 0.0245)));
        return Voltage<T>{T(line + empty + full)};
    }

    template <class U, class F, class... Same>
    static LithiumGermaniumHost<U> combined(const F& /*f*/, const Same&... /*law*/)
    {
        return {};
    }
};

/// The host curve of one electrode; a line falling from 0.4 V unless chosen otherwise.
template <class T = double> class HostCurve
{
public:
    using Law = std::variant<LinearHost<T>, LithiumGermaniumHost<T>>;

    HostCurve() = default;
    HostCurve(const Law& law) : law_(law) {}

    /// One curve per lane, each by its own law.
    explicit HostCurve(std::vector<HostCurve<double>> each)
        requires Pack<T>
        : each_(std::move(each))
    {
        gather_lanes();
    }

    /// Another curve in lane k, where each lane has its own.
    void set_lane(int k, const HostCurve<double>& own)
    {
        if constexpr (Pack<T>) {
            each_[static_cast<std::size_t>(k)] = own;
            gather_lanes();
        } else {
            *this = own;
        }
    }

    /// U(x) in V, falling with x, smooth across x = 0 and x = 1 (solvers overshoot).
    Voltage<T> operator()(const T& x) const
    {
        if constexpr (Pack<T>) {
            if (differ_) {
                Voltage<T> u;
                for (int k = 0; k < lanes<T>; ++k) {
                    kinetics::set_lane(u.si, k, each_[static_cast<std::size_t>(k)](lane(x, k)).si);
                }
                return u;
            }
        }
        return std::visit([&](const auto& law) { return law(x); }, law_);
    }

    const Law& law() const { return law_; }

    /// Made number by number of `curve...`, all of one law. Throws `std::bad_variant_access` else.
    template <class U, class F, class... Same>
    static HostCurve<U> combined(const F& f, const Same&... curve)
    {
        return HostCurve<U>(combined_choice<U, typename HostCurve<U>::Law>(f, curve.law()...));
    }
    template <class U> HostCurve<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    /// Lines side by side are a line; other curves are evaluated lane by lane.
    void gather_lanes()
    {
        LinearHost<T> line;
        differ_ = false;
        for (int k = 0; k < lanes<T>; ++k) {
            const auto* own =
                std::get_if<LinearHost<double>>(&each_[static_cast<std::size_t>(k)].law());
            differ_ = differ_ || own == nullptr;
            kinetics::set_lane(line.at_empty, k, own == nullptr ? Voltage<>{} : own->at_empty);
        }
        law_ = line;
    }

    Law law_;
    std::vector<HostCurve<double>> each_; ///< of a pack's lanes
    bool differ_ = false; ///< each lane by its own, not all by `law_`
};

/// What a case calls the host laws, in the order of the variant.
inline constexpr std::array<std::string_view, 2> host_names{"linear", "lithium-germanium"};
static_assert(host_names.size() == std::variant_size_v<HostCurve<>::Law>);

} // namespace percolith::kinetics
