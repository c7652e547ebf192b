#include "runs/ensemble/sensitivity.hpp"

#include <cmath>

namespace percolith::runs::ensemble
{

Sensitivity::Sensitivity(std::size_t inputs) : inputs_(inputs)
{
    for (auto& sums : sums_) {
        sums.first.assign(inputs, 0.0);
        sums.total.assign(inputs, 0.0);
    }
}

void Sensitivity::add(std::uint64_t number, std::span<const double> answers, double first_answer)
{
    auto& sums = sums_[number % groups];
    const double a = answers[0] - first_answer;
    const double b = answers[1] - first_answer;
    sums.rows += 1.0;
    sums.answer += a + b;
    sums.square += a * a + b * b;
    for (std::size_t k = 0; k < inputs_; ++k) {
        const double mixed = answers[k + 2] - first_answer;
        sums.first[k] += b * (mixed - a);
        sums.total[k] += 0.5 * (a - mixed) * (a - mixed);
    }
}

std::uint64_t Sensitivity::rows() const
{
    double rows = 0.0;
    for (const auto& sums : sums_) {
        rows += sums.rows;
    }
    return static_cast<std::uint64_t>(rows);
}

void Sensitivity::add(Sums& to, const Sums& some, double times)
{
    to.rows += times * some.rows;
    to.answer += times * some.answer;
    to.square += times * some.square;
    for (std::size_t k = 0; k < to.first.size(); ++k) {
        to.first[k] += times * some.first[k];
        to.total[k] += times * some.total[k];
    }
}

std::vector<SobolIndex> Sensitivity::estimate(const Sums& sums)
{
    const double mean = sums.answer / (2.0 * sums.rows);
    const double variance = sums.square / (2.0 * sums.rows) - mean * mean;
    std::vector<SobolIndex> indices;
    if (!(variance > 0.0)) {
        return indices;
    }
    for (std::size_t k = 0; k < sums.first.size(); ++k) {
        SobolIndex index;
        index.first = sums.first[k] / sums.rows / variance;
        index.total = sums.total[k] / sums.rows / variance;
        indices.push_back(index);
    }
    return indices;
}

std::vector<SobolIndex> Sensitivity::indices() const
{
    Sums all{.first = std::vector<double>(inputs_), .total = std::vector<double>(inputs_)};
    for (const auto& sums : sums_) {
        add(all, sums, 1.0);
    }
    if (all.rows < 2.0) {
        return {};
    }
    auto indices = estimate(all);
    double filled = 0.0;
    for (const auto& group : sums_) {
        auto rest = all;
        add(rest, group, -1.0);
        if (group.rows == 0.0 || rest.rows < 1.0) {
            continue;
        }
        const auto others = estimate(rest);
        filled += 1.0;
        for (std::size_t k = 0; k < indices.size() && k < others.size(); ++k) {
            indices[k].first_error += std::pow(others[k].first - indices[k].first, 2);
            indices[k].total_error += std::pow(others[k].total - indices[k].total, 2);
        }
    }
    for (auto& index : indices) { // the jackknife's variance
        index.first_error = std::sqrt(index.first_error * (filled - 1.0) / filled);
        index.total_error = std::sqrt(index.total_error * (filled - 1.0) / filled);
    }
    return indices;
}

} // namespace percolith::runs::ensemble
