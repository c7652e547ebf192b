#include "runs/plot/stack.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs
{

double end_of_axis(double last, const Scale& time)
{
    return last > 0.0 ? 1.01 * last * time.factor : 1.0;
}

Panel panel_over_time(double end, double height)
{
    Panel panel;
    panel.left = stack::left_edge;
    panel.width = stack::frame_width;
    panel.height = height;
    panel.x = {0.0, end};
    panel.x_numbers = false;
    return panel;
}

void show_voltage(Panel& panel, Polyline volts)
{
    const auto seen = usual(volts);
    const auto scale = voltage_scale(std::max(std::abs(seen.low), std::abs(seen.high)));
    volts.y = scaled(std::move(volts.y), scale.factor);
    panel.y = {seen.low * scale.factor, seen.high * scale.factor};
    panel.y_label = axis_label("Voltage", scale);
    panel.notes = notes_beyond(volts, panel.x, panel.y, scale);
    const auto* const color = voltage_color(volts, stack::pixels);
    panel.curves.push_back({std::move(volts), "", color, Stroke::solid, 0.5});
}

void set_polarization_axis(Panel& panel, std::vector<double> shown, const Scale& scale)
{
    std::erase_if(shown, [](double value) { return !(value > 0.0); });
    const auto all = extent(shown);
    panel.logarithmic = all.low > 0.0 && all.high > 10.0 * all.low;
    panel.y = panel.logarithmic ? decades(all) : from_zero(all);
    panel.y_label = axis_label("Polarization", scale);
}

Figure stacked(std::vector<Panel> panels, const std::string& title, const std::string& subtitle,
               double above_last, double below)
{
    constexpr double top_edge = 13.0;
    Figure figure{.width = 140.0, .height = top_edge + below - stack::gap + above_last};
    for (const auto& panel : panels) {
        figure.height += panel.height + stack::gap;
    }
    double top = figure.height - top_edge;
    char letter = 'a';
    for (auto& panel : panels) {
        top -= &panel == &panels.back() ? above_last : 0.0;
        panel.bottom = top - panel.height;
        top = panel.bottom - stack::gap;
        if (panel.frame) {
            panel.letter = letter++;
        }
    }
    const double left = panels.front().left;
    figure.panels = std::move(panels);
    figure.texts = {
        {.left = left, .bottom = figure.height - 5.0, .text = title, .size = 9.0, .bold = true},
        {.left = left, .bottom = figure.height - 9.0, .text = subtitle, .color = palette::quiet}};
    return figure;
}

} // namespace percolith::runs
