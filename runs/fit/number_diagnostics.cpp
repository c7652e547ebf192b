#include "runs/fit/number_diagnostics.hpp"

#include "runs/fit/diagnostics.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs::fit
{
namespace
{

constexpr double one_hour = 3600.0; // s

std::string of_part(Part part)
{
    return part == Part::cell ? "" : fmt::format(" ({})", name_of(part));
}

std::string point_text(const PointData& point, double residual)
{
    return fmt::format("the {}{} at {:.4g} h lies {:.3g} standard deviations {} the model",
                       name_of(point.kind), of_part(point.part), point.time / one_hour,
                       std::abs(residual), residual > 0.0 ? "below" : "above");
}

std::string event_text(const EventData& event, double residual)
{
    const auto what =
        event.kind ? fmt::format("{} ({})", model::name(*event.kind), model::name(event.side))
                   : std::string("the end");
    const auto time = event.time / one_hour;
    switch (event.seen) {
    case Seen::not_yet:
        return fmt::format("{} had not come by {:.4g} h, but comes before in the model ({:.3g} "
                           "standard deviations)",
                           what, time, std::abs(residual));
    case Seen::already:
        return fmt::format("{} had come by {:.4g} h, but comes after it in the model ({:.3g} "
                           "standard deviations)",
                           what, time, std::abs(residual));
    case Seen::when:
        break;
    }
    return fmt::format("{} at {:.4g} h comes {:.3g} standard deviations {} in the model", what,
                       time, std::abs(residual), residual > 0.0 ? "later" : "earlier");
}

} // namespace

const char* name_of(PointKind kind)
{
    static constexpr const char* names[]{"resistance", "consumed charge", "thickness"};
    return names[static_cast<std::size_t>(kind)];
}

const char* name_of(Part part)
{
    static constexpr const char* names[]{"cell", "working", "counter"};
    return names[static_cast<std::size_t>(part)];
}

double chance_of(double sum, double freedom)
{
    return cdf(complement(boost::math::chi_squared(freedom), sum));
}

std::vector<std::string> describe_numbers(const CellData& data, std::span<const double> residuals,
                                          double parameters, double level)
{
    std::vector<std::string> sentences;
    if (residuals.empty()) {
        return sentences;
    }
    const auto say = [&](const std::string& text) { sentences.push_back(data.name + ": " + text); };
    const double sum =
        std::inner_product(residuals.begin(), residuals.end(), residuals.begin(), 0.0);
    const double freedom = std::max(1.0, static_cast<double>(residuals.size()) - parameters);
    if (residuals.size() > 1 && chance_of(sum, freedom) < level) {
        say(fmt::format("{} points and times leave residuals {:.3g} times as large as their errors",
                        residuals.size(), std::sqrt(sum / freedom)));
    }
    for (const auto& off : outliers(residuals, level)) {
        const double residual = residuals[off.sample];
        say(off.sample < data.points.size()
                ? point_text(data.points[off.sample], residual)
                : event_text(data.events[off.sample - data.points.size()], residual));
    }
    return sentences;
}

} // namespace percolith::runs::fit
