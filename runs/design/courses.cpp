#include "runs/design/courses.hpp"

#include "model/ledger.hpp"
#include "runs/ensemble/designs.hpp"
#include "runs/tasks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace percolith::runs::design
{
namespace
{

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t looks = 40; ///< at a symmetric cell
constexpr std::size_t per_task = 8;

/// The number with the share `p` of `values` at or below it.
double quantile_of(std::vector<double> values, double p)
{
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<double> known_ones(std::span<const double> values)
{
    std::vector<double> known;
    std::ranges::copy_if(values, std::back_inserter(known),
                         [](double v) { return !std::isnan(v); });
    return known;
}

/// Nothing where fewer than half are known: the others' would be that of a selection.
double median_of(std::span<const double> values)
{
    auto known = known_ones(values);
    return 2 * known.size() <= values.size() ? unknown : quantile_of(std::move(known), 0.5);
}

/// Numbers of every draw of every group, `width` of each, computed on all cores.
std::vector<std::vector<double>> of_every_draw(std::span<const Trials> candidates,
                                               std::span<const Group> groups, std::size_t tests,
                                               std::size_t width, const Surroundings& around,
                                               const std::string& words, const auto& compute)
{
    struct Piece {
        std::size_t group;
        std::size_t first, count;
    };
    std::vector<Piece> pieces;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto all = std::min(tests, groups[g].draws.size());
        for (std::size_t first = 0; first < all; first += per_task) {
            pieces.push_back({g, first, std::min(per_task, all - first)});
        }
    }
    const auto work = [&](std::size_t number, unsigned /*threads*/, std::span<double> result) {
        const auto& piece = pieces[number];
        const auto& trials = candidates[groups[piece.group].candidate];
        auto reader = trials.reader();
        for (std::size_t k = 0; k < piece.count; ++k) {
            const auto into = result.subspan(k * width, width);
            std::ranges::fill(into, unknown);
            const auto draw = groups[piece.group].draws[piece.first + k];
            refusal_of([&] { compute(trials, draw, reader, into); });
        }
    };
    TaskSurroundings surroundings{.threads = around.threads, .stop = around.stop};
    if (around.progress) {
        surroundings.progress = [&](const TaskProgress& now) { around.progress(words, now.share); };
    }
    const auto results =
        run_tasks({.count = pieces.size(),
                   .width = width * per_task,
                   .share = [&](std::size_t) { return 1.0 / static_cast<double>(pieces.size()); },
                   .work = work},
                  surroundings);
    if (!results || (around.stop != nullptr && around.stop->load())) {
        throw Stopped{};
    }
    std::vector<std::vector<double>> of(groups.size());
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        const auto first = results->begin() + static_cast<std::ptrdiff_t>(p * per_task * width);
        auto& into = of[pieces[p].group];
        into.insert(into.end(), first,
                    first + static_cast<std::ptrdiff_t>(pieces[p].count * width));
    }
    return of;
}

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

    /// Behind the end an alarm reads as infinite.
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

bool is_alarm(const TestEnd& end)
{
    return outcome_of(end).kind == Outcome::Kind::alarm;
}

/// Ends of cycles, ever further apart, up to `hours`.
std::vector<double> looking_times(const Choice& choice, double hours)
{
    const double cycle = 2.0 * (choice.capacity / choice.current).si;
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

/// Splits groups by verdict.
std::vector<Readings> of_verdict(std::span<const Readings> all, std::span<const Group> groups,
                                 Verdict verdict)
{
    std::vector<Readings> some;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].verdict == verdict) {
            some.push_back(all[g]);
        }
    }
    return some;
}

Separation separation_of(std::span<const Readings> all, std::span<const Group> groups,
                         double false_alarm)
{
    return best_separation(of_verdict(all, groups, Verdict::fail),
                           of_verdict(all, groups, Verdict::pass), false_alarm);
}

} // namespace

Separation best_separation(std::span<const Readings> failing, std::span<const Readings> passing,
                           double false_alarm)
{
    Separation best;
    for (const bool above : {true, false}) {
        const double sign = above ? 1.0 : -1.0;
        // Of each passing group, as many may lie beyond as false alarms are allowed. A lost test
        // lies beyond: it does not pass its cell.
        double threshold = -never;
        for (const auto& group : passing) {
            std::vector<double> signed_values;
            for (const double v : group.values) {
                signed_values.push_back(std::isnan(v) ? never : sign * v);
            }
            if (!signed_values.empty()) {
                threshold =
                    std::max(threshold, quantile_of(std::move(signed_values), 1.0 - false_alarm));
            }
        }
        double miss = 0.0;
        for (const auto& group : failing) {
            const auto missed = std::ranges::count_if(
                group.values, [&](double v) { return std::isnan(v) || !(sign * v > threshold); });
            miss = std::max(miss,
                            static_cast<double>(missed) / static_cast<double>(group.values.size()));
        }
        if (miss < best.miss || above) {
            best = {miss, sign * threshold, above};
        }
    }
    return best;
}

SymmetricCourse symmetric_course(std::span<const Trials> candidates, std::span<const Group> groups,
                                 const DesignCase& asked, const Choice& choice, std::size_t tests,
                                 const Surroundings& surroundings)
{
    const double hours = asked.bench.hours.si;
    SymmetricCourse course{.times = looking_times(choice, hours)};
    const auto count = course.times.size();
    const auto all = of_every_draw(
        candidates, groups, tests, 2 * count, surroundings, "symmetric cells",
        [&](const Trials& trials, std::uint64_t draw, CaseReader& reader, std::span<double> into) {
            trials.with(choice, Form::symmetric, draw, hours * (1.0 + 1e-12), reader,
                        [&](const TestSetup& setup) {
                            Watch watch(course.times, setup, into);
                            watch.close(is_alarm(simulate(setup, watch, surroundings.stop)));
                        });
        });
    const double noise = asked.bench.voltage_noise.si;
    double least = 2.0;
    for (std::size_t t = 0; t < count; ++t) {
        std::array<std::vector<Readings>, 2> read; // |V|, its change
        std::vector<Hidden> hidden;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            Readings level;
            Readings change;
            std::vector<double> lost;
            std::vector<double> grown;
            std::vector<double> voltage;
            for (std::size_t k = 0; k * 2 * count < all[g].size(); ++k) {
                const auto* row = &all[g][k * 2 * count];
                const auto added =
                    noise * candidates[groups[g].candidate].reading(groups[g].draws[k]).voltage;
                level.values.push_back(row[2 * t] + added);
                change.values.push_back(row[2 * t] - row[0] + std::numbers::sqrt2 * added);
                lost.push_back(row[2 * t + 1]);
                voltage.push_back(row[2 * t]);
                grown.push_back(std::abs(row[2 * t] - row[0]) / row[0]);
            }
            if (groups[g].verdict == Verdict::fail) {
                const double first = median_of(voltage);
                Hidden h{.group = g,
                         .lithium_lost = median_of(lost),
                         .voltage = first,
                         .voltage_change = median_of(grown)};
                h.index = h.lithium_lost / std::max(h.voltage_change, noise / first);
                hidden.push_back(h);
            }
            read[0].push_back(std::move(level));
            read[1].push_back(std::move(change));
        }
        course.hidden.push_back(std::move(hidden));
        for (std::size_t by = 0; by < 2; ++by) {
            const auto s = separation_of(read[by], groups, asked.false_alarm);
            course.separations[by].push_back(s);
            if (!course.decided && s.miss <= asked.miss) {
                course.decided = t;
                course.by_change = by;
            }
            if (!course.decided && s.miss <= least) {
                least = s.miss;
                course.by_change = by;
            }
        }
    }
    return course;
}

AnodeFreeCycle anode_free_cycle(std::span<const Trials> candidates, std::span<const Group> groups,
                                const DesignCase& asked, const Choice& choice, std::size_t tests,
                                const Surroundings& surroundings)
{
    /// Of the first strip: the charge that came back, as a share of what was plated, and whether it
    /// ran out.
    class FirstCycle : public TestSink
    {
    public:
        void step_ends(const Instant& /*at*/, const StepEnd& step,
                       const CellUnderTest& /*cell*/) override
        {
            plated += step.plated;
            stripped += step.stripped;
        }
        double plated = 0.0, stripped = 0.0;
    };
    AnodeFreeCycle first{.time = 2.0 * (choice.capacity / choice.current).si};
    const auto all = of_every_draw(
        candidates, groups, tests, 2, surroundings, "anode-free cells",
        [&](const Trials& trials, std::uint64_t draw, CaseReader& reader, std::span<double> into) {
            trials.with(choice, Form::anode_free, draw, first.time, reader,
                        [&](const TestSetup& setup) {
                            FirstCycle cycle;
                            const auto end = simulate(setup, cycle, surroundings.stop);
                            into[0] = cycle.plated > 0.0 ? cycle.stripped / cycle.plated : 0.0;
                            into[1] = is_alarm(end) ? 1.0 : 0.0;
                        });
        });
    std::vector<Readings> efficiency;
    first.runs_out = {.count = 0, .value = -1.0, .low = 0.0, .high = 1.0};
    for (std::size_t g = 0; g < groups.size(); ++g) {
        Readings read;
        std::vector<double> exact;
        std::uint64_t out = 0;
        for (std::size_t k = 0; 2 * k < all[g].size(); ++k) {
            const double off = asked.bench.charge_accuracy *
                               candidates[groups[g].candidate].reading(groups[g].draws[k]).charge;
            exact.push_back(all[g][2 * k]);
            read.values.push_back(all[g][2 * k] * (1.0 + off));
            out += all[g][2 * k + 1] > 0.0 ? 1 : 0;
        }
        first.efficiency.push_back(median_of(exact));
        if (groups[g].verdict == Verdict::pass && !read.values.empty()) {
            const auto share = ensemble::share_of(out, read.values.size(), asked.confidence);
            first.runs_out = share.value > first.runs_out.value ? share : first.runs_out;
        }
        efficiency.push_back(std::move(read));
    }
    first.by_efficiency = separation_of(efficiency, groups, asked.false_alarm);
    return first;
}

} // namespace percolith::runs::design
