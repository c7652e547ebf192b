#include "runs/fit/multi_start.hpp"

#include "model/microstructure/parallel.hpp"
#include "runs/ensemble/designs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace percolith::runs::fit
{
namespace
{

/// Where starts are looked for.
struct Range {
    double low, high; ///< theta
};

Range range_of(const Unknown& unknown)
{
    const double start = unknown.theta(unknown.start);
    const double size = std::abs(unknown.start);
    const double reach = unknown.logarithmic ? std::log(100.0) : (size > 0.0 ? 10.0 * size : 1.0);
    const double low = lowest(unknown);
    const double high = highest(unknown);
    return {std::isfinite(low) ? low : std::min(start, high) - reach,
            std::isfinite(high) ? high : std::max(start, low) + reach};
}

/// -2 ln L rises by 1 at one standard error: residuals this close say the same.
constexpr double same = 0.01;

bool agree(const Solution& one, const Solution& other)
{
    double distance = 0.0;
    for (std::size_t k = 0; k < one.r.size(); ++k) {
        distance += (one.r[k] - other.r[k]) * (one.r[k] - other.r[k]);
    }
    return distance < same;
}

void add(std::vector<Minimum>& minima, const Solution& solution)
{
    const auto known = std::ranges::find_if(
        minima, [&](const Minimum& minimum) { return agree(minimum.best, solution); });
    if (known == minima.end()) {
        minima.push_back({solution, 1, solution.theta, solution.theta});
        return;
    }
    ++known->reached;
    for (std::size_t k = 0; k < solution.theta.size(); ++k) {
        known->low[k] = std::min(known->low[k], solution.theta[k]);
        known->high[k] = std::max(known->high[k], solution.theta[k]);
    }
}

/// Indices of the solutions by cost; equal ones in order of their starts.
std::vector<std::size_t> by_cost(const std::vector<Solution>& solutions)
{
    std::vector<std::size_t> order(solutions.size());
    for (std::size_t k = 0; k < order.size(); ++k) {
        order[k] = k;
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t k) { return solutions[k].cost; });
    return order;
}

} // namespace

const Solution& Search::best() const
{
    return minima.empty() ? *std::ranges::min_element(solutions, {}, &Solution::cost)
                          : minima.front().best;
}

std::vector<std::vector<double>> starting_places(std::span<const Unknown> unknowns,
                                                 std::size_t count, std::uint64_t seed)
{
    std::vector<std::vector<double>> places(count, std::vector<double>(unknowns.size()));
    if (unknowns.empty() || count == 0) {
        return places;
    }
    std::ranges::transform(unknowns, places[0].begin(),
                           [](const Unknown& u) { return u.theta(u.start); });
    const auto shares = ensemble::sobol_points(unknowns.size(), 0, count - 1, seed);
    auto share = shares.begin();
    for (std::size_t which = 1; which < count; ++which) {
        for (std::size_t k = 0; k < unknowns.size(); ++k) {
            const auto [low, high] = range_of(unknowns[k]);
            places[which][k] = low + *share++ * (high - low);
        }
    }
    return places;
}

Search search_minima(const Objective& objective, const MultiStartOptions& options)
{
    constexpr std::size_t replacements = 7;
    const auto count = std::max<std::size_t>(options.starts, 1);
    const auto places =
        starting_places(objective.unknowns(), count * (1 + replacements), options.seed);
    Search search;
    search.solutions.resize(count);
    std::mutex one_at_a_time;
    const auto work = [&](std::size_t number) {
        auto each = options.each;
        if (options.each.progress) {
            each.progress = [&, number](SolveProgress progress) {
                const std::scoped_lock alone(one_at_a_time);
                progress.start = number;
                options.each.progress(progress);
            };
        }
        auto& solution = search.solutions[number];
        solution = solve(objective, places[number], each);
        // The user should know that the start she gave cannot be computed.
        const auto tries = number == 0 ? 0 : replacements;
        // Neighbours in the sequence lie far apart; every 16th would lie in the same sixteenth.
        const auto first = count + number * replacements;
        for (auto k = first; k < first + tries && solution.ending == Ending::not_computable; ++k) {
            solution = solve(objective, places[k], each);
        }
    };
    microstructure::run_parallel(count, options.threads, work);
    for (const auto which : by_cost(search.solutions)) {
        const auto& solution = search.solutions[which];
        search.interrupted = search.interrupted || solution.ending == Ending::interrupted;
        if (solution.converged()) {
            add(search.minima, solution);
        }
    }
    return search;
}

std::vector<std::string> describe(const Search& search, std::span<const Unknown> unknowns)
{
    std::vector<std::string> sentences;
    for (const auto& minimum : search.minima) {
        auto text = fmt::format("{} of {} starts end at a sum of squares of {:.5g}",
                                minimum.reached, search.solutions.size(), minimum.best.cost);
        for (std::size_t k = 0; k < unknowns.size(); ++k) {
            const auto& unknown = unknowns[k];
            text += fmt::format("{} {} = {:.4g}", k == 0 ? ":" : ",", unknown.name,
                                unknown.value(minimum.best.theta[k]));
            // Farther apart than convergence explains: data do not fix it.
            if (minimum.high[k] - minimum.low[k] >
                0.05 * (unknown.logarithmic ? 1.0 : std::abs(minimum.best.theta[k]))) {
                text += fmt::format(" (from {:.2g} to {:.2g} in these, which fit alike)",
                                    unknown.value(minimum.low[k]), unknown.value(minimum.high[k]));
            } else if (!unknown.unit.empty()) {
                text += " " + unknown.unit;
            }
        }
        sentences.push_back(std::move(text));
    }
    const auto failed = std::ranges::count_if(
        search.solutions, [](const Solution& solution) { return !solution.converged(); });
    if (failed > 0) {
        sentences.push_back(
            fmt::format("{} of {} starts did not converge", failed, search.solutions.size()));
        const auto& lowest = *std::ranges::min_element(search.solutions, {}, &Solution::cost);
        if (!search.minima.empty() && lowest.cost < search.best().cost - same) {
            sentences.push_back("the lowest of them: " + describe(lowest, unknowns));
        }
    }
    return sentences;
}

} // namespace percolith::runs::fit
