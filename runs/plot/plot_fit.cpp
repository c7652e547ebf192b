// A picture of a fit: cells above, profiles below.

#include "runs/case/errors.hpp"
#include "runs/case/suggest.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/fit_panels.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <span>
#include <sstream>

namespace percolith::runs
{
namespace
{

// In mm.
constexpr double voltage_height = 34.0;
constexpr double residual_height = 17.0;
constexpr double between = 4.0; // a voltage and its residuals
constexpr double above = 10.0; // for key and title
constexpr double below = 11.0; // for numbers and label
constexpr double apart = 19.0; // columns
constexpr double head = 12.0; // of the page, with one line below its title
constexpr double line_height = 4.0; // of each more
/// Letters of text that the page is wide, and of its title.
constexpr std::size_t letters = 92;
constexpr std::size_t title_letters = 74;

/// Residuals within so many standard deviations are shown at least.
constexpr double least_shown = 5.2;
/// Residuals between these lines are what noise alone leaves, 95 % of the time.
constexpr double usual_residual = 1.96;

Panel blank(double left, double width, Interval time)
{
    Panel panel;
    panel.left = left;
    panel.width = width;
    panel.x = time;
    return panel;
}

/// What a reader can tell apart: a pixel of a PNG is a twelfth of a millimetre, a dot half of one.
std::size_t pixels(double width)
{
    return static_cast<std::size_t>(12.0 * width);
}
std::size_t dots(double width)
{
    return static_cast<std::size_t>(4.0 * width);
}

/// The model's line, broken where the current switches: what lies between two samples there was
/// computed by nobody, and of many cycles nothing but those strokes would be seen.
Polyline broken(const std::vector<double>& time, const std::vector<double>& values,
                const std::vector<double>& current, std::size_t columns)
{
    constexpr double switched = 1e-3; // of the current
    std::vector<std::size_t> begins{0};
    for (std::size_t k = 1; k < time.size(); ++k) {
        const double size = std::max(std::abs(current[k]), std::abs(current[k - 1]));
        if (std::abs(current[k] - current[k - 1]) > switched * size) {
            begins.push_back(k);
        }
    }
    // Too many to be seen, or of one sample each, which makes no line.
    if (begins.size() > 8 * columns || 2 * begins.size() > time.size()) {
        return envelope(time, values, columns);
    }
    begins.push_back(time.size());
    Polyline line;
    const double span = time.back() - time.front();
    for (std::size_t k = 0; k + 1 < begins.size(); ++k) {
        const auto first = begins[k], count = begins[k + 1] - begins[k];
        const auto x = std::span(time).subspan(first, count);
        const double share = span > 0.0 ? (x.back() - x.front()) / span : 1.0;
        const auto part =
            envelope(x, std::span(values).subspan(first, count),
                     static_cast<std::size_t>(std::ceil(share * static_cast<double>(columns))) + 1);
        line.x.insert(line.x.end(), part.x.begin(), part.x.end());
        line.y.insert(line.y.end(), part.y.begin(), part.y.end());
        line.x.push_back(part.x.back());
        line.y.push_back(std::numeric_limits<double>::quiet_NaN());
    }
    return line;
}

/// Means of runs of `each` values, at their middles.
Polyline means(const std::vector<double>& time, const std::vector<double>& values, std::size_t each)
{
    Polyline line;
    for (std::size_t first = 0; first < values.size(); first += each) {
        const auto last = std::min(first + each, values.size());
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
        line.x.push_back(0.5 * (time[first] + time[last - 1]));
        line.y.push_back(
            std::accumulate(begin, values.begin() + static_cast<std::ptrdiff_t>(last), 0.0) /
            static_cast<double>(last - first));
    }
    return line;
}

Panel voltage_panel(Panel panel, const std::vector<double>& time, const MeasuredCell& cell,
                    const FittedCell& fitted)
{
    auto measured = envelope(time, cell.voltage, dots(panel.width));
    auto model = broken(time, fitted.voltage, cell.current, pixels(panel.width));
    const auto usually = usual(measured),
               of_model = usual(envelope(time, fitted.voltage, pixels(panel.width)));
    const Interval range{std::min(usually.low, of_model.low),
                         std::max(usually.high, of_model.high)};
    const auto scale = voltage_scale(std::max(std::abs(range.low), std::abs(range.high)));
    measured.y = scaled(std::move(measured.y), scale.factor);
    model.y = scaled(std::move(model.y), scale.factor);
    panel.height = voltage_height;
    panel.title = cell.name;
    panel.x_numbers = false;
    panel.y = {range.low * scale.factor, range.high * scale.factor};
    panel.y_label = axis_label("Voltage", scale);
    panel.notes = notes_beyond(measured, panel.x, panel.y, scale);
    panel.curves = {{std::move(measured), "measured", palette::band, Stroke::points, 0.6},
                    {std::move(model), "model", palette::counter, Stroke::solid, 0.9}};
    return panel;
}

Panel residual_panel(Panel panel, const std::vector<double>& time, const FittedCell& fitted,
                     const Scale& scale)
{
    const auto residual = envelope(time, fitted.residual, dots(panel.width));
    const auto range = usual(residual);
    const double most = std::max({least_shown, std::abs(range.low), std::abs(range.high)});
    panel.height = residual_height;
    panel.y = {-most, most};
    panel.y_label = "Residual (σ)";
    panel.x_label = axis_label("Time", scale);
    for (const double level : {-usual_residual, 0.0, usual_residual}) {
        panel.curves.push_back({{{panel.x.low, panel.x.high}, {level, level}},
                                "",
                                palette::quiet,
                                level == 0.0 ? Stroke::solid : Stroke::dashed,
                                0.4});
    }
    if (residual.x.size() == time.size()) {
        panel.curves.push_back({residual, "", palette::working, Stroke::points, 0.6});
        return panel;
    }
    // Dots would show the extremes alone. Their band, and means of so many that they show a drift.
    const auto each = static_cast<std::size_t>(
        std::ceil(static_cast<double>(time.size()) / (0.4 * panel.width * 4.0)));
    panel.curves.insert(panel.curves.begin(), {residual, "", palette::haze, Stroke::solid, 0.5});
    panel.curves.push_back(
        {means(time, fitted.residual, each), "", palette::working, Stroke::points, 0.6});
    panel.notes.push_back(
        {1.0, 1.1, "dots: means of " + std::to_string(each) + " samples", palette::cell, true});
    return panel;
}

const FittedMechanism& chosen(const FitRecord& fit, const std::string& name)
{
    if (name.empty()) {
        return best_mechanism(fit);
    }
    std::vector<std::string> names;
    for (const auto& mechanism : fit.mechanisms) {
        if (mechanism.name == name) {
            return mechanism;
        }
        names.push_back(mechanism.name);
    }
    throw InputError({}, "--mechanism", "\"" + name + "\" is no mechanism of this fit",
                     suggest(name, names));
}

/// Sentences broken between words, none of the lines longer than `most` letters if it can be.
std::vector<std::string> wrapped(const std::string& text, std::size_t most)
{
    const auto width = [](const std::string& line) {
        return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; // not within a letter
        }));
    };
    std::vector<std::string> lines(1);
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        auto& line = lines.back();
        if (!line.empty() && width(line) + 1 + width(word) > most) {
            lines.push_back(word);
        } else {
            line += (line.empty() ? "" : " ") + word;
        }
    }
    return lines;
}

/// What the lines and dots mean, of what is drawn.
std::string subtitle(const FitRecord& fit, const FittedMechanism& mechanism, bool cells)
{
    auto text = mechanism.name.empty() ? "" : "Mechanism: " + mechanism.name + ". ";
    if (cells) {
        text += "Residuals: model minus measurement in standard deviations, within the dashed "
                "lines 95 % of noise alone. ";
    }
    if (!mechanism.profiles.empty()) {
        char more[160];
        std::snprintf(more, sizeof more,
                      "Profiles: below the dashed line lies the %.4g %% interval, whose ends are "
                      "dotted; black: the best fit.",
                      100.0 * fit.header.confidence);
        text += more;
    }
    return text;
}

void append(Figure& figure, Block block, double top)
{
    for (auto& panel : block.panels) {
        panel.bottom += top;
        figure.panels.push_back(std::move(panel));
    }
}

void letter_panels(Figure& figure)
{
    constexpr std::size_t alphabet = 26;
    for (std::size_t k = 0; k < figure.panels.size(); ++k) {
        figure.panels[k].letter = std::string(1, static_cast<char>('a' + k % alphabet));
        if (k >= alphabet) {
            figure.panels[k].letter += std::to_string(k / alphabet);
        }
    }
}

} // namespace

Block cell_block(const FitRecord& fit, const FittedMechanism& mechanism)
{
    Block block;
    std::vector<std::size_t> drawn;
    for (std::size_t k = 0; k < fit.cells.size(); ++k) {
        if (!fit.cells[k].time.empty()) {
            drawn.push_back(k);
        }
    }
    const std::size_t columns = drawn.size() > 1 ? 2 : 1;
    const double gaps = static_cast<double>(columns - 1) * apart;
    const double width =
        (fit_page::width - fit_page::left - fit_page::right - gaps) / static_cast<double>(columns);
    for (std::size_t n = 0; n < drawn.size(); ++n) {
        const auto column = n % columns;
        if (column == 0) {
            block.height += above + voltage_height + between + residual_height + below;
        }
        const auto& cell = fit.cells[drawn[n]];
        const auto& fitted = mechanism.cells[drawn[n]];
        const auto scale = time_scale(cell.time.back());
        const auto time = scaled(cell.time, scale.factor);
        const double end = time.back() > time.front() ? time.back() : time.front() + 1.0;
        const auto frame =
            blank(fit_page::left + static_cast<double>(column) * (width + apart), width,
                  {time.front() - 0.01 * (end - time.front()), end + 0.01 * (end - time.front())});
        auto voltage = voltage_panel(frame, time, cell, fitted);
        auto residual = residual_panel(frame, time, fitted, scale);
        residual.bottom = below - block.height;
        voltage.bottom = residual.bottom + residual_height + between;
        block.panels.push_back(std::move(voltage));
        block.panels.push_back(std::move(residual));
    }
    return block;
}

void plot_fit(const FitRecord& fit, const std::string& mechanism, const Drawing& to)
{
    const auto& shown = chosen(fit, mechanism);
    auto cells = cell_block(fit, shown);
    auto profiles = profile_block(shown);
    if (cells.panels.empty() && profiles.panels.empty()) {
        throw InputError({.file = to.output.string()}, "",
                         "the fit has neither voltages nor profiles to draw",
                         "fit with trust.profiles = true");
    }
    const auto title = wrapped(fit.header.title.empty() ? "Fit" : fit.header.title, title_letters);
    const auto below_title = wrapped(subtitle(fit, shown, !cells.panels.empty()), letters);
    const double top_text =
        head + line_height * static_cast<double>(title.size() + below_title.size() - 2);
    Figure figure{.width = fit_page::width, .height = top_text + cells.height + profiles.height};
    const double top = figure.height - top_text;
    const double middle = top - cells.height;
    append(figure, std::move(cells), top);
    append(figure, std::move(profiles), middle);
    letter_panels(figure);
    double bottom = figure.height - 5.0;
    const auto say = [&](const std::string& line, Text look) {
        look.left = fit_page::left;
        look.bottom = bottom;
        look.text = line;
        figure.texts.push_back(std::move(look));
        bottom -= line_height;
    };
    for (const auto& line : title) {
        say(line, {.size = 9.0, .bold = true});
    }
    for (const auto& line : below_title) {
        say(line, {.color = palette::quiet});
    }
    draw(figure, to);
}

} // namespace percolith::runs
