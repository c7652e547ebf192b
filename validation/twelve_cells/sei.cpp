#include "validation/laboratory.hpp"
#include "validation/twelve_cells/statements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

const char* const reading =
    "polarization is read as the largest |V| of the whole cell in a half cycle";

Check sei_polarization(const Cells& cells, const Reference& article)
{
    const auto& cell = cells.symmetric(Interphase::sei);
    return close_to(
        {.name = "sei_polarization",
         .statement = "the symmetric cell with LPSC shows about 13 mV",
         .unit = "mV",
         .kind = Kind::tuned_to,
         .note = std::string("the separator's conductivity and i_0 were tuned to it; ") + reading +
                 "; " + ending(cell) + ", which the article does not say"},
        millivolt(cell.peak()), article.number("sei_polarization", "number"), 0.15,
        "half of the 26 mV of MII-2, which has two digits");
}

Check sei_shortest_life(const Cells& cells)
{
    const double sei = life(cells.symmetric(Interphase::sei));
    double next = INFINITY;
    for (const auto other : {Interphase::mii_1, Interphase::mii_2, Interphase::mii_3}) {
        next = std::min(next, life(cells.symmetric(other)));
    }
    return at_most({.name = "sei_shortest_life",
                    .statement = "of the symmetric cells the one with LPSC lives shortest",
                    .unit = "of the next life",
                    .kind = Kind::tuned_to,
                    .note = "tuned through the life of MII-2; that MII-1 and MII-3 outlive it as "
                            "well is predicted"},
                   sei / next, 0.95, "shorter by more than a cycle or two");
}

} // namespace

void add_sei(std::vector<Check>& checks, const Cells& cells, const Reference& article)
{
    checks.push_back(sei_polarization(cells, article));
    checks.push_back(no_depletion(cells, Interphase::sei, "sei"));
    checks.push_back(sei_shortest_life(cells));
}

} // namespace percolith::validation
