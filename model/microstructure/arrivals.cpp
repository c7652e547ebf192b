#include "model/microstructure/arrivals.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <numeric>

namespace percolith::microstructure
{

std::array<double, 4> arrivals(const std::array<std::uint64_t, 4>& counts,
                               const RandomSource& random)
{
    std::array<std::size_t, 4> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return counts[a] < counts[b]; });
    const auto drawn = random.uniforms(Purpose::arrival, 0);
    std::array<double, 4> times{};
    std::uint64_t before = 0;
    double now = 0.0;
    for (const std::size_t k : order) {
        if (counts[k] > before) {
            // The sum of n waits has the gamma distribution of order n.
            now += boost::math::gamma_p_inv(static_cast<double>(counts[k] - before), drawn[k]);
            before = counts[k];
        }
        times[k] = now;
    }
    return times;
}

} // namespace percolith::microstructure
