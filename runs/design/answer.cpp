#include "runs/design/answer.hpp"

#include "runs/record/image.hpp"
#include "runs/tasks.hpp"
#include "runs/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::runs::design
{
namespace
{

/// Draws that other cells are compared on, and that hours beyond the bench's are estimated from.
constexpr std::size_t compared = 512;
/// How far beyond the hours of the bench an undecided setting is followed.
constexpr double patience = 16.0;
/// Shares of the work that are done when the race begins and when it ends, roughly.
constexpr double race_begins = 0.05;
constexpr double race_ends = 0.85;
constexpr double courses_begin = 0.9;
constexpr double courses_end = 0.99;

/// Verdicts of draws 0 .. `count` - 1 of one candidate; nothing where they cannot be computed.
std::vector<std::optional<Verdict>> verdicts_of(const Candidate& candidate, const Trials& trials,
                                                const DesignCase& asked, std::size_t count,
                                                const Surroundings& around)
{
    if (candidate.verdict) {
        return std::vector<std::optional<Verdict>>(count, candidate.verdict);
    }
    constexpr std::size_t per_task = 32;
    constexpr double none = -1.0;
    const std::size_t pieces = (count + per_task - 1) / per_task;
    const auto work = [&](std::size_t piece, unsigned /*threads*/, std::span<double> result) {
        auto reader = trials.reader();
        for (std::size_t k = 0; k < per_task; ++k) {
            const auto draw = piece * per_task + k;
            const auto value =
                draw < count ? trials.quantity(*asked.criterion, draw, reader) : std::nullopt;
            result[k] = value ? static_cast<double>((*asked.criterion)(*value)) : none;
        }
    };
    TaskSurroundings surroundings{.threads = around.threads, .stop = around.stop};
    if (around.progress) {
        surroundings.progress = [&](const TaskProgress& now) {
            around.progress("verdicts", now.share);
        };
    }
    const auto results =
        run_tasks({.count = pieces,
                   .width = per_task,
                   .share = [&](std::size_t) { return 1.0 / static_cast<double>(pieces); },
                   .work = work},
                  surroundings);
    if (!results) {
        throw Stopped{};
    }
    std::vector<std::optional<Verdict>> verdicts(count);
    for (std::size_t k = 0; k < count; ++k) {
        if ((*results)[k] != none) {
            verdicts[k] = static_cast<Verdict>((*results)[k]);
        }
    }
    return verdicts;
}

/// Groups to choose by, and as many draws again to look at what was chosen.
struct Draws {
    std::vector<Group> first, again;
    std::uint64_t unclassified = 0;
};

Draws grouped(const DesignCase& asked, std::span<const Trials> candidates,
              const Surroundings& around)
{
    Draws out;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        const auto verdicts =
            verdicts_of(asked.candidates[c], candidates[c], asked, 2 * asked.tests, around);
        for (const auto verdict : {Verdict::pass, Verdict::fail}) {
            Group first{.candidate = c, .verdict = verdict, .draws = {}};
            Group again = first;
            for (std::uint64_t draw = 0; draw < verdicts.size(); ++draw) {
                if (verdicts[draw] == verdict) {
                    (draw < asked.tests ? first : again).draws.push_back(draw);
                }
            }
            if (!first.draws.empty() && !again.draws.empty()) {
                out.first.push_back(std::move(first));
                out.again.push_back(std::move(again));
            }
        }
        out.unclassified += static_cast<std::uint64_t>(
            std::ranges::count_if(verdicts, [](const auto& verdict) { return !verdict; }));
    }
    return out;
}

/// Something passes and something fails, or there is nothing to decide.
void check_groups(const DesignCase& asked, std::span<const Group> groups)
{
    for (const auto verdict : {Verdict::pass, Verdict::fail}) {
        if (std::ranges::find(groups, verdict, &Group::verdict) == groups.end()) {
            throw InputError({.file = asked.file}, "decision",
                             fmt::format("none of {} draws {}: there is nothing to decide",
                                         asked.tests,
                                         verdict == Verdict::pass ? "passes" : "fails"),
                             "move the bound into what is believed, or believe in more");
        }
    }
}

/// The thinnest of those that cannot be told from the soonest.
std::optional<std::size_t> chosen_of(const std::vector<FoilAnswer>& foils)
{
    const auto time_of = [](const FoilAnswer& foil) { return foil.standings[*foil.best].decided; };
    std::optional<std::size_t> soonest;
    for (std::size_t k = 0; k < foils.size(); ++k) {
        if (foils[k].best && (!soonest || time_of(foils[k]).time < time_of(foils[*soonest]).time)) {
            soonest = k;
        }
    }
    for (std::size_t k = 0; soonest && k < *soonest; ++k) {
        if (foils[k].best && time_of(foils[k]).low <= time_of(foils[*soonest]).high) {
            return k;
        }
    }
    return soonest;
}

std::vector<AlarmCurve> curves_of(const Answer& answer, Evidence& evidence,
                                  std::span<const Group> groups, const DesignCase& asked)
{
    const auto& best = answer.best();
    const double decided = best.decided.time;
    // A while longer, to show what goes on behind the decision.
    const double until = std::min(asked.bench.hours.si, 2.0 * decided);
    std::vector<Evidence::Wish> wishes;
    for (const auto& group : groups) {
        wishes.push_back({best.choice, &group, group.draws.size(), until});
    }
    evidence.call("cells that had no part in the choice", race_ends);
    evidence.gather(wishes);
    std::vector<AlarmCurve> curves;
    for (const auto& group : groups) {
        const auto outcomes = evidence.of(best.choice, group, group.draws.size());
        AlarmCurve curve{.name = answer.names[group.candidate],
                         .verdict = group.verdict,
                         .times = {},
                         .tests = outcomes.size(),
                         .until = until,
                         .wrong = group.verdict == Verdict::fail
                                      ? missed_at(outcomes, decided, asked.confidence)
                                      : alarmed_at(outcomes, decided, asked.confidence)};
        for (const auto& outcome : outcomes) {
            if (outcome.kind == Outcome::Kind::alarm && outcome.time <= until) {
                curve.times.push_back(outcome.time);
            }
        }
        std::ranges::sort(curve.times);
        curves.push_back(std::move(curve));
    }
    return curves;
}

/// The foil without an answer that comes closest to one.
std::optional<std::size_t> nearest_of(const Answer& answer)
{
    std::optional<std::size_t> nearest;
    double least = never;
    for (std::size_t k = 0; k < answer.foils.size(); ++k) {
        const auto& foil = answer.foils[k];
        if (foil.nearest) {
            const auto& s = foil.standings[*foil.nearest];
            const double excess = s.false_alarm ? s.false_alarm->value - answer.false_alarm
                                                : s.miss.value - answer.miss;
            nearest = excess < least ? k : nearest;
            least = std::min(least, excess);
        }
    }
    return nearest;
}

/// With how many more hours there would be an answer.
void look_further(Answer& answer, Evidence& evidence, std::span<const Group> groups,
                  const DesignCase& asked)
{
    if (answer.foils[*answer.nearest].limit != Limit::hours) {
        return;
    }
    auto longer = asked;
    longer.tests = std::min<std::uint64_t>(compared, asked.tests);
    for (double factor = 2.0; factor <= patience && !answer.hours_needed; factor *= 2.0) {
        longer.bench.hours = factor * asked.bench.hours;
        answer.longest_look = longer.bench.hours.si;
        evidence.call(fmt::format("looking {} times as far", factor), race_ends);
        for (const auto& foil : asked.bench.foils) {
            const auto there = Race(evidence, groups, longer)(foil);
            const double time = there.best ? there.standings[*there.best].decided.time : never;
            if (time < answer.hours_needed.value_or(never)) {
                answer.hours_needed = time;
                answer.foil_then = foil;
                answer.choice_then = evidence.choices()[there.standings[*there.best].choice];
            }
        }
    }
}

} // namespace

Answer answer(const DesignCase& asked, const Surroundings& surroundings)
{
    std::vector<Trials> candidates;
    candidates.reserve(asked.candidates.size());
    for (const auto& candidate : asked.candidates) {
        candidates.emplace_back(candidate, asked);
    }
    const auto draws = grouped(asked, candidates, part_of(surroundings, 0.0, race_begins));
    check_groups(asked, draws.first);
    Answer out{.title = asked.title,
               .confidence = asked.confidence,
               .miss = asked.miss,
               .false_alarm = asked.false_alarm,
               .hours = asked.bench.hours.si};
    out.names.reserve(candidates.size());
    for (const auto& candidate : asked.candidates) {
        out.names.push_back(candidate.name);
    }
    out.groups = draws.first;
    out.unclassified = draws.unclassified;
    Evidence evidence(candidates, surroundings);
    for (std::size_t k = 0; k < asked.bench.foils.size(); ++k) {
        const auto all = static_cast<double>(asked.bench.foils.size());
        evidence.call(fmt::format("foil {} of {}", k + 1, asked.bench.foils.size()),
                      race_begins + (race_ends - race_begins) * static_cast<double>(k) / all);
        out.foils.push_back(Race(evidence, draws.first, asked)(asked.bench.foils[k]));
    }
    out.choices = evidence.choices();
    out.chosen = chosen_of(out.foils);
    if (out.chosen) {
        out.decided = out.best().decided;
        out.curves = curves_of(out, evidence, draws.again, asked);
        const auto& choice = out.choice(out.best());
        const auto tests = std::min<std::size_t>(compared, asked.tests);
        out.symmetric = symmetric_course(candidates, draws.first, asked, choice, tests,
                                         part_of(surroundings, courses_begin, courses_end));
        out.anode_free = anode_free_cycle(candidates, draws.first, asked, choice, tests,
                                          part_of(surroundings, courses_end, 1.0));
    } else {
        out.nearest = nearest_of(out);
        if (out.nearest) {
            look_further(out, evidence, draws.first, asked);
        }
    }
    out.tests_run = evidence.tests_run();
    return out;
}

std::uint64_t whole_cycles(const Choice& choice, double time)
{
    return static_cast<std::uint64_t>(time * choice.current.si / (2.0 * choice.capacity.si) *
                                      (1.0 + 1e-9));
}

Exam exam_of(const Answer& answer, const DesignCase& asked)
{
    const auto& foil = answer.foils[*answer.chosen].foil;
    const auto& choice = answer.choice(answer.best());
    const double cycles = answer.decided.time * choice.current.si / (2.0 * choice.capacity.si);
    return {.title = asked.title,
            .foil = foil.thickness,
            .foil_lithium = foil.lithium,
            .area = asked.candidates.front().source->as_written().cell.area,
            .current = choice.current,
            .capacity = choice.capacity,
            .cycles = static_cast<std::uint64_t>(std::ceil(cycles * (1.0 - 1e-9))),
            .hours = kinetics::Time<>{answer.decided.time},
            .alarm = asked.bench.alarm,
            .voltage_range = asked.bench.voltage_range};
}

std::string fingerprint_of(const DesignCase& asked)
{
    auto text = fmt::format("percolith {} ({})\ndesign\n", version(), commit());
    for (const auto& each : asked.overrides) {
        text += "--set " + each + "\n";
    }
    for (const auto& candidate : asked.candidates) {
        const auto& given = candidate.source->as_written();
        for (const auto& file : inputs_of(given)) {
            text += fmt::format("file {:08x}\n", checksum_of_file(file));
        }
        text += given.text + "\n";
    }
    return text + asked.text;
}

} // namespace percolith::runs::design
