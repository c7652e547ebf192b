#pragma once
/// Conductivities tabulated over metal fraction and film thickness.

#include "kinetics/conductivity/common.hpp"
#include "kinetics/monotone_cubic.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace percolith::kinetics
{

/// sigma(V_f, b) in S/m, with the standing of the computation that made the table. ln sigma is
/// interpolated linearly over V_f and by a monotone cubic over ln b. The entries are reproduced;
/// along b, which changes during a run, the law is continuous with its first derivative and
/// monotone wherever the table is. Along V_f it is monotone at the thicknesses of the table;
/// between them no smooth interpolation that reproduces every entry can promise as much. A film
/// thicker than the table has the conductivity of its last column; a thinner one follows the power
/// law that ends the table, and is outside the domain.
template <class T = double> class Tabulated
{
public:
    /// One entry of 1 S/m.
    Tabulated() = default;

    /// `conductivities` in S/m, row by row: all thicknesses of the first metal fraction first.
    /// `standard_errors` in S/m in the same order, NaN where one is not known, or empty where none
    /// is.
    /// Throws `std::invalid_argument` unless both axes rise strictly, thicknesses (m) and
    /// conductivities are positive, errors are not negative and the sizes agree.
    Tabulated(const std::vector<double>& metal_fractions, const std::vector<double>& thicknesses,
              const std::vector<double>& conductivities,
              const std::vector<double>& standard_errors = {})
        : fractions_(metal_fractions)
    {
        detail::require(!conductivities.empty() &&
                            conductivities.size() == metal_fractions.size() * thicknesses.size(),
                        "a table needs one conductivity for each metal fraction and thickness");
        detail::require(standard_errors.empty() || standard_errors.size() == conductivities.size(),
                        "a table needs as many standard errors as conductivities, or none");
        detail::require(thicknesses.front() > 0.0, "the thicknesses of a table must be positive");
        detail::require(rises(metal_fractions),
                        "the metal fractions of a table must rise strictly");
        detail::require(rises(thicknesses), "the thicknesses of a table must rise strictly");
        log_thicknesses_.clear();
        for (const double thickness : thicknesses) {
            log_thicknesses_.push_back(std::log(thickness));
        }
        fill(conductivities, standard_errors);
    }

    Domain domain() const { return {.lower = fractions_.front(), .upper = fractions_.back()}; }

    /// Thinnest and thickest film of the table.
    Length<> thinnest() const { return Length<>{std::exp(log_thicknesses_.front())}; }
    Length<> thickest() const { return Length<>{std::exp(log_thicknesses_.back())}; }
    bool depends_on_thickness() const { return log_thicknesses_.size() > 1; }

    /// ln(sigma / (S/m)) over ln(b / m) at one metal fraction: what a run evaluates.
    MonotoneCubic<T> profile(const T& metal_fraction) const
    {
        std::vector<T> logs;
        logs.reserve(log_thicknesses_.size());
        for (std::size_t column = 0; column < log_thicknesses_.size(); ++column) {
            logs.push_back(across(log_conductivities_, column, metal_fraction));
        }
        return {log_thicknesses_, std::move(logs), Ending::level};
    }

    /// Of the thickest film.
    Conductivity<T> operator()(const T& metal_fraction) const
    {
        const std::size_t last = log_thicknesses_.size() - 1;
        return Conductivity<T>{exp(across(log_conductivities_, last, metal_fraction))};
    }

    Conductivity<T> operator()(const T& metal_fraction, const Length<T>& thickness) const
    {
        return Conductivity<T>{exp(T(profile(metal_fraction)(log(thickness.si))))};
    }

    /// One standard deviation of the conductivity there, in S/m: the table's relative errors,
    /// interpolated linearly; NaN where one of them is not known.
    Conductivity<T> standard_error(const T& metal_fraction, const Length<T>& thickness) const
    {
        std::vector<T> relative;
        relative.reserve(log_thicknesses_.size());
        for (std::size_t column = 0; column < log_thicknesses_.size(); ++column) {
            relative.push_back(across(relative_errors_, column, metal_fraction));
        }
        const T share = detail::piecewise_linear(log_thicknesses_, relative, log(thickness.si));
        return (*this)(metal_fraction, thickness) * share;
    }

    /// The constructor has checked everything.
    void check() const {}

    /// A table holds plain numbers only: that of the first.
    template <class U, class F, class First, class... Same>
    static Tabulated<U> combined(const F& /*f*/, const First& first, const Same&... /*law*/)
    {
        return Tabulated<U>(first);
    }
    template <class U> Tabulated<U> as() const { return combined<U>(Cast<U>{}, *this); }

private:
    template <class U> friend class Tabulated;
    using Columns = std::vector<std::vector<double>>;

    template <class U>
    explicit Tabulated(const Tabulated<U>& other)
        : fractions_(other.fractions_), log_thicknesses_(other.log_thicknesses_),
          log_conductivities_(other.log_conductivities_), relative_errors_(other.relative_errors_)
    {
    }

    static bool rises(const std::vector<double>& axis)
    {
        const auto not_less = [](double a, double b) { return !(a < b); };
        return std::adjacent_find(axis.begin(), axis.end(), not_less) == axis.end();
    }

    void fill(const std::vector<double>& conductivities, const std::vector<double>& errors)
    {
        const std::size_t width = log_thicknesses_.size();
        log_conductivities_.assign(width, {});
        relative_errors_.assign(width, {});
        for (std::size_t i = 0; i < conductivities.size(); ++i) {
            detail::require(conductivities[i] > 0.0,
                            "the conductivities of a table must be positive");
            const double relative = errors.empty() ? std::numeric_limits<double>::quiet_NaN()
                                                   : errors[i] / conductivities[i];
            detail::require(!(relative < 0.0), "the standard errors of a table cannot be negative");
            log_conductivities_[i % width].push_back(std::log(conductivities[i]));
            relative_errors_[i % width].push_back(relative);
        }
    }

    /// Along the metal fractions, at one thickness of the table.
    T across(const Columns& columns, std::size_t column, const T& metal_fraction) const
    {
        return detail::piecewise_linear(fractions_, columns[column], metal_fraction);
    }

    std::vector<double> fractions_{0.0};
    std::vector<double> log_thicknesses_{0.0};
    Columns log_conductivities_{{0.0}}; ///< one column per thickness
    Columns relative_errors_{{0.0}};
};

} // namespace percolith::kinetics
