#include "validation/laboratory.hpp"
#include "validation/twelve_cells/statements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

/// The largest polarization of MII-3 over that of the SEI, worst of the foils.
double mii_3_over_sei(const Cells& cells)
{
    double worst = 0.0;
    for (const int foil : foils) {
        worst = std::max(worst, cells.at(Interphase::mii_3, foil).peak() /
                                    cells.at(Interphase::sei, foil).peak());
    }
    return worst;
}

/// sigma_i of MII-3 by V_f-M between those of the SEI and MII-2, S/m.
double interpolated_ionic(const Cells& cells)
{
    const auto& sei = cells.symmetric(Interphase::sei);
    const auto& mii_2 = cells.symmetric(Interphase::mii_2);
    const auto metal = [](const Trial& cell) {
        return cell.given().cell.electrolyte.composition.metal_volume_fraction;
    };
    const double share = metal(cells.symmetric(Interphase::mii_3)) / metal(mii_2);
    return sei.cell().working.ionic.conductivity().si +
           share * (mii_2.cell().working.ionic.conductivity().si -
                    sei.cell().working.ionic.conductivity().si);
}

Check mii_3_polarization_held_back(const Cells& cells)
{
    const double ionic = interpolated_ionic(cells);
    const auto cell = run_cell(Interphase::mii_3, 100,
                               {fmt::format("interphase.ionic_conductivity=\"{} S/m\"", ionic)});
    return at_most(
        {.name = "mii_3_lower_polarization_held_back",
         .statement = "the polarization of MII-3 lies below that of the SEI, with "
                      "sigma_i of MII-3 not tuned but interpolated by V_f-M between the "
                      "SEI and MII-2",
         .unit = "of the SEI's",
         .kind = Kind::predicted,
         .note =
             "sigma_i = " + with_unit(ionic, "S/m") + "; the tuned one is " +
             with_unit(cells.symmetric(Interphase::mii_3).cell().working.ionic.conductivity().si,
                       "S/m")},
        cell.peak() / cells.symmetric(Interphase::sei).peak(), 0.99, "lower");
}

Check mii_3_any_gain(const Cells& cells)
{
    const Overrides weak{"contact.replenishment_gain=1"};
    return at_least({.name = "mii_3_longer_life_held_back",
                     .statement = "MII-3 outlives the SEI for any gain of replenishment by metal, "
                                  "not only for the one tuned to MII-2: here a tenth of it",
                     .unit = "of the SEI's life",
                     .kind = Kind::predicted},
                    life(run_cell(Interphase::mii_3, 100, weak)) /
                        life(cells.symmetric(Interphase::sei)),
                    1.01, "longer by at least half a cycle");
}

} // namespace

void add_mii_3(std::vector<Check>& checks, const Cells& cells)
{
    checks.push_back(at_most({.name = "mii_3_lower_polarization",
                              .statement = "all cells with MII-3 show a lower polarization than "
                                           "with the SEI",
                              .unit = "of the SEI's",
                              .kind = Kind::tuned_to,
                              .note = "sigma_i of MII-3 was tuned to it"},
                             mii_3_over_sei(cells), 0.99, "lower, by more than solvers differ"));
    checks.push_back(mii_3_polarization_held_back(cells));
    double longer = INFINITY;
    for (const int foil : foils) {
        longer = std::min(longer, life(cells.at(Interphase::mii_3, foil)) /
                                      life(cells.at(Interphase::sei, foil)));
    }
    checks.push_back(at_least({.name = "mii_3_longer_life",
                               .statement = "all cells with MII-3 live longer than with the SEI",
                               .unit = "of the SEI's life",
                               .kind = Kind::predicted,
                               .note = "the gain of replenishment by metal was tuned to MII-2"},
                              longer, 1.05, "longer by more than a cycle or two"));
    checks.push_back(mii_3_any_gain(cells));
    checks.push_back(no_depletion(cells, Interphase::mii_3, "mii_3"));
}

} // namespace percolith::validation
