#include "runs/fit/powers.hpp"

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
            if (const auto power = near_whole(weight, denominator)) {
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

Eigen::MatrixXd sparsest_rows(Eigen::MatrixXd rows)
{
    std::vector<bool> used(static_cast<std::size_t>(rows.cols()));
    for (Index row = 0; row < rows.rows(); ++row) {
        Index pivot_row = row;
        Index pivot = 0;
        rows.bottomRows(rows.rows() - row).cwiseAbs().maxCoeff(&pivot_row, &pivot);
        rows.row(row).swap(rows.row(row + pivot_row));
        rows.row(row) /= rows(row, pivot);
        for (Index other = 0; other < rows.rows(); ++other) {
            if (other != row) {
                rows.row(other) -= rows(other, pivot) * rows.row(row);
            }
        }
    }
    return rows;
}

} // namespace percolith::runs::fit
