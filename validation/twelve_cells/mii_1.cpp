#include "validation/laboratory.hpp"
#include "validation/twelve_cells/statements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

using model::EventKind;
using model::Side;

/// Largest |V| in the first `duration` s.
double highest_within(const Trial& cell, double duration)
{
    double highest = 0.0;
    for (const auto& step : cell.steps()) {
        highest = step.time <= duration ? std::max(highest, step.largest_voltage) : highest;
    }
    return highest;
}

/// Largest fall of a half cycle's polarization below that of the half cycle two before, mV; the
/// same direction, so that a difference between the electrodes does not count.
double largest_fall(const Trial& cell)
{
    double fall = 0.0;
    const auto& steps = cell.steps();
    for (std::size_t k = 2; k + 1 < steps.size(); ++k) {
        fall = std::max(fall, steps[k - 2].largest_voltage - steps[k].largest_voltage);
    }
    return millivolt(fall);
}

} // namespace

void add_mii_1(std::vector<Check>& checks, const Cells& cells)
{
    const auto& cell = cells.symmetric(Interphase::mii_1);
    const double first = highest_within(cell, seconds(2.0));
    checks.push_back(at_most({.name = "mii_1_rises_continuously",
                              .statement = "the polarization of the symmetric cell with MII-1 "
                                           "rises continuously: its largest fall from one cycle to "
                                           "the next",
                              .unit = "mV",
                              .kind = Kind::predicted,
                              .note = fmt::format("from {:.0f} mV in the first cycle to {:.0f} mV",
                                                  millivolt(first), millivolt(cell.peak()))},
                             largest_fall(cell), 0.1, "what a tester resolves"));
    const double gone = hours(cell.time_of(EventKind::metal_depleted, Side::working));
    checks.push_back(at_least(
        {.name = "mii_1_keeps_cycling",
         .statement = "the symmetric cell with MII-1 keeps cycling, here "
                      "claimed over 120 h, in which both asymmetric cells "
                      "failed and its own metal ran out",
         .unit = "h",
         .kind = Kind::tuned_to,
         .note = fmt::format("u was chosen for it; its metal first ran out at {:.1f} h; then the "
                             "alloy carried it for {:.1f} h: a reprieve, not "
                             "an escape; {}",
                             gone, life(cell) - gone, ending(cell))},
        life(cell), 120.0, "the stated duration"));
    checks.push_back(at_most({.name = "mii_1_metal_is_gone",
                              .statement = "in that time the thick electrode has lost all its "
                                           "metal, which shows as no more than polarization",
                              .unit = "h",
                              .kind = Kind::predicted},
                             gone, 120.0, "within the stated duration"));
    add_depletion(checks, cells, Interphase::mii_1, "mii_1");
    checks.push_back(
        at_most({.name = "mii_1_rapidly",
                 .statement = "the asymmetric cells with MII-1 fail rapidly: that of "
                              "50 um within the shortest life of any symmetric cell",
                 .unit = "of the SEI's life",
                 .kind = Kind::tuned_to,
                 .note = "k_f was tuned so that lithium is consumed rapidly"},
                life(cells.at(Interphase::mii_1, 50)) / life(cells.symmetric(Interphase::sei)), 0.7,
                "the article gives no number"));
}

} // namespace percolith::validation
