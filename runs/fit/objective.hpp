#pragma once
/// A fit as a least-squares problem: residuals that a choice of unknowns leaves, and what the
/// unknowns are called. Solving, profiles and sampling need nothing else.

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// One free parameter. The solver moves theta: the value itself, or its natural logarithm.
struct Unknown {
    std::string name{}; ///< "interphase.renewal", "thin: cell.working.lithium"
    std::string unit{}; ///< of the value, as the user wrote it; empty for a plain number
    bool logarithmic = false; ///< values > 0 on a logarithmic scale
    double start = 0.0; ///< value
    double low = -std::numeric_limits<double>::infinity(); ///< value
    double high = std::numeric_limits<double>::infinity(); ///< value

    double theta(double value) const { return logarithmic ? std::log(value) : value; }
    double value(double theta) const { return logarithmic ? std::exp(theta) : theta; }
};

/// r(theta) with -2 ln(likelihood x priors) = sum r^2 + constant. Every residual is divided by its
/// standard deviation, priors are residuals too, and robust losses are inside.
class Objective
{
public:
    virtual ~Objective() = default;
    virtual std::span<const Unknown> unknowns() const = 0;
    /// How many residuals there are, and how many of them are data; priors come after them.
    virtual std::size_t residuals() const = 0;
    virtual std::size_t data() const = 0;
    /// Writes r and, unless `jacobian` is empty, dr/dtheta, row by row (residuals x unknowns).
    /// False where the model cannot be computed; then nothing of what was written counts. May be
    /// called from several threads at once.
    virtual bool evaluate(std::span<const double> theta, std::span<double> r,
                          std::span<double> jacobian) const = 0;
    /// What happens otherwise at a place right beside another, where the sum of squares leaps:
    /// "thin: voltage limit + at 183.2 h there, at 185.1 h here". Empty where nothing is known of
    /// it.
    virtual std::string difference(std::span<const double> here,
                                   std::span<const double> there) const
    {
        static_cast<void>(here);
        static_cast<void>(there);
        return {};
    }
    /// The constant of -2 ln L: sum of ln(2 pi s^2) over the data. Same data, same constant.
    virtual double constant() const = 0;
};

} // namespace percolith::runs::fit
