#include "runs/percolation/answer.hpp"
#include "runs/percolation/threshold_notes.hpp"
#include "runs/plot/axis.hpp"
#include "runs/report/result_sections.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs::report
{
namespace
{

struct Point {
    double x, y, error;
};

std::string error_of(double error)
{
    return std::isfinite(error) ? fmt::format("{:.2g}", error) : "not known";
}

/// Points with a bar of one standard error on either side, where it is known. Either axis is
/// logarithmic by the rule of `percolith plot`.
Chart with_errors(Page& page, std::vector<Point> points, Axis x, Axis y, std::string title,
                  std::string description)
{
    std::stable_sort(points.begin(), points.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
    std::vector<double> at, value, low, high;
    for (const auto& point : points) {
        at.push_back(point.x);
        value.push_back(point.y);
        low.push_back(point.y - point.error);
        high.push_back(point.y + point.error);
    }
    x.logarithmic = are_far_apart(at);
    y.logarithmic = are_far_apart(value) && extent(low).low > 0.0;
    Chart chart{.title = std::move(title),
                .description = std::move(description),
                .x = std::move(x),
                .x_values = page.numbers(at, Exactness::whole),
                .y = std::move(y),
                .series = {}};
    chart.series.push_back({.name = chart.y.label,
                            .values = page.numbers(value),
                            .role = role::working,
                            .style = "points"});
    if (std::none_of(points.begin(), points.end(),
                     [](const Point& point) { return std::isfinite(point.error); })) {
        return chart;
    }
    chart.caption = "Bars are one standard error on either side.";
    chart.bands.push_back({.name = "one standard error",
                           .lower = page.numbers(low),
                           .upper = page.numbers(high),
                           .role = role::working,
                           .style = "bars"});
    return chart;
}

std::string value_of(const ThresholdRecord& one)
{
    if (const auto* number = std::get_if<double>(&one.value.value)) {
        return fmt::format("{:.4g} {}", *number, one.value.unit == "1" ? "" : one.value.unit);
    }
    return one.value.name;
}

void add_threshold_verdict(Page& page, const RecordedPercolation& result)
{
    std::vector<std::string> lines{"Structure: " + result.header.kind + "."};
    for (const auto& one : result.thresholds) {
        const auto notes = threshold_notes(result.header.kind, one.answer);
        if (!notes.empty()) { // of several thresholds all have the same boxes
            lines.insert(lines.end(), notes.begin(), notes.end());
            break;
        }
    }
    auto headline = fmt::format("{} thresholds", result.thresholds.size());
    if (result.thresholds.size() == 1 && result.thresholds.front().percolates()) {
        const auto& answer = result.thresholds.front().answer;
        headline = fmt::format(
            "The metal percolates from a volume fraction of {:.5f} {} on", answer.fraction,
            std::isfinite(answer.standard_error) ? fmt::format("± {:.2g}", answer.standard_error)
                                                 : "(error not known)");
    }
    page.add(verdict("plain", headline, lines));
}

void add_thresholds(Page& page, const RecordedPercolation& result)
{
    const auto& header = result.header;
    page.section("threshold", "Threshold");
    TableBlock table{
        .columns = {{.title = header.varied.empty() ? "" : spoken(header.varied), .number = false},
                    {.title = "V_P"},
                    {.title = "standard error"},
                    {.title = "ν"}},
        .rows = {}};
    std::vector<Point> points;
    for (const auto& one : result.thresholds) {
        table.rows.push_back(
            {value_of(one),
             one.percolates() ? fmt::format("{:.5f}", one.answer.fraction) : "does not percolate",
             one.percolates() ? error_of(one.answer.standard_error) : "–",
             tells_exponent(one.answer) ? fmt::format("{:.3f}", one.answer.nu) : "–"});
        const auto* number = std::get_if<double>(&one.value.value);
        if (number != nullptr && one.percolates()) {
            points.push_back({*number, one.answer.fraction, one.answer.standard_error});
        }
    }
    page.add(block(table));
    if (points.size() > 1) {
        auto unit = result.thresholds.front().value.unit;
        if (unit == "m") {
            const auto longest = std::max_element(points.begin(), points.end(),
                                                  [](auto& a, auto& b) { return a.x < b.x; });
            const auto scale = length_scale(longest->x);
            for (auto& point : points) {
                point.x *= scale.factor;
            }
            unit = scale.unit;
        }
        page.add(block(with_errors(
            page, points, {.label = spoken(header.varied), .unit = unit == "1" ? "" : unit},
            {.label = "Percolation threshold"}, "Threshold",
            "Percolation threshold over what was varied.")));
    }
    for (const auto& one : result.thresholds) {
        if (result.thresholds.size() > 1 || one.answer.sizes.empty()) {
            continue;
        }
        std::vector<Point> sizes;
        sizes.reserve(one.answer.sizes.size());
        for (const auto& size : one.answer.sizes) {
            sizes.push_back({size.edge, size.mean, size.mean_error});
        }
        auto chart = with_errors(page, sizes, {.label = "Edge of the box", .unit = "unit lengths"},
                                 {.label = "Mean crossing fraction"}, "What each size of box says",
                                 "Mean crossing fraction over the edge of the box.");
        chart.levels.push_back({.at = one.answer.fraction, .text = "V_P", .role = role::limit});
        page.add(block(chart));
    }
}

void add_films(Page& page, const FilmRecord& films)
{
    page.section("films", "Conductivity of films");
    const auto scale = length_scale(films.thicknesses.back().si);
    auto x = films.metal_fractions;
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    std::sort(x.begin(), x.end());
    Chart chart{.title = "Conductivity over metal fraction",
                .description = "Mean conductivity of films between two electrodes over their metal "
                               "fraction, a curve for each thickness.",
                .x = {.label = "Metal fraction"},
                .x_values = page.numbers(x, Exactness::whole),
                .y = {.label = "Conductivity", .unit = "S/m", .logarithmic = true},
                .series = {}};
    constexpr std::array<const char*, 5> roles{role::working, role::counter, role::cell,
                                               role::measured, role::other};
    TableBlock table{.columns = {{.title = "thickness", .unit = scale.unit},
                                 {.title = "metal fraction"},
                                 {.title = "conductivity", .unit = "S/m"},
                                 {.title = "standard error", .unit = "S/m"}},
                     .rows = {}};
    for (std::size_t column = 0; column < films.thicknesses.size(); ++column) {
        const double thickness = films.thicknesses[column].si * scale.factor;
        std::vector<double> y;
        for (const auto row : order) {
            const auto& entry = films.entries[row * films.thicknesses.size() + column];
            y.push_back(entry.conductivity > 0.0 ? entry.conductivity : std::nan(""));
            table.rows.push_back({fmt::format("{:.4g}", thickness),
                                  fmt::format("{:.4g}", films.metal_fractions[row]),
                                  fmt::format("{:.4g}", entry.conductivity),
                                  error_of(entry.standard_error)});
        }
        chart.series.push_back({.name = fmt::format("{:.4g} {}", thickness, scale.unit),
                                .values = page.numbers(y),
                                .role = roles[column % roles.size()],
                                .style = column < roles.size() ? "line" : "dashed"});
    }
    page.add(block(chart));
    page.add(block(table));
}

} // namespace

Page page_of_percolation(const RecordedPercolation& result, const std::filesystem::path& file)
{
    const auto& header = result.header;
    Page page(header.title.empty() ? header.kind : header.title, {file.filename().string()});
    page.section("verdict", "Verdict");
    const bool films = !result.films.entries.empty();
    if (films) {
        page.add(verdict("plain",
                         fmt::format("Conductivity of films: {} metal fractions, {} thicknesses",
                                     result.films.metal_fractions.size(),
                                     result.films.thicknesses.size()),
                         {"Structure: " + header.kind + "."}));
    } else {
        add_threshold_verdict(page, result);
    }
    if (films) {
        add_films(page, result.films);
    } else {
        add_thresholds(page, result);
    }
    page.section("provenance", "Where this comes from");
    add_origin(page, file, header.program_version, header.commit);
    page.add(source("The structure", header.structure_text));
    return page;
}

} // namespace percolith::runs::report
