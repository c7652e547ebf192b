#include "runs/fit/assumed.hpp"

#include "runs/fit/cells_objective.hpp"
#include "runs/fit/decompose.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

namespace percolith::runs::fit
{
namespace
{

/// Below this a slope is rounding: derivatives are good to about 1e-6.
constexpr double least_slope = 1e-4;
/// The change that sentences speak of, and the rise of the sum of squares that data would notice.
constexpr double tenth = 0.1;
constexpr double noticed_rise = 4.0;
constexpr std::size_t most_spoken_of = 4;

bool is_free(const std::string& key, std::size_t cell, std::span<const Parameter> parameters)
{
    return std::ranges::any_of(parameters, [&](const Parameter& p) {
        return p.key == key && std::ranges::find(p.cells, cell) != p.cells.end();
    });
}

/// Whether the balances of the cell can have the number at all: protocols and options have numbers,
/// too.
bool of_the_cell(const CellSource& source, const Setting& number)
{
    try {
        return source.knows(number);
    } catch (const InputErrors&) {
        return false;
    }
}

/// A tenth more, or less where the cases allow no more.
double spoken_change(const FittedPlace& at, const Assumed& number)
{
    const Setting more{number.key, (1.0 + tenth) * number.value, number.unit};
    const bool allowed = number.key == current_factor_key ||
                         std::ranges::all_of(number.cells, [&](std::size_t cell) {
                             return of_the_cell(at.sources[cell], more);
                         });
    return allowed ? tenth : -tenth;
}

void add_number(Assumed number, std::vector<Assumed>& all)
{
    const auto same = std::ranges::find_if(all, [&](const Assumed& other) {
        return other.key == number.key && other.value == number.value && other.unit == number.unit;
    });
    if (same == all.end()) {
        all.push_back(std::move(number));
    } else {
        same->cells.push_back(number.cells.front());
    }
}

/// Numbers of the cases that are not free, those of equal value in several cells once.
std::vector<Assumed> candidates(const FittedPlace& at)
{
    std::vector<Assumed> all;
    for (std::size_t cell = 0; cell < at.cells.size(); ++cell) {
        for (const auto& entry : at.sources[cell].as_written().values) {
            const auto* value = std::get_if<double>(&entry.value);
            if (value == nullptr || *value == 0.0 || !std::isfinite(*value) ||
                is_free(entry.name, cell, at.parameters)) {
                continue;
            }
            const Setting number{entry.name, *value, entry.unit == "1" ? "" : entry.unit};
            if (of_the_cell(at.sources[cell], number)) {
                add_number({.name = {},
                            .key = number.key,
                            .unit = number.unit,
                            .value = *value,
                            .cells = {cell}},
                           all);
            }
        }
        if (!is_free(current_factor_key, cell, at.parameters)) {
            add_number({.name = {}, .key = current_factor_key, .value = 1.0, .cells = {cell}}, all);
        }
    }
    for (auto& one : all) {
        const bool everywhere = one.cells.size() == at.cells.size();
        one.change = spoken_change(at, one);
        one.name = everywhere ? one.key : name_in_cells(one.key, one.cells, at.cells);
    }
    return all;
}

/// Derivatives of the residuals by relative change of some numbers, a column each.
std::optional<Eigen::MatrixXd> slopes(const FittedPlace& at, std::span<const Assumed> numbers,
                                      unsigned threads, const std::atomic<bool>* interrupted)
{
    std::vector<Parameter> all(at.parameters.begin(), at.parameters.end());
    std::vector<double> theta(at.theta.begin(), at.theta.end());
    for (const auto& number : numbers) {
        Parameter p;
        p.name = number.name;
        p.key = number.key;
        p.unit = number.unit;
        p.logarithmic = number.value > 0.0;
        p.start = number.value;
        p.cells = number.cells;
        theta.push_back(p.theta(number.value));
        all.push_back(std::move(p));
    }
    const CellsObjective objective(at.sources, at.cells, all, {at.noise.begin(), at.noise.end()},
                                   threads, interrupted);
    std::vector<double> r(objective.residuals());
    std::vector<double> jacobian(r.size() * all.size());
    if (!objective.evaluate(theta, r, jacobian)) {
        return std::nullopt;
    }
    Eigen::MatrixXd found(r.size(), numbers.size());
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        const double scale = numbers[k].value > 0.0 ? 1.0 : numbers[k].value;
        for (std::size_t row = 0; row < r.size(); ++row) {
            found(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(k)) =
                scale * jacobian[row * all.size() + at.parameters.size() + k];
        }
    }
    return found;
}

/// What one number does, from its column.
void follow(const FittedPlace& at, const Eigen::VectorXd& column, Assumed& number)
{
    const auto& jacobian = at.jacobian;
    const auto rank = jacobian.rank;
    const Eigen::VectorXd along = jacobian.left.leftCols(rank).transpose() * column;
    const Eigen::VectorXd step =
        jacobian.right.leftCols(rank) * along.cwiseQuotient(jacobian.singular.head(rank));
    const double left = (column - jacobian.left.leftCols(rank) * along).norm();
    number.noticed = left > unseen * column.norm() ? 1.0 / left : infinity;
    const auto move_of = [&](std::size_t k) {
        const auto row = static_cast<Eigen::Index>(k);
        return jacobian.lengths[row] > 0.0 ? -step[row] / jacobian.lengths[row] : 0.0;
    };
    for (std::size_t k = 0; k < at.theta.size(); ++k) {
        number.moves.push_back(
            std::isfinite(at.errors[k]) ? move_of(k) : std::numeric_limits<double>::quiet_NaN());
    }
    for (const auto& combination : at.combinations) {
        double sum = 0.0;
        for (std::size_t k = 0; k < combination.unknowns.size(); ++k) {
            sum += combination.powers[k] * move_of(combination.unknowns[k]);
        }
        number.combined.push_back(sum);
    }
}

double largest_move(const Assumed& number)
{
    double most = 0.0;
    for (const auto* moves : {&number.moves, &number.combined}) {
        for (const double move : *moves) {
            most = std::isnan(move) ? most : std::max(most, std::abs(move));
        }
    }
    return most;
}

/// "2.4 % lower with 10 % more separator.thickness", of what moves by `move_by` a number.
template <class MoveBy>
std::vector<std::string> changes(std::span<const Assumed> assumed, double error, bool logarithmic,
                                 double size, const MoveBy& move_by)
{
    std::vector<std::string> parts;
    for (const auto& number : assumed) {
        const double move = number.change * move_by(number);
        const double rise = number.change / number.noticed;
        const bool worth_saying = std::abs(move) > std::max(0.5 * error, 1e-3 * size);
        if (!worth_saying || rise * rise > noticed_rise || number.unit == "K" ||
            parts.size() == most_spoken_of) {
            continue;
        }
        const double percent = 100.0 * (logarithmic ? std::expm1(move) : move / size);
        parts.push_back(
            fmt::format("{:.2g} % {} with {:g} % {} {}{}", std::abs(percent),
                        percent > 0.0 ? "higher" : "lower", 100.0 * std::abs(number.change),
                        number.change > 0.0 ? "more" : "less", number.name,
                        number.key == current_factor_key ? " (current over area)" : ""));
    }
    return parts;
}

} // namespace

std::vector<Assumed> assumed_numbers(const FittedPlace& at, unsigned threads,
                                     const std::atomic<bool>* interrupted)
{
    const auto all = candidates(at);
    std::vector<Assumed> found;
    const auto add = [&](std::span<const Assumed> some) {
        const auto columns = slopes(at, some, threads, interrupted);
        for (std::size_t k = 0; columns && k < some.size(); ++k) {
            auto number = some[k];
            follow(at, columns->col(static_cast<Eigen::Index>(k)), number);
            if (largest_move(number) > least_slope || std::isfinite(number.noticed)) {
                found.push_back(std::move(number));
            }
        }
        return columns.has_value();
    };
    // Derivatives come by the dozen, those of the unknowns among them. A number whose neighbours
    // its case refuses spoils no other.
    const std::size_t together = 24 - at.parameters.size() % 12;
    for (std::size_t first = 0; first < all.size(); first += together) {
        const auto some = std::span(all).subspan(first, std::min(together, all.size() - first));
        if (!add(some)) {
            for (std::size_t k = 0; k < some.size(); ++k) {
                add(some.subspan(k, 1));
            }
        }
    }
    if (interrupted != nullptr && interrupted->load(std::memory_order_relaxed)) {
        return {};
    }
    std::ranges::stable_sort(found, std::ranges::greater(), largest_move);
    return found;
}

std::vector<std::string> describe(std::span<const Assumed> assumed,
                                  std::span<const Unknown> unknowns,
                                  std::span<const Combination> combinations,
                                  std::span<const double> theta, std::span<const double> errors)
{
    std::vector<std::string> sentences;
    const auto add = [&](const std::string& name, double error, bool logarithmic, double size,
                         const auto& move_by) {
        const auto parts = changes(assumed, error, logarithmic, size, move_by);
        if (!parts.empty()) {
            sentences.push_back(fmt::format("{} would be {}; the fit would be as good", name,
                                            fmt::join(parts, ", ")));
        }
    };
    for (std::size_t k = 0; k < unknowns.size(); ++k) {
        add(unknowns[k].name, errors[k], unknowns[k].logarithmic, size_of(unknowns[k], theta[k]),
            [k](const Assumed& number) { return number.moves[k]; });
    }
    for (std::size_t k = 0; k < combinations.size(); ++k) {
        add(name_of(combinations[k], unknowns), combinations[k].error, true, 1.0,
            [k](const Assumed& number) { return number.combined[k]; });
    }
    return sentences;
}

} // namespace percolith::runs::fit
