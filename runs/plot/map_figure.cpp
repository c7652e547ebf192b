#include "runs/plot/map_figure.hpp"

#include "runs/plot/axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs
{
namespace
{

/// Numbers 1, 2, 5, 10, ... where a few decades have them; none: the axis finds its own.
std::vector<std::pair<double, std::string>> numbers_along(Interval range, bool logarithmic)
{
    constexpr double smallest = 1e-3;
    constexpr double largest = 2e5;
    constexpr double few = 2.5; // decades
    const bool named = logarithmic && range.low >= smallest && range.high <= largest &&
                       std::log10(range.high / range.low) < few;
    return named ? round_numbers(range) : std::vector<std::pair<double, std::string>>{};
}

} // namespace

std::uint8_t ColorScale::at(double value) const
{
    const double share = logarithmic
                             ? std::log(value / range.low) / std::log(range.high / range.low)
                             : (value - range.low) / (range.high - range.low);
    const double step = std::clamp(share, 0.0, 1.0) * static_cast<double>(area::steps - 1);
    return static_cast<std::uint8_t>(std::lround(step));
}

ColorScale color_scale(const std::vector<double>& values)
{
    const auto range = extent(values);
    if (!(range.low < range.high)) {
        return {padded(range), false};
    }
    return {range, is_even_in_logarithm(values)};
}

Panel color_bar(const ColorScale& scale, const Quantity& quantity, const Panel& panel)
{
    constexpr double away = 4.0;
    constexpr double width = 4.0;
    Panel bar;
    bar.beside = true;
    bar.left = panel.left + panel.width + away;
    bar.bottom = panel.bottom;
    bar.width = width;
    bar.height = panel.height;
    bar.y_label = quantity.label();
    bar.y_label_away = 13.5;
    set_y(bar, scale.range, scale.logarithmic);
    Raster raster{.columns = 2, .colors = area_colors()}; // gnuplot draws no single column
    for (std::size_t step = 0; step < area::steps; ++step) {
        raster.color.insert(raster.color.end(), raster.columns, static_cast<std::uint8_t>(step));
    }
    bar.raster = std::move(raster);
    return bar;
}

void set_x(Panel& panel, Interval range, bool logarithmic)
{
    panel.x = range;
    panel.x_logarithmic = logarithmic;
    panel.x_names = numbers_along(range, logarithmic);
}

void set_y(Panel& panel, Interval range, bool logarithmic)
{
    panel.y = range;
    panel.logarithmic = logarithmic;
    panel.y_names = numbers_along(range, logarithmic);
}

Interval roomy(Interval range, bool logarithmic)
{
    constexpr double share = 0.06;
    if (!logarithmic) {
        return padded(range, share);
    }
    const double factor = std::pow(range.high / range.low, share);
    return {range.low / factor, range.high * factor};
}

double at_share(Interval range, bool logarithmic, double share)
{
    return logarithmic ? range.low * std::pow(range.high / range.low, share)
                       : std::lerp(range.low, range.high, share);
}

std::vector<std::size_t> words_of(const ShownOutput& output)
{
    std::vector<std::size_t> found;
    for (std::size_t word = 1; word < output.words.size(); ++word) {
        if (std::ranges::find(output.values, static_cast<double>(word)) != output.values.end()) {
            found.push_back(word);
        }
    }
    return found;
}

std::size_t rank_at(const ShownOutput& output, const std::vector<std::size_t>& words,
                    std::size_t place)
{
    const auto word = static_cast<std::size_t>(output.values[place]);
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
}

void add_swatch(Figure& figure, double left, double bottom, Fill fill, std::uint8_t color,
                const std::string& word)
{
    constexpr std::size_t per_mm = 10;
    constexpr auto columns = static_cast<std::size_t>(map_page::swatch_width * per_mm);
    constexpr auto rows = static_cast<std::size_t>(map_page::swatch_height * per_mm);
    Panel swatch;
    swatch.frame = false;
    swatch.left = left;
    swatch.bottom = bottom;
    swatch.width = map_page::swatch_width;
    swatch.height = map_page::swatch_height;
    Raster raster{.columns = columns, .colors = area_colors()};
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            raster.color.push_back(fill_at(fill, color, static_cast<double>(column) / per_mm,
                                           static_cast<double>(row) / per_mm));
        }
    }
    swatch.raster = std::move(raster);
    figure.panels.push_back(std::move(swatch));
    figure.texts.push_back({.left = left + map_page::swatch_width + 1.2,
                            .bottom = bottom + 0.5 * map_page::swatch_height,
                            .text = word,
                            .size = 7.0});
}

Kinds kinds_of(const MapView& view, const ShownOutput& output)
{
    Kinds kinds;
    for (std::size_t place = 0; place < output.values.size(); ++place) {
        ++(output.has(place) ? kinds.shown : view.refused[place] ? kinds.refused : kinds.missing);
    }
    return kinds;
}

Figure titled(const MapView& view, std::vector<Panel> panels, double top, const std::string& about)
{
    std::vector<std::pair<std::string, bool>> lines;
    for (const auto& [text, bold] : {std::pair{view.title, true}, {about, false}}) {
        if (!text.empty()) {
            lines.emplace_back(text, bold);
        }
    }
    for (const auto& text : view.held) {
        lines.emplace_back(text, false);
    }
    constexpr double above = 4.0;
    constexpr double key = 6.0; // of the row above the frame
    Figure figure{.width = map_page::left + map_page::width + map_page::right,
                  .height = top + key + map_page::line * static_cast<double>(lines.size()) + above};
    figure.panels = std::move(panels);
    double bottom = figure.height - above - 1.0;
    for (auto& [text, bold] : lines) {
        figure.texts.push_back({.left = map_page::left,
                                .bottom = bottom,
                                .text = text,
                                .color = bold ? palette::cell : palette::quiet,
                                .size = bold ? 9.0 : 8.0,
                                .bold = bold});
        bottom -= map_page::line;
    }
    return figure;
}

} // namespace percolith::runs
