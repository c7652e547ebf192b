#include "runs/report/run_chart.hpp"

#include "runs/plot/reduce.hpp"
#include "runs/record/names.hpp"
#include "runs/report/seen.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace percolith::runs::report
{
namespace
{

std::vector<Mark> marks_of(const RunsView& view)
{
    constexpr std::size_t most = 12;
    std::vector<Mark> marks;
    for (const auto& one : view.runs) {
        std::set<std::string> seen;
        for (const auto& event : one.events) {
            const auto name = event_name(event);
            if ((seen.insert(name).second || event.terminal) && marks.size() < most) {
                marks.push_back({.at = event.time * view.time.factor,
                                 .text = one.named(name),
                                 .role = event.electrode == names::working   ? role::working
                                         : event.electrode == names::counter ? role::counter
                                                                             : role::cell});
            }
        }
    }
    return marks;
}

/// A logarithmic axis has no place for what is not positive.
void leave_gaps(Values& values)
{
    for (double& value : values) {
        if (!(value > 0.0)) {
            value = std::numeric_limits<double>::quiet_NaN();
        }
    }
}

} // namespace

Scale resistance_scale()
{
    return {1e4, "Ω cm²"};
}

TimeChart::TimeChart(Page& page, const RunsView& view, std::string title, std::string description)
    : page_(page), view_(view), chart_{.title = std::move(title),
                                       .description = std::move(description),
                                       .group = time_group,
                                       .x = {.label = "Time", .unit = view.time.unit},
                                       .x_values = nullptr,
                                       .y = {},
                                       .series = {}}
{
}

void TimeChart::add(std::size_t run, Table table, std::vector<Curve> of_run)
{
    const auto& one = view_.runs[run];
    add(one.mark, one.run.column(table, names::time), std::move(of_run));
}

void TimeChart::add(const std::string& mark, Values time, std::vector<Curve> of_file)
{
    groups_.push_back({mark, std::move(time), std::move(of_file)});
}

void TimeChart::look_at(Interval y, std::string about_the_rest)
{
    looked_at_ = y;
    about_the_rest_ = std::move(about_the_rest);
}

void TimeChart::finish(const std::string& quantity, const std::function<Scale(double)>& scale_of,
                       bool logarithmic, double share)
{
    double size = 0.0;
    for (const auto& group : groups_) {
        for (const auto& curve : group.curves) {
            size = std::max(size, usual_size(envelope(group.time, curve.values, wide_screen)));
        }
    }
    const auto scale = scale_of(looked_at_ ? looked_at_->high : size);
    chart_.y = {.label = quantity, .unit = plain(scale.unit), .logarithmic = logarithmic};
    Seen seen;
    for (auto& group : groups_) {
        std::vector<Values> columns;
        for (auto& curve : group.curves) {
            columns.push_back(scaled(std::move(curve.values), scale.factor));
            if (logarithmic) {
                leave_gaps(columns.back());
            } else {
                seen.look(group.time, columns.back());
            }
        }
        const auto made = curves(page_, group.time, columns, view_.time, share);
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const auto& curve = group.curves[k];
            chart_.series.push_back({.name = with_mark(curve.name, group.mark),
                                     .values = made.values[k],
                                     .role = curve.role,
                                     .style = curve.style,
                                     .x = made.x,
                                     .file = group.mark});
        }
        if (chart_.caption.empty()) {
            chart_.caption = made.caption;
        }
    }
    if (chart_.series.empty()) {
        return;
    }
    chart_.y.range = seen.range();
    if (looked_at_) {
        chart_.y.range = {looked_at_->low * scale.factor, looked_at_->high * scale.factor};
        chart_.caption += (chart_.caption.empty() ? "" : " ") + about_the_rest_;
    }
    chart_.x_values = chart_.series.front().x;
    chart_.marks = marks_of(view_);
    page_.add(block(chart_));
}

} // namespace percolith::runs::report
