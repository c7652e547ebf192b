#include "model/microstructure/film_numbers.hpp"

#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/particles.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

namespace percolith::microstructure
{

namespace
{

// Of sites of the simple cubic lattice: c from both runs of docs/studies/films.md, xi_0 from the
// spanning of 13 200 films of 8 to 32 layers, the scatter from boxes of 12, 24 and 48 sites.
constexpr Estimate site_coefficient{2.49, 0.07};
constexpr Estimate site_correlation{0.481, 0.010};
constexpr Estimate site_scatter{1.423, 0.010};

double relative(const Estimate& one)
{
    return one.error / one.value;
}

} // namespace

FilmNumbers film_numbers(const Structure& structure, const Threshold& threshold)
{
    const auto* particles = std::get_if<Particles>(&structure);
    if (std::holds_alternative<Image>(structure) ||
        (particles != nullptr && common_axis(particles->orientation))) {
        return {unknown, unknown};
    }
    double weights = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (const auto& size : threshold.sizes) {
        const double larger = std::pow(size.edge, inverse_nu) / threshold.fraction;
        const double weight = std::pow(size.width_error * larger, -2.0);
        weights += weight;
        sum += weight * size.width * larger;
        squares += weight * std::pow(size.width * larger, 2.0);
    }
    if (!std::isfinite(weights) || !(sum > 0.0)) {
        return {unknown, unknown};
    }
    const double scatter = sum / weights;
    const double freedom = static_cast<double>(threshold.sizes.size()) - 1.0;
    const double excess = freedom > 0.0 ? (squares - sum * scatter) / freedom : 1.0;
    const double own = std::sqrt(std::max(1.0, excess) / weights) / scatter;
    const double ratio = scatter / site_scatter.value;
    const double error = std::hypot(own, relative(site_scatter));
    FilmNumbers numbers;
    numbers.coefficient.value = site_coefficient.value * ratio;
    numbers.coefficient.error =
        numbers.coefficient.value * std::hypot(relative(site_coefficient), error);
    numbers.correlation.value = site_correlation.value * std::pow(ratio, correlation_exponent);
    numbers.correlation.error =
        numbers.correlation.value *
        std::hypot(relative(site_correlation), correlation_exponent * error);
    return numbers;
}

} // namespace percolith::microstructure
