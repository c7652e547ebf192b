#include "runs/plot/axis.hpp"
#include "runs/report/result_sections.hpp"
#include "runs/report/seen.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs::report
{
namespace
{

/// An end of an interval: where the fit stays as good as far as was looked, there is none.
std::string end_text(double value, const FittedParameter& of)
{
    const bool found = std::isfinite(value) && !(of.logarithmic && value <= 0.0);
    return found ? fmt::format("{:.4g}", value) : "open";
}

std::string bound_text(const FittedParameter& of, const char* which,
                       const std::vector<std::string>& set_by)
{
    return fmt::format("{}: the {} end is set by the bound{} of {}.", of.name, which,
                       set_by.size() == 1 ? "" : "s", fmt::join(set_by, ", "));
}

/// A change of theta: in per cent on a logarithmic scale, otherwise in the parameter's unit.
std::string moved_text(double by, const FittedParameter& of)
{
    if (std::isnan(by)) {
        return "not determined";
    }
    constexpr double least = 0.05; // per cent
    const double percent = 100.0 * std::expm1(by);
    if (of.logarithmic && std::abs(percent) < least) {
        return "0 %";
    }
    return of.logarithmic ? fmt::format("{:+.2g} %", percent) : fmt::format("{:+.2g}", by);
}

/// Where the starts ended.
std::vector<std::string> minima_text(const FittedMechanism& mechanism)
{
    std::vector<std::string> sentences;
    sentences.reserve(mechanism.minima.size());
    for (const auto& minimum : mechanism.minima) {
        sentences.push_back(fmt::format("{} start{} ended at a sum of squares of {:.5g}.",
                                        minimum.reached, minimum.reached == 1 ? "" : "s",
                                        minimum.misfit));
    }
    return sentences;
}

/// Which ends are where they are because another parameter meets its bound.
std::vector<std::string> ends_at_bounds(const FittedMechanism& mechanism)
{
    std::vector<std::string> sentences;
    for (const auto& one : mechanism.parameters) {
        if (!one.low_set_by.empty()) {
            sentences.push_back(bound_text(one, "lower", one.low_set_by));
        }
        if (!one.high_set_by.empty()) {
            sentences.push_back(bound_text(one, "upper", one.high_set_by));
        }
    }
    return sentences;
}

std::string named(const FittedMechanism& mechanism, const std::string& words)
{
    return mechanism.name.empty() ? words : words + ", " + mechanism.name;
}

void add_parameters(Page& page, const FitRecord& fit, const FittedMechanism& mechanism)
{
    TableBlock table{.columns = {{.title = "parameter", .number = false},
                                 {.title = "best fit"},
                                 {.title = "from"},
                                 {.title = "to"},
                                 {.title = "unit", .number = false},
                                 {.title = "", .number = false}},
                     .rows = {},
                     .caption = fmt::format(
                         "From and to are the ends of the {:.3g} % interval; it is open where the "
                         "fit stays good as far as was looked.",
                         100.0 * fit.header.confidence)};
    for (const auto& one : mechanism.parameters) {
        table.rows.push_back({one.name, fmt::format("{:.4g}", one.value), end_text(one.low, one),
                              end_text(one.high, one), one.unit == "1" ? "" : one.unit,
                              one.at_bound != 0
                                  ? "at its bound"
                                  : (one.profiled ? "by profile" : "from the curvature")});
    }
    page.add(block(table));
    for (const auto& sentences : {ends_at_bounds(mechanism), minima_text(mechanism)}) {
        if (!sentences.empty()) {
            page.add(text(sentences));
        }
    }
}

/// Numbers that are not free: how the answer would be with a tenth more of them.
void add_assumed(Page& page, const FittedMechanism& mechanism)
{
    constexpr double least = 0.01; // per relative change: a tenth of a per cent for a tenth
    TableBlock table{
        .columns = {{.title = "with", .number = false},
                    {.title = "than"},
                    {.title = "unit", .number = false},
                    {.title = "the data object by"}},
        .rows = {},
        .caption = "What counts as known: how the best fit would move if a number that is not free "
                   "were another, all parameters following, and by how many standard deviations "
                   "the data would then object. Numbers that move nothing by 0.1 % are left out."};
    for (const auto& parameter : mechanism.parameters) {
        table.columns.push_back({.title = parameter.name});
    }
    for (const auto& number : mechanism.assumed) {
        const auto large = [](double move) { return std::abs(move) > least; };
        if (std::none_of(number.moves.begin(), number.moves.end(), large)) {
            continue;
        }
        std::vector<std::string> row{
            fmt::format("{:g} % {} {}", 100.0 * std::abs(number.change),
                        number.change > 0.0 ? "more" : "less", number.name),
            fmt::format("{:.4g}", number.value), number.unit == "1" ? "" : number.unit,
            fmt::format("{:.2g} σ", std::abs(number.change) / number.noticed)};
        for (std::size_t k = 0; k < number.moves.size(); ++k) {
            row.push_back(moved_text(number.change * number.moves[k], mechanism.parameters[k]));
        }
        table.rows.push_back(std::move(row));
    }
    if (!table.rows.empty()) {
        page.add(block(table));
    }
}

double root_mean_square(const std::vector<double>& values)
{
    double sum = 0.0;
    for (const double value : values) {
        sum += value * value;
    }
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, values.size())));
}

void add_cell(Page& page, const MeasuredCell& cell, const FittedCell& fitted,
              const FittedMechanism& mechanism)
{
    if (cell.time.empty()) {
        return;
    }
    const auto time = time_scale(cell.time.back());
    const auto volts = voltage_scale(usual_size({cell.time, cell.voltage}));
    const auto x = page.numbers(scaled(cell.time, time.factor), Exactness::instant);
    const auto group = named(mechanism, cell.name);
    Seen voltages, deviations;
    voltages.look(cell.time, scaled(cell.voltage, volts.factor));
    deviations.look(cell.time, fitted.residual);
    Chart chart{.title = named(mechanism, "Voltage of " + cell.name),
                .description =
                    "Measured voltage of the cell over time, and what the best fit says.",
                .group = group,
                .x = {.label = "Time", .unit = time.unit},
                .x_values = x,
                .y = {.label = "Voltage", .unit = volts.unit, .range = voltages.range()},
                .series = {{.name = "measured",
                            .values = page.numbers(scaled(cell.voltage, volts.factor)),
                            .role = role::measured,
                            .style = "points"},
                           {.name = "best fit",
                            .values = page.numbers(scaled(fitted.voltage, volts.factor)),
                            .role = role::working}}};
    page.add(block(chart));
    constexpr double usual = 1.96;
    Chart residuals{.title = named(mechanism, "Residuals of " + cell.name),
                    .description = "Model less measurement over time, in standard deviations of "
                                   "the noise.",
                    .group = group,
                    .x = chart.x,
                    .x_values = x,
                    .y = {.label = "Residual", .unit = "σ", .range = deviations.range()},
                    .series = {{.name = "residual",
                                .values = page.numbers(fitted.residual),
                                .role = role::working,
                                .style = "points"}},
                    .levels = {{.at = -usual, .text = "−1.96", .role = role::limit},
                               {.at = usual, .text = "1.96", .role = role::limit}}};
    residuals.caption = fmt::format(
        "Between the lines lie 95 % of what noise alone would do. The "
        "noise is {:.3g} mV, {}; the residuals are {:.3g} times as large.",
        1e3 * fitted.noise, fitted.noise_is_estimated ? "estimated by the fit" : "as given",
        root_mean_square(fitted.residual));
    page.add(block(residuals));
}

void add_profiles(Page& page, const FittedMechanism& mechanism)
{
    for (const auto& profile : mechanism.profiles) {
        const auto& parameter = mechanism.parameters[profile.parameter];
        std::vector<double> value = profile.value;
        std::vector<double> rise = profile.rise;
        if (value.size() > 1 && value.front() > value.back()) {
            std::reverse(value.begin(), value.end());
            std::reverse(rise.begin(), rise.end());
        }
        page.add(block(
            Chart{.title = named(mechanism, "Profile of " + parameter.name),
                  .description = "Rise of minus twice the log-likelihood over the "
                                 "parameter, all others following.",
                  .x = {.label = parameter.name,
                        .unit = parameter.unit == "1" ? "" : parameter.unit,
                        .logarithmic = parameter.logarithmic},
                  .x_values = page.numbers(value, Exactness::whole),
                  .y = {.label = "Rise of −2 ln L"},
                  .series = {{.name = "rise", .values = page.numbers(rise), .role = role::working}},
                  .marks = {{.at = parameter.value, .text = "best fit"}},
                  .levels = {{.at = mechanism.threshold,
                              .text = "ends of the interval",
                              .role = role::limit}}}));
    }
}

} // namespace

Page page_of_fit(const FitRecord& fit, const std::filesystem::path& file)
{
    Page page(fit.header.title.empty() ? "Fit" : fit.header.title, {file.filename().string()});
    const auto& best = best_mechanism(fit);
    page.section("verdict", "Verdict");
    std::vector<std::string> lines{best.ending};
    lines.insert(lines.end(), best.findings.begin(), best.findings.end());
    lines.insert(lines.end(), best.assumptions.begin(), best.assumptions.end());
    lines.insert(lines.end(), fit.comparison.begin(), fit.comparison.end());
    page.add(verdict(
        best.converged ? "plain" : "bad",
        named(best, fmt::format("{} parameter{} from {} measured numbers", best.parameters.size(),
                                best.parameters.size() == 1 ? "" : "s", fit.data)),
        lines));
    for (const auto& mechanism : fit.mechanisms) {
        const auto id = [&](const char* what) {
            return fmt::format("{}-{}", what, &mechanism - fit.mechanisms.data());
        };
        page.section(id("parameters"), named(mechanism, "Parameters"));
        add_parameters(page, fit, mechanism);
        add_assumed(page, mechanism);
        if (!mechanism.diagnostics.empty()) {
            page.add(text(mechanism.diagnostics));
        }
        page.section(id("cells"), named(mechanism, "Measured and fitted"));
        for (std::size_t k = 0; k < fit.cells.size(); ++k) {
            add_cell(page, fit.cells[k], mechanism.cells[k], mechanism);
        }
        page.section(id("profiles"), named(mechanism, "Profiles"));
        add_profiles(page, mechanism);
    }
    page.section("provenance", "Where this comes from");
    add_origin(page, file, fit.header.program_version, fit.header.commit);
    for (const auto& cell : fit.cells) {
        if (!cell.said.empty()) {
            page.add(text(cell.said));
        }
    }
    if (!fit.header.inputs.empty()) {
        page.add(text({fmt::format("Cases and records: {}.", fmt::join(fit.header.inputs, ", "))}));
    }
    page.add(source("The fit", fit.header.fit_text));
    return page;
}

} // namespace percolith::runs::report
