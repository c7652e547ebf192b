// Where no foil decides: which limit binds, and what would help.

#include "runs/design/answer.hpp"
#include "runs/design/words.hpp"

#include <fmt/format.h>

#include <cmath>

namespace percolith::runs::design
{
namespace
{

/// Whether more passing cells than may do so raise the alarm before their interphase had time to.
bool begins_with_alarm(const Answer& a)
{
    return a.beginning && a.beginning->alarmed.value > a.false_alarm;
}

std::string beginning_text(const Answer& a)
{
    auto text = fmt::format("{} of the passing cells raise the alarm within a tenth of their first "
                            "half cycle: it is set to {}, the median one is at {}",
                            words::percent(a.beginning->alarmed.value), words::volts(a.alarm),
                            words::volts(a.beginning->voltage));
    return a.voltage_noise > 0.0
               ? text + ", and a reading is off by " + words::volts(a.voltage_noise)
               : text;
}

/// Whatever stands between the alarm and how a passing cell begins.
std::string mend_of_beginning(const Answer& a)
{
    const double room = a.alarm - a.beginning->voltage;
    std::vector<std::string> mends;
    if (a.alarm < a.voltage_range) {
        mends.emplace_back("a higher alarm");
    }
    constexpr double far = 2.0; // standard deviations
    const bool noisy = std::abs(room) < far * a.voltage_noise;
    if (!(room > 0.0) || !noisy) {
        mends.emplace_back("smaller currents");
    }
    if (noisy) {
        mends.emplace_back("readings of less noise");
    }
    return "take " + fmt::format("{}", fmt::join(mends, " or "));
}

} // namespace

std::string binding_limit(const Answer& a)
{
    if (!a.nearest) {
        return fmt::format("no foil holds the least half cycle; the thickest {}",
                           words::why_not(a, a.foils.back()));
    }
    const auto& foil = a.foils[*a.nearest];
    auto text = fmt::format("no foil decides within the error rates; {} at {} comes closest: {}",
                            words::thickness(foil.foil),
                            words::setting(a.choice(foil.standings[*foil.nearest])),
                            words::why_not(a, foil));
    if (a.hours_needed) {
        text += fmt::format("; {} at {} would take {}", words::thickness(a.foil_then),
                            words::setting(a.choice_then), words::hours(*a.hours_needed));
    } else if (begins_with_alarm(a)) {
        text += "; " + beginning_text(a);
    } else if (foil.limit == Limit::hours) {
        text += fmt::format("; not even {} would do", words::hours(a.longest_look));
    }
    return text;
}

std::string mend_for(const Answer& a)
{
    if (!a.nearest) {
        return "list a thicker foil, or allow smaller half cycles";
    }
    const auto& foil = a.foils[*a.nearest];
    const auto& nearest = foil.standings[*foil.nearest];
    const bool hours = foil.limit == Limit::hours;
    if (hours ? 2.0 * nearest.lost_failing > nearest.miss.value
              : 2.0 * nearest.lost_passing > nearest.false_alarm->value) {
        return "take smaller currents or half cycles: tests are lost before they decide";
    }
    if (a.hours_needed) {
        return "allow more hours, thinner foils, larger half cycles or currents";
    }
    if (begins_with_alarm(a)) {
        return mend_of_beginning(a);
    }
    return hours ? "allow thinner foils, larger half cycles or currents, or a lower alarm"
                 : "take foils of less tolerance, smaller half cycles, or allow more false alarms";
}

} // namespace percolith::runs::design
