// An answer in words.

#include "runs/design/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs::design
{
namespace
{

constexpr double mah_per_cm2 = 3.6e4; // C/m2
constexpr double ma_per_cm2 = 10.0; // A/m2
constexpr double um = 1e-6;
constexpr double hour = 3600.0;

std::string percent(double share)
{
    return fmt::format("{:.3g} %", 100.0 * share);
}

std::string hours(double seconds)
{
    return fmt::format("{:.4g} h", seconds / hour);
}

std::string with_interval(const Share& share)
{
    return fmt::format("{} ({} .. {})", percent(share.value), percent(share.low),
                       percent(share.high));
}

std::string thickness(const Foil& foil)
{
    return fmt::format("{:.4g} um", foil.thickness.si / um);
}

std::string setting(const Choice& choice)
{
    return fmt::format("{:.4g} mA/cm2, {:.4g} mAh/cm2", choice.current.si / ma_per_cm2,
                       choice.capacity.si / mah_per_cm2);
}

/// What keeps a foil from a decision, in one clause.
std::string why_not(const Answer& a, const FoilAnswer& foil)
{
    if (!foil.nearest) {
        return fmt::format("holds {:.4g} mAh/cm2, less than the least half cycle",
                           foil.foil.lithium.si / mah_per_cm2);
    }
    const auto& s = foil.standings[*foil.nearest];
    const auto lost = [](double share) {
        return share > 0.0
                   ? fmt::format(" ({} by tests lost, as by a short circuit)", percent(share))
                   : std::string();
    };
    if (foil.limit == Limit::hours) {
        return fmt::format("within {} at least {} of the failing cells are missed{}, {} allowed",
                           hours(a.hours), percent(s.miss.value), lost(s.lost_failing),
                           percent(a.miss));
    }
    return fmt::format("by the time of a decision ({}) at least {} of the passing cells have "
                       "failed as well{}, {} allowed",
                       hours(s.decided.time), percent(s.false_alarm->value), lost(s.lost_passing),
                       percent(a.false_alarm));
}

std::string foil_line(const Answer& a, std::size_t k)
{
    const auto& foil = a.foils[k];
    const auto* const mark = a.chosen == k ? " *" : "  ";
    if (!foil.best) {
        return fmt::format("{}{:>8}  no decision: {}\n", mark, thickness(foil.foil),
                           why_not(a, foil));
    }
    const auto& s = foil.standings[*foil.best];
    return fmt::format("{}{:>8}  {} ({} .. {}) at {}; false alarms {}\n", mark,
                       thickness(foil.foil), hours(s.decided.time), hours(s.decided.low),
                       s.decided.high < never ? hours(s.decided.high) : "unknown: too few draws",
                       setting(a.choice(s)), with_interval(*s.false_alarm));
}

/// The foil below the chosen one, and what speaks against it.
std::string why_not_thinner(const Answer& a)
{
    if (*a.chosen == 0) {
        return "why not thinner: no thinner foil is to be had\n";
    }
    const auto& thinner = a.foils[*a.chosen - 1];
    if (!thinner.best) {
        return "why not thinner: " + thickness(thinner.foil) + " " +
               (thinner.nearest ? "does not decide: " : "") + why_not(a, thinner) + "\n";
    }
    const auto& s = thinner.standings[*thinner.best];
    return fmt::format("why not thinner: {} decides after {}, later than {}\n",
                       thickness(thinner.foil), hours(s.decided.time), hours(a.decided.time));
}

std::string hidden_text(const Answer& a, double time, const Hidden& hidden)
{
    return fmt::format("  {} after {} in it: {} of working's lithium is lost, its voltage has "
                       "changed by {} to {:.3g} "
                       "mV; symmetric-hides-it index {:.3g}\n",
                       a.names[a.groups[hidden.group].candidate], hours(time),
                       percent(hidden.lithium_lost), percent(hidden.voltage_change),
                       1e3 * hidden.voltage, hidden.index);
}

/// When a look at a symmetric cell decides, against thin lithium.
std::string look_text(const Answer& a, Look look)
{
    const auto& course = *a.symmetric;
    if (const auto at = course.decided[static_cast<std::size_t>(look)]) {
        const double when = course.times[*at];
        return fmt::format("{}, {:.3g} times as long\n", hours(when), when / a.decided.time);
    }
    const auto least = course.least_missed(look);
    return fmt::format("not within {}; at best {} of the failing cells are missed, after {}\n",
                       hours(course.times.back()), percent(course.separation(look)[least].miss),
                       hours(course.times[least]));
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
        hours(cycle.time), percent(cycle.runs_out.value),
        cycle.runs_out.value > a.false_alarm ? ", so running out says nothing" : "");
    for (std::size_t g = 0; g < a.groups.size(); ++g) {
        text += fmt::format("{} {} ({}) {}", g == 0 ? "" : ",", a.names[a.groups[g].candidate],
                            a.groups[g].verdict == Verdict::pass ? "passes" : "fails",
                            percent(cycle.efficiency[g]));
    }
    return text +
           fmt::format("; read with the charge's error, {} of the failing cells are missed\n",
                       percent(cycle.by_efficiency.miss));
}

std::string chosen_text(const Answer& a)
{
    const auto& s = a.best();
    const auto& choice = a.choice(s);
    auto text = fmt::format(
        "\nthe test: {} of lithium at {:.4g} mA/cm2, {:.4g} mAh/cm2 per half cycle, for {} ({} "
        "whole cycles)\n",
        thickness(a.foils[*a.chosen].foil), choice.current.si / ma_per_cm2,
        choice.capacity.si / mah_per_cm2, hours(a.decided.time),
        whole_cycles(choice, a.decided.time));
    text += fmt::format(
        "a cell whose voltage leaves its range before fails; one that goes on passes\n");
    text += "  on cells that had no part in the choice:\n";
    for (const auto& curve : a.curves) {
        text += fmt::format("    {}{} {}: {} {}\n", curve.tests,
                            a.names.size() > 1 ? " of " + curve.name : " cells",
                            curve.verdict == Verdict::fail ? "that fail" : "that pass",
                            curve.verdict == Verdict::fail ? "missed" : "false alarms",
                            with_interval(curve.wrong));
        if (curve.wrong.value > (curve.verdict == Verdict::fail ? a.miss : a.false_alarm)) {
            text += "      more than asked: it is the most that was allowed on the cells chosen "
                    "by; a little longer is safer\n";
        }
    }
    return text + why_not_thinner(a) + anode_free_text(a) + symmetric_text(a);
}

} // namespace

std::string binding_limit(const Answer& a)
{
    if (!a.nearest) {
        return fmt::format("no foil holds the least half cycle; the thickest holds {:.4g} mAh/cm2",
                           a.foils.back().foil.lithium.si / mah_per_cm2);
    }
    const auto& foil = a.foils[*a.nearest];
    auto text = fmt::format("no foil decides within the error rates; {} at {} comes closest: {}",
                            thickness(foil.foil), setting(a.choice(foil.standings[*foil.nearest])),
                            why_not(a, foil));
    if (foil.limit == Limit::hours) {
        text += a.hours_needed ? fmt::format("; {} at {} would take {}", thickness(a.foil_then),
                                             setting(a.choice_then), hours(*a.hours_needed))
                               : fmt::format("; not even {} would do", hours(a.longest_look));
    }
    return text;
}

std::string as_text(const Answer& a)
{
    auto text = a.title.empty() ? std::string() : a.title + "\n";
    text += fmt::format(
        "by when no more than {} of the failing cells are missed, with at most {} false alarms ({} "
        "intervals):\n",
        percent(a.miss), percent(a.false_alarm), percent(a.confidence));
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
