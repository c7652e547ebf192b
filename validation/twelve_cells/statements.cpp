#include "validation/twelve_cells/statements.hpp"

#include "validation/laboratory.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

using model::EventKind;
using model::Side;

double life(const Trial& cell)
{
    return hours(cell.duration());
}

std::string ending(const Trial& cell)
{
    return fmt::format("ended by {} at {:.2f} h", model::name(cell.end().cause.kind), life(cell));
}

Check no_depletion(const Cells& cells, Interphase interphase, const std::string& prefix)
{
    double left = 1.0;
    for (const int foil : foils) {
        const auto& cell = cells.at(interphase, foil);
        const bool depleted = cell.first(EventKind::metal_depleted, Side::working) != nullptr;
        left = std::min(left, depleted ? 0.0 : cell.metal_left());
    }
    const auto& thin = cells.at(interphase, 20);
    return at_least({.name = prefix + "_no_depletion",
                     .statement = fmt::format("no lithium depletion with {} in any of its cells, "
                                              "over the {:.0f} h they last",
                                              name(interphase), life(thin)),
                     .unit = "of the metal left",
                     .kind = Kind::predicted,
                     .note = "in the thinnest foil; " + ending(thin)},
                    left, 0.5, "depletion would be 0; half is far from it");
}

void add_depletion(std::vector<Check>& checks, const Cells& cells, Interphase interphase,
                   const std::string& prefix)
{
    const auto& thin = cells.at(interphase, 20);
    const auto& thick = cells.at(interphase, 50);
    const std::string who = name(interphase);
    double lag = 0.0;
    for (const auto* cell : {&thin, &thick}) {
        const double limit = cell->time_of(EventKind::voltage_limit_high, Side::working);
        lag = std::max(lag,
                       std::abs(limit - cell->time_of(EventKind::host_exhausted, Side::working)));
    }
    checks.push_back(at_most({.name = prefix + "_beyond_5_v",
                              .statement = "with " + who +
                                           " both asymmetric cells run beyond 5 V: "
                                           "the lithium of the thin electrode is exhausted, and "
                                           "the limit is passed at the same instant",
                              .unit = "s between the two",
                              .kind = Kind::tuned_to,
                              .note = fmt::format("20 um {}, 50 um {}; k_f was tuned so that "
                                                  "lithium is consumed rapidly",
                                                  ending(thin), ending(thick))},
                             lag, 0.0, "one cause, one instant; infinite if it never happened"));
    checks.push_back(at_most({.name = prefix + "_20_before_50_um",
                              .statement = "with " + who +
                                           " the cell of 20 um fails before that "
                                           "of 50 um",
                              .unit = "of its life",
                              .kind = Kind::predicted},
                             life(thin) / life(thick), 0.9, "the order"));
}

} // namespace percolith::validation
