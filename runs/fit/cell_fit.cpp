#include "runs/fit/cell_fit.hpp"

#include "runs/fit/diagnostics.hpp"
#include "runs/fit/number_diagnostics.hpp"

#include <span>

namespace percolith::runs::fit
{

CellFit cell_fit(const CellsObjective& objective, const CellData& data, std::size_t which,
                 const Solution& best, double noise, double confidence)
{
    const auto rows = objective.rows(which);
    const auto begin = best.r.begin() + static_cast<std::ptrdiff_t>(rows.first);
    CellFit cell{.noise = noise,
                 .noise_is_estimated = data.voltage.noise_is_estimated,
                 .model = objective.model(which, best.theta),
                 .residuals = {begin, begin + static_cast<std::ptrdiff_t>(rows.count)},
                 .diagnostics = {},
                 .exponents = free_exponents(data, confidence)};
    const auto samples = data.voltage.voltage.size();
    const double share =
        static_cast<double>(objective.unknowns().size()) / static_cast<double>(objective.data());
    if (samples > 1) {
        std::vector<double> time;
        time.reserve(samples);
        for (const auto& moment : data.voltage.moments) {
            time.push_back(moment.time);
        }
        const Leftovers left{.name = data.name + ": voltage",
                             .time = time,
                             .residuals = std::span(cell.residuals).first(samples),
                             .parameters = share * static_cast<double>(samples),
                             .noise_is_estimated = cell.noise_is_estimated};
        cell.diagnostics = describe(diagnose(left), left);
    }
    const auto numbers = std::span(cell.residuals).subspan(samples);
    const auto off = describe_numbers(data, numbers, share * static_cast<double>(numbers.size()));
    cell.diagnostics.insert(cell.diagnostics.end(), off.begin(), off.end());
    return cell;
}

} // namespace percolith::runs::fit
