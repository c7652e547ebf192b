// The design of a test: what each foil takes to decide, and who has raised the alarm by when.

#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs
{
namespace
{

using design::AlarmCurve;
using design::Answer;

// In mm.
constexpr double left_edge = 20.0;
constexpr double bottom_edge = 14.0;
constexpr double frame_height = 62.0;
constexpr double frame_width = 72.0;
constexpr double between = 24.0;
constexpr double above = 20.0;

constexpr double um = 1e-6;
constexpr double hour = 3600.0;

/// Hours until the decision, by thickness of the foil.
Panel foil_panel(const Answer& answer)
{
    Curve decided{
        .points = {}, .name = "decides", .color = palette::working, .stroke = Stroke::points};
    Curve undecided{.points = {},
                    .name = "does not decide",
                    .color = palette::counter,
                    .stroke = Stroke::crosses};
    std::vector<double> thicknesses;
    std::vector<double> times;
    for (const auto& foil : answer.foils) {
        const double x = foil.foil.thickness.si / um;
        thicknesses.push_back(x);
        if (foil.best) {
            const auto& time = foil.standings[*foil.best].decided;
            decided.points.x.push_back(x);
            decided.points.y.push_back(time.time / hour);
            const double high = std::isfinite(time.high) ? time.high : time.time;
            decided.errors.push_back(0.5 * (high - time.low) / hour);
            times.push_back(time.time / hour);
        } else {
            undecided.points.x.push_back(x);
        }
    }
    times.push_back(answer.hours / hour);
    const auto range = decades(extent(times));
    undecided.points.y.assign(undecided.points.x.size(), answer.hours / hour);
    const auto wide = extent(thicknesses);
    Panel panel{.left = left_edge,
                .bottom = bottom_edge,
                .width = frame_width,
                .height = frame_height,
                .letter = "a",
                .x_label = "Lithium under test (um)",
                .y_label = "Hours to a decision",
                .x = {0.7 * wide.low, wide.high / 0.7},
                .y = range,
                .logarithmic = true,
                .x_logarithmic = true};
    panel.x_names = round_numbers(panel.x);
    panel.y_names = round_numbers(panel.y);
    panel.curves = {std::move(decided), std::move(undecided)};
    panel.curves.push_back(
        {.points = {{panel.x.low, panel.x.high}, {answer.hours / hour, answer.hours / hour}},
         .name = "the bench's limit",
         .color = palette::quiet,
         .stroke = Stroke::dashed});
    return panel;
}

Curve alarms(const AlarmCurve& curve, double last, const char* color)
{
    Curve out{.points = {{0.0}, {0.0}}, .color = color, .stroke = Stroke::solid};
    out.name = curve.name + (curve.verdict == Verdict::pass ? ", should pass" : ", should fail");
    const auto tests = static_cast<double>(curve.tests);
    for (std::size_t k = 0; k < curve.times.size(); ++k) {
        const double x = curve.times[k] / hour;
        out.points.x.insert(out.points.x.end(), {x, x});
        out.points.y.insert(out.points.y.end(),
                            {static_cast<double>(k) / tests, static_cast<double>(k + 1) / tests});
    }
    out.points.x.push_back(last);
    out.points.y.push_back(static_cast<double>(curve.times.size()) / tests);
    return out;
}

/// Share of cells that have raised the alarm, over time, at the chosen setting.
Panel alarm_panel(const Answer& answer)
{
    const double last = answer.curves.front().until / hour;
    const double decided = answer.decided.time / hour;
    const auto& foil = answer.foils[*answer.chosen];
    const auto& choice = answer.choice(answer.best());
    Panel panel{.left = left_edge + frame_width + between,
                .bottom = bottom_edge,
                .width = frame_width,
                .height = frame_height,
                .letter = "b",
                .x_label = "Time (h)",
                .y_label = "Share of cells out of range",
                .x = {0.0, last},
                .y = {0.0, 1.05}};
    for (std::size_t k = 0; k < answer.curves.size(); ++k) {
        panel.curves.push_back(
            alarms(answer.curves[k], last, palette::series[k % palette::series.size()]));
    }
    panel.marks.push_back({.x = decided, .color = palette::quiet});
    panel.notes.push_back(
        {.x = 0.97,
         .y = 0.5,
         .text =
             fmt::format("{:.3g} um, {:.3g} mA/cm2, {:.3g} mAh/cm2", foil.foil.thickness.si / um,
                         choice.current.si / 10.0, choice.capacity.si / 3.6e4),
         .color = palette::quiet,
         .right_aligned = true});
    return panel;
}

/// How much a symmetric cell has lost, and how much of that its voltage shows.
Panel symmetric_panel(const Answer& answer)
{
    const auto& course = *answer.symmetric;
    Panel panel{.left = left_edge + 2.0 * (frame_width + between),
                .bottom = bottom_edge,
                .width = frame_width,
                .height = frame_height,
                .letter = "c",
                .x_label = "Time in a symmetric cell (h)",
                .y_label = "Share",
                .x = {0.0, 1.02 * course.times[course.last_known()] / hour},
                .y = {0.0, 1.05}};
    Curve missed{.points = {}, .name = "missed", .color = palette::cell, .width = 1.2};
    std::vector<Curve> lost;
    std::vector<Curve> shown;
    for (std::size_t k = 0; k < course.hidden.front().size(); ++k) {
        const auto& name = answer.names[answer.groups[course.hidden.front()[k].group].candidate];
        const auto of = course.hidden.front().size() > 1 ? name + ", " : std::string();
        const auto* const color = palette::series[k % palette::series.size()];
        lost.push_back({.points = {}, .name = of + "lithium lost", .color = color});
        shown.push_back({.points = {},
                         .name = of + "voltage change",
                         .color = color,
                         .stroke = Stroke::dashed});
    }
    double highest = 1.0;
    for (std::size_t t = 0; t <= course.last_known(); ++t) {
        const double x = course.times[t] / hour;
        missed.points.x.push_back(x);
        missed.points.y.push_back(course.separation(course.better())[t].miss);
        for (std::size_t k = 0; k < course.hidden[t].size(); ++k) {
            const auto& hidden = course.hidden[t][k];
            if (std::isfinite(hidden.lithium_lost) && std::isfinite(hidden.voltage_change)) {
                lost[k].points.x.push_back(x);
                lost[k].points.y.push_back(hidden.lithium_lost);
                shown[k].points.x.push_back(x);
                shown[k].points.y.push_back(hidden.voltage_change);
                highest = std::max({highest, hidden.lithium_lost, hidden.voltage_change});
            }
        }
    }
    panel.y.high = 1.05 * std::min(highest, 2.0);
    panel.curves.push_back(std::move(missed));
    for (std::size_t k = 0; k < lost.size(); ++k) {
        panel.curves.push_back(std::move(lost[k]));
        panel.curves.push_back(std::move(shown[k]));
    }
    panel.marks.push_back({.x = answer.decided.time / hour, .color = palette::quiet});
    return panel;
}

} // namespace

void plot_design(const Answer& answer, const Drawing& to)
{
    const int panels = answer.chosen ? 3 : 1;
    Figure figure{.width = left_edge + panels * frame_width + (panels - 1) * between + 8.0,
                  .height = bottom_edge + frame_height + above};
    figure.panels.push_back(foil_panel(answer));
    if (answer.chosen) {
        figure.panels.push_back(alarm_panel(answer));
        figure.panels.push_back(symmetric_panel(answer));
    }
    figure.texts = {
        {.left = left_edge,
         .bottom = figure.height - 5.0,
         .text = answer.title.empty() ? "The design of a test" : answer.title,
         .size = 9.0,
         .bold = true},
        {.left = left_edge,
         .bottom = figure.height - 9.0,
         .text = fmt::format(
             "at most {:.3g} % of failing cells missed and {:.3g} % false alarms; bars: "
             "{:.3g} % interval; dotted: the decision",
             100.0 * answer.miss, 100.0 * answer.false_alarm, 100.0 * answer.confidence),
         .color = palette::quiet}};
    draw(figure, to);
}

} // namespace percolith::runs
