#pragma once
/// Conductivities tabulated over metal fraction and film thickness.

#include "kinetics/conductivity/common.hpp"
#include "kinetics/monotone_cubic.hpp"

#include <cmath>
#include <vector>

namespace percolith::kinetics
{

/// sigma(V_f, b) in S/m, interpolated in ln sigma over V_f and ln b by monotone cubics: exact at
/// the entries, continuous with its first derivative along b, monotone along each axis where the
/// entries are. A film thicker than the table has the conductivity of its last column; a thinner
/// one follows the power law that ends the table, and is outside the domain.
template <class T = double> class Tabulated
{
public:
    Tabulated() = default;

    /// `conductivities` in S/m, row by row: all thicknesses of the first metal fraction first.
    /// `standard_errors` in S/m in the same order, or empty where the table has none.
    /// Throws `std::invalid_argument` unless both axes rise strictly, thicknesses (m) and
    /// conductivities are positive, errors are not negative and the sizes agree.
    Tabulated(std::vector<double> metal_fractions, std::vector<double> thicknesses,
              const std::vector<double>& conductivities,
              const std::vector<double>& standard_errors = {})
        : fractions_(std::move(metal_fractions)), log_thicknesses_(std::move(thicknesses))
    {
        const std::size_t entries = fractions_.size() * log_thicknesses_.size();
        detail::require(entries > 0 && conductivities.size() == entries,
                        "a table needs one conductivity for each metal fraction and thickness");
        detail::require(standard_errors.empty() || standard_errors.size() == entries,
                        "a table needs as many standard errors as conductivities, or none");
        for (double& thickness : log_thicknesses_) {
            detail::require(thickness > 0.0, "the thicknesses of a table must be positive");
            thickness = std::log(thickness);
        }
        columns_ = columns(conductivities, standard_errors);
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
        logs.reserve(columns_.size());
        for (const Column& column : columns_) {
            logs.push_back(column.log_conductivity(metal_fraction));
        }
        return {log_thicknesses_, std::move(logs), Ending::level};
    }

    /// Of the thickest film.
    Conductivity<T> operator()(const T& metal_fraction) const
    {
        return Conductivity<T>{exp(T(columns_.back().log_conductivity(metal_fraction)))};
    }

    Conductivity<T> operator()(const T& metal_fraction, const Length<T>& thickness) const
    {
        return Conductivity<T>{exp(T(profile(metal_fraction)(log(thickness.si))))};
    }

    /// One standard deviation of the table's conductivity there, in S/m; zero where it has no
    /// errors. The relative error is interpolated linearly between entries.
    Conductivity<> standard_error(double metal_fraction, Length<> thickness) const
    {
        std::vector<double> relative;
        for (const Column& column : columns_) {
            relative.push_back(between(fractions_, column.relative_error, metal_fraction));
        }
        const double sigma =
            std::exp(value_of(lane(profile(T(metal_fraction))(T(std::log(thickness.si))), 0)));
        return Conductivity<>{sigma * between(log_thicknesses_, relative, std::log(thickness.si))};
    }

    /// The constructor has checked everything.
    void check() const {}

    template <class U> Tabulated<U> as() const { return Tabulated<U>(*this); }

private:
    template <class U> friend class Tabulated;

    struct Column {
        MonotoneCubic<double> log_conductivity; ///< over the metal fraction
        std::vector<double> relative_error;
    };

    template <class U>
    explicit Tabulated(const Tabulated<U>& other)
        : fractions_(other.fractions_), log_thicknesses_(other.log_thicknesses_)
    {
        for (const auto& column : other.columns_) {
            columns_.push_back({column.log_conductivity, column.relative_error});
        }
    }

    std::vector<Column> columns(const std::vector<double>& conductivities,
                                const std::vector<double>& errors) const
    {
        std::vector<Column> result;
        const std::size_t width = log_thicknesses_.size();
        for (std::size_t j = 0; j < width; ++j) {
            std::vector<double> logs;
            std::vector<double> relative;
            for (std::size_t i = 0; i < fractions_.size(); ++i) {
                const double sigma = conductivities[i * width + j];
                const double error = errors.empty() ? 0.0 : errors[i * width + j];
                detail::require(sigma > 0.0, "the conductivities of a table must be positive");
                detail::require(error >= 0.0, "the standard errors of a table cannot be negative");
                logs.push_back(std::log(sigma));
                relative.push_back(error / sigma);
            }
            result.push_back({MonotoneCubic<double>(fractions_, logs), std::move(relative)});
        }
        return result;
    }

    static double between(const std::vector<double>& x, const std::vector<double>& y, double at)
    {
        const auto above = std::upper_bound(x.begin(), x.end(), at);
        if (above == x.begin()) {
            return y.front();
        }
        if (above == x.end()) {
            return y.back();
        }
        const auto i = static_cast<std::size_t>(above - x.begin());
        return std::lerp(y[i - 1], y[i], (at - x[i - 1]) / (x[i] - x[i - 1]));
    }

    std::vector<double> fractions_{0.0};
    std::vector<double> log_thicknesses_{0.0};
    std::vector<Column> columns_{{MonotoneCubic<double>{}, {0.0}}};
};

} // namespace percolith::kinetics
