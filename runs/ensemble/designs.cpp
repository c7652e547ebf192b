#include "runs/ensemble/designs.hpp"

#include "model/microstructure/random.hpp"

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

using microstructure::Purpose;
using microstructure::RandomSource;

/// The middle of one of 2^52 equal parts of the unit interval: exact, where the middle of one of
/// 2^53 would be rounded, the last one to 1.
double place_of(std::uint64_t word)
{
    return (static_cast<double>(word >> 12U) + 0.5) * 0x1p-52;
}

// Tell apart the draws of designs that share a seed.
constexpr std::uint32_t within_stratum = 1;
constexpr std::uint32_t round_of_permutation = 2;

/// Four make a network whose permutations nothing tells from random ones (Luby and Rackoff 1988,
/// DOI 10.1137/0217022), and small ones need more.
constexpr std::uint64_t rounds = 6;

/// Half the bits of the least even number of them that holds 0 .. count - 1.
unsigned half_bits(std::uint64_t count)
{
    unsigned half = 1;
    while ((std::uint64_t{1} << (2 * half)) < count) {
        ++half;
    }
    return half;
}

/// Where member `number` of a filling design lies in the unit cube of its inputs.
std::vector<double> places_of(const Plan& plan, std::uint64_t number)
{
    const auto inputs = plan.inputs();
    if (plan.design == Design::latin_hypercube) {
        return latin_point(inputs, number, plan.size, plan.seed);
    }
    if (plan.design == Design::sobol) {
        return sobol_points(inputs, number, 1, plan.seed);
    }
    const auto both = sobol_points(2 * inputs, number / plan.row_length(), 1, plan.seed);
    const auto member = number % plan.row_length(); // of the row: A, B, A with one input from B
    const auto from = both.begin() + static_cast<std::ptrdiff_t>(member == 1 ? inputs : 0);
    std::vector<double> places(from, from + static_cast<std::ptrdiff_t>(inputs));
    if (member >= 2) {
        places[member - 2] = both[inputs + member - 2];
    }
    return places;
}

} // namespace

std::size_t Plan::inputs() const
{
    const auto drawn =
        std::ranges::count_if(axes, [](const Axis& axis) { return axis.drawn.has_value(); });
    return axes.size() - static_cast<std::size_t>(drawn) + (drawn > 0 ? 1 : 0);
}

std::size_t most_sobol_axes()
{
    return boost::random::default_sobol_table::max_dimension;
}

std::vector<double> sobol_points(std::size_t axes, std::uint64_t first, std::size_t count,
                                 std::uint64_t seed)
{
    if (axes > most_sobol_axes()) {
        throw std::invalid_argument("a Sobol sequence has at most " +
                                    std::to_string(most_sobol_axes()) + " axes");
    }
    std::vector<double> places;
    places.reserve(axes * count);
    if (axes == 0) {
        return places;
    }
    const RandomSource source(seed, 0, 0);
    boost::random::sobol sequence(axes);
    sequence.seed(first);
    for (std::size_t point = 0; point < count; ++point) {
        for (std::size_t k = 0; k < axes; ++k) {
            places.push_back(place_of(sequence() ^ source.words(Purpose::other, k)[0]));
        }
    }
    return places;
}

std::uint64_t permuted(std::uint64_t index, std::uint64_t count, std::uint64_t seed,
                       std::uint64_t which)
{
    const auto half = half_bits(count);
    const auto mask = (std::uint64_t{1} << half) - 1;
    const RandomSource source(seed, which, round_of_permutation);
    // The network permutes at most four times as many numbers as wanted: few turns lead back.
    do {
        auto left = index >> half;
        auto right = index & mask;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const auto mixed = source.words(Purpose::order, right, round)[0] & mask;
            left = std::exchange(right, left ^ mixed);
        }
        index = left << half | right;
    } while (index >= count);
    return index;
}

std::vector<double> latin_point(std::size_t axes, std::uint64_t number, std::uint64_t size,
                                std::uint64_t seed)
{
    std::vector<double> point(axes);
    const auto strata = static_cast<double>(size);
    for (std::size_t k = 0; k < axes; ++k) {
        const auto stratum = static_cast<double>(permuted(number, size, seed, k));
        const RandomSource source(seed, k, within_stratum);
        const double within = place_of(source.words(Purpose::place, number)[0]);
        // Of many strata the last bits of `within` are lost: it must not round into the next one.
        point[k] = std::min(stratum + within, std::nextafter(stratum + 1.0, stratum)) / strata;
    }
    return point;
}

double value_at(const Axis& axis, double place)
{
    if (axis.belief) {
        return quantile(*axis.belief, place);
    }
    const double value =
        axis.logarithmic ? axis.from * std::exp(place * (std::log(axis.to) - std::log(axis.from)))
                         : axis.from + place * (axis.to - axis.from);
    return std::clamp(value, axis.from, axis.to); // rounding leads nowhere else
}

std::vector<double> spaced(double from, double to, std::size_t points, bool logarithmic)
{
    const Axis axis{.from = from, .to = to, .logarithmic = logarithmic};
    std::vector<double> values(points, from);
    for (std::size_t k = 1; k + 1 < points; ++k) {
        values[k] = value_at(axis, static_cast<double>(k) / static_cast<double>(points - 1));
    }
    if (points > 1) {
        values.back() = to;
    }
    return values;
}

std::uint64_t grid_size(std::span<const Axis> axes)
{
    std::uint64_t size = 1;
    for (const auto& axis : axes) {
        if (axis.values.empty() || size > most_members / axis.values.size()) {
            return 0;
        }
        size *= axis.values.size();
    }
    return size;
}

std::vector<double> member_values(const Plan& plan, std::uint64_t number)
{
    std::vector<double> values(plan.axes.size());
    if (plan.design == Design::grid) {
        for (auto k = values.size(); k-- > 0;) {
            const auto& choices = plan.axes[k].values;
            values[k] = choices[number % choices.size()];
            number /= choices.size();
        }
        return values;
    }
    if (plan.design == Design::list) {
        std::ranges::transform(plan.axes, values.begin(),
                               [&](const Axis& axis) { return axis.values[number]; });
        return values;
    }
    const auto places = places_of(plan, number);
    for (std::size_t k = 0, input = 0; k < values.size(); ++k) {
        const auto& axis = plan.axes[k];
        if (axis.drawn) {
            const auto rows = static_cast<double>(plan.draws.rows());
            const auto row = static_cast<std::size_t>(places.back() * rows);
            values[k] = plan.draws.values[row * plan.draws.width + *axis.drawn];
        } else {
            values[k] = value_at(axis, places[input++]);
        }
    }
    return values;
}

} // namespace percolith::runs::ensemble
