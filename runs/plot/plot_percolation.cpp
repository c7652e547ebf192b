// Pictures of thresholds and of conductivities of films.

#include "runs/case/errors.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace percolith::runs
{
namespace
{

// In mm.
constexpr double figure_width = 110.0;
constexpr double figure_height = 88.0;
constexpr double left_edge = 22.0;
constexpr double frame_width = 82.0;
constexpr double frame_height = 60.0;
constexpr double bottom_edge = 12.0;

Panel blank()
{
    Panel panel;
    panel.left = left_edge;
    panel.bottom = bottom_edge;
    panel.width = frame_width;
    panel.height = frame_height;
    panel.y_label_away = 13.0;
    return panel;
}

/// From a little below the smallest to a little above the largest, on a logarithmic axis.
Interval stretched(Interval range)
{
    return {range.low / 1.25, range.high * 1.25};
}

Figure finished(Panel panel, const std::string& title, const std::string& below)
{
    const double height = panel.bottom - bottom_edge + figure_height;
    Figure figure{.width = figure_width, .height = height};
    figure.panels.push_back(std::move(panel));
    figure.texts = {
        {.left = left_edge, .bottom = height - 5.0, .text = title, .size = 9.0, .bold = true},
        {.left = left_edge, .bottom = height - 9.0, .text = below, .color = palette::quiet}};
    return figure;
}

std::string title_of(const PercolationHeader& header)
{
    return header.title.empty() ? header.kind : header.title;
}

/// Fits the axis of thresholds to what is shown, bars included where there are any.
void fit_thresholds(Panel& panel, const std::vector<double>& fractions,
                    const std::vector<double>& errors)
{
    std::vector<double> shown;
    for (std::size_t k = 0; k < fractions.size(); ++k) {
        const double bar = std::isfinite(errors[k]) ? errors[k] : 0.0;
        shown.push_back(fractions[k] - bar);
        shown.push_back(fractions[k] + bar);
    }
    panel.logarithmic = are_far_apart(fractions) && extent(shown).low > 0.0;
    panel.y = panel.logarithmic ? stretched(extent(shown)) : padded(extent(shown), 0.12);
    panel.y_label = "Percolation threshold {/:Italic V}_P";
}

/// Places of the variants along x: numbers of the varied key, or one after the other.
std::vector<double> set_x_axis(Panel& panel, const PercolationHeader& header,
                               const std::vector<ThresholdRecord>& thresholds)
{
    std::vector<double> places;
    for (const auto& each : thresholds) {
        if (const auto* number = std::get_if<double>(&each.value.value)) {
            places.push_back(*number);
        }
    }
    const auto name = spoken(header.varied);
    if (places.size() < thresholds.size()) {
        places.clear();
        for (const auto& each : thresholds) {
            places.push_back(static_cast<double>(places.size()));
            panel.x_names.emplace_back(places.back(), each.value.name);
        }
        panel.x = {-0.5, static_cast<double>(places.size()) - 0.5};
        panel.x_label = name;
        return places;
    }
    const auto& unit = thresholds.front().value.unit;
    if (unit == "m") {
        const auto scale = length_scale(extent(places).high);
        places = scaled(std::move(places), scale.factor);
        panel.x_label = axis_label(name, scale);
    } else {
        panel.x_label = unit.empty() || unit == "1" ? name : axis_label(name, {1.0, unit});
    }
    panel.x_logarithmic = are_far_apart(places);
    panel.x = panel.x_logarithmic ? stretched(extent(places)) : padded(extent(places));
    if (panel.x_logarithmic) {
        panel.x_names = round_numbers(panel.x);
    }
    return places;
}

Figure lever(const PercolationHeader& header, const std::vector<ThresholdRecord>& thresholds)
{
    auto panel = blank();
    const auto places = set_x_axis(panel, header, thresholds);
    std::vector<std::pair<double, std::size_t>> order;
    order.reserve(places.size());
    for (std::size_t k = 0; k < places.size(); ++k) {
        order.emplace_back(places[k], k);
    }
    std::sort(order.begin(), order.end());
    Polyline points;
    std::vector<double> errors;
    for (const auto& [x, k] : order) {
        if (!thresholds[k].percolates()) {
            continue; // its place on the axis stays empty
        }
        points.x.push_back(x);
        points.y.push_back(thresholds[k].answer.fraction);
        errors.push_back(thresholds[k].answer.standard_error);
    }
    const bool known = std::any_of(errors.begin(), errors.end(),
                                   [](double error) { return std::isfinite(error); });
    const char* const bars = "Bars are one standard error";
    fit_thresholds(panel, points.y, errors);
    if (panel.x_names.empty() || panel.x_logarithmic) {
        panel.curves.push_back({points, "", palette::band, Stroke::solid, 0.5});
    }
    panel.curves.push_back(
        {std::move(points), "", palette::working, Stroke::points, 0.8, std::move(errors)});
    return finished(std::move(panel), title_of(header), known ? bars : "Standard errors not known");
}

/// One threshold: what each size of box says of it.
Figure sizes(const PercolationHeader& header, const ThresholdRecord& record)
{
    auto panel = blank();
    Polyline points;
    std::vector<double> errors;
    for (const auto& size : record.answer.sizes) {
        points.x.push_back(size.edge);
        points.y.push_back(size.mean);
        errors.push_back(size.mean_error);
    }
    const double threshold = record.answer.fraction;
    auto shown = points.y;
    auto bars = errors;
    shown.push_back(threshold);
    bars.push_back(record.answer.standard_error);
    fit_thresholds(panel, shown, bars);
    panel.logarithmic = false;
    panel.x_logarithmic = are_far_apart(points.x);
    panel.x = panel.x_logarithmic ? stretched(extent(points.x)) : padded(extent(points.x));
    panel.x_label = "Edge of the box (unit lengths)";
    panel.y_label = "Mean crossing fraction";
    panel.curves.push_back({{{panel.x.low, panel.x.high}, {threshold, threshold}},
                            "",
                            palette::counter,
                            Stroke::dashed});
    panel.curves.push_back(
        {std::move(points), "", palette::working, Stroke::points, 0.8, std::move(errors)});
    char text[96];
    if (std::isfinite(record.answer.standard_error)) {
        std::snprintf(text, sizeof text, "Dashed: {/:Italic V}_P = %.5f ± %.5f", threshold,
                      record.answer.standard_error);
    } else {
        std::snprintf(text, sizeof text, "Dashed: {/:Italic V}_P = %.5f, error not known",
                      threshold);
    }
    auto figure = finished(std::move(panel), title_of(header), text);
    figure.texts.back().markup = true;
    return figure;
}

std::string thickness_name(kinetics::Length<> thickness, const Scale& scale)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.4g %s", thickness.si * scale.factor, scale.unit.c_str());
    return text;
}

/// One ratio after the other along x, with the share of metal grains and the metal fraction below.
void name_ratios(Panel& panel, const MixtureRecord& mixture)
{
    for (std::size_t row = 0; row < mixture.ratios.size(); ++row) {
        char text[96];
        std::snprintf(text, sizeof text, "%.16s\n%.2g\n%.2g", mixture.ratios[row].c_str(),
                      mixture.grain_fractions[row], mixture.metal_fractions[row]);
        panel.x_names.emplace_back(static_cast<double>(row), text);
    }
    panel.x = {-0.5, static_cast<double>(mixture.ratios.size()) - 0.5};
    panel.x_label = "molar " + mixture.electrolytes[0] + ":" + mixture.electrolytes[1] +
                    "; share of " + mixture.electrolytes[1] +
                    " grains; metal fraction {/:Italic V}_f";
    constexpr double two_lines = 7.0; // mm
    panel.bottom += two_lines;
    panel.x_label_away += two_lines;
}

Figure conductivities(const PercolationHeader& header, const FilmRecord& films)
{
    auto panel = blank();
    std::vector<double> shown;
    const auto scale = length_scale(films.thicknesses.back().si);
    for (std::size_t column = 0; column < films.thicknesses.size(); ++column) {
        Polyline points;
        std::vector<double> errors;
        for (std::size_t row = 0; row < films.metal_fractions.size(); ++row) {
            const auto& entry = films.entries[row * films.thicknesses.size() + column];
            points.x.push_back(films.mixture ? static_cast<double>(row) : entry.metal_fraction);
            points.y.push_back(entry.conductivity);
            // A bar that reaches below zero has no lower end on a logarithmic axis.
            errors.push_back(std::min(entry.standard_error, 0.95 * entry.conductivity));
            shown.push_back(entry.conductivity);
        }
        const auto* const color = palette::series.at(column % palette::series.size());
        panel.curves.push_back({points, "", color, Stroke::solid, 0.5});
        panel.curves.push_back({std::move(points), thickness_name(films.thicknesses[column], scale),
                                color, Stroke::points, 0.8, std::move(errors)});
    }
    panel.logarithmic = are_far_apart(shown);
    panel.x = padded(extent(films.metal_fractions), 0.04);
    panel.y = panel.logarithmic ? decades(extent(shown)) : padded(extent(shown));
    panel.x_label = "Metal fraction {/:Italic V}_f";
    if (films.mixture) {
        name_ratios(panel, *films.mixture);
    }
    panel.y_label = "Conductivity (S m^{-1})";
    return finished(std::move(panel), title_of(header),
                    "Films between two electrodes; bars are one standard error");
}

/// Films of one thickness, as far as they are compared with others, in the scaled variables.
Curve scaled_films(const FilmRecord& films, std::size_t column,
                   const microstructure::ScalingRule& rule)
{
    namespace ms = microstructure;
    Curve curve;
    curve.color = palette::series.at(column % palette::series.size());
    curve.stroke = Stroke::points;
    for (std::size_t row = 0; row < films.metal_fractions.size(); ++row) {
        const auto& entry = films.entries[row * films.thicknesses.size() + column];
        const double share = entry.metal_fraction / rule.threshold;
        if (entry.spanning_share * entry.realisations + 0.5 < ms::fewest_realisations ||
            share < ms::lowest_critical || share > ms::highest_critical) {
            continue;
        }
        const double metal = films.scaling->metal_conductivity.si;
        const auto at = ms::scaled({.metal_fraction = entry.metal_fraction,
                                    .thickness = entry.thickness.si / films.scaling->unit_length.si,
                                    .conductivity = entry.metal_conductivity / metal,
                                    .standard_error = entry.metal_error / metal},
                                   rule);
        curve.points.x.push_back(at.x);
        curve.points.y.push_back(at.y);
        curve.errors.push_back(std::min(at.error, 0.95 * at.y));
    }
    return curve;
}

Figure collapsed(const PercolationHeader& header, const FilmRecord& films)
{
    const auto& answer = films.scaling->answer;
    const microstructure::ScalingRule rule{.threshold = answer.threshold.value,
                                           .offset = answer.offset.value};
    auto panel = blank();
    std::vector<double> shown;
    std::vector<double> across;
    const auto scale = length_scale(films.thicknesses.back().si);
    for (std::size_t column = 0; column < films.thicknesses.size(); ++column) {
        auto curve = scaled_films(films, column, rule);
        if (curve.points.x.empty()) {
            continue;
        }
        curve.name = thickness_name(films.thicknesses[column], scale);
        across.insert(across.end(), curve.points.x.begin(), curve.points.x.end());
        shown.insert(shown.end(), curve.points.y.begin(), curve.points.y.end());
        panel.curves.push_back(std::move(curve));
    }
    if (shown.empty()) {
        throw InputError({}, "--collapse", "too few films span to be compared",
                         "compute more realisations");
    }
    panel.logarithmic = true;
    panel.x = padded(extent(across), 0.04);
    panel.y = decades(extent(shown));
    panel.x_label = "({/:Italic V}_f − {/:Italic V}_P) [({/:Italic b} + {/:Italic b}_0)/"
                    "{/:Italic d}]^{1/ν}";
    panel.y_label = "σ/σ_{metal} [({/:Italic b} + {/:Italic b}_0)/{/:Italic d}]^{{/:Italic t}/ν}";
    char text[128];
    std::snprintf(text, sizeof text,
                  "{/:Italic V}_P = %.4g, {/:Italic b}_0 = %.2f {/:Italic d}; curves are %.1f "
                  "standard errors apart",
                  rule.threshold, rule.offset, std::sqrt(answer.collapse.quality));
    auto figure = finished(std::move(panel), title_of(header), text);
    figure.texts.back().markup = true;
    return figure;
}

} // namespace

void plot_collapse(const RecordedPercolation& result, const Drawing& to)
{
    if (!result.films.scaling) {
        throw InputError({.file = to.output.string()}, "--collapse",
                         "the result compares no films with each other",
                         "give conductivity.threshold in the structure file, and compute it again");
    }
    draw(collapsed(result.header, result.films), to);
}

void plot_percolation(const RecordedPercolation& result, const Drawing& to)
{
    if (!result.films.entries.empty()) {
        draw(conductivities(result.header, result.films), to);
    } else if (result.thresholds.size() == 1 && result.header.varied.empty()) {
        draw(sizes(result.header, result.thresholds.front()), to);
    } else if (!result.thresholds.empty()) {
        draw(lever(result.header, result.thresholds), to);
    } else {
        throw InputError({.file = to.output.string()}, "", "the result holds nothing to draw",
                         "compute it again");
    }
}

} // namespace percolith::runs
