#include "runs/plot/column.hpp"

#include "runs/plot/key.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace percolith::runs
{
namespace
{

constexpr double narrowest_frame = 22.0; // mm

/// Scales beside a panel and samples of a legend.
bool keeps_width(const Panel& panel)
{
    return panel.beside || panel.width < narrowest_frame;
}

/// Whether a text is that beside a sample.
bool names(const Text& text, const Panel& sample)
{
    const double away = text.left - (sample.left + sample.width);
    const double up = text.bottom - sample.bottom;
    return away >= 0.0 && away < 6.0 && up > -2.0 && up < sample.height + 2.0;
}

/// The parts of a figure's width that frames lie in, from the left; none overlap.
std::vector<Interval> framed(const Figure& figure)
{
    std::vector<Interval> all;
    for (const auto& panel : figure.panels) {
        if (!keeps_width(panel)) {
            all.push_back({panel.left, panel.left + panel.width});
        }
    }
    std::ranges::sort(all, {}, &Interval::low);
    std::vector<Interval> parts;
    for (const auto& each : all) {
        if (!parts.empty() && each.low <= parts.back().high) {
            parts.back().high = std::max(parts.back().high, each.high);
        } else {
            parts.push_back(each);
        }
    }
    return parts;
}

double extent_of(const std::vector<Interval>& parts)
{
    double sum = 0.0;
    for (const auto& part : parts) {
        sum += part.high - part.low;
    }
    return sum;
}

/// Where `x` comes to lie when the parts become `stretch` times as wide.
double moved(double x, const std::vector<Interval>& parts, double stretch)
{
    double within = 0.0;
    for (const auto& part : parts) {
        within += std::clamp(x, part.low, part.high) - part.low;
    }
    return x + (stretch - 1.0) * within;
}

/// The upper edge of what belongs to a panel: its frame, letter, title and key.
double top_of(const Panel& panel)
{
    constexpr double text_height = 3.0;
    double above = panel.letter.empty() ? 1.0 : 1.5 + text_height;
    if (!panel.title.empty()) {
        above = std::max(above, panel.title_away + text_height);
    }
    const auto rows = key_rows(panel);
    if (rows > 0) {
        above = std::max(above, key::above_frame + key::row_height * static_cast<double>(rows));
    }
    for (const auto& note : panel.notes) {
        if (note.y > 1.0) {
            above = std::max(above, (note.y - 1.0) * panel.height + text_height);
        }
    }
    return panel.bottom + panel.height + above;
}

/// Makes room for second and further rows of keys: what lies above moves up.
void make_room_for_keys(Figure& figure)
{
    std::map<double, double> rooms; // by the upper edge of frames
    for (auto& panel : figure.panels) {
        const auto rows = key_rows(panel);
        auto& room = rooms[std::round(10.0 * (panel.bottom + panel.height)) / 10.0];
        const double needed = key::row_height * (static_cast<double>(rows) - 1.0);
        room = std::max(room, needed);
        panel.title_away += std::max(0.0, needed);
    }
    const auto raised = [&rooms](double y) {
        double by = 0.0;
        for (const auto& [top, room] : rooms) {
            by += y > top - 0.2 ? room : 0.0;
        }
        return y + by;
    };
    for (auto& panel : figure.panels) {
        panel.bottom = raised(panel.bottom);
    }
    for (auto& text : figure.texts) {
        text.bottom = raised(text.bottom);
    }
}

} // namespace

double least_width(const Figure& figure)
{
    double narrowest = figure.width;
    for (const auto& panel : figure.panels) {
        if (!keeps_width(panel)) {
            narrowest = std::min(narrowest, panel.width);
        }
    }
    const double inside = extent_of(framed(figure));
    return figure.width - inside + inside * narrowest_frame / narrowest;
}

Figure in_a_column(Figure figure, double width)
{
    const auto parts = framed(figure);
    const double inside = extent_of(parts);
    const double stretch = inside > 0.0 ? 1.0 + (width - figure.width) / inside : 1.0;
    double top = 0.0;
    for (const auto& panel : figure.panels) {
        top = std::max(top, panel.bottom + panel.height);
    }
    std::erase_if(figure.texts, [&](const Text& text) { return text.bottom > top; });
    const auto before = figure.panels;
    for (auto& panel : figure.panels) {
        const double usual = panel.width;
        const double right = moved(panel.left + panel.width, parts, stretch);
        panel.left = moved(panel.left, parts, stretch);
        panel.width = keeps_width(panel) ? panel.width : right - panel.left;
        panel.key_width = panel.width + 2.0;
        panel.title_width = panel.title_width > 0.0 ? panel.title_width - usual + panel.width : 0.0;
        // A note that is longer than its frame would run into the letter, or over the axis.
        std::erase_if(panel.notes, [&](const Note& note) {
            return key::letter * static_cast<double>(note.text.size()) > panel.width;
        });
    }
    for (auto& text : figure.texts) {
        const auto sample = std::ranges::find_if(
            before, [&](const Panel& panel) { return keeps_width(panel) && names(text, panel); });
        const double at = sample == before.end() ? text.left : sample->left;
        text.left += moved(at, parts, stretch) - at;
    }
    figure.width = width;
    make_room_for_keys(figure);
    figure.height = 0.0;
    for (const auto& panel : figure.panels) {
        figure.height = std::max(figure.height, top_of(panel));
    }
    figure.height += 1.0;
    return figure;
}

} // namespace percolith::runs
