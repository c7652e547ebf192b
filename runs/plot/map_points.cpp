// Members of a design that is no grid.

#include "runs/plot/axis.hpp"
#include "runs/plot/map_figure.hpp"

#include <map>
#include <utility>

namespace percolith::runs
{
namespace
{

constexpr double dot = 0.35;

/// Points of one look, from place to place.
struct Groups {
    std::map<std::size_t, Curve> colors{};
    Curve missing{};
    Curve refused{};
};

Curve blank_curve(const char* color, Stroke stroke, const std::string& name)
{
    return {.points = {},
            .name = name,
            .color = color,
            .stroke = stroke,
            .width = 0.5,
            .mark_size = dot};
}

/// Sorts the members by look; `look` says the number of a colour, `color` that colour.
template <class Look, class Color>
Groups grouped(const MapView& view, const std::vector<double>& up, const Look& look,
               const Color& color)
{
    const auto& output = view.outputs.front();
    Groups groups{.missing = blank_curve(palette::quiet, Stroke::rings, output.missing),
                  .refused = blank_curve(palette::quiet, Stroke::crosses, refused_word)};
    for (std::size_t place = 0; place < output.values.size(); ++place) {
        auto* curve = view.refused[place] ? &groups.refused : &groups.missing;
        if (output.has(place)) {
            const auto number = look(place);
            const auto found = groups.colors.find(number);
            curve =
                found != groups.colors.end()
                    ? &found->second
                    : &groups.colors.emplace(number, blank_curve(color(number), Stroke::points, ""))
                           .first->second;
        }
        curve->points.x.push_back(view.axes.front().values[place]);
        curve->points.y.push_back(up[place]);
    }
    return groups;
}

void add(Panel& panel, Groups groups)
{
    for (auto* curve : {&groups.missing, &groups.refused}) {
        if (!curve->points.x.empty()) {
            panel.curves.push_back(std::move(*curve));
        }
    }
    for (auto& [number, curve] : groups.colors) {
        panel.curves.push_back(std::move(curve));
    }
}

Panel frame(const MapView& view)
{
    const auto& axis = view.axes.front();
    Panel panel;
    panel.left = map_page::left;
    panel.bottom = map_page::bottom;
    panel.width = map_page::width;
    panel.height = map_page::height;
    panel.x_label = axis.quantity.label();
    panel.y_label_away = 12.0;
    set_x(panel, roomy(extent(axis.values), axis.logarithmic), axis.logarithmic);
    return panel;
}

const char* series_color(std::size_t number)
{
    return palette::series[number % palette::series.size()];
}

/// Over two axes: a colour says the number or the word.
Figure colored(const MapView& view)
{
    const auto& output = view.outputs.front();
    const auto& axis = view.axes[1];
    auto panel = frame(view);
    panel.y_label = axis.quantity.label();
    set_y(panel, roomy(extent(axis.values), axis.logarithmic), axis.logarithmic);
    std::vector<Panel> panels;
    if (output.words.empty()) {
        const auto scale = color_scale(output.values);
        add(panel,
            grouped(
                view, axis.values,
                [&](std::size_t place) { return std::size_t{scale.at(output.values[place])}; },
                [](std::size_t step) { return area_colors()[step].c_str(); }));
        panels.push_back(panel);
        if (kinds_of(view, output).shown > 0) {
            panels.push_back(color_bar(scale, output.quantity, panel));
        }
    } else {
        const auto words = words_of(output);
        auto groups = grouped(
            view, axis.values, [&](std::size_t place) { return rank_at(output, words, place); },
            series_color);
        for (auto& [rank, curve] : groups.colors) {
            curve.name = output.words[words[rank]];
        }
        add(panel, std::move(groups));
        panels.push_back(panel);
    }
    auto figure = titled(view, std::move(panels), panel.bottom + panel.height,
                         output.words.empty() ? output.about : output.quantity.name);
    if (!output.words.empty()) {
        figure.width = panel.left + panel.width + 6.0;
    }
    return figure;
}

/// Over one axis: its height says the number or the word.
Figure plain(const MapView& view)
{
    const auto& output = view.outputs.front();
    auto panel = frame(view);
    auto up = output.values;
    if (output.words.empty()) {
        const bool logarithmic = is_even_in_logarithm(up);
        auto range = roomy(extent(up), logarithmic);
        if (kinds_of(view, output).shown < up.size()) { // room for those without
            range.high = at_share(range, logarithmic, 1.06);
        }
        set_y(panel, range, logarithmic);
        panel.y_label = output.quantity.label();
    } else {
        const auto words = words_of(output);
        for (std::size_t place = 0; place < up.size(); ++place) {
            up[place] = static_cast<double>(rank_at(output, words, place));
        }
        for (std::size_t rank = 0; rank < words.size(); ++rank) {
            panel.y_names.emplace_back(static_cast<double>(rank), output.words[words[rank]]);
        }
        panel.y = {-0.5, static_cast<double>(words.size()) - 0.3};
        panel.height = 10.0 + 7.0 * static_cast<double>(words.size());
    }
    for (std::size_t place = 0; place < up.size(); ++place) {
        up[place] = output.has(place) ? up[place] : at_share(panel.y, panel.logarithmic, 0.97);
    }
    add(panel, grouped(view, up, [](std::size_t) { return std::size_t{0}; }, series_color));
    const double top = panel.bottom + panel.height;
    auto figure = titled(view, {std::move(panel)}, top,
                         output.words.empty() ? output.about : output.quantity.name);
    figure.width = map_page::left + map_page::width + 6.0;
    return figure;
}

} // namespace

Figure point_figure(const MapView& view)
{
    return view.axes.size() > 1 ? colored(view) : plain(view);
}

} // namespace percolith::runs
