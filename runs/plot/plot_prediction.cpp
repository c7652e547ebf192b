// A prediction: who is still alive, and what that hangs on.

#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <utility>

namespace percolith::runs
{
namespace
{

using ensemble::Influence;
using ensemble::Lives;
using ensemble::Prediction;

// In mm.
constexpr double left_edge = 20.0;
constexpr double bottom_edge = 14.0;
constexpr double frame_height = 62.0;
constexpr double survival_width = 88.0;
constexpr double between = 20.0;
constexpr double influence_width = 62.0;
constexpr double above = 20.0;

/// A curve that falls where tests end, from the first cycle to the last that was looked at.
struct Falling {
    Polyline alive, low, high;
};

Falling falling(const Lives& lives, double confidence, double last)
{
    Falling out;
    const auto start = [](Polyline& line) {
        line.x.push_back(0.0);
        line.y.push_back(1.0);
    };
    const auto fall = [](Polyline& line, double x, double y) {
        line.x.insert(line.x.end(), {x, x});
        line.y.insert(line.y.end(), {line.y.back(), y});
    };
    const auto go_on = [last](Polyline& line) {
        line.x.push_back(last);
        line.y.push_back(line.y.back());
    };
    for (auto* line : {&out.alive, &out.low, &out.high}) {
        start(*line);
    }
    for (const auto& step : lives.curve(confidence)) {
        const auto x = static_cast<double>(step.life);
        fall(out.alive, x, step.alive);
        fall(out.low, x, step.low);
        fall(out.high, x, step.high);
    }
    for (auto* line : {&out.alive, &out.low, &out.high}) {
        go_on(*line);
    }
    return out;
}

void add_lives(Panel& panel, const Lives& lives, double confidence, const char* name,
               const char* color)
{
    auto curve = falling(lives, confidence, panel.x.high);
    panel.curves.push_back({std::move(curve.alive), name, color});
    panel.curves.push_back({std::move(curve.low), "", color, Stroke::dashed, 0.4});
    panel.curves.push_back({std::move(curve.high), "", color, Stroke::dashed, 0.4});
}

Panel survival_panel(const Prediction& prediction)
{
    const auto last = static_cast<double>(std::max<std::uint64_t>(prediction.lives.last(), 1));
    Panel panel{.left = left_edge,
                .bottom = bottom_edge,
                .width = survival_width,
                .height = frame_height,
                .letter = "a",
                .x_label = "Whole cycles",
                .y_label = "Share of tests",
                .x = {0.0, 1.03 * last},
                .y = {0.0, 1.05}};
    add_lives(panel, prediction.lives, prediction.confidence, "alive", palette::working);
    if (prediction.full_cell) {
        add_lives(panel, prediction.full_cell->lives, prediction.confidence,
                  "with metal on working", palette::counter);
    }
    return panel;
}

/// "cell.working.lithium" as "Lithium", and whose where another has the same name.
std::vector<std::string> short_names(std::span<const Influence> influences)
{
    std::vector<std::string> names;
    for (const auto& influence : influences) {
        const bool posterior = influence.name.starts_with("posterior");
        names.push_back(posterior ? "posterior" : influence.name);
    }
    return spoken_apart(names);
}

Panel influence_panel(const std::vector<Influence>& influences)
{
    constexpr std::size_t most = 6; // as many as have room
    Panel panel{.left = left_edge + survival_width + between,
                .bottom = bottom_edge,
                .width = influence_width,
                .height = frame_height,
                .letter = "b",
                .y_label = "Sobol index of the cycle life",
                .x = {},
                .y = {}};
    Curve alone{.points = {}, .name = "alone", .color = palette::counter, .stroke = Stroke::points};
    Curve total{
        .points = {}, .name = "in all", .color = palette::working, .stroke = Stroke::points};
    double highest = 1.0;
    const auto shown = std::span(influences).first(std::min(influences.size(), most));
    const auto names = short_names(shown);
    for (std::size_t k = 0; k < shown.size(); ++k) {
        const auto x = static_cast<double>(k);
        const auto& index = influences[k].index;
        constexpr double aside = 0.08;
        alone.points.x.push_back(x - aside);
        alone.points.y.push_back(index.first);
        alone.errors.push_back(index.first_error);
        total.points.x.push_back(x + aside);
        total.points.y.push_back(index.total);
        total.errors.push_back(index.total_error);
        highest = std::max(highest, index.total + index.total_error);
        // Names of neighbours on two levels, or they would meet.
        panel.x_names.emplace_back(x, (k % 2 == 0 ? "" : "\n") + names[k]);
    }
    panel.x = {-0.5, static_cast<double>(alone.points.x.size()) - 0.5};
    panel.y = {-0.05, 1.05 * highest};
    panel.curves = {std::move(alone), std::move(total)};
    return panel;
}

} // namespace

void plot_prediction(const Prediction& prediction, const Drawing& to)
{
    const bool both = !prediction.influences.empty();
    Figure figure{.width =
                      left_edge + survival_width + 6.0 + (both ? between + influence_width : 0.0),
                  .height = bottom_edge + frame_height + above};
    figure.panels.push_back(survival_panel(prediction));
    if (both) {
        figure.panels.push_back(influence_panel(prediction.influences));
    }
    char below[96];
    std::snprintf(below, sizeof below, "%llu tests; dashed: %.3g %% interval%s",
                  static_cast<unsigned long long>(prediction.lives.size()),
                  100.0 * prediction.confidence, both ? "; bars are one standard error" : "");
    figure.texts = {
        {.left = left_edge,
         .bottom = figure.height - 5.0,
         .text = prediction.title.empty() ? "Prediction" : prediction.title,
         .size = 9.0,
         .bold = true},
        {.left = left_edge, .bottom = figure.height - 9.0, .text = below, .color = palette::quiet}};
    draw(figure, to);
}

} // namespace percolith::runs
