// An answer in words.

#include "runs/design/answer.hpp"
#include "runs/design/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace percolith::runs::design
{
namespace
{

constexpr double mah_per_cm2 = 3.6e4; // C/m2
constexpr double ma_per_cm2 = 10.0; // A/m2

std::string foil_line(const Answer& a, std::size_t k)
{
    const auto& foil = a.foils[k];
    const auto* const mark = a.chosen == k ? " *" : "  ";
    if (!foil.best) {
        return fmt::format("{}{:>8}  no decision: {}\n", mark, words::thickness(foil.foil),
                           words::why_not(a, foil));
    }
    const auto& s = foil.standings[*foil.best];
    return fmt::format(
        "{}{:>8}  {} ({} .. {}) at {}; false alarms {}\n", mark, words::thickness(foil.foil),
        words::hours(s.decided.time), words::hours(s.decided.low),
        s.decided.high < never ? words::hours(s.decided.high) : "unknown: too few draws",
        words::setting(a.choice(s)), words::with_interval(*s.false_alarm));
}

/// The foil below the chosen one, and what speaks against it.
std::string why_not_thinner(const Answer& a)
{
    if (*a.chosen == 0) {
        return "why not thinner: no thinner foil is to be had\n";
    }
    const auto& thinner = a.foils[*a.chosen - 1];
    if (!thinner.best) {
        return "why not thinner: " + words::thickness(thinner.foil) + " " +
               (thinner.nearest ? "does not decide: " : "") + words::why_not(a, thinner) + "\n";
    }
    const auto& s = thinner.standings[*thinner.best];
    return fmt::format("why not thinner: {} decides after {}, later than {}\n",
                       words::thickness(thinner.foil), words::hours(s.decided.time),
                       words::hours(a.decided.time));
}

std::string hidden_text(const Answer& a, double time, const Hidden& hidden)
{
    auto text = fmt::format("  {} after {} in it: ", a.names[a.groups[hidden.group].candidate],
                            words::hours(time));
    if (std::isnan(hidden.voltage)) {
        return text + "most of its cells have ended otherwise by then, as by a short circuit\n";
    }
    if (std::isinf(hidden.voltage) || std::isnan(hidden.lithium_lost)) {
        return text + "most of its cells have raised the alarm by then, and hide nothing\n";
    }
    text += fmt::format("{} of working's lithium is lost, its voltage has changed by {} to {:.3g} "
                        "mV; ",
                        words::percent(hidden.lithium_lost), words::percent(hidden.voltage_change),
                        1e3 * hidden.voltage);
    return text + (std::isfinite(hidden.index)
                       ? fmt::format("symmetric-hides-it index {:.3g}\n", hidden.index)
                       : "no change of it shows the loss\n");
}

/// When a look at a symmetric cell decides, against thin lithium.
std::string look_text(const Answer& a, Look look)
{
    const auto& course = *a.symmetric;
    if (const auto at = course.decided[static_cast<std::size_t>(look)]) {
        const double when = course.times[*at];
        return fmt::format("{}, {:.3g} times as long\n", words::hours(when), when / a.decided.time);
    }
    const auto least = course.least_missed(look);
    return fmt::format("not within {}; at best {} of the failing cells are missed, after {}\n",
                       words::hours(course.times.back()),
                       words::percent(course.separation(look)[least].miss),
                       words::hours(course.times[least]));
}

std::string symmetric_text(const Answer& a)
{
    const auto& course = *a.symmetric;
    const auto better = course.better();
    auto text = "a symmetric cell at the same current and capacity, by the same rule: " +
                look_text(a, Look::range);
    text += fmt::format("  by its {}polarization and the threshold that suits it best, which takes "
                        "knowing both: {}",
                        better == Look::change ? "change of " : "", look_text(a, better));
    // The first look is what changes are measured from.
    const auto then = std::ranges::upper_bound(course.times, a.decided.time * (1.0 + 1e-9));
    const auto at = std::min(
        std::max<std::size_t>(static_cast<std::size_t>(then - course.times.begin()), 2) - 1,
        course.times.size() - 1);
    for (const auto& hidden : course.hidden[at]) {
        text += hidden_text(a, course.times[at], hidden);
    }
    // The last look that tells of most of its cells.
    const auto last = course.last_known();
    if (last > at) {
        for (const auto& hidden : course.hidden[last]) {
            text += hidden_text(a, course.times[last], hidden);
        }
    }
    return text;
}

std::string anode_free_text(const Answer& a)
{
    const auto& cycle = *a.anode_free;
    auto text = fmt::format(
        "the anode-free limit, after {}: {} of the passing cells run out in their first strip{}\n"
        "  first Coulombic efficiency, in the median:",
        words::hours(cycle.time), words::percent(cycle.runs_out.value),
        cycle.runs_out.value > a.false_alarm ? ", so running out says nothing" : "");
    for (std::size_t g = 0; g < a.groups.size(); ++g) {
        text += fmt::format("{} {} ({}) {}", g == 0 ? "" : ",", a.names[a.groups[g].candidate],
                            a.groups[g].verdict == Verdict::pass ? "passes" : "fails",
                            words::percent(cycle.efficiency[g]));
    }
    return text +
           fmt::format("; read with the charge's error, {} of the failing cells are missed\n",
                       words::percent(cycle.by_efficiency.miss));
}

/// What to do about more errors than asked on cells that had no part in the choice.
const char* more_than_asked(Verdict verdict)
{
    return verdict == Verdict::fail
               ? "more than asked: it is the most that was allowed on the cells chosen by; a "
                 "little longer is safer"
               : "more than asked: on the cells chosen by it was not; a longer test only adds "
                 "false alarms, a smaller errors.false_alarm or more sample.tests is safer";
}

/// What is known of the test behind its setting.
std::string test_text(const Answer& a)
{
    auto text = fmt::format(
        "a cell whose voltage passes the alarm, {}, before then fails; one that goes on passes\n",
        words::volts(a.alarm));
    text += "  on cells that had no part in the choice:\n";
    for (const auto& curve : a.curves) {
        text += fmt::format("    {}{} {}: {} {}\n", curve.tests,
                            a.names.size() > 1 ? " of " + curve.name : " cells",
                            curve.verdict == Verdict::fail ? "that fail" : "that pass",
                            curve.verdict == Verdict::fail ? "missed" : "false alarms",
                            words::with_interval(curve.wrong));
        if (curve.wrong.value > (curve.verdict == Verdict::fail ? a.miss : a.false_alarm)) {
            text += fmt::format("      {}\n", more_than_asked(curve.verdict));
        }
    }
    return text + why_not_thinner(a) + anode_free_text(a) + symmetric_text(a);
}

std::string chosen_text(const Answer& a)
{
    const auto& choice = a.choice(a.best());
    return fmt::format("\nthe test: {} of lithium at {:.4g} mA/cm2, {:.4g} mAh/cm2 per half cycle, "
                       "for {} ({} whole cycles)\n",
                       words::thickness(a.foils[*a.chosen].foil), choice.current.si / ma_per_cm2,
                       choice.capacity.si / mah_per_cm2, words::hours(a.decided.time),
                       whole_cycles(choice, a.decided.time)) +
           test_text(a);
}

} // namespace

std::vector<std::string> in_words(const Answer& a)
{
    std::vector<std::string> sentences;
    std::istringstream lines(test_text(a));
    for (std::string line; std::getline(lines, line);) {
        sentences.push_back(line.substr(line.find_first_not_of(' ')));
    }
    return sentences;
}

std::string as_text(const Answer& a)
{
    auto text = a.title.empty() ? std::string() : a.title + "\n";
    text += fmt::format(
        "by when no more than {} of the failing cells are missed, with at most {} false alarms ({} "
        "intervals):\n",
        words::percent(a.miss), words::percent(a.false_alarm), words::percent(a.confidence));
    for (std::size_t k = 0; k < a.foils.size(); ++k) {
        text += foil_line(a, k);
    }
    if (a.refused > 0) {
        text += fmt::format("{} draws are no cells and are left out; the first: {}\n", a.refused,
                            a.first_refusal);
    }
    if (a.unclassified > 0) {
        text += fmt::format("{} draws could not be judged and are left out\n", a.unclassified);
    }
    return a.chosen ? text + chosen_text(a) : text;
}

} // namespace percolith::runs::design
