#include "runs/fit/powers.hpp"

#include "runs/fit/leverage.hpp"
#include "runs/fit/rounded.hpp"

#include <Eigen/LU>
#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs::fit
{
namespace
{

using Eigen::Index;

/// A whole number of at most 4 times 1, 1/2, 1/3 or 1/4 close to x, as numerator over
/// `denominator`.
std::optional<int> near_whole(double x, int denominator)
{
    const double numerator = std::round(x * denominator);
    const bool near = std::abs(x * denominator - numerator) < 0.05 * denominator;
    return near && std::abs(numerator) <= 6.0 ? std::optional(static_cast<int>(numerator))
                                              : std::nullopt;
}

} // namespace

std::optional<std::vector<int>> small_powers(const Eigen::VectorXd& weights)
{
    for (int denominator = 1; denominator <= 4; ++denominator) {
        std::vector<int> powers;
        for (const double weight : weights) {
            if (const auto power = near_whole(rounded(weight), denominator)) {
                powers.push_back(*power);
            }
        }
        if (powers.size() == static_cast<std::size_t>(weights.size())) {
            int common = 0;
            for (const int power : powers) {
                common = std::gcd(common, power);
            }
            const auto first = std::ranges::find_if(powers, [](int p) { return p != 0; });
            common *= first != powers.end() && *first < 0 ? -1 : 1;
            for (int& power : powers) {
                power /= common == 0 ? 1 : common;
            }
            return powers;
        }
    }
    return std::nullopt;
}

std::optional<std::vector<double>> decimal_powers(const Eigen::VectorXd& weights)
{
    constexpr double least = 0.02;
    constexpr double apart = 10.0;
    const double largest = rounded(weights.cwiseAbs().maxCoeff());
    double smallest = largest;
    double first = 0.0;
    std::vector<double> powers;
    for (const double weight : weights) {
        const double size = rounded(std::abs(weight));
        const bool counts = size >= least * largest;
        smallest = counts ? std::min(smallest, size) : smallest;
        first = first == 0.0 && counts ? weight : first;
        powers.push_back(counts ? std::round(100.0 * rounded(weight / first)) / 100.0 : 0.0);
    }
    return smallest * apart < largest ? std::nullopt : std::optional(std::move(powers));
}

Eigen::MatrixXd sparsest_rows(const Eigen::MatrixXd& rows)
{
    const Index count = rows.rows();
    const Eigen::HouseholderQR<Eigen::MatrixXd> across(rows.transpose());
    const Eigen::MatrixXd span =
        across.householderQ() * Eigen::MatrixXd::Identity(rows.cols(), count);
    auto pivots = leverages(span * span.transpose(), count).pivots;
    std::ranges::sort(pivots);
    Eigen::MatrixXd at_pivots(count, count);
    for (Index k = 0; k < count; ++k) {
        at_pivots.row(k) = span.row(pivots[static_cast<std::size_t>(k)]);
    }
    return at_pivots.transpose().partialPivLu().solve(span.transpose());
}

} // namespace percolith::runs::fit
