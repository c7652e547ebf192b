#pragma once
/// What the figures of maps have in common, and the three of them.

#include "runs/plot/color_scale.hpp"
#include "runs/plot/map_view.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace percolith::runs
{

/// Over two axes of a grid: every place in the colour of its number or word.
Figure area_figure(const MapView& view);
/// Over one axis of a grid: a curve for each output, a panel for each unit.
Figure curve_figure(const MapView& view);
/// Of other designs: a point for each member; over two axes in the colour of its number or word.
Figure point_figure(const MapView& view);

/// Of a figure of a map, in mm.
namespace map_page
{
inline constexpr double left = 20.0; ///< of the frame
inline constexpr double width = 88.0; ///< of the frame
inline constexpr double height = 70.0; ///< of the frame over two axes
inline constexpr double right = 30.0; ///< of the frame, for a scale or words
inline constexpr double bottom = 13.0;
inline constexpr double x_label_away = 8.5; ///< beyond ticks that point outwards
inline constexpr double line = 4.0; ///< from a line of text to the next
inline constexpr double swatch_width = 4.5;
inline constexpr double swatch_height = 2.6;
} // namespace map_page

/// Which colour a number has.
struct ColorScale {
    Interval range{};
    bool logarithmic = false;

    std::uint8_t at(double value) const;
};

ColorScale color_scale(const std::vector<double>& values);
/// The scale as a bar on the right of a panel.
Panel color_bar(const ColorScale& scale, const Quantity& quantity, const Panel& panel);

/// Ranges and numbers of an axis.
void set_x(Panel& panel, Interval range, bool logarithmic);
void set_y(Panel& panel, Interval range, bool logarithmic);
/// With a margin on both sides.
Interval roomy(Interval range, bool logarithmic);
/// The number at a share of an axis, counted from its low end.
double at_share(Interval range, bool logarithmic, double share);

/// Places of the words of `output` in its list that occur, in its order.
std::vector<std::size_t> words_of(const ShownOutput& output);
/// The one of `words` that stands at a place.
std::size_t rank_at(const ShownOutput& output, const std::vector<std::size_t>& words,
                    std::size_t place);

/// A filled rectangle with a word behind it.
void add_swatch(Figure& figure, double left, double bottom, Fill fill, std::uint8_t color,
                const std::string& word);

/// Places that have something to show, that have none, and that could not be computed.
struct Kinds {
    std::size_t shown = 0;
    std::size_t missing = 0;
    std::size_t refused = 0;
};
Kinds kinds_of(const MapView& view, const ShownOutput& output);
inline constexpr const char* refused_word = "could not be computed";

/// The figure with its titles above the frames. The panels lie from `map_page::bottom` up to
/// `top`; `about` says what is shown.
Figure titled(const MapView& view, std::vector<Panel> panels, double top, const std::string& about);

} // namespace percolith::runs
