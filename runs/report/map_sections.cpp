#include "runs/plot/axis.hpp"
#include "runs/plot/map_view.hpp"
#include "runs/report/result_sections.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace percolith::runs::report
{
namespace
{

Axis axis_of(const ShownAxis& axis)
{
    return {
        .label = axis.quantity.name, .unit = axis.quantity.unit, .logarithmic = axis.logarithmic};
}

/// How far apart two neighbours are: as a ratio, endless where one of them has no number.
double step_between(double left, double right)
{
    if (std::isfinite(left) != std::isfinite(right)) {
        return std::numeric_limits<double>::infinity();
    }
    const double least = std::min(left, right);
    return least > 0.0 ? std::max(left, right) / least : 1.0;
}

/// A place of the cliff. Where it is of the test's length, numbers go on beyond the longest test as
/// they change beside it: that they end there needs no other reason.
struct CliffPlace {
    double x, y;
    bool of_length;
};

/// A row of an output along x, and what it comes to at its ends.
struct Row {
    const ShownAxis& along;
    std::span<const double> values;

    double place(std::size_t column) const
    {
        return along.logarithmic ? std::log(along.values[column]) : along.values[column];
    }

    /// Between two neighbours.
    double between(std::size_t column) const
    {
        const double middle = 0.5 * (place(column - 1) + place(column));
        return along.logarithmic ? std::exp(middle) : middle;
    }

    /// What the numbers beside an empty place come to in it if their logarithm goes straight on.
    double continued_to(std::size_t empty, std::size_t beside) const
    {
        const auto next = beside + (beside - empty); // either direction: unsigned numbers wrap
        if (next >= values.size() || !std::isfinite(values[next])) {
            return std::numeric_limits<double>::infinity(); // nothing tells
        }
        const double steps = (place(empty) - place(beside)) / (place(beside) - place(next));
        return values[beside] * std::pow(values[beside] / values[next], steps);
    }
};

/// Where an output changes most along x, row by row, if it at least doubles or halves there.
std::vector<CliffPlace> cliff_of(const MapView& view)
{
    const auto& x = view.axes[0];
    const auto& y = view.axes[1];
    const std::span<const double> values = view.outputs.front().values;
    const double most = extent(values).high;
    constexpr double nearly = 0.9; // the largest number lies below the test's length
    std::vector<CliffPlace> cliff;
    for (std::size_t n = 0; n < y.values.size(); ++n) {
        const auto width = x.values.size();
        const Row row{x, values.subspan(n * width, width)};
        double steepest = 2.0;
        std::optional<CliffPlace> found;
        for (std::size_t column = 1; column < width; ++column) {
            const double step = step_between(row.values[column - 1], row.values[column]);
            if (!(step > steepest)) {
                continue;
            }
            steepest = step;
            found = {row.between(column), y.values[n], false};
            if (std::isinf(step)) {
                const bool left = std::isnan(row.values[column - 1]);
                const auto empty = left ? column - 1 : column;
                const auto beside = left ? column : column - 1;
                found->of_length = !view.refused[n * width + empty] &&
                                   row.continued_to(empty, beside) >= nearly * most;
            }
        }
        if (found) {
            cliff.push_back(*found);
        }
    }
    return cliff;
}

/// The cliff as lines, dashed where the length of the test is enough to explain it. Of a depletion
/// no number means that the test ended first; of other outputs it may mean anything.
void add_cliff(MapDrawing& drawing, const MapView& view, const std::string& output)
{
    const auto& shown = view.outputs.front();
    auto cliff = cliff_of(view);
    if (cliff.size() < 2) {
        return;
    }
    bool ends = false;
    for (auto& place : cliff) {
        place.of_length = place.of_length && output.find("_depletion_") != std::string::npos;
        ends = ends || place.of_length;
    }
    drawing.caption = "The cliff: where " + shown.quantity.name +
                      " changes most between neighbours: at least twofold, or from a number to "
                      "none.";
    if (ends) {
        drawing.caption += " Dashed is the end of the test: going on along the row as they change "
                           "beside the line, the numbers would come to the largest of the map, so "
                           "that cells beyond it may merely outlive the test.";
    }
    for (std::size_t n = 0; n < cliff.size(); ++n) {
        const bool dashed = cliff[n].of_length;
        const char* const style = dashed ? "dashed" : "line";
        if (n == 0 || style != std::string(drawing.curves.back().style)) {
            const std::string name = dashed ? "end of the test" : "cliff";
            const bool named = std::any_of(drawing.curves.begin(), drawing.curves.end(),
                                           [&](const MapCurve& one) { return one.name == name; });
            MapCurve next{.name = named ? "" : name, .x = {}, .y = {}, .style = style};
            if (n > 0) { // no gap between them
                next.x.push_back(cliff[n - 1].x);
                next.y.push_back(cliff[n - 1].y);
            }
            drawing.curves.push_back(std::move(next));
        }
        drawing.curves.back().x.push_back(cliff[n].x);
        drawing.curves.back().y.push_back(cliff[n].y);
    }
}

bool spreads(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(),
                       [](double value) { return value > 0.0 || std::isnan(value); }) &&
           is_even_in_logarithm(values);
}

/// The words that occur, and of every place the number of its word.
void add_classes(Page& page, MapDrawing& drawing, const ShownOutput& shown)
{
    std::vector<double> number(shown.words.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t word = 0; word < shown.words.size(); ++word) {
        const auto count =
            std::count(shown.values.begin(), shown.values.end(), static_cast<double>(word));
        if (count > 0) {
            number[word] = static_cast<double>(drawing.classes.size());
            drawing.classes.push_back(shown.words[word]);
        }
    }
    std::vector<double> places;
    places.reserve(shown.values.size());
    for (const double word : shown.values) {
        places.push_back(std::isfinite(word) ? number[static_cast<std::size_t>(word)] : word);
    }
    drawing.class_of = page.numbers(places);
}

/// All numbers of a grid over two axes in one drawing, coloured by one of them at a time.
void add_grid(Page& page, const RecordedMap& map, const std::filesystem::path& file)
{
    MapDrawing drawing{.title = map.header.title,
                       .description = {},
                       .x = {},
                       .y = {},
                       .x_values = {},
                       .y_values = {},
                       .quantities = {}};
    std::vector<std::string> held;
    for (const auto& output : map.header.outputs) {
        const auto view =
            view_of(map, {.outputs = {output.column.name}, .axes = {}, .fixed = {}}, file);
        const auto& shown = view.outputs.front();
        held = view.held;
        drawing.x = axis_of(view.axes[0]);
        drawing.y = axis_of(view.axes[1]);
        drawing.x_values = view.axes[0].values;
        drawing.y_values = view.axes[1].values;
        if (!shown.words.empty()) {
            if (drawing.classes.empty()) {
                add_classes(page, drawing, shown);
            }
            continue;
        }
        drawing.quantities.push_back({.name = shown.quantity.name,
                                      .unit = shown.quantity.unit,
                                      .logarithmic = spreads(shown.values),
                                      .values = page.numbers(shown.values)});
        if (drawing.curves.empty()) {
            add_cliff(drawing, view, output.column.name);
        }
    }
    drawing.description = fmt::format("{} places: {} across, {} up; every place is one test.",
                                      drawing.x_values.size() * drawing.y_values.size(),
                                      drawing.x.label, drawing.y.label);
    for (const auto& line : held) {
        drawing.caption += (drawing.caption.empty() ? "" : " ") + line + ".";
    }
    page.add(block(drawing));
}

/// One chart per output over one axis: a curve on a grid, else points.
void add_charts(Page& page, const RecordedMap& map, const std::filesystem::path& file,
                const std::string& axis)
{
    for (const auto& output : map.header.outputs) {
        const auto view =
            view_of(map, {.outputs = {output.column.name}, .axes = {axis}, .fixed = {}}, file);
        const auto& shown = view.outputs.front();
        if (!shown.words.empty()) {
            continue;
        }
        const auto& along = view.axes.front();
        std::vector<std::size_t> order(along.values.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return along.values[a] < along.values[b];
        });
        std::vector<double> x, y;
        for (const auto place : order) {
            x.push_back(along.values[place]);
            y.push_back(shown.values[place]);
        }
        Chart chart{.title = shown.quantity.name + " over " + along.quantity.name,
                    .description = shown.about,
                    .group = axis,
                    .x = axis_of(along),
                    .x_values = page.numbers(x, Exactness::whole),
                    .y = {.label = shown.quantity.name,
                          .unit = shown.quantity.unit,
                          .logarithmic = spreads(y)},
                    .series = {}};
        chart.series.push_back({.name = shown.quantity.name,
                                .values = page.numbers(y),
                                .role = role::working,
                                .style = view.grid ? "line" : "points"});
        page.add(block(chart));
    }
}

std::vector<std::size_t> varying(const RecordedMap& map)
{
    std::vector<std::size_t> axes;
    for (std::size_t k = 0; k < map.header.axes.size(); ++k) {
        const auto& values = map.header.is_grid() ? map.header.axes[k].values : map.coordinates[k];
        if (extent(values).low < extent(values).high) {
            axes.push_back(k);
        }
    }
    return axes;
}

/// How the tests ended, most first.
void add_endings(Page& page, const RecordedMap& map)
{
    for (std::size_t k = 0; k < map.header.outputs.size(); ++k) {
        const auto& output = map.header.outputs[k];
        if (output.words.empty()) {
            continue;
        }
        std::vector<std::pair<std::size_t, std::string>> counts;
        for (std::size_t word = 0; word < output.words.size(); ++word) {
            const auto count =
                std::count(map.outputs[k].begin(), map.outputs[k].end(), static_cast<double>(word));
            if (count > 0) {
                counts.emplace_back(static_cast<std::size_t>(count), output.words[word]);
            }
        }
        std::stable_sort(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        TableBlock table{
            .columns = {{.title = output.column.long_name.empty() ? output.column.name
                                                                  : output.column.long_name,
                         .number = false},
                        {.title = "tests"},
                        {.title = "share", .unit = "%"}},
            .rows = {}};
        for (const auto& [count, word] : counts) {
            table.rows.push_back(
                {word.empty() ? "–" : word, fmt::format("{}", count),
                 fmt::format("{:.3g}", 100.0 * static_cast<double>(count) /
                                           static_cast<double>(map.header.members))});
        }
        page.add(block(table));
    }
}

} // namespace

Page page_of_map(const RecordedMap& map, const std::filesystem::path& file)
{
    const auto& header = map.header;
    Page page(header.title, {file.filename().string()});
    const auto axes = varying(map);
    std::string over;
    for (const auto k : axes) {
        over += (over.empty() ? "" : ", ") + quantity_of_key(header.axes[k].column).name;
    }
    page.section("verdict", "What was computed");
    std::vector<std::string> lines{fmt::format("Varied: {}.", over.empty() ? "nothing" : over)};
    if (!map.refused.empty()) {
        lines.push_back(fmt::format("{} could not be computed; the first because {}",
                                    map.refused.size(), map.refused.front().reason));
    }
    page.add(verdict("plain", fmt::format("{} tests, {}", header.members, header.design), lines));
    page.section("map", header.is_grid() && axes.size() > 1 ? "The map" : "Outputs");
    if (header.is_grid() && axes.size() > 1) {
        add_grid(page, map, file);
    } else {
        for (const auto k : axes) {
            add_charts(page, map, file, header.axes[k].column.name);
        }
    }
    page.section("endings", "How the tests ended");
    add_endings(page, map);
    page.section("provenance", "Where this comes from");
    add_origin(page, file, header.program_version, header.commit);
    page.add(source("The sweep", header.sweep_text));
    page.add(source("The case", header.case_text));
    return page;
}

void add_origin(Page& page, const std::filesystem::path& file, const std::string& version,
                const std::string& commit)
{
    page.add(block(
        TableBlock{.columns = {{.title = "", .number = false}, {.title = "", .number = false}},
                   .rows = {{"file", file.filename().string()},
                            {"written by", "percolith " + version},
                            {"sources", commit}}}));
}

} // namespace percolith::runs::report
