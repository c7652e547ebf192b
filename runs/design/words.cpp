#include "runs/design/words.hpp"

#include <fmt/format.h>

namespace percolith::runs::design::words
{
namespace
{

constexpr double charge_unit = 3.6e4; // C/m2 of a mAh/cm2
constexpr double current_unit = 10.0; // A/m2 of a mA/cm2
constexpr double length_unit = 1e-6; // m of a um
constexpr double one_hour = 3600.0;

} // namespace

std::string percent(double share)
{
    return fmt::format("{:.3g} %", 100.0 * share);
}

std::string hours(double seconds)
{
    return fmt::format("{:.4g} h", seconds / one_hour);
}

std::string volts(double volts)
{
    return volts < 0.1 ? fmt::format("{:.3g} mV", 1e3 * volts) : fmt::format("{:.3g} V", volts);
}

std::string with_interval(const Share& share)
{
    return fmt::format("{} ({} .. {})", percent(share.value), percent(share.low),
                       percent(share.high));
}

std::string thickness(const Foil& foil)
{
    return fmt::format("{:.4g} um", foil.thickness.si / length_unit);
}

std::string setting(const Choice& choice)
{
    return fmt::format("{:.4g} mA/cm2, {:.4g} mAh/cm2", choice.current.si / current_unit,
                       choice.capacity.si / charge_unit);
}

std::string why_not(const Answer& a, const FoilAnswer& foil)
{
    if (!foil.nearest) {
        return fmt::format("holds {:.4g} mAh/cm2, less than the least half cycle",
                           foil.foil.lithium.si / charge_unit);
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

} // namespace percolith::runs::design::words
