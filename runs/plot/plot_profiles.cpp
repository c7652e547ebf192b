// The profiles of a fit.

#include "runs/plot/axis.hpp"
#include "runs/plot/fit_panels.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace percolith::runs
{
namespace
{

constexpr std::size_t columns = 3;
constexpr double apart = 17.0; // mm, between frames
constexpr double height = 30.0;
constexpr double above = 8.0; // for letter and title
constexpr double below = 12.0; // for numbers and label
/// Of the threshold: as much of a profile as is shown.
constexpr double shown_rise = 1.6;
/// A parameter that spans less is drawn on a linear axis, whatever its scale.
constexpr double wide = 5.0;

/// Beside markup gnuplot drops the usual one.
const std::string space = "\u00a0";

/// "m^-2" in gnuplot's markup: "m^{-2}".
std::string raised(const std::string& unit)
{
    std::string text;
    for (std::size_t k = 0; k < unit.size(); ++k) {
        text += unit[k];
        if (unit[k] == '^') {
            text += '{';
            for (; k + 1 < unit.size() &&
                   (std::isdigit(static_cast<unsigned char>(unit[k + 1])) || unit[k + 1] == '-');
                 ++k) {
                text += unit[k + 1];
            }
            text += '}';
        }
    }
    return text;
}

/// Where the profile is below what is shown, with the ends of the interval and what it is to be
/// compared with.
Interval part_of(const FitProfile& profile, double most, const std::vector<LineMark>& marks)
{
    std::vector<double> seen;
    for (std::size_t k = 0; k < profile.value.size(); ++k) {
        if (profile.rise[k] <= most) {
            seen.push_back(profile.value[k]);
        }
    }
    for (const auto& mark : marks) {
        seen.push_back(mark.x);
    }
    return extent(seen);
}

/// Decades that leave room for their numbers.
std::vector<std::pair<double, std::string>> decades_of(Interval range)
{
    constexpr int most = 4;
    const auto first = static_cast<int>(std::ceil(std::log10(range.low)));
    const auto last = static_cast<int>(std::floor(std::log10(range.high)));
    const int step = std::max(1, (last - first + most) / most);
    std::vector<std::pair<double, std::string>> names;
    for (int decade = first; decade <= last; decade += step) {
        names.emplace_back(std::pow(10.0, decade), "1e" + std::to_string(decade));
    }
    return names;
}

/// A power of ten that makes numbers short, for a linear axis.
int common_power(Interval range)
{
    const double most = std::max(std::abs(range.low), std::abs(range.high));
    if (!(most > 0.0) || (most >= 0.1 && most < 1e4)) {
        return 0;
    }
    return static_cast<int>(std::floor(std::log10(most)));
}

void set_x_axis(Panel& panel, const FittedParameter& parameter, Interval seen,
                std::vector<double>& values)
{
    auto unit = parameter.unit == "1" ? std::string() : raised(parameter.unit);
    // A name stands on the left of its mark.
    const double share = parameter.marks.empty() ? 0.05 : 0.1;
    panel.x_logarithmic = parameter.logarithmic && seen.low > 0.0 && seen.high > wide * seen.low;
    if (panel.x_logarithmic) {
        const double margin = std::pow(seen.high / seen.low, share);
        panel.x = {seen.low / margin, seen.high * margin};
        panel.x_names = seen.high < 100.0 * seen.low && seen.low > 1e-3 ? round_numbers(panel.x)
                                                                        : decades_of(panel.x);
        if (panel.x_names.size() < 2) {
            panel.x_names = round_numbers(panel.x);
        }
    } else if (const int power = common_power(seen); power != 0) {
        const double factor = std::pow(10.0, -power);
        values = scaled(std::move(values), factor);
        panel.x = padded({seen.low * factor, seen.high * factor}, share);
        unit = "10^{" + std::to_string(power) + "}" + (unit.empty() ? "" : space + unit);
        for (auto& mark : panel.marks) {
            mark.x *= factor;
        }
    } else {
        panel.x = padded(seen, share);
    }
    panel.x_label = spoken(parameter.name) + (unit.empty() ? "" : " (" + unit + ")");
}

/// "interphase" of "interphase.renewal", "thin: cell.working" of "thin: cell.working.lithium".
std::string section_of(const std::string& name)
{
    const auto dot = name.rfind('.');
    return dot == std::string::npos ? "" : name.substr(0, dot);
}

Panel profile_panel(const FittedMechanism& mechanism, const FitProfile& profile)
{
    const auto& parameter = mechanism.parameters[profile.parameter];
    const double most = shown_rise * mechanism.threshold;
    Panel panel;
    panel.height = height;
    panel.title = section_of(parameter.name);
    panel.title_away = 2.5;
    panel.y = {-0.08 * most, most};
    panel.y_label_away = 9.0;
    for (const double end : {parameter.low, parameter.high}) {
        // No end lies at 0 on a logarithmic scale.
        if (parameter.profiled && std::isfinite(end) && !(parameter.logarithmic && end <= 0.0)) {
            panel.marks.push_back({end, palette::quiet});
        }
    }
    for (const auto& mark : parameter.marks) {
        panel.marks.push_back({mark.value, palette::series[2], mark.name});
    }
    const auto seen = part_of(profile, most, panel.marks);
    auto values = profile.value;
    values.push_back(parameter.value);
    set_x_axis(panel, parameter, seen, values);
    const double best = values.back();
    values.pop_back();
    panel.curves = {{{{panel.x.low, panel.x.high}, {mechanism.threshold, mechanism.threshold}},
                     "",
                     palette::counter,
                     Stroke::dashed},
                    {{values, profile.rise}, "", palette::working, Stroke::solid},
                    {{std::move(values), profile.rise}, "", palette::working, Stroke::points},
                    {{{best}, {0.0}}, "", palette::cell, Stroke::points, 2.0}};
    return panel;
}

} // namespace

Block profile_block(const FittedMechanism& mechanism)
{
    Block block;
    const double width =
        (fit_page::width - fit_page::left - fit_page::right - (columns - 1) * apart) / columns;
    for (const auto& profile : mechanism.profiles) {
        const auto column = block.panels.size() % columns;
        if (column == 0) {
            block.height += above + height + below;
        }
        auto panel = profile_panel(mechanism, profile);
        panel.left = fit_page::left + static_cast<double>(column) * (width + apart);
        panel.width = width;
        panel.bottom = below - block.height;
        panel.y_label = column == 0 ? "Rise of −2 ln" + space + "{/:Italic L}" : "";
        block.panels.push_back(std::move(panel));
    }
    return block;
}

} // namespace percolith::runs
