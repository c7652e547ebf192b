#include "runs/fit/free_exponent.hpp"

#include "runs/fit/multi_start.hpp"
#include "runs/fit/number_diagnostics.hpp"
#include "runs/fit/profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace percolith::runs::fit
{

namespace
{

/// Unknowns: n, ln A (of the value at the last time), and y_0 of resistances, in that order.
class Growth final : public Objective
{
public:
    explicit Growth(std::vector<PointData> points) : points_(std::move(points))
    {
        const auto later = [](const PointData& a, const PointData& b) { return a.time < b.time; };
        const auto last = std::max_element(points_.begin(), points_.end(), later);
        end_ = last->time;
        unknowns_ = {{.name = "exponent", .start = 0.5, .low = 0.0, .high = 4.0},
                     {.name = "growth",
                      .logarithmic = true,
                      .start = last->value,
                      .low = 1e-4 * last->value,
                      .high = 1e4 * last->value}};
        if (points_.front().kind == PointKind::resistance) {
            const auto first = std::min_element(points_.begin(), points_.end(), later);
            unknowns_.push_back({.name = "offset",
                                 .logarithmic = true,
                                 .start = first->value,
                                 .low = 1e-4 * first->value,
                                 .high = 1e4 * first->value});
        }
    }

    std::span<const Unknown> unknowns() const override { return unknowns_; }
    std::size_t residuals() const override { return points_.size(); }
    std::size_t data() const override { return points_.size(); }
    double constant() const override
    {
        double sum = 0.0;
        for (const auto& point : points_) {
            sum += std::log(2.0 * std::numbers::pi * point.error * point.error);
        }
        return sum;
    }
    bool evaluate(std::span<const double> theta, std::span<double> r,
                  std::span<double> jacobian) const override
    {
        const auto columns = unknowns_.size();
        for (std::size_t k = 0; k < points_.size(); ++k) {
            const auto& point = points_[k];
            const double share = point.time / end_;
            const double grown = std::exp(theta[1]) * std::pow(share, theta[0]);
            const double offset = columns > 2 ? std::exp(theta[2]) : 0.0;
            r[k] = (grown + offset - point.value) / point.error;
            if (!jacobian.empty()) {
                jacobian[k * columns] = grown * std::log(share) / point.error;
                jacobian[k * columns + 1] = grown / point.error;
                if (columns > 2) {
                    jacobian[k * columns + 2] = offset / point.error;
                }
            }
        }
        return true;
    }

private:
    std::vector<PointData> points_;
    std::vector<Unknown> unknowns_;
    double end_ = 1.0;
};

std::optional<FreeExponent> exponent_of(std::vector<PointData> points, double confidence)
{
    const auto early = [](const PointData& point) { return !(point.time > 0.0); };
    points.erase(std::remove_if(points.begin(), points.end(), early), points.end());
    std::set<double> times;
    for (const auto& point : points) {
        times.insert(point.time);
    }
    const std::size_t needed =
        !points.empty() && points.front().kind == PointKind::resistance ? 4 : 3;
    if (times.size() < needed) {
        return std::nullopt;
    }
    FreeExponent found{.kind = points.front().kind,
                       .part = points.front().part,
                       .points = points.size(),
                       .interval = {}};
    const Growth growth(std::move(points));
    const auto search = search_minima(growth, {.starts = 8, .threads = 1});
    const auto& best = search.best();
    if (!best.converged()) {
        return std::nullopt;
    }
    found.exponent = best.theta[0];
    found.misfit = best.cost;
    const auto around = profiles(growth, best, {.confidence = confidence, .threads = 1});
    found.interval = interval_of(around.profiles.front(), growth.unknowns().front());
    return found;
}

/// Where no power fits, the interval is of nothing.
std::string misfit_text(const FreeExponent& found)
{
    constexpr double level = 1e-3;
    const auto unknowns = found.kind == PointKind::resistance ? 3U : 2U;
    if (found.points <= unknowns) {
        return {};
    }
    const auto freedom = static_cast<double>(found.points - unknowns);
    return chance_of(found.misfit, freedom) < level
               ? fmt::format("; but no power fits these points: residuals are {:.3g} times as "
                             "large as their errors",
                             std::sqrt(found.misfit / freedom))
               : "";
}

} // namespace

std::vector<FreeExponent> free_exponents(const CellData& cell, double confidence)
{
    std::vector<FreeExponent> all;
    for (const auto kind :
         {PointKind::consumed_charge, PointKind::thickness, PointKind::resistance}) {
        for (const auto part : {Part::cell, Part::working, Part::counter}) {
            std::vector<PointData> points;
            std::copy_if(cell.points.begin(), cell.points.end(), std::back_inserter(points),
                         [&](const PointData& p) { return p.kind == kind && p.part == part; });
            if (const auto found = exponent_of(std::move(points), confidence)) {
                all.push_back(*found);
            }
        }
    }
    return all;
}

std::string describe(const FreeExponent& found, double confidence)
{
    return fmt::format("without a model, {} grows with time to the power {:.3g} ({:.3g} .. {:.3g}, "
                       "{:.3g} %, {} points): 0.5 where a layer limits that grows, 1 where "
                       "the reaction does{}",
                       name_of(found.kind), found.exponent, found.interval.low, found.interval.high,
                       100.0 * confidence, found.points, misfit_text(found));
}

} // namespace percolith::runs::fit
