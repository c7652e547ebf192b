#include "validation/closed_forms/exact.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>

namespace percolith::validation
{

namespace
{

/// The thickness above `initial` at which the time `taken(b)`, which rises with b, is `time`.
template <class Taken>
double thickness_at(const Taken& taken, double initial, double most, double time)
{
    std::uintmax_t rounds = 500;
    const auto late = [&](double b) { return taken(b) - time; };
    const auto bracket = boost::math::tools::toms748_solve(
        late, initial, most, boost::math::tools::eps_tolerance<double>(52), rounds);
    return 0.5 * (bracket.first + bracket.second);
}

} // namespace

GrowingFilm::GrowingFilm(const model::ElectrodeParameters<>& p)
    : growth(p.growth.si), electronic(p.electronic(p.initial_thickness).si),
      ionic(p.ionic.conductivity().si), front(p.front_resistance.si),
      potential(p.reduction_potential.si), initial(p.initial_thickness.si)
{
}

double GrowingFilm::ambipolar() const
{
    return electronic * ionic / (electronic + ionic);
}

double GrowingFilm::at_rest(double time) const
{
    const auto taken = [&](double b) {
        return ((b * b - initial * initial) / (2.0 * ambipolar()) + front * (b - initial)) /
               (growth * potential);
    };
    const double most = initial + std::sqrt(2.0 * ambipolar() * growth * potential * time);
    return thickness_at(taken, initial, most, time);
}

double GrowingFilm::under_current(double current, double time) const
{
    const double beta = current / ionic;
    const auto taken = [&](double b) {
        const double logarithm = std::log((potential - beta * b) / (potential - beta * initial));
        return (-(b - initial) / (beta * ambipolar()) -
                (potential / (beta * beta * ambipolar()) + front / beta) * logarithm) /
               growth;
    };
    // Stripping ends growth where the ions' drop takes the whole drive; plating only helps it.
    const double most = beta > 0.0 ? potential / beta * (1.0 - 1e-12) : 1e3 * at_rest(time);
    return thickness_at(taken, initial, most, time);
}

double GrowingFilm::renewed_rate(double renewal, double current) const
{
    return std::sqrt(growth * potential * electronic * renewal * std::abs(current));
}

double starved_exit(const model::ElectrodeParameters<>& p, double current)
{
    const double magnitude = std::abs(current);
    const double leak = magnitude / (1.0 - p.reversible_share);
    const double entry = p.reversible_share > 0.0 ? p.host(0.0).si : 0.0;
    const double electronic = p.electronic(p.initial_thickness).si;
    return (p.reduction_potential.si - entry - leak * p.front_resistance.si) /
           (leak / electronic + (leak - magnitude) / p.ionic.conductivity().si);
}

double contact_stripping(const model::ContactParameters<>& c, double current, double start,
                         double time)
{
    const double capacity = c.void_capacity.si;
    const double rate = c.replenishment.si / capacity - c.healing.si;
    const double target = (current / capacity - c.healing.si) / rate;
    return target + (start - target) * std::exp(rate * time);
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of the closed form
Plated contact_plating(const model::ContactParameters<>& c, double magnitude, double start,
                       double time)
{
    const double mu = c.refill_share * magnitude / c.void_capacity.si + c.healing.si;
    const double open = 1.0 - start;
    const double grown = std::exp(mu * time);
    return {1.0 - open / grown, std::log((grown - open) / (1.0 - open)) / mu};
}

} // namespace percolith::validation
