#include "runs/fit/compare.hpp"

#include "runs/fit/decompose.hpp"

#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <stdexcept>

namespace percolith::runs::fit
{
namespace
{

/// The rule's two promises: about models that differ by `clear` in ln L without noise, and about
/// models that differ by `slight`.
constexpr double clear = 10.0;
constexpr double missed = 0.05;
constexpr double slight = 1.0;
constexpr double decided = 0.10;
constexpr double least_better = 2.0;

/// Rows of U that belong to data: H = U U^T takes data to the fitted curve (a prior's rows are
/// missing, so that H's eigenvalues are below 1 where the prior has its say).
Eigen::MatrixXd hat_root(const FittedModel& model)
{
    if (model.unknowns == 0) {
        return Eigen::MatrixXd(static_cast<Eigen::Index>(model.data), 0);
    }
    const auto own = decompose(model.jacobian, model.unknowns);
    return own.left.topLeftCorner(static_cast<Eigen::Index>(model.data), own.rank);
}

Criteria criteria_of(const FittedModel& model, const Eigen::MatrixXd& root)
{
    double minus_two_log = model.constant;
    for (const double r : std::span(model.r).first(model.data)) {
        minus_two_log += r * r;
    }
    const double p = root.squaredNorm();
    const auto n = static_cast<double>(model.data);
    Criteria result{.log_likelihood = -0.5 * minus_two_log, .parameters = p};
    result.aic = minus_two_log + 2.0 * p;
    result.aicc = n > p + 1.0 ? result.aic + 2.0 * p * (p + 1.0) / (n - p - 1.0)
                              : std::numeric_limits<double>::infinity();
    result.bic = minus_two_log + p * std::log(n);
    return result;
}

double squared_distance(const FittedModel& one, const FittedModel& other)
{
    double sum = 0.0;
    for (std::size_t k = 0; k < one.data; ++k) {
        sum += (one.r[k] - other.r[k]) * (one.r[k] - other.r[k]);
    }
    return sum;
}

} // namespace

FittedModel fitted(const std::string& name, const Objective& objective, const Solution& solution)
{
    FittedModel model{.name = name,
                      .r = std::vector<double>(objective.residuals()),
                      .jacobian = {},
                      .unknowns = objective.unknowns().size(),
                      .data = objective.data(),
                      .constant = objective.constant()};
    model.jacobian.resize(model.r.size() * model.unknowns);
    if (!objective.evaluate(solution.theta, model.r, model.jacobian)) {
        throw std::invalid_argument(name + ": the model cannot be computed at its solution");
    }
    return model;
}

double needed_separation(double directions)
{
    const boost::math::non_central_chi_squared far(directions, 2.0 * clear);
    const boost::math::non_central_chi_squared near(directions, 2.0 * slight);
    const auto excess = [&](double c) {
        return cdf(far, c) / missed - cdf(complement(near, c)) / decided;
    };
    // A little above the mean without a difference, and the mean with a clear one.
    std::uintmax_t most = 100;
    const auto ends =
        boost::math::tools::toms748_solve(excess, directions, directions + 2.0 * clear,
                                          boost::math::tools::eps_tolerance<double>(30), most);
    return 0.5 * (ends.first + ends.second);
}

Comparison compare(std::span<const FittedModel> models)
{
    Comparison result;
    std::vector<Eigen::MatrixXd> roots;
    for (const auto& model : models) {
        if (model.data != models[0].data) {
            throw std::invalid_argument(model.name + " and " + models[0].name +
                                        " are not fitted to the same data");
        }
        roots.push_back(hat_root(model));
        result.criteria.push_back(criteria_of(model, roots.back()));
    }
    std::vector<bool> worse(models.size(), false);
    for (std::size_t one = 0; one < models.size(); ++one) {
        for (std::size_t other = one + 1; other < models.size(); ++other) {
            const auto& a = result.criteria[one];
            const auto& b = result.criteria[other];
            Pair pair{.one = one, .other = other};
            pair.difference = a.log_likelihood - b.log_likelihood;
            pair.corrected = pair.difference - 0.5 * (a.parameters - b.parameters);
            pair.separation = squared_distance(models[one], models[other]);
            // tr (H1 - H2)^2, from the small products.
            pair.directions = (roots[one].transpose() * roots[one]).squaredNorm() +
                              (roots[other].transpose() * roots[other]).squaredNorm() -
                              2.0 * (roots[one].transpose() * roots[other]).squaredNorm();
            pair.needed = needed_separation(std::max(1.0, pair.directions));
            if (pair.separation > pair.needed && std::abs(pair.corrected) > least_better) {
                pair.better = pair.corrected > 0.0 ? one : other;
                worse[pair.corrected > 0.0 ? other : one] = true;
            }
            result.pairs.push_back(pair);
        }
    }
    for (std::size_t k = 0; k < models.size(); ++k) {
        if (!worse[k]) {
            result.remaining.push_back(k);
        }
    }
    if (models.size() > 1 && result.remaining.size() == 1) {
        result.chosen = result.remaining.front();
    }
    return result;
}

} // namespace percolith::runs::fit
