// The map along one axis of a grid.

#include "runs/plot/axis.hpp"
#include "runs/plot/map_figure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace percolith::runs
{
namespace
{

constexpr double frame_height = 50.0;
constexpr double gap = 9.0;
constexpr std::size_t few_points = 60; // that stand apart as dots

/// Outputs of one unit share a panel; words have one of their own.
std::vector<std::vector<const ShownOutput*>> grouped(const MapView& view)
{
    std::vector<std::vector<const ShownOutput*>> groups;
    for (const auto& output : view.outputs) {
        const auto fits = [&](const std::vector<const ShownOutput*>& group) {
            return output.words.empty() && group.front()->words.empty() &&
                   group.front()->quantity.unit == output.quantity.unit;
        };
        const auto group = std::ranges::find_if(groups, fits);
        if (group == groups.end()) {
            groups.push_back({&output});
        } else {
            group->push_back(&output);
        }
    }
    return groups;
}

/// What outputs of one unit have in common.
std::string common_label(const Quantity& quantity)
{
    constexpr std::array<std::pair<std::string_view, const char*>, 10> kinds{
        {{"s", "Time"},
         {"min", "Time"},
         {"h", "Time"},
         {"nm", "Length"},
         {"µm", "Length"},
         {"mV", "Voltage"},
         {"V", "Voltage"},
         {"uAh/cm^2", "Charge"},
         {"mAh/cm^2", "Charge"},
         {"", "Number"}}};
    const auto unit = [](const auto& kind) { return kind.first; };
    const auto* const found = std::ranges::find(kinds, quantity.unit, unit);
    if (found == kinds.end()) {
        return unit_markup(quantity.unit);
    }
    Quantity named = quantity;
    named.name = found->second;
    return named.label();
}

Panel blank(const ShownAxis& axis)
{
    Panel panel;
    panel.left = map_page::left;
    panel.width = map_page::width;
    panel.height = frame_height;
    panel.y_label_away = 13.0;
    set_x(panel, roomy(extent(axis.values), axis.logarithmic), axis.logarithmic);
    return panel;
}

Panel words_panel(const MapView& view, const ShownOutput& output)
{
    auto panel = blank(view.axes.front());
    const auto words = words_of(output);
    Polyline points;
    for (std::size_t place = 0; place < output.values.size(); ++place) {
        if (output.has(place)) {
            points.x.push_back(view.axes.front().values[place]);
            points.y.push_back(static_cast<double>(rank_at(output, words, place)));
        }
    }
    for (std::size_t rank = 0; rank < words.size(); ++rank) {
        panel.y_names.emplace_back(static_cast<double>(rank), output.words[words[rank]]);
    }
    panel.y = {-0.5, static_cast<double>(words.size()) - 0.5};
    panel.height = std::max(12.0, 7.0 * static_cast<double>(words.size()));
    panel.title = output.quantity.name;
    panel.title_away = 2.0;
    panel.curves.push_back({std::move(points), "", palette::working, Stroke::points});
    return panel;
}

/// The points of a curve that a picture can show, even ones on the scale of its axis.
Polyline seen(const ShownAxis& axis, const std::vector<double>& values)
{
    constexpr std::size_t pixels = 1500;
    auto along = axis.values;
    if (axis.logarithmic) {
        std::ranges::transform(along, along.begin(), [](double x) { return std::log(x); });
    }
    auto line = envelope(along, values, pixels);
    if (axis.logarithmic) {
        std::ranges::transform(line.x, line.x.begin(), [](double x) { return std::exp(x); });
    }
    return line;
}

/// Places without a number, near the upper edge, as far apart as rings can be told.
Curve without(const MapView& view, const ShownOutput& output, bool refused, const Panel& panel)
{
    Curve curve{.points = {},
                .name = refused ? refused_word : output.missing,
                .color = palette::quiet,
                .stroke = refused ? Stroke::crosses : Stroke::rings,
                .width = 0.5,
                .mark_size = 0.3};
    const auto& axis = view.axes.front();
    const auto along = [&](double x) { return axis.logarithmic ? std::log(x) : x; };
    const double apart = (along(axis.values.back()) - along(axis.values.front())) / 200.0;
    for (std::size_t place = 0; place < output.values.size(); ++place) {
        const double x = axis.values[place];
        const auto& before = curve.points.x;
        if (!output.has(place) && view.refused[place] == refused &&
            (before.empty() || along(x) - along(before.back()) > apart)) {
            curve.points.x.push_back(x);
            curve.points.y.push_back(at_share(panel.y, panel.logarithmic, 0.96));
        }
    }
    return curve;
}

Panel numbers_panel(const MapView& view, const std::vector<const ShownOutput*>& outputs)
{
    auto panel = blank(view.axes.front());
    std::vector<double> all;
    for (const auto* output : outputs) {
        all.insert(all.end(), output->values.begin(), output->values.end());
    }
    const bool logarithmic = is_even_in_logarithm(all);
    auto range = roomy(extent(all), logarithmic);
    const bool gaps = std::ranges::any_of(outputs, [&](const ShownOutput* output) {
        return kinds_of(view, *output).shown < output->values.size();
    });
    if (gaps) { // room for their rings
        range.high = at_share(range, logarithmic, 1.08);
    }
    set_y(panel, range, logarithmic);
    const bool alone = outputs.size() == 1;
    panel.y_label =
        alone ? outputs.front()->quantity.label() : common_label(outputs.front()->quantity);
    std::size_t number = 0;
    for (const auto* output : outputs) {
        Curve line{.points = seen(view.axes.front(), output->values),
                   .name = alone ? "" : output->quantity.name,
                   .color = palette::series[number++ % palette::series.size()],
                   .width = 1.0};
        auto dots = line;
        panel.curves.push_back(std::move(line));
        if (output->values.size() <= few_points) {
            dots.name = "";
            dots.stroke = Stroke::points;
            panel.curves.push_back(std::move(dots));
        }
    }
    for (const bool refused : {false, true}) {
        bool named = false;
        for (const auto* output : outputs) {
            auto curve = without(view, *output, refused, panel);
            if (!curve.points.x.empty()) {
                curve.name = std::exchange(named, true) ? "" : curve.name;
                panel.curves.push_back(std::move(curve));
            }
        }
    }
    return panel;
}

} // namespace

Figure curve_figure(const MapView& view)
{
    std::vector<Panel> panels;
    for (const auto& group : grouped(view)) {
        panels.push_back(group.front()->words.empty() ? numbers_panel(view, group)
                                                      : words_panel(view, *group.front()));
    }
    double bottom = map_page::bottom;
    for (std::size_t k = panels.size(); k-- > 0;) {
        auto& panel = panels[k];
        panel.bottom = bottom;
        bottom += panel.height + gap;
        panel.x_label = k + 1 == panels.size() ? view.axes.front().quantity.label() : "";
        panel.letter = panels.size() > 1 ? std::string(1, static_cast<char>('a' + k % 26)) : "";
    }
    const auto about = view.outputs.size() == 1 ? view.outputs.front().about : std::string();
    auto figure = titled(view, std::move(panels), bottom - gap, about);
    figure.width = map_page::left + map_page::width + 6.0;
    return figure;
}

} // namespace percolith::runs
