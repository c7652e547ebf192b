#include "model/ledger.hpp"
#include "validation/laboratory.hpp"
#include "validation/twelve_cells/statements.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

/// Of a half cycle.
struct Polarization {
    double voltage = 0.0; ///< V
    double time = 0.0; ///< s
};

/// The largest of all half cycles.
Polarization highest(const Trial& cell)
{
    Polarization out;
    for (const auto& step : cell.steps()) {
        if (step.largest_voltage > out.voltage) {
            out = {step.largest_voltage, step.time};
        }
    }
    return out;
}

/// Smallest of the half cycles' largest |V| after `from`, whole half cycles only.
Polarization lowest_after(const Trial& cell, double from)
{
    Polarization out{INFINITY, 0.0};
    for (std::size_t k = 0; k + 1 < cell.steps().size(); ++k) {
        const auto& step = cell.steps()[k];
        if (step.time > from && step.largest_voltage < out.voltage) {
            out = {step.largest_voltage, step.time};
        }
    }
    return out;
}

/// Lithium that working has lost for good at the end of the step that ended at `time`, C/m2.
double lost(const Trial& cell, double time)
{
    const auto& steps = cell.steps();
    const auto at = std::find_if(steps.begin(), steps.end(),
                                 [time](const SeenStep& step) { return step.time >= time; });
    return at == steps.end() ? NAN
                             : model::ledger(cell.cell().working, at->cell.state.working).lost();
}

void add_mii_2_voltage(std::vector<Check>& checks, const Cells& cells, const Reference& article)
{
    const auto& cell = cells.symmetric(Interphase::mii_2);
    const auto top = highest(cell);
    const auto low = lowest_after(cell, top.time);
    checks.push_back(close_to({.name = "mii_2_maximum_polarization",
                               .statement = "the largest polarization of the symmetric cell with "
                                            "MII-2 is 26 mV",
                               .unit = "mV",
                               .kind = Kind::tuned_to,
                               .note = "sigma_i of MII-2 was tuned to it"},
                              millivolt(top.voltage),
                              article.number("mii_2_polarization", "number"), 0.1,
                              "the article gives two digits"));
    checks.push_back(close_to({.name = "mii_2_over_sei",
                               .statement = "that is twice the polarization with the SEI",
                               .kind = Kind::tuned_to,
                               .note = "both polarizations were tuned"},
                              top.voltage / cells.symmetric(Interphase::sei).peak(),
                              article.number("mii_2_over_sei", "number"), 0.2,
                              "a ratio of two numbers of two digits; a band"));
    checks.push_back(close_to({.name = "mii_2_fall_begins",
                               .statement = "after 60 h the polarization of MII-2 falls",
                               .unit = "h",
                               .kind = Kind::tuned_to,
                               .note = "r_m and eps of MII-2 were tuned to it"},
                              hours(top.time), article.number("mii_2_fall_begins", "number"), 0.25,
                              "the maximum is flat: within 2 % of its height for about 30 h"));
    checks.push_back(at_most(
        {.name = "mii_2_falls",
         .statement = "its lowest polarization after the maximum",
         .unit = "of the maximum",
         .kind = Kind::tuned_to,
         .note = fmt::format("at {:.0f} h; then it rises slowly again, which the article does not "
                             "say; {}",
                             hours(low.time), ending(cell))},
        low.voltage / top.voltage, 0.95, "a fall that can be seen in a figure"));
    checks.push_back(at_least(
        {.name = "mii_2_loses_lithium_meanwhile",
         .statement =
             "while its polarization falls, working goes on losing lithium: the fall is no "
             "sign of health",
         .unit = "mAh/cm2",
         .kind = Kind::predicted},
        milliampere_hours(lost(cell, low.time) - lost(cell, top.time)), 1.0,
        "two half cycles' worth"));
}

Check life_fragility()
{
    const auto ratio = [](const char* critical) {
        const Overrides at{std::string("intrusion.critical_current_density=\"") + critical +
                           " mA/cm^2\""};
        return life(run_cell(Interphase::mii_2, 100, at)) /
               life(run_cell(Interphase::sei, 100, at));
    };
    const double low = ratio("0.69");
    const double high = ratio("0.71");
    return between({.name = "mii_2_life_is_fragile",
                    .statement = "the ratio of lives hangs on j_crit: its change from 0.69 to 0.71 "
                                 "mA/cm2",
                    .kind = Kind::tuned_to,
                    .note = "from " + with_unit(low, "", 3) + " to " + with_unit(high, "", 3) +
                            ": the order of lives is a result, the digit is not"},
                   high - low, 0.4, 0.8,
                   "2.6 to 3.2 as found with an independent solution of the same equations");
}

void add_mii_2_life(std::vector<Check>& checks, const Cells& cells, const Reference& article)
{
    const auto& sei = cells.symmetric(Interphase::sei);
    checks.push_back(between({.name = "mii_2_life_over_sei",
                              .statement = "the symmetric cell with MII-2 lives three times as "
                                           "long as with the SEI",
                              .kind = Kind::tuned_to,
                              .note = "j_crit, kappa_s, w, k_c, j_rep0 and w_M were tuned to 3"},
                             life(cells.symmetric(Interphase::mii_2)) / life(sei), 2.0,
                             article.number("mii_2_life_over_sei", "number") + 1.0,
                             "the order and a band, since the digit is fragile"));
    checks.push_back(life_fragility());
}

} // namespace

void add_mii_2(std::vector<Check>& checks, const Cells& cells, const Reference& article)
{
    add_mii_2_voltage(checks, cells, article);
    add_mii_2_life(checks, cells, article);
    add_depletion(checks, cells, Interphase::mii_2, "mii_2");
}

} // namespace percolith::validation
