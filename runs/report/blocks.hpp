#pragma once
/// What sections are made of, each as the page's scripts read it (docs/files/report.md).

#include "runs/report/page.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace percolith::runs::report
{

/// How a curve is coloured.
namespace role
{
inline constexpr const char* cell = "cell";
inline constexpr const char* working = "working";
inline constexpr const char* counter = "counter";
inline constexpr const char* limit = "limit";
inline constexpr const char* measured = "measured";
inline constexpr const char* other = "other";
} // namespace role

struct Axis {
    std::string label{};
    std::string unit{};
    bool logarithmic = false;
    /// What is shown at first, where curves leave it for a moment to go far away; else all.
    std::optional<std::array<double, 2>> range{};
};

struct Series {
    std::string name;
    Json values; ///< of `Page::numbers`
    const char* role = role::cell;
    const char* style = "line"; ///< or dashed, dotted, points, steps
    Json x{}; ///< of its own; else the chart's
    std::string file{}; ///< curves of one file look alike; empty for a page on one file
};

struct Band {
    std::string name;
    Json lower;
    Json upper;
    const char* role = role::cell;
    const char* style = "area"; ///< or bars, one at every point
};

/// A vertical line with words, at `at` in the unit of x; or a horizontal one, of y.
struct Mark {
    double at = 0.0;
    std::string text;
    const char* role = role::cell;
};

struct Chart {
    std::string title{};
    std::string description{}; ///< what somebody is told who cannot see it
    std::string group{}; ///< charts of one group share their window of x
    Axis x{};
    Json x_values{};
    Axis y{};
    std::vector<Series> series{};
    std::vector<Band> bands{};
    std::vector<Mark> marks{};
    std::vector<Mark> levels{};
    std::string caption{};
    bool equal = false; ///< as long a way for one of x as for one of y
};
Json block(const Chart& chart);

/// The outcome, first of all. `tone` colours it: "ended", "bad", "good" or "plain".
Json verdict(const char* tone, const std::string& headline, const std::vector<std::string>& lines);

Json text(const std::vector<std::string>& paragraphs);

struct TableColumn {
    std::string title;
    std::string unit{};
    bool number = true; ///< aligned to the right
};
struct TableBlock {
    std::vector<TableColumn> columns;
    std::vector<std::vector<std::string>> rows;
    std::string caption{};
    bool folded = false; ///< opened on demand
    std::string title{}; ///< of one that is folded
};
Json block(const TableBlock& table);

/// A stack of layers to scale, from working's collector to counter's.
struct Layer {
    std::string name;
    const char* role; ///< "lithium", "host", "interphase" or "separator"
    Json thickness; ///< of `Page::numbers`, or one number
};
struct CellDrawing {
    std::string title;
    std::string description;
    std::string group{}; ///< of charts whose instant it shows
    std::string time_unit;
    Json time;
    std::string unit; ///< of all layers
    std::vector<Layer> layers;
    std::string caption{};
};
Json block(const CellDrawing& drawing);

/// Numbers over two axes.
struct MapQuantity {
    std::string name;
    std::string unit{};
    bool logarithmic = false;
    Json values; ///< row after row, y outer
};
struct MapCurve {
    std::string name; ///< may be empty
    std::vector<double> x, y;
    const char* style = "line"; ///< or dashed
};
struct MapDrawing {
    std::string title;
    std::string description;
    Axis x, y;
    std::vector<double> x_values, y_values;
    std::vector<MapQuantity> quantities;
    std::vector<std::string> classes{}; ///< names of kinds of places
    Json class_of{}; ///< of every place, its number
    std::vector<MapCurve> curves{};
    std::string caption{};
};
Json block(const MapDrawing& map);

/// A drawn figure, one text of SVG.
Json picture(const std::string& title, const std::string& description, const std::string& svg);

/// A file as it was given.
Json source(const std::string& title, const std::string& file_text);

} // namespace percolith::runs::report
