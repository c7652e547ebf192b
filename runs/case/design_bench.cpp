// [bench]: foils, currents, capacities, instrument and time that a test may use.

#include "runs/case/design_readers.hpp"
#include "runs/case/units.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace percolith::runs
{
namespace
{

using kinetics::ArealCharge;
using kinetics::CurrentDensity;
using kinetics::Length;
using kinetics::Time;
using kinetics::Voltage;

/// More than anybody resolves; each is a test to be simulated.
constexpr double most_points = 100.0;
/// Beyond, three standard deviations reach down to nothing.
constexpr Range spread{.low = 0.0, .high = 1.0 / 3.0, .open_high = true};

std::string capacity_text(ArealCharge<> charge)
{
    return amount(charge.si, si_unit(charge), "mAh/cm^2");
}
std::string current_text(CurrentDensity<> current)
{
    return amount(current.si, si_unit(current), "mA/cm^2");
}
std::string voltage_text(Voltage<> voltage)
{
    return amount(voltage.si, si_unit(voltage), "V");
}

/// Charge per volume of a foil, as the first case that could be read counts it.
std::optional<double> foil_capacity(const DesignCase& all)
{
    const auto first = std::ranges::find_if(
        all.candidates, [](const Candidate& one) { return one.source.has_value(); });
    return first != all.candidates.end() ? std::optional{foil_capacity_of(*first->source)}
                                         : std::nullopt;
}

/// Whether two of the sorted numbers are one.
template <class Numbers, class Of> auto twice(const Numbers& sorted, const Of& of)
{
    return std::ranges::adjacent_find(
        sorted, [&](const auto& one, const auto& next) { return is_same(of(one), of(next)); });
}

void read_foils(Section& s, DesignCase& all)
{
    static const std::array<std::string, 2> kinds{si_unit(Length<>{}), si_unit(ArealCharge<>{})};
    const auto given =
        s.quantities_of({.name = "foils",
                         .unit = "um or mAh/cm^2",
                         .range = positive,
                         .meaning = "that can be had: thicknesses of lithium, or their capacities",
                         .absent = "required"},
                        kinds);
    all.bench.foil_tolerance =
        s.number({.name = "foil_tolerance",
                  .range = spread,
                  .meaning = "standard deviation of a foil's lithium, as a share of it"},
                 0.0);
    if (s.documenting()) {
        return;
    }
    if (!s.has("foils")) {
        s.fault("foils", "missing", "list what can be had, as in foils = [\"20 um\", \"50 um\"]");
    }
    const auto counted = foil_capacity(all);
    if (!counted) {
        return; // no case could be read
    }
    const double capacity = *counted;
    auto& foils = all.bench.foils;
    for (const auto& one : given) {
        const bool length = one.kind == 0;
        foils.push_back({.thickness = Length<>{length ? one.si : one.si / capacity},
                         .lithium = ArealCharge<>{length ? one.si * capacity : one.si}});
    }
    const auto lithium = [](const Foil& foil) { return foil.lithium.si; };
    std::ranges::sort(foils, {}, lithium);
    if (const auto same = twice(foils, lithium); same != foils.end()) {
        s.fault("foils",
                amount(same->thickness.si, si_unit(same->thickness), "um") +
                    " of lithium stands twice",
                "keep one");
    }
}

/// Currents one by one, or a range.
std::vector<CurrentDensity<>> read_currents(Section& bench)
{
    const auto before = bench.faults();
    auto s = bench.table("current");
    if (bench.faults() != before) {
        return {}; // something else stands there
    }
    const auto current = [&](std::string_view name, std::string_view meaning) {
        return s.quantity_if_given<CurrentDensity<>>({.name = name,
                                                      .unit = "mA/cm^2",
                                                      .range = positive,
                                                      .meaning = meaning,
                                                      .absent = "see values"});
    };
    const auto from = current("from", "least current to choose from");
    const auto to = current("to", "largest one");
    const auto points = s.whole({.name = "points",
                                 .range = {.low = 2.0, .high = most_points},
                                 .meaning = "currents from one to the other, both included, evenly "
                                            "in the logarithm"},
                                5);
    auto values = s.quantities<CurrentDensity<>>({.name = "values",
                                                  .unit = "mA/cm^2",
                                                  .range = positive,
                                                  .meaning = "the currents one by one instead"});
    if (s.documenting()) {
        return {};
    }
    const auto si = [](CurrentDensity<> one) { return one.si; };
    if (s.has("values")) {
        for (const auto* other : {"from", "to", "points"}) {
            if (s.has(other)) {
                s.fault(other, "stands beside values", "keep one of the two");
            }
        }
        std::ranges::sort(values, {}, si);
        if (const auto same = twice(values, si); same != values.end()) {
            s.fault("values", current_text(*same) + " stands twice", "keep one");
        }
        return values;
    }
    for (const auto* end : {"from", "to"}) {
        if (!s.has(end)) {
            s.fault(end, "missing", "give the currents by from and to, or one by one as values");
        }
    }
    if (from && to && !(*from < *to)) {
        s.fault("to", "the range is empty: it does not end above where it begins",
                "give a larger one, exchange the two, or list a single current as values");
    } else if (from && to) {
        for (const double one : ensemble::spaced(from->si, to->si, points, true)) {
            values.push_back(CurrentDensity<>{one});
        }
    }
    return values;
}

void read_capacities(Section& bench, Bench& all)
{
    auto s = bench.table("capacity");
    all.least_capacity = s.quantity<ArealCharge<>>({.name = "from",
                                                    .unit = "mAh/cm^2",
                                                    .range = positive,
                                                    .meaning = "least capacity of a half cycle"});
    all.largest_capacity = s.quantity_if_given<ArealCharge<>>({.name = "to",
                                                               .unit = "mAh/cm^2",
                                                               .range = positive,
                                                               .meaning = "largest one",
                                                               .absent = "what the foil holds"});
    all.capacity_points = s.whole({.name = "points",
                                   .range = {.low = 2.0, .high = most_points},
                                   .meaning = "capacities tried from one to the other"},
                                  all.capacity_points);
    if (s.documenting()) {
        return;
    }
    if (all.largest_capacity && *all.largest_capacity < all.least_capacity) {
        s.fault("to", "the range is empty: it ends below where it begins",
                "give a larger one, or leave it out: a foil ends it");
    }
    if (!all.foils.empty() && all.least_capacity > all.foils.back().lithium) {
        s.fault("from",
                capacity_text(all.least_capacity) + " is more than the thickest foil holds, " +
                    capacity_text(all.foils.back().lithium),
                "lower it, or add a thicker foil");
    }
}

void read_instrument(Section& s, Bench& bench)
{
    bench.voltage_range = s.quantity<Voltage<>>({.name = "voltage_range",
                                                 .unit = "V",
                                                 .range = positive,
                                                 .meaning = "of the instrument, of |V|"},
                                                bench.voltage_range);
    const auto alarm =
        s.quantity_if_given<Voltage<>>({.name = "alarm",
                                        .unit = "V",
                                        .range = positive,
                                        .meaning = "|V| at which the interphase fails",
                                        .absent = "voltage_range"});
    bench.alarm = alarm.value_or(bench.voltage_range);
    bench.voltage_noise =
        s.quantity<Voltage<>>({.name = "voltage_noise",
                               .unit = "mV",
                               .range = non_negative,
                               .meaning = "standard deviation of one reading of the voltage"},
                              bench.voltage_noise);
    bench.charge_accuracy = s.number(
        {.name = "charge_accuracy",
         .range = spread,
         .meaning =
             "standard deviation of a charge as it is read, as a share of it; it concerns the "
             "anode-free limit alone"},
        bench.charge_accuracy);
    if (!s.documenting() && bench.alarm > bench.voltage_range) {
        s.fault("alarm",
                voltage_text(bench.alarm) + " is beyond the instrument's range, " +
                    voltage_text(bench.voltage_range),
                "lower it, or leave it out");
    }
}

void read_hours(Section& s, Bench& bench)
{
    const auto before = s.faults();
    bench.hours = s.quantity<Time<>>(
        {.name = "hours", .unit = "h", .range = positive, .meaning = "at most for one test"});
    bench.least_cycles =
        s.whole({.name = "least_cycles",
                 .range = {.low = 1.0},
                 .meaning = "whole cycles that a decision rests on at least: the first ones of a "
                            "cell may tell of its making"},
                bench.least_cycles);
    if (s.documenting() || s.faults() != before || bench.currents.empty()) {
        return;
    }
    const auto cycle = 2.0 * static_cast<double>(bench.least_cycles) * bench.least_capacity /
                       bench.currents.back();
    constexpr double rounding = 1e-9;
    if (bench.hours.si * (1.0 + rounding) < cycle.si) {
        s.fault("hours",
                (bench.least_cycles == 1 ? "one cycle of "
                                         : fmt::format("{} cycles of ", bench.least_cycles)) +
                    capacity_text(bench.least_capacity) + " at " +
                    current_text(bench.currents.back()) +
                    (bench.least_cycles == 1 ? " takes " : " take ") +
                    amount(cycle.si, si_unit(cycle), "h"),
                "give more hours, a smaller capacity or a larger current");
    }
}

} // namespace

std::string amount(double si, std::string_view si_unit, std::string_view unit)
{
    return fmt::format("{:.4g} {}", convert(si, si_unit, unit), unit);
}

bool is_same(double one, double other)
{
    constexpr double rounding = 1e-9;
    return std::abs(one - other) <= rounding * std::max(std::abs(one), std::abs(other));
}

void read_bench(Section& root, DesignCase& all)
{
    const auto before = root.faults();
    auto s = root.table("bench");
    if (root.faults() != before) {
        return; // something else stands there
    }
    read_foils(s, all);
    all.bench.currents = read_currents(s);
    read_capacities(s, all.bench);
    read_instrument(s, all.bench);
    read_hours(s, all.bench);
}

} // namespace percolith::runs
