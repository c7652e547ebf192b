#include "kinetics/charge_transfer.hpp"
#include "validation/laboratory.hpp"
#include "validation/reference.hpp"
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

Check singh(const Reference& measured)
{
    const auto cell =
        run_cell(Interphase::sei, 100,
                 {"contact.replenishment=\"0 mA/cm^2\"", "contact.healing_rate=\"0 1/s\"",
                  "protocol.steps=\"Strip working at 0.2 mA/cm^2 for 20 hours\""});
    return close_to({.name = "singh_contact_lost",
                     .statement =
                         "LPSC stripped at 0.2 mA/cm2 without stack pressure loses contact "
                         "after about 15.4 h (DOI 10.1016/j.xcrp.2022.101043)",
                     .unit = "h",
                     .kind = Kind::set_a_parameter,
                     .note = "it set h_v = 15 um, one value for all cells; without pressure there "
                             "is neither healing nor replenishment"},
                    hours(cell.time_of(EventKind::contact_lost, Side::working)),
                    measured.number("singh_contact_lost", "number"), 0.02, "\"about\"");
}

Check singh_under_pressure()
{
    const auto cell = run_cell(Interphase::sei, 100,
                               {"protocol.steps=\"Strip working at 0.2 mA/cm^2 for 20 hours\""});
    return at_least({.name = "contact_under_pressure",
                     .statement = "with the replenishment and healing of the twelve cells the same "
                                  "stripping keeps contact",
                     .unit = "contact fraction",
                     .kind = Kind::consequence,
                     .note = "0.2 mA/cm2 lies below the replenishment of 0.25 mA/cm2"},
                    cell.end().cell.state.working.contact_fraction, 0.9,
                    "pressure keeps contact; no number was measured");
}

/// Time to short of the cell with LPSC, cycled at 75 uA/cm2 under `pressure` MPa, by creep of
/// velocity r_P (P/25 MPa)^n_P; infinite within 4000 h.
double time_to_short(double pressure, double exponent, double at_25)
{
    const double separator = 1.03e-3;
    const double creep = separator / seconds(at_25);
    const auto cell = run_cell(
        Interphase::sei, 100,
        {fmt::format("intrusion.creep_velocity=\"{} m/s\"", creep),
         fmt::format("intrusion.pressure=\"{} MPa\"", pressure),
         fmt::format("intrusion.pressure_exponent={}", exponent),
         "protocol.steps=\"Strip working at 75 uA/cm^2 for 1 hour; Plate working at 75 uA/cm^2 for "
         "1 hour; repeat 2000 times\""});
    return hours(std::min(cell.time_of(EventKind::short_circuit, Side::working),
                          cell.time_of(EventKind::short_circuit, Side::counter)));
}

void add_shorts(std::vector<Check>& checks, const Reference& measured)
{
    const double at_25 = measured.number("doux_25_mpa_short", "number");
    const double at_10 = measured.number("doux_10_mpa_short", "number");
    const double exponent = std::log(at_10 / at_25) / std::log(2.5);
    const auto set = [&](const char* name, double pressure, double expected, const char* what) {
        checks.push_back(close_to(
            {.name = name,
             .statement = fmt::format("Li|LPSC|Li at 75 uA/cm2 under {} MPa shorts after {} h "
                                      "(DOI 10.1002/aenm.201903253)",
                                      pressure, expected),
             .unit = "h",
             .kind = Kind::set_a_parameter,
             .note = what},
            time_to_short(pressure, exponent, at_25), expected, 0.02, "it set the parameter"));
    };
    set("doux_25_mpa_short", 25.0, at_25, "it sets r_P; the twelve cells have r_P = 0");
    set("doux_10_mpa_short", 10.0, at_10, "it sets n_P = ln(474/48)/ln(25/10), which is 2.5");
    checks.push_back(at_least({.name = "doux_5_mpa_short",
                               .statement = "and does not short within 1000 h under 5 MPa",
                               .unit = "h",
                               .kind = Kind::predicted,
                               .note = "held back; infinite means not within 4000 h"},
                              time_to_short(5.0, exponent, at_25),
                              measured.number("doux_5_mpa_short", "number"), "as measured"));
}

/// Charge transfer through one whole interface of the measured cell, with the exchange current of
/// the literature, Ohm.
double charge_transfer(const Reference& measured)
{
    const double exchange = 10.0 * measured.number("exchange_current", "number"); // A/m2
    const auto areal = kinetics::charge_transfer_resistance(kinetics::CurrentDensity<>{}, 1.0,
                                                            kinetics::CurrentDensity<>{exchange},
                                                            kinetics::Temperature<>{298.15});
    return ohm_square_centimetre(areal.si) / measured.number("doux_area", "number");
}

/// Contact fraction of both interfaces, by what the impedance exceeds the pellet.
double implied_contact(const Reference& measured, const char* impedance)
{
    const double excess =
        measured.number(impedance, "number") - measured.number("doux_pellet", "number");
    return 2.0 * charge_transfer(measured) / excess;
}

void add_impedance(std::vector<Check>& checks, const Reference& measured)
{
    const double at_5 = implied_contact(measured, "doux_5_mpa_impedance");
    const double at_10 = implied_contact(measured, "doux_10_mpa_impedance");
    checks.push_back(between({.name = "doux_contact",
                              .statement = "impedances under 10 and 5 MPa, read as charge transfer "
                                           "through the contacted share with i_0 of the literature "
                                           "(5 mA/cm2), imply contact fractions that are possible "
                                           "and fall with pressure",
                              .unit = "at 10 MPa",
                              .kind = Kind::predicted,
                              .note = fmt::format("{:.2f} at 5 MPa", at_5)},
                             at_10, at_5, 1.0, "below 1, and above that at 5 MPa"));
    // "About 32 Ohm" of pellet and cell alike leave the two interfaces a tenth of it at most.
    const double exchange = measured.number("exchange_current", "number");
    const double needed = exchange * 2.0 * charge_transfer(measured) /
                          (0.1 * measured.number("doux_pellet", "number"));
    checks.push_back(between(
        {.name = "doux_exchange_current",
         .statement = "under 25 MPa the impedance is that of the pellet alone: the exchange "
                      "current that keeps both interfaces within a tenth of it",
         .unit = "mA/cm2",
         .kind = Kind::conflict,
         .note = "above the literature's 5 mA/cm2, which would add 8 Ohm, and below the 15 mA/cm2 "
                 "that the twelve cells use: it speaks for a value above the quoted one"},
        needed, exchange, 15.0, "between the literature's value and ours"));
}

} // namespace

std::vector<Check> pressure_and_contact()
{
    const Reference measured("pressure_and_contact/reference.csv");
    std::vector<Check> checks{singh(measured), singh_under_pressure()};
    add_shorts(checks, measured);
    add_impedance(checks, measured);
    return checks;
}

} // namespace percolith::validation
