#pragma once
/// A figure as data: panels with axes and curves at stated places. It knows neither runs nor
/// gnuplot.

#include "runs/plot/reduce.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace percolith::runs
{

/// Colours that stay apart for colour-blind readers (Okabe and Ito, 2008) and in print.
namespace palette
{
inline constexpr const char* working = "#0072B2"; // blue
inline constexpr const char* counter = "#D55E00"; // vermilion
inline constexpr const char* cell = "#222222";
inline constexpr const char* band = "#8294a8"; // of lines too close to be told apart
inline constexpr const char* haze = "#cfd8e3"; // the same, behind what matters
inline constexpr const char* quiet = "#777777";
/// Of curves that differ in one number.
inline constexpr std::array<const char*, 6> series{"#0072B2", "#D55E00", "#009E73",
                                                   "#CC79A7", "#E69F00", "#56B4E9"};
// Of the phases of a structure.
inline constexpr const char* spanning_metal = "#D55E00"; // vermilion
inline constexpr const char* spanning_gap = "#f2b48a"; // pale vermilion
inline constexpr const char* other_metal = "#7fb3d5"; // pale blue
inline constexpr const char* insulator = "#f4f1ea";
} // namespace palette

enum class Stroke { solid, dashed, ticks, points, rings, crosses };

struct Curve {
    Polyline points;
    std::string name{}; ///< in the key; empty: not in the key
    std::string color{}; ///< "#rrggbb"
    Stroke stroke = Stroke::solid;
    double width = 0.8; ///< pt
    std::vector<double> errors{}; ///< of y, for bars on points; empty: none
    double mark_size = 0.35; ///< of points, rings and crosses
};

/// Coloured squares of one size that fill a panel whatever its axes, row by row from the lower
/// left.
struct Raster {
    std::size_t columns = 0;
    std::vector<std::uint8_t> color{}; ///< of each square, an index into `colors`
    std::vector<std::string> colors{}; ///< "#rrggbb"
};

struct Interval {
    double low = 0.0;
    double high = 1.0;
};

/// A vertical line: dashed at an instant or an end, solid with its name beside it.
struct LineMark {
    double x = 0.0;
    std::string color{};
    std::string name{}; ///< empty: dashed
};

/// A word inside a panel, at a share of its width and height.
struct Note {
    double x = 0.0;
    double y = 0.0;
    std::string text{};
    std::string color{};
    bool right_aligned = false;
};

/// Texts of axes may hold gnuplot's markup (mAh cm^{-2}); names, notes and titles are plain.
struct Panel {
    double left = 0.0; ///< mm, of the frame, from the left edge of the figure
    double bottom = 0.0;
    double width = 0.0;
    double height = 0.0;
    std::string letter{}; ///< "a" at the upper left corner; empty: none
    std::string title{}; ///< above the frame
    double title_width = 0.0; ///< mm that there are for it, or it is cut; 0: as many as it needs
    double title_away = 6.0; ///< mm, of its base line from the frame: there is room for the key
    std::string x_label{};
    std::string y_label{};
    double x_label_away = 7.5; ///< mm, of its base line from the frame
    double y_label_away = 11.0; ///< the same
    bool x_numbers = true;
    Interval x;
    Interval y;
    bool logarithmic = false; ///< along y
    bool x_logarithmic = false;
    std::vector<std::pair<double, std::string>> y_names{}; ///< instead of numbers along y
    std::vector<std::pair<double, std::string>> x_names{}; ///< instead of numbers along x
    bool frame = true; ///< false: no axis but the names along y
    bool beside = false; ///< a scale beside a panel: numbers on its right, none along x
    double key_width = 0.0; ///< mm that the key above the frame may take in a row; 0: one row
    std::optional<Raster> raster{};
    std::vector<Curve> curves{};
    std::vector<LineMark> marks{};
    std::vector<Note> notes{};
};

struct Text {
    double left = 0.0; ///< mm
    double bottom = 0.0;
    std::string text{};
    std::string color{palette::cell};
    double size = 8.0; ///< pt
    bool bold = false;
    bool upwards = false;
    bool centered = false;
    bool markup = false; ///< as in the labels of axes
};

struct Figure {
    double width = 140.0; ///< mm
    double height = 160.0;
    std::vector<Panel> panels{};
    std::vector<Text> texts{};
};

} // namespace percolith::runs
