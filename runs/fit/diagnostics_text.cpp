#include "runs/fit/diagnostics.hpp"

#include <fmt/format.h>

#include <cmath>

namespace percolith::runs::fit
{
namespace
{

/// In the unit that suits how long the record is.
class Clock
{
public:
    explicit Clock(double length)
    {
        if (length >= 7200.0) {
            unit_ = "h";
            second_ = 1.0 / 3600.0;
        } else if (length >= 120.0) {
            unit_ = "min";
            second_ = 1.0 / 60.0;
        }
    }
    std::string operator()(double time) const
    {
        return fmt::format("{:.3g} {}", time * second_, unit_);
    }

private:
    const char* unit_ = "s";
    double second_ = 1.0;
};

std::string stretch_text(const Stretch& stretch, std::span<const double> time, const Clock& clock)
{
    const auto share =
        static_cast<double>(stretch.last - stretch.first + 1) / static_cast<double>(time.size());
    const auto where = share > 0.95 ? std::string("throughout")
                       : stretch.first == stretch.last
                           ? "at " + clock(time[stretch.first])
                           : fmt::format("between {} and {}", clock(time[stretch.first]),
                                         clock(time[stretch.last]));
    if (stretch.failure == Failure::spread) {
        return fmt::format("{} residuals are {:.2g} times what noise explains", where,
                           stretch.size);
    }
    return fmt::format("{} the measured values lie {:.2g} standard deviations {} the model", where,
                       std::abs(stretch.size), stretch.size > 0.0 ? "below" : "above");
}

} // namespace

std::vector<std::string> describe(const Diagnostics& diagnostics, const Leftovers& leftovers)
{
    std::vector<std::string> sentences;
    const auto say = [&](const std::string& text) {
        sentences.push_back(leftovers.name + ": " + text);
    };
    const auto* const noise = leftovers.noise_is_estimated ? "estimated" : "stated";
    const auto time = leftovers.time;
    const Clock clock(time.empty() ? 0.0 : time.back() - time.front());
    for (const auto& stretch : diagnostics.stretches) {
        say(stretch_text(stretch, time, clock));
    }
    const double level = diagnostics.level;
    if (diagnostics.spread_chance < level) {
        say(fmt::format("residuals are {:.3g} times as large as the {} noise{}", diagnostics.spread,
                        noise, diagnostics.spread < 1.0 ? ": the noise is overstated" : ""));
    }
    if (diagnostics.mean_chance < level) {
        say(fmt::format("the mean residual is {:.2g} standard deviations, not 0",
                        diagnostics.mean));
    }
    if (diagnostics.lag_one_chance < level || diagnostics.runs_chance < level) {
        say(fmt::format("neighbouring residuals are not independent (correlation {:.2g}, "
                        "Durbin-Watson {:.2g}): intervals may be too narrow",
                        diagnostics.lag_one, diagnostics.durbin_watson));
    }
    for (const auto& outlier : diagnostics.outliers) {
        const double residual = leftovers.residuals[outlier.sample];
        say(fmt::format("the sample at {} lies {:.3g} standard deviations {} the model",
                        clock(time[outlier.sample]), std::abs(residual),
                        residual > 0.0 ? "below" : "above"));
    }
    if (sentences.empty() && diagnostics.count >= 2) {
        say(fmt::format("{} residuals are as the {} noise leaves them", diagnostics.count, noise));
    }
    return sentences;
}

} // namespace percolith::runs::fit
