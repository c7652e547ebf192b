// The map over two axes of a grid.

#include "runs/plot/axis.hpp"
#include "runs/plot/map_figure.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs
{
namespace
{

/// Where the places of an axis meet, half way on its scale; the outer ones as far beyond its ends.
std::vector<double> edges_of(const ShownAxis& axis)
{
    const auto along = [&](double value) { return axis.logarithmic ? std::log(value) : value; };
    std::vector<double> places;
    places.reserve(axis.values.size());
    for (const double value : axis.values) {
        places.push_back(along(value));
    }
    std::vector<double> edges{places.front() - 0.5 * (places[1] - places[0])};
    for (std::size_t k = 1; k < places.size(); ++k) {
        edges.push_back(0.5 * (places[k - 1] + places[k]));
    }
    edges.push_back(places.back() + 0.5 * (places.back() - places[places.size() - 2]));
    return edges;
}

/// How many squares a frame is drawn with: a whole number for each place where all are alike.
std::size_t squares_along(const std::vector<double>& edges)
{
    constexpr std::size_t wanted = 440; // a fifth of a mm each
    constexpr std::size_t most = 1200; // more than a print resolves
    const auto places = std::max<std::size_t>(edges.size(), 2) - 1;
    const double mean = (edges.back() - edges.front()) / static_cast<double>(places);
    for (std::size_t k = 0; k < places; ++k) {
        if (std::abs(edges[k + 1] - edges[k] - mean) > 1e-6 * mean) {
            return 2 * wanted;
        }
    }
    return places > most ? most : places * std::max<std::size_t>(1, (wanted + places / 2) / places);
}

/// Of every square along an axis, the place that it lies in.
std::vector<std::size_t> places_along(const std::vector<double>& edges)
{
    const auto squares = squares_along(edges);
    std::vector<std::size_t> places;
    for (std::size_t k = 0; k < squares; ++k) {
        const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(squares);
        const double at = std::lerp(edges.front(), edges.back(), share);
        const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, at);
        places.push_back(static_cast<std::size_t>(above - edges.begin()) - 1);
    }
    return places;
}

Interval range_of(const ShownAxis& axis, const std::vector<double>& edges)
{
    return axis.logarithmic ? Interval{std::exp(edges.front()), std::exp(edges.back())}
                            : Interval{edges.front(), edges.back()};
}

/// Colours square by square; `color` says that of a place.
template <class Color>
Raster painted(const MapView& view, const std::vector<double>& across,
               const std::vector<double>& up, const Color& color)
{
    const auto& output = view.outputs.front();
    const auto columns = places_along(across);
    const auto rows = places_along(up);
    Raster raster{.columns = columns.size(), .colors = area_colors()};
    raster.color.reserve(columns.size() * rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const auto place = rows[row] * view.axes.front().values.size() + columns[column];
            const bool shown = output.has(place);
            const auto fill = shown                 ? Fill::plain
                              : view.refused[place] ? Fill::refused
                                                    : Fill::never;
            const auto share = [](std::size_t at, std::size_t of) {
                return static_cast<double>(at) / static_cast<double>(of);
            };
            raster.color.push_back(fill_at(fill, shown ? color(place) : std::uint8_t{0},
                                           map_page::width * share(column, columns.size()),
                                           map_page::height * share(row, rows.size())));
        }
    }
    return raster;
}

/// What hatchings mean, in the row above the frame.
void add_key(Figure& figure, const MapView& view, const Panel& panel)
{
    const auto& output = view.outputs.front();
    const auto kinds = kinds_of(view, output);
    const double bottom = panel.bottom + panel.height + 1.4;
    double left = panel.left;
    if (kinds.missing > 0) {
        add_swatch(figure, left, bottom, Fill::never, 0, output.missing);
        left += map_page::swatch_width + 4.5 + 1.25 * static_cast<double>(output.missing.size());
    }
    if (kinds.refused > 0) {
        add_swatch(figure, left, bottom, Fill::refused, 0, refused_word);
    }
}

std::uint8_t word_color(std::size_t rank)
{
    return static_cast<std::uint8_t>(area::words + rank % area::most_words);
}

} // namespace

Figure area_figure(const MapView& view)
{
    const auto& output = view.outputs.front();
    const auto across = edges_of(view.axes[0]);
    const auto up = edges_of(view.axes[1]);
    Panel panel;
    panel.left = map_page::left;
    panel.bottom = map_page::bottom;
    panel.width = map_page::width;
    panel.height = map_page::height;
    panel.x_label_away = map_page::x_label_away;
    panel.x_label = view.axes[0].quantity.label();
    panel.y_label = view.axes[1].quantity.label();
    set_x(panel, range_of(view.axes[0], across), view.axes[0].logarithmic);
    set_y(panel, range_of(view.axes[1], up), view.axes[1].logarithmic);
    std::vector<Panel> panels;
    const auto words = words_of(output);
    if (output.words.empty()) {
        const auto scale = color_scale(output.values);
        const auto color = [&](std::size_t place) { return scale.at(output.values[place]); };
        panel.raster = painted(view, across, up, color);
        panels.push_back(panel);
        if (kinds_of(view, output).shown > 0) {
            panels.push_back(color_bar(scale, output.quantity, panel));
        }
    } else {
        const auto color = [&](std::size_t place) {
            return word_color(rank_at(output, words, place));
        };
        panel.raster = painted(view, across, up, color);
        panels.push_back(panel);
    }
    auto figure = titled(view, std::move(panels), panel.bottom + panel.height,
                         output.words.empty() ? output.about : output.quantity.name);
    add_key(figure, view, panel);
    figure.width += words.empty() ? 0.0 : 8.0;
    double bottom = panel.bottom + panel.height - map_page::swatch_height;
    for (std::size_t rank = 0; rank < words.size(); ++rank) {
        add_swatch(figure, panel.left + panel.width + 4.0, bottom, Fill::plain, word_color(rank),
                   output.words[words[rank]]);
        bottom -= 1.2 * map_page::line;
    }
    return figure;
}

} // namespace percolith::runs
