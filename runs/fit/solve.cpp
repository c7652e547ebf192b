#include "runs/fit/solve.hpp"

#include "runs/fit/decompose.hpp"
#include "runs/fit/evaluations.hpp"
#include "runs/fit/wall.hpp"

#include <ceres/iteration_callback.h>
#include <ceres/manifold.h>
#include <ceres/problem.h>
#include <ceres/solver.h>

#include <algorithm>

namespace percolith::runs::fit
{
namespace
{

class Watch : public ceres::IterationCallback
{
public:
    Watch(const SolveOptions& options, const Evaluations& residuals, const Solution& solution)
        : options_(options), residuals_(residuals), solution_(solution)
    {
        for (const auto side : solution.at_bound) {
            held_.push_back(side == Side::inside ? 0 : 1);
        }
    }
    ceres::CallbackReturnType operator()(const ceres::IterationSummary& summary) override
    {
        if (options_.progress) {
            options_.progress(
                {.step = solution_.steps + summary.iteration, .cost = 2.0 * summary.cost});
        }
        if (risen(options_)) {
            return ceres::SOLVER_ABORT;
        }
        const auto* place = residuals_.known(solution_.theta);
        return place != nullptr &&
                       promised_by_any(place->jacobian, place->r, held_) < options_.settled
                   ? ceres::SOLVER_TERMINATE_SUCCESSFULLY
                   : ceres::SOLVER_CONTINUE;
    }

private:
    const SolveOptions& options_;
    const Evaluations& residuals_;
    const Solution& solution_; ///< steps before, and where Ceres is
    std::vector<char> held_;
};

/// Unknowns pressed against a bound. Ceres cuts a step off at the bounds, which leaves the free
/// unknowns where they would go if the pressed ones could go on: those are held instead.
std::vector<int> pressed_ones(const Solution& solution)
{
    std::vector<int> held;
    for (std::size_t k = 0; k < solution.at_bound.size(); ++k) {
        if (solution.at_bound[k] != Side::inside) {
            held.push_back(static_cast<int>(k));
        }
    }
    return held;
}

/// Steps until Ceres is content.
void walk(const Objective& objective, Evaluations& residuals, const SolveOptions& options,
          Solution& solution)
{
    const auto unknowns = objective.unknowns();
    ceres::Problem::Options kept;
    kept.cost_function_ownership = ceres::DO_NOT_TAKE_OWNERSHIP;
    ceres::Problem problem(kept);
    auto* theta = solution.theta.data();
    problem.AddResidualBlock(&residuals, nullptr, theta);
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        if (std::isfinite(lowest(unknowns[k]))) {
            problem.SetParameterLowerBound(theta, static_cast<int>(k), lowest(unknowns[k]));
        }
        if (std::isfinite(highest(unknowns[k]))) {
            problem.SetParameterUpperBound(theta, static_cast<int>(k), highest(unknowns[k]));
        }
    }
    const auto held = pressed_ones(solution);
    if (held.size() == unknowns.size()) {
        problem.SetParameterBlockConstant(theta);
    } else if (!held.empty()) {
        problem.SetManifold(theta,
                            new ceres::SubsetManifold(static_cast<int>(unknowns.size()), held));
    }
    Watch watch(options, residuals, solution);
    ceres::Solver::Options how;
    how.linear_solver_type = ceres::DENSE_QR;
    how.logging_type = ceres::SILENT;
    how.num_threads = 1;
    how.max_num_iterations = options.steps - solution.steps;
    how.max_num_consecutive_invalid_steps = 60; // each halves the step at least
    how.function_tolerance = options.precision;
    how.gradient_tolerance = 1e-12;
    how.parameter_tolerance = 1e-12;
    how.callbacks.push_back(&watch);
    how.update_state_every_iteration = true;
    ceres::Solver::Summary summary;
    ceres::Solve(how, &problem, &summary);
    solution.steps += std::max(0, static_cast<int>(summary.iterations.size()) - 1);
    if (summary.termination_type == ceres::NO_CONVERGENCE) {
        solution.ending = Ending::out_of_steps;
    } else {
        solution.ending = Ending::converged;
    }
}

/// An e-fold of the unknown moves all residuals together by less than this many errors.
constexpr double no_effect = 0.01;

Side pressed(const Unknown& unknown, double theta, double slope)
{
    // Ceres leaves an unknown on its bound exactly, or a rounding away from it.
    const auto near = [&](double bound) {
        return std::isfinite(bound) &&
               std::abs(theta - bound) <= 1e-9 * std::max(1.0, std::abs(bound));
    };
    if (near(lowest(unknown)) && slope >= 0.0) {
        return Side::low;
    }
    return near(highest(unknown)) && slope <= 0.0 ? Side::high : Side::inside;
}

/// Residuals, cost, bounds and what one more step promises; that step.
bool look(const Objective& objective, const Evaluations& residuals, Solution& solution,
          std::vector<double>& step)
{
    const auto unknowns = objective.unknowns();
    const auto n = unknowns.size();
    const auto* place = residuals.at(solution.theta, true);
    solution.evaluations = residuals.count();
    if (place == nullptr) {
        return false;
    }
    const auto& r = place->r;
    const auto m = r.size();
    auto jacobian = place->jacobian;
    std::vector<double> sizes(n);
    solution.cost = 0.0;
    for (const double x : r) {
        solution.cost += x * x;
    }
    solution.at_bound.assign(n, Side::inside);
    solution.flat.assign(n, false);
    for (std::size_t k = 0; k < n; ++k) {
        sizes[k] = size_of(unknowns[k], solution.theta[k]);
        double slope = 0.0;
        double square = 0.0;
        for (std::size_t row = 0; row < m; ++row) {
            slope += jacobian[row * n + k] * r[row];
            square += jacobian[row * n + k] * jacobian[row * n + k];
        }
        solution.at_bound[k] = pressed(unknowns[k], solution.theta[k], slope);
        solution.flat[k] = unknowns[k].logarithmic && square < no_effect * no_effect;
        if (solution.at_bound[k] != Side::inside || solution.flat[k]) {
            for (std::size_t row = 0; row < m; ++row) {
                jacobian[row * n + k] = 0.0;
            }
        }
    }
    const auto seen = decompose(jacobian, n);
    solution.gain = promised_gain(seen, r, sizes);
    step = promised_step(seen, r, sizes);
    solution.r = r;
    return true;
}

} // namespace

double lowest(const Unknown& unknown)
{
    return unknown.logarithmic && unknown.low <= 0.0 ? -std::numeric_limits<double>::infinity()
                                                     : unknown.theta(unknown.low);
}

double highest(const Unknown& unknown)
{
    return unknown.theta(unknown.high);
}

double within_bounds(const Unknown& unknown, double theta)
{
    return std::min(std::max(theta, lowest(unknown)), highest(unknown));
}

Solution solve(const Objective& objective, std::span<const double> start,
               const SolveOptions& options)
{
    const auto unknowns = objective.unknowns();
    Solution solution;
    solution.theta.assign(start.begin(), start.end());
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        solution.theta[k] = within_bounds(unknowns[k], solution.theta[k]);
    }
    if (risen(options)) {
        solution.ending = Ending::interrupted;
        return solution;
    }
    Evaluations residuals(objective, options);
    std::vector<double> step;
    if (!look(objective, residuals, solution, step)) {
        solution.ending = risen(options) ? Ending::interrupted : Ending::not_computable;
        return solution;
    }
    solution.ending = Ending::converged;
    // Each round holds what is pressed against a bound, and lets go what no longer is. A trust
    // region that shrank to nothing beside a place where the model cannot be computed opens again:
    // the way along that place may be free.
    constexpr int rounds = 12;
    for (int round = 0; round < rounds && !unknowns.empty() && !risen(options); ++round) {
        const double before = solution.cost;
        const auto pressed_before = solution.at_bound;
        walk(objective, residuals, options, solution);
        if (risen(options) || !look(objective, residuals, solution, step) ||
            solution.gain < options.gain || solution.ending == Ending::out_of_steps ||
            solution.steps >= options.steps ||
            (before - solution.cost < options.precision * before &&
             solution.at_bound == pressed_before)) {
            break;
        }
    }
    if (solution.ending == Ending::converged && solution.gain >= options.gain) {
        if (solution.steps >= options.steps) {
            solution.ending = Ending::out_of_steps;
        } else {
            solution.wall = wall_ahead(objective, residuals, solution, step);
            solution.ending = solution.wall ? Ending::at_wall : Ending::stuck;
            solution.evaluations = residuals.count();
        }
    } else if (solution.gain < options.gain) {
        solution.ending = Ending::converged;
    }
    if (risen(options)) {
        solution.ending = Ending::interrupted;
        solution.wall.reset();
    }
    return solution;
}

} // namespace percolith::runs::fit
