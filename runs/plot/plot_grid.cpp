#include "runs/case/errors.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/courses.hpp"
#include "runs/record/measured.hpp"
#include "runs/record/names.hpp"
#include "runs/record/read.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

// Of the figure, in mm.
constexpr double frame_width = 48.0;
constexpr double frame_height = 26.0;
constexpr double left_edge = 16.0;
constexpr double row_title = 6.0; // left of that
constexpr double right_edge = 4.0;
constexpr double top_edge = 12.0;
constexpr double bottom_edge = 11.0;
constexpr double gap_across = 12.0;
constexpr double narrow_gap_down = 8.0;
constexpr double wide_gap_down = 12.0; ///< with titles
constexpr std::size_t pixels = 600;

/// The voltage of one run, SI, as far as a panel can show it.
struct Profile {
    Polyline volts;
    std::string ending; ///< the first event that ended it, empty if none did
    std::string title; ///< of the run, or the tester's file
};

Profile measured_profile(const std::filesystem::path& file)
{
    const auto record = read_measured(file);
    if (record.time.empty()) {
        throw InputError({.file = file.string()}, "", "the record has no voltage over time",
                         "draw its impedance alone");
    }
    return {envelope(record.time, record.voltage, pixels), "", cycler::source_name(record)};
}

Profile profile_of(const std::filesystem::path& file)
{
    check_is_course(file);
    if (is_measured(file)) {
        return measured_profile(file);
    }
    const RecordedRun run(file);
    if (run.rows(Table::series) == 0) {
        throw InputError({.file = file.string()}, "", "the run has no time series to draw",
                         "record the full shape");
    }
    Profile profile{envelope(run.column(Table::series, names::time),
                             run.column(Table::series, names::voltage), pixels),
                    "", run.title()};
    for (const auto& event : run.events()) {
        if (event.terminal && profile.ending.empty()) {
            profile.ending = event_name(event);
        }
    }
    return profile;
}

/// The range of all panels of a row: what any of them usually shows.
Interval common(const std::vector<Profile>& row)
{
    Interval all = usual(row.front().volts);
    for (const auto& profile : row) {
        const auto range = usual(profile.volts);
        all = {std::min(all.low, range.low), std::max(all.high, range.high)};
    }
    return all;
}

Panel panel_of(const Profile& profile, Interval volts, const Scale& scale)
{
    Panel panel;
    const double end = profile.volts.x.back();
    const auto time = time_scale(end);
    panel.width = frame_width;
    panel.height = frame_height;
    panel.x = {0.0, end > 0.0 ? 1.02 * end * time.factor : 1.0};
    panel.x_label = axis_label("Time", time);
    panel.y = {volts.low * scale.factor, volts.high * scale.factor};
    Polyline shown{scaled(profile.volts.x, time.factor), scaled(profile.volts.y, scale.factor)};
    // Small panels have no room inside: what ended the run, and how far it went, stand above the
    // frame.
    auto ending = profile.ending;
    for (const auto& note : notes_beyond(shown, panel.x, panel.y, scale)) {
        ending += (ending.empty() ? "" : ", ") + note.text;
    }
    panel.notes = {{1.0, 1.08, ending, palette::quiet, true}};
    const auto* const color = voltage_color(shown, pixels);
    panel.curves.push_back({std::move(shown), "", color, Stroke::solid, 0.5});
    return panel;
}

} // namespace

void plot_grid(const std::vector<std::filesystem::path>& runs, const GridLayout& layout,
               const Drawing& to)
{
    const auto across = layout.across;
    const auto down = across > 0 ? runs.size() / across : 0;
    const auto fits = [](const std::vector<std::string>& titles, std::size_t count) {
        return titles.empty() || titles.size() == count;
    };
    if (down == 0 || runs.size() != across * down || !fits(layout.columns, across) ||
        !fits(layout.rows, down)) {
        throw std::invalid_argument("a grid of panels needs one run for each, and one title or "
                                    "none for each column and row");
    }
    const bool own_titles = layout.columns.empty();
    const double gap_down = own_titles ? wide_gap_down : narrow_gap_down;
    const auto span = [](std::size_t n, double frame, double gap) {
        return static_cast<double>(n) * frame + static_cast<double>(n - 1) * gap;
    };
    const double left = left_edge + (layout.rows.empty() ? 0.0 : row_title);
    Figure figure{
        .width = left + span(across, frame_width, gap_across) + right_edge,
        .height = top_edge + span(down, frame_height, gap_down) + bottom_edge,
    };
    char letter = 'a';
    for (std::size_t row = 0; row < down; ++row) {
        std::vector<Profile> profiles;
        profiles.reserve(across);
        for (std::size_t column = 0; column < across; ++column) {
            profiles.push_back(profile_of(runs[row * across + column]));
        }
        const auto volts = common(profiles);
        const auto scale = voltage_scale(std::max(std::abs(volts.low), std::abs(volts.high)));
        for (std::size_t column = 0; column < across; ++column) {
            auto panel = panel_of(profiles[column], volts, scale);
            panel.left = left + static_cast<double>(column) * (frame_width + gap_across);
            panel.bottom = figure.height - top_edge - frame_height -
                           static_cast<double>(row) * (frame_height + gap_down);
            panel.letter = letter++;
            panel.y_label_away = column == 0 ? panel.y_label_away : 6.0;
            panel.title = own_titles ? profiles[column].title
                          : row == 0 ? layout.columns[column]
                                     : "";
            panel.title_width = frame_width + gap_across - 3.0;
            panel.y_label = column == 0 ? axis_label("Voltage", scale) : "";
            panel.x_label = row + 1 == down ? panel.x_label : "";
            figure.panels.push_back(std::move(panel));
        }
        if (layout.rows.empty()) {
            continue;
        }
        figure.texts.push_back({.left = 4.0,
                                .bottom = figure.panels.back().bottom + 0.5 * frame_height,
                                .text = layout.rows[row],
                                .bold = true,
                                .upwards = true,
                                .centered = true});
    }
    draw(figure, to);
}

} // namespace percolith::runs
