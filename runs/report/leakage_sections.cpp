#include "kinetics/leakage.hpp"
#include "runs/record/names.hpp"
#include "runs/report/run_chart.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

namespace percolith::runs::report
{
namespace
{

using names::of;

/// What one electrode leaks, and what it would if one resistance on the way were alone, A/m2.
struct Leak {
    Values leak{}, electrons{}, ions{}, front{};
};

/// The law of the leak, solved for its limits: ions and front from the run's parameters, electrons
/// from what the recorded leak leaves for them, so that it holds whatever law the conductivity
/// follows.
std::optional<Leak> leak_of(const RunView& one, const char* side)
{
    const auto& run = one.run;
    const auto wanted = [&](const char* name) { return of(side, name); };
    if (finer_table(run, {wanted("leak_current_density"), wanted("potential"),
                          wanted("interphase_thickness"), names::current_density}) !=
        Table::series) {
        return std::nullopt;
    }
    const auto derived = [&](const char* name) {
        return one.parameter(std::string("derived.") + side + "." + name);
    };
    const auto column = [&](const std::string& name) { return run.column(Table::series, name); };
    const auto potential = column(wanted("potential"));
    const auto thickness = column(wanted("interphase_thickness"));
    // Without the sub-model of contact, all of it is.
    const auto contact = run.has(Table::series, wanted("contact_fraction"))
                             ? column(wanted("contact_fraction"))
                             : Values(potential.size(), 1.0);
    const auto current = column(names::current_density);
    const double sign = side == std::string(names::working) ? 1.0 : -1.0;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();

    Leak made{.leak = column(wanted("leak_current_density"))};
    const kinetics::ArealResistance<> front{derived("front_resistance")};
    for (std::size_t n = 0; n < potential.size(); ++n) {
        const kinetics::ArealResistance<> ionic{thickness[n] / derived("ionic_conductivity")};
        const auto drive = kinetics::leak_drive(
            kinetics::Voltage<>{derived("reduction_potential")}, kinetics::Voltage<>{potential[n]},
            kinetics::CurrentDensity<>{sign * current[n]}, contact[n], ionic);
        const auto alone = [&](kinetics::ArealResistance<> path) {
            const bool flows = drive.si > 0.0 && path.si > 0.0;
            return flows ? (contact[n] * drive / path).si : none;
        };
        made.ions.push_back(alone(ionic));
        made.front.push_back(alone(front));
        const kinetics::CurrentDensity<> leak{made.leak[n]};
        made.electrons.push_back(leak.si > 0.0 ? alone(contact[n] * drive / leak - ionic - front)
                                               : none);
    }
    return made;
}

/// How high a curve lies over time, where it is positive: what it is below for a share of the time.
class Heights
{
public:
    void add(const Values& time, const Values& values)
    {
        for (std::size_t n = 0; n < values.size(); ++n) {
            const double since = n > 0 ? time[n] - time[n - 1] : 0.0;
            const double until = n + 1 < values.size() ? time[n + 1] - time[n] : 0.0;
            if (values[n] > 0.0 && std::isfinite(values[n])) {
                heights_.emplace_back(values[n], since + until);
                whole_ += since + until;
            }
        }
        std::sort(heights_.begin(), heights_.end());
    }

    bool any() const { return !heights_.empty(); }

    double below(double share) const
    {
        double passed = 0.0;
        for (const auto& [value, weight] : heights_) {
            passed += weight;
            if (passed >= share * whole_) {
                return value;
            }
        }
        return heights_.back().first;
    }

private:
    std::vector<std::pair<double, double>> heights_;
    double whole_ = 0.0;
};

constexpr double nearly_never = 0.005; ///< share of the time
constexpr double nearly_always = 1.0 - nearly_never;

/// One resistance that would limit the leak.
struct Limit {
    const char* what;
    Values Leak::* values;
    const char* style;
};
constexpr std::array<Limit, 3> limits{{{"electrons alone", &Leak::electrons, "dashed"},
                                       {"ions alone", &Leak::ions, "dotted"},
                                       {"reaction alone", &Leak::front, "dotted"}}};

/// The lowest of the limits at every instant; NaN where there is none.
Values ruling(const Leak& leak)
{
    Values lowest = leak.electrons;
    for (const auto& limit : limits) {
        const auto& values = leak.*limit.values;
        for (std::size_t n = 0; n < lowest.size(); ++n) {
            lowest[n] = std::fmin(lowest[n], values[n]);
        }
    }
    return lowest;
}

/// What the chart looks at: leaks and what rules them fill it, other limits are in it where they
/// lie within a decade above. The rest is named.
class LeakWindow
{
public:
    void add(const Values& time, const Leak& leak, bool with_limits)
    {
        shown_.add(time, leak.leak);
        if (!with_limits) {
            return;
        }
        shown_.add(time, ruling(leak));
        for (std::size_t k = 0; k < limits.size(); ++k) {
            limits_[k].add(time, leak.*limits[k].values);
        }
    }

    void apply(TimeChart& chart) const
    {
        if (!shown_.any()) {
            return;
        }
        constexpr double near = 10.0, least = 4.0; // ratios
        Interval range{shown_.below(nearly_never), shown_.below(nearly_always)};
        const double top = range.high;
        std::vector<std::string> above;
        for (std::size_t k = 0; k < limits.size(); ++k) {
            if (!limits_[k].any()) {
                continue;
            }
            if (limits_[k].below(0.5) < near * top) {
                range.high = std::max(range.high, limits_[k].below(nearly_always));
            } else {
                above.emplace_back(limits[k].what);
            }
        }
        if (const double ratio = range.high / range.low; ratio < least) {
            const double more = std::sqrt(least / ratio);
            range = {range.low / more, range.high * more};
        }
        chart.look_at(range, above.empty()
                                 ? ""
                                 : fmt::format("Far above, and cut off here: {}. “All values” "
                                               "shows them.",
                                               fmt::join(above, ", ")));
    }

private:
    Heights shown_;
    std::array<Heights, limits.size()> limits_;
};

} // namespace

void add_leakage(Page& page, const RunsView& view)
{
    page.section("leakage", "Leakage");
    TimeChart chart(page, view, "Leakage against its limits",
                    "Leak current of each electrode over time, beside what electrons in the "
                    "barrier, ions in the interphase and the reaction at its front would let "
                    "through if each were the only resistance. The lowest limit rules.");
    LeakWindow window;
    for (std::size_t n = 0; n < view.runs.size(); ++n) {
        const auto time = view.runs[n].run.rows(Table::series) > 0
                              ? view.runs[n].run.column(Table::series, names::time)
                              : Values{};
        for (const auto& side : sides) {
            auto leak = leak_of(view.runs[n], side.name);
            if (!leak) {
                continue;
            }
            // Limits of several runs are more lines than anybody can tell apart.
            window.add(time, *leak, view.alone());
            const std::string name = side.name;
            std::vector<Curve> shown{{name + ", leak", std::move(leak->leak), side.role}};
            for (const auto& limit : limits) {
                auto& values = (*leak).*limit.values;
                const auto is_number = [](double value) { return std::isfinite(value); };
                if (view.alone() && std::any_of(values.begin(), values.end(), is_number)) {
                    const bool front = limit.values == &Leak::front;
                    shown.push_back({name + ", " + limit.what, std::move(values),
                                     front ? role::limit : side.role, limit.style});
                }
            }
            chart.add(n, Table::series, std::move(shown));
        }
    }
    window.apply(chart);
    chart.finish("Leak current density", current_density_scale, true);
}

} // namespace percolith::runs::report
