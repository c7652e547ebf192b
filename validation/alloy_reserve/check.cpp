#include "model/ledger.hpp"
#include "validation/laboratory.hpp"
#include "validation/twelve_cells/cells.hpp"
#include "validation/validations.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::validation
{

namespace
{

using model::EventKind;
using model::Side;

/// A cell "goes on" if it cycles for so long after its metal first ran out: three whole cycles.
constexpr double goes_on = 6.0; // h
constexpr double half_cycle_charge = 0.5 * 36e3; // 0.5 mAh/cm2, C/m2

Overrides share(double u)
{
    return {fmt::format("interphase.reachable_alloy_share={}", u)};
}

/// Hours between the first loss of metal on working and the end. 0 if metal never ran out.
double reprieve(int foil, double u)
{
    const auto cell = run_cell(Interphase::mii_1, foil, share(u));
    const double gone = cell.time_of(EventKind::metal_depleted, Side::working);
    return std::isfinite(gone) ? hours(cell.duration() - gone) : 0.0;
}

/// The smallest u with which the cell goes on for `duration` h, by bisection over runs.
double smallest_share(int foil, double duration)
{
    double low = 0.0;
    double high = 1.0;
    while (high - low > 5e-4) {
        const double middle = 0.5 * (low + high);
        (reprieve(foil, middle) < duration ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

/// u f_rev q_0 = Q_half solved for u.
double criterion(int foil)
{
    const auto given = load(file(Interphase::mii_1), with_foil(foil));
    const double alloy = given.cell.electrolyte.composition.reversible_fraction;
    return model::host_criterion(alloy, alloy, given.cell.working.lithium.si, half_cycle_charge)
        .needed_share;
}

void add_criterion(std::vector<Check>& checks)
{
    const auto add = [&](int foil, double quoted) {
        checks.push_back(between(
            {.name = fmt::format("criterion_{}_um", foil),
             .statement = fmt::format("u f_rev q_0 exceeds a half cycle's 0.5 mAh/cm2 above this "
                                      "u, for LGPS and {} um",
                                      foil),
             .kind = Kind::closed_form},
            criterion(foil), quoted - 0.005, quoted + 0.005, "as quoted"));
    };
    add(100, 0.154);
    add(50, 0.31);
    add(20, 0.77);
}

void add_edges(std::vector<Check>& checks)
{
    const auto add = [&](int foil, double edge) {
        checks.push_back(close_to(
            {.name = fmt::format("goes_on_{}_um", foil),
             .statement =
                 fmt::format("smallest u with which the cell of {} um goes on for {:.0f} h "
                             "after its metal ran out, by bisection over runs",
                             foil, goes_on),
             .kind = Kind::consequence,
             .note = fmt::format("for 20 h instead it is {:.3f}", smallest_share(foil, 20.0))},
            edge, criterion(foil), 0.1, "the criterion counts charge and knows no voltage"));
    };
    const double thick = smallest_share(100, goes_on);
    const double middle = smallest_share(50, goes_on);
    const double thin = smallest_share(20, goes_on);
    add(100, thick);
    add(50, middle);
    add(20, thin);
    checks.push_back(between(
        {.name = "interval_holds_u",
         .statement = "u = 0.25 of the twelve cells lies in the interval in which the 100 um cell "
                      "goes on while those of 50 and 20 um do not",
         .kind = Kind::tuned_to,
         .note = fmt::format(
             "the interval is {:.3f} to {:.3f}; 0.16 to 0.32 by an independent solution", thick,
             middle)},
        load(file(Interphase::mii_1)).cell.working.interphase.reachable_alloy_share, thick, middle,
        "all three thicknesses behave as the article says only inside"));
    checks.push_back(
        close_to({.name = "interval_lower",
                  .statement = "lower edge of that interval, against an independent solution's",
                  .kind = Kind::consequence},
                 thick, 0.16, 0.07, "it depends on how long \"goes on\" is"));
    checks.push_back(
        close_to({.name = "interval_upper",
                  .statement = "upper edge of that interval, against an independent solution's",
                  .kind = Kind::consequence},
                 middle, 0.32, 0.07, "it depends on how long \"goes on\" is"));
}

/// The last time metal ran out on working: from then on plating brings none back.
const SeenEvent* metal_gone_for_good(const Trial& cell)
{
    const SeenEvent* last = nullptr;
    for (const auto& seen : cell.events()) {
        if (seen.event.what.kind == EventKind::metal_depleted &&
            seen.event.what.electrode == Side::working) {
            last = &seen;
        }
    }
    return last;
}

void add_reprieve(std::vector<Check>& checks)
{
    const auto cell = run_cell(Interphase::mii_1, 100);
    const auto& p = cell.cell().working;
    const auto* gone = metal_gone_for_good(cell);
    const auto& at_end = cell.end().cell.state.working.interphase_thickness;
    const double since = gone != nullptr ? gone->event.at.time : NAN;
    const double further =
        gone != nullptr ? ((at_end - gone->cell.state.working.interphase_thickness) / p.growth).si
                        : NAN;
    const auto& given = cell.given().cell;
    const auto bought =
        model::host_criterion(p.reversible_share, given.electrolyte.composition.reversible_fraction,
                              given.working.lithium.si, half_cycle_charge);
    checks.push_back(close_to(
        {.name = "reprieve",
         .statement =
             "only (u f_rev q_0 - Q_half)/(1 - u f_rev) of further leak is bought: leak on "
             "working after its metal ran out for good",
         .unit = "mAh/cm2",
         .kind = Kind::consequence,
         .note = fmt::format("after {:.1f} h, over {:.1f} h", hours(since),
                             hours(cell.duration() - since))},
        milliampere_hours(further), milliampere_hours(bought.reprieve), 0.3,
        "metal runs out for good within a half cycle, not at its end"));
}

} // namespace

std::vector<Check> alloy_reserve()
{
    std::vector<Check> checks;
    add_criterion(checks);
    add_edges(checks);
    add_reprieve(checks);
    return checks;
}

} // namespace percolith::validation
