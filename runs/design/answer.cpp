#include "runs/design/answer.hpp"

#include "runs/integrate/arrival.hpp"
#include "runs/record/image.hpp"
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

/// What becomes of a draw before any test.
enum class Sorted { passes, fails, no_verdict, no_cell };

/// Sorts draws 0 .. `asked.tests` - 1 of one candidate.
std::vector<Sorted> sorted(const Candidate& candidate, const Trials& trials,
                           const DesignCase& asked, const Surroundings& around)
{
    constexpr std::size_t per_task = 32;
    const std::size_t pieces = (asked.tests + per_task - 1) / per_task;
    const auto sort = [&](std::uint64_t draw, CaseReader& reader) {
        if (!trials.refusal(draw, reader).empty()) {
            return Sorted::no_cell;
        }
        auto verdict = candidate.verdict;
        if (!verdict) {
            const auto value = trials.quantity(*asked.criterion, draw, reader, around.stop);
            if (!value) {
                return Sorted::no_verdict;
            }
            verdict = (*asked.criterion)(*value);
        }
        return *verdict == Verdict::pass ? Sorted::passes : Sorted::fails;
    };
    const auto work = [&](std::size_t piece, std::span<double> result) {
        auto reader = trials.reader();
        for (std::size_t k = 0; k < per_task; ++k) {
            const auto draw = piece * per_task + k;
            if (draw < asked.tests && !raised(around.stop)) {
                result[k] = static_cast<double>(sort(draw, reader));
            }
        }
    };
    const auto results = compute(pieces, per_task, work, around, "verdicts");
    std::vector<Sorted> all(asked.tests);
    std::ranges::transform(std::span(results).first(asked.tests), all.begin(),
                           [](double one) { return static_cast<Sorted>(one); });
    return all;
}

/// Draws by candidate and verdict, and those that are of no use.
struct Draws {
    std::vector<Group> groups;
    std::uint64_t no_verdict = 0, no_cell = 0;
    std::string refusal; ///< of the first that is no cell
};

Draws grouped(const DesignCase& asked, std::span<const Trials> candidates,
              const Surroundings& around)
{
    Draws out;
    for (std::size_t c = 0; c < candidates.size(); ++c) {
        const auto all = sorted(asked.candidates[c], candidates[c], asked, around);
        for (const auto verdict : {Verdict::pass, Verdict::fail}) {
            const auto wanted = verdict == Verdict::pass ? Sorted::passes : Sorted::fails;
            Group group{.candidate = c, .verdict = verdict, .draws = {}};
            for (std::uint64_t draw = 0; draw < all.size(); ++draw) {
                if (all[draw] == wanted) {
                    group.draws.push_back(draw);
                }
            }
            if (!group.draws.empty()) {
                out.groups.push_back(std::move(group));
            }
        }
        out.no_verdict += static_cast<std::uint64_t>(std::ranges::count(all, Sorted::no_verdict));
        const auto refused = std::ranges::find(all, Sorted::no_cell);
        if (refused != all.end() && out.no_cell == 0) {
            auto reader = candidates[c].reader();
            out.refusal =
                candidates[c].refusal(static_cast<std::uint64_t>(refused - all.begin()), reader);
        }
        out.no_cell += static_cast<std::uint64_t>(std::ranges::count(all, Sorted::no_cell));
    }
    return out;
}

/// Something passes and something fails, or there is nothing to decide.
void check_groups(const DesignCase& asked, const Draws& draws)
{
    for (const auto verdict : {Verdict::pass, Verdict::fail}) {
        if (std::ranges::find(draws.groups, verdict, &Group::verdict) != draws.groups.end()) {
            continue;
        }
        const auto* const word = verdict == Verdict::pass ? "passes" : "fails";
        if (draws.no_cell > 0) {
            throw InputError({.file = asked.file}, "",
                             fmt::format("no draw that {} makes a cell; the first refusal: {}",
                                         word, draws.refusal),
                             "believe in numbers that go with the case");
        }
        throw InputError({.file = asked.file}, "decision",
                         fmt::format("none of {} draws {}{}: there is nothing to decide",
                                     asked.tests, word,
                                     draws.no_verdict > 0
                                         ? fmt::format(", {} could not be judged", draws.no_verdict)
                                         : std::string()),
                         "move the bound into what is believed, or believe in more");
    }
}

std::vector<Trials> trials_of(const DesignCase& asked, std::uint64_t seed)
{
    std::vector<Trials> all;
    all.reserve(asked.candidates.size());
    for (const auto& candidate : asked.candidates) {
        all.emplace_back(candidate, asked, seed);
    }
    return all;
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
        const double high = time_of(foils[*soonest]).high;
        if (foils[k].best && high < never && time_of(foils[k]).time <= high) {
            return k;
        }
    }
    return soonest;
}

/// The chosen test on other draws.
std::vector<AlarmCurve> curves_of(const Answer& answer, Evidence& evidence,
                                  std::span<const Group> groups, const DesignCase& asked)
{
    const auto chosen = evidence.add(answer.choice(answer.best()));
    const double decided = answer.decided.time;
    // A while longer, to show what goes on behind the decision.
    const double until = std::min(asked.bench.hours.si, 2.0 * decided);
    std::vector<Evidence::Wish> wishes;
    for (const auto& group : groups) {
        wishes.push_back({chosen, &group, group.draws.size(), until});
    }
    evidence.call("cells that had no part in the choice", race_ends);
    evidence.gather(wishes);
    std::vector<AlarmCurve> curves;
    for (const auto& group : groups) {
        const auto outcomes = evidence.of(chosen, group, group.draws.size());
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
            const double excess = excess_of(s, answer.miss, answer.false_alarm);
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
                // On fewer draws it may seem to be less than what did not do.
                answer.hours_needed = std::max(time, asked.bench.hours.si);
                answer.foil_then = foil;
                answer.choice_then = evidence.choices()[there.standings[*there.best].choice];
            }
        }
    }
}

} // namespace

Answer answer(const DesignCase& asked, const Surroundings& surroundings)
{
    const auto candidates = trials_of(asked, asked.seed);
    const auto draws = grouped(asked, candidates, part_of(surroundings, 0.0, race_begins));
    check_groups(asked, draws);
    Answer out{.title = one_line(asked.title),
               .confidence = asked.confidence,
               .miss = asked.miss,
               .false_alarm = asked.false_alarm,
               .hours = asked.bench.hours.si,
               .alarm = asked.bench.alarm.si,
               .voltage_range = asked.bench.voltage_range.si,
               .voltage_noise = asked.bench.voltage_noise.si};
    out.provenance = provenance_of(asked, inputs_of(asked));
    out.names.reserve(candidates.size());
    for (const auto& candidate : asked.candidates) {
        out.names.push_back(one_line(candidate.name));
    }
    out.groups = draws.groups;
    out.unclassified = draws.no_verdict;
    out.refused = draws.no_cell;
    out.first_refusal = draws.refusal;
    Evidence evidence(candidates, surroundings);
    for (std::size_t k = 0; k < asked.bench.foils.size(); ++k) {
        const auto all = static_cast<double>(asked.bench.foils.size());
        evidence.call(fmt::format("foil {} of {}", k + 1, asked.bench.foils.size()),
                      race_begins + (race_ends - race_begins) * static_cast<double>(k) / all);
        out.foils.push_back(Race(evidence, draws.groups, asked)(asked.bench.foils[k]));
    }
    out.choices = evidence.choices();
    out.chosen = chosen_of(out.foils);
    if (out.chosen) {
        out.decided = out.best().decided;
        // Under another scramble: the next draws of a sequence would fill the gaps of the first.
        const auto others = trials_of(asked, asked.seed + 1);
        Evidence again(others, surroundings, evidence.chunks());
        out.curves = curves_of(
            out, again, grouped(asked, others, part_of(surroundings, race_ends, race_ends)).groups,
            asked);
        out.tests_run += again.tests_run();
        const auto& choice = out.choice(out.best());
        const auto tests = std::min<std::size_t>(compared, asked.tests);
        out.symmetric = symmetric_course(candidates, draws.groups, asked, choice, tests,
                                         part_of(surroundings, courses_begin, courses_end));
        out.anode_free = anode_free_cycle(candidates, draws.groups, asked, choice, tests,
                                          part_of(surroundings, courses_end, 1.0));
    } else {
        out.nearest = nearest_of(out);
        if (out.nearest) {
            look_further(out, evidence, draws.groups, asked);
        }
        if (out.nearest && !out.hours_needed) {
            const auto& foil = out.foils[*out.nearest];
            out.beginning = beginning_of(candidates, draws.groups, asked,
                                         out.choice(foil.standings[*foil.nearest]),
                                         std::min<std::size_t>(compared, asked.tests),
                                         part_of(surroundings, courses_end, 1.0));
        }
    }
    out.tests_run += evidence.tests_run();
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

std::vector<std::filesystem::path> inputs_of(const DesignCase& asked)
{
    std::vector<std::filesystem::path> inputs{asked.file};
    for (const auto& candidate : asked.candidates) {
        const auto more = runs::inputs_of(candidate.source->as_written());
        inputs.insert(inputs.end(), more.begin(), more.end());
    }
    return inputs;
}

} // namespace percolith::runs::design
