#include "runs/plot/script_axes.hpp"

#include "runs/plot/script_words.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{
namespace
{

using script::small_text;
using script::text_size;
constexpr double mm_per_tick = 10.0;

/// Numbers along an axis about `wanted` apart: 1, 2 or 5 times a power of ten.
double tick_step(Interval range, double wanted)
{
    const double raw = (range.high - range.low) / std::max(wanted, 1.0);
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (raw <= 1.25 * step * decade) {
            return step * decade;
        }
    }
    return 10.0 * decade;
}

/// A name of several lines: gnuplot breaks them in double quotes alone.
std::string quoted_lines(const std::string& name)
{
    const auto end = name.find('\n');
    return end == std::string::npos ? quoted(plain(name))
                                    : quoted(plain(name.substr(0, end))) + ".\"\\n\"." +
                                          quoted_lines(name.substr(end + 1));
}

/// Words at places instead of numbers.
std::string named(const std::vector<std::pair<double, std::string>>& names)
{
    std::string text = "(";
    for (const auto& [at, name] : names) {
        text += say(at == names.front().first ? "" : ", ", quoted_lines(name), " ", at);
    }
    return text + ")\n";
}

/// Small ticks between the names of a logarithmic axis: the whole multiples of every decade.
std::string small_ticks(const char* axis, Interval range)
{
    std::string text;
    const int last = static_cast<int>(std::floor(std::log10(range.high)));
    for (int decade = static_cast<int>(std::floor(std::log10(range.low))); decade <= last;
         ++decade) {
        for (int step = 1; step < 10; ++step) {
            const double at = step * std::pow(10.0, decade);
            if (at >= range.low && at <= range.high) {
                text += say(text.empty() ? say("set ", axis, "tics add (") : ", ", "'' ", at, " 1");
            }
        }
    }
    return text.empty() ? text : text + ")\n";
}

/// Inside the frame, unless colours hide them there.
const char* side_of_ticks(const Panel& panel)
{
    return panel.raster ? "out" : "in";
}

/// As powers of ten, where plain numbers would be long.
bool needs_powers(Interval range)
{
    return range.low < 1e-4 || range.high > 1e6;
}

std::string x_axis(const Panel& panel)
{
    std::string text = say("set xrange [", panel.x.low, ":", panel.x.high, "]\n",
                           panel.x_logarithmic ? "set" : "unset", " logscale x\n");
    if (!panel.frame || panel.beside) {
        return text + "unset xtics\n";
    }
    text += "set xtics ";
    const auto look = say(" ", side_of_ticks(panel), " nomirror scale 0.6,0.3 offset 0,0.3 ");
    if (!panel.x_names.empty()) {
        return text + look + named(panel.x_names) + "unset mxtics\n" +
               (panel.x_logarithmic ? small_ticks("x", panel.x) : "");
    }
    const auto* const numbers = panel.x_logarithmic && needs_powers(panel.x) ? "10^{%T}" : "%g";
    return text +
           (panel.x_logarithmic ? "10" : say(tick_step(panel.x, panel.width / mm_per_tick))) +
           say(look, "format '", panel.x_numbers ? numbers : "", "'\n",
               panel.x_logarithmic ? "set mxtics 10\n" : "unset mxtics\n");
}

std::string y_axis(const Panel& panel)
{
    const char* y = panel.beside ? "y2" : "y";
    std::string text = say("set ", y, "range [", panel.y.low, ":", panel.y.high, "]\n",
                           panel.logarithmic ? "set" : "unset", " logscale ", y, "\n");
    if (!panel.frame && panel.y_names.empty()) {
        return text + "unset ytics\n";
    }
    text += say(panel.beside ? "unset ytics\n" : "", "set ", y, "tics ", side_of_ticks(panel),
                " nomirror scale 0.6,0.3 offset ", panel.beside ? "-0.5" : "0.5", ",0 ");
    if (!panel.y_names.empty() && !panel.logarithmic) {
        return text + say("scale 0 font ',", small_text, "' ") + named(panel.y_names);
    }
    text += say("font ',", text_size, "' ");
    if (!panel.y_names.empty()) {
        return text + named(panel.y_names) + say("unset m", y, "tics\n") + small_ticks(y, panel.y);
    }
    if (!panel.logarithmic) {
        return text + say("format '%g' ", tick_step(panel.y, panel.height / (0.7 * mm_per_tick)),
                          "\nunset m", y, "tics\n");
    }
    const double decades = std::log10(panel.y.high / panel.y.low);
    constexpr double many = 5.0;
    if (decades <= many) {
        return text + say("format '", needs_powers(panel.y) ? "10^{%T}" : "%g", "' 10\nset m", y,
                          "tics 10\n");
    }
    const double apart = std::ceil(decades / (panel.height / (0.7 * mm_per_tick)));
    return text + say("format '10^{%T}' ", std::pow(10.0, apart), "\nunset m", y, "tics\n");
}

} // namespace

std::string axes_script(const Panel& panel)
{
    return x_axis(panel) + y_axis(panel) +
           (panel.frame ? "set border 15 lw 0.5 lc rgb '#222222'\n" : "set border 0\n");
}

} // namespace percolith::runs
