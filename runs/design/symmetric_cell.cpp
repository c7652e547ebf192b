#include "runs/design/symmetric_cell.hpp"

#include "model/ledger.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace percolith::runs::design
{
namespace
{

constexpr std::size_t looks = 40; ///< times at which a cell is looked at, at most

/// Notes |V| and the lithium lost at the ends of cycles, at the times asked for.
class Watch : public TestSink
{
public:
    Watch(std::span<const double> times, const TestSetup& setup, std::span<double> into)
        : times_(times), setup_(setup), into_(into)
    {
    }

    void cycle(const CycleSummary& cycle, const CellUnderTest& cell) override
    {
        // A cycle ends at its time but for rounding.
        for (; at_ < times_.size() && cycle.end >= times_[at_] * (1.0 - 1e-9); ++at_) {
            into_[2 * at_] = std::abs(cycle.end_voltage);
            into_[2 * at_ + 1] = model::ledger(setup_.cell.working, cell.state.working).lost() /
                                 setup_.initial.working.lithium.si;
        }
    }

    /// Behind its end an alarm reads as infinite.
    void close(bool alarm)
    {
        for (; alarm && at_ < times_.size(); ++at_) {
            into_[2 * at_] = never;
        }
    }

private:
    std::span<const double> times_;
    const TestSetup& setup_;
    std::span<double> into_;
    std::size_t at_ = 0;
};

/// Ends of cycles, ever further apart, up to `hours`.
std::vector<double> looking_times(double cycle, double hours)
{
    const double last = std::max(1.0, std::floor(hours / cycle * (1.0 + 1e-9)));
    std::vector<double> times;
    for (const double wanted : ensemble::spaced(1.0, last, looks, true)) {
        const double whole = std::round(wanted) * cycle;
        if (times.empty() || whole > times.back() * (1.0 + 1e-9)) {
            times.push_back(whole);
        }
    }
    return times;
}

/// What was read of the cells of one group, look by look.
class GroupCourse
{
public:
    GroupCourse(std::vector<double> rows, std::size_t times)
        : rows_(std::move(rows)), width_(2 * times)
    {
    }

    std::size_t cells() const { return rows_.size() / width_; }
    double voltage(std::size_t cell, std::size_t t) const { return rows_[cell * width_ + 2 * t]; }
    double lost(std::size_t cell, std::size_t t) const { return rows_[cell * width_ + 2 * t + 1]; }

    /// `noise` (V) of each cell's reading.
    Readings read(Look look, std::size_t t, std::span<const double> noise) const
    {
        Readings out;
        for (std::size_t k = 0; k < cells(); ++k) {
            const double v = voltage(k, t);
            switch (look) {
            case Look::range:
                out.values.push_back(std::isnan(v) ? v : std::isinf(v) ? 1.0 : 0.0);
                break;
            case Look::voltage:
                out.values.push_back(v + noise[k]);
                break;
            case Look::change: // of two readings
                out.values.push_back(v - voltage(k, 0) + std::numbers::sqrt2 * noise[k]);
                break;
            }
        }
        return out;
    }

    Hidden hidden(std::size_t group, std::size_t t, double noise) const
    {
        std::vector<double> losses;
        std::vector<double> changes;
        std::vector<double> voltages;
        for (std::size_t k = 0; k < cells(); ++k) {
            losses.push_back(lost(k, t));
            changes.push_back(std::abs(voltage(k, t) / voltage(k, 0) - 1.0));
            voltages.push_back(voltage(k, t));
        }
        Hidden h{.group = group,
                 .lithium_lost = median_of(losses),
                 .voltage = median_of(voltages),
                 .voltage_change = median_of(changes)};
        h.index = h.lithium_lost / std::max(h.voltage_change, noise / h.voltage);
        return h;
    }

private:
    std::vector<double> rows_; ///< one a cell: |V| and lithium lost at each time
    std::size_t width_;
};

} // namespace

std::size_t SymmetricCourse::least_missed(Look look) const
{
    const auto& all = separation(look);
    return static_cast<std::size_t>(std::ranges::min_element(all, {}, &Separation::miss) -
                                    all.begin());
}

Look SymmetricCourse::better() const
{
    const auto rank = [this](Look look) {
        const auto at = decided[static_cast<std::size_t>(look)];
        return std::pair(at.value_or(times.size()), separation(look)[least_missed(look)].miss);
    };
    return rank(Look::change) < rank(Look::voltage) ? Look::change : Look::voltage;
}

std::size_t SymmetricCourse::last_known() const
{
    std::size_t last = 0;
    for (std::size_t t = 0; t < times.size(); ++t) {
        const bool known = std::ranges::all_of(hidden[t], [](const Hidden& of) {
            return std::isfinite(of.lithium_lost) && std::isfinite(of.voltage);
        });
        last = known ? t : last;
    }
    return last;
}

SymmetricCourse symmetric_course(std::span<const Trials> candidates, std::span<const Group> groups,
                                 const DesignCase& asked, const Choice& choice, std::size_t tests,
                                 const Surroundings& surroundings)
{
    const double hours = asked.bench.hours.si;
    const double cycle = 2.0 * (choice.capacity / choice.current).si;
    SymmetricCourse course{.times = looking_times(cycle, hours)};
    const auto count = course.times.size();
    const auto read = [&](const Trials& trials, std::uint64_t draw, CaseReader& reader,
                          std::span<double> into) {
        // A little longer, so that rounding does not cut the last cycle short.
        trials.with(choice, Form::symmetric, draw, hours * (1.0 + 1e-9), reader,
                    [&](const TestSetup& setup) {
                        Watch watch(course.times, setup, into);
                        const auto end = simulate(setup, watch, surroundings.stop);
                        watch.close(outcome_of(end).kind == Outcome::Kind::alarm);
                    });
    };
    std::vector<GroupCourse> cells;
    for (auto& rows : read_every_draw(candidates, groups, tests, 2 * count, read, surroundings,
                                      "symmetric cells")) {
        cells.emplace_back(std::move(rows), count);
    }
    const double noise = asked.bench.voltage_noise.si;
    std::vector<std::vector<double>> noises;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        noises.emplace_back();
        for (std::size_t k = 0; k < cells[g].cells(); ++k) {
            noises[g].push_back(
                noise * candidates[groups[g].candidate].reading(groups[g].draws[k]).voltage);
        }
    }
    const double first_decision =
        static_cast<double>(asked.bench.least_cycles) * cycle * (1.0 - 1e-9);
    for (std::size_t t = 0; t < count; ++t) {
        for (const auto look : {Look::range, Look::voltage, Look::change}) {
            std::vector<Readings> all;
            all.reserve(groups.size());
            for (std::size_t g = 0; g < groups.size(); ++g) {
                all.push_back(cells[g].read(look, t, noises[g]));
            }
            auto separation = separation_of(all, groups, asked.false_alarm);
            if (look == Look::range && !separation.above) {
                separation = {}; // to stay within the range is no alarm
            }
            const auto which = static_cast<std::size_t>(look);
            course.separations[which].push_back(separation);
            if (!course.decided[which] && separation.miss <= asked.miss &&
                course.times[t] >= first_decision) {
                course.decided[which] = t;
            }
        }
        course.hidden.emplace_back();
        for (std::size_t g = 0; g < groups.size(); ++g) {
            if (groups[g].verdict == Verdict::fail) {
                course.hidden.back().push_back(cells[g].hidden(g, t, noise));
            }
        }
    }
    return course;
}

} // namespace percolith::runs::design
