#include "validation/closed_forms/exact.hpp"
#include "validation/laboratory.hpp"
#include "validation/trial.hpp"
#include "validation/validations.hpp"

#include "kinetics/constants.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

using model::EventKind;
using model::Side;

constexpr double exact = 1e-6;
const char* const both = "worst of both engines, at their default tolerances";
const char* const why_exact =
    "both engines promise states to 1e-6; a wrong term would be off by orders of magnitude more";

double error(double found, double expected)
{
    return std::abs(found / expected - 1.0);
}

/// The largest value of `measure(trial)` over both engines. NaN wins.
template <class Measure>
double worst(std::string_view file, Overrides overrides, const Measure& measure)
{
    double largest = 0.0;
    overrides.emplace_back();
    for (const auto* engine : {"sundials", "odeint"}) {
        overrides.back() = std::string("solver.engine=\"") + engine + "\"";
        const double value = measure(Trial(file, overrides));
        if (!(value <= largest)) {
            largest = value;
        }
    }
    return largest;
}

double growth_error(const Overrides& overrides, double (*expected)(const GrowingFilm&, double))
{
    return worst("closed_forms/growth.toml", overrides, [&](const Trial& trial) {
        const auto& found = trial.end().cell.state.working.barrier_thickness;
        return error(found.si, expected(GrowingFilm(trial.cell().working), trial.duration()));
    });
}

Check growth_at_rest()
{
    const double off =
        growth_error({}, [](const GrowingFilm& film, double time) { return film.at_rest(time); });
    return at_most({.name = "growth_at_rest",
                    .statement = "at rest (b^2 - b0^2)/(2 sigma_amb) + R_k (b - b0) = v E_red t, "
                                 "electrons, ions and reaction limiting at once",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

/// Half an order of magnitude more ionic conductivity, so that the ions' drop stays below E_red.
const Overrides under_current{"interphase.ionic_conductivity=\"3e-7 S/m\"",
                              "interphase.front_resistance=\"1e6 Ohm cm^2\"",
                              "protocol.steps=\"Strip working at 0.1 mA/cm^2 for 40 hours\""};

Check growth_under_current(Side side)
{
    const bool strips = side == Side::working;
    const double off = worst("closed_forms/growth.toml", under_current, [&](const Trial& trial) {
        const auto& state = trial.end().cell.state;
        const auto& found = strips ? state.working : state.counter;
        const GrowingFilm film(strips ? trial.cell().working : trial.cell().counter);
        const double current = strips ? 1.0 : -1.0;
        return error(found.barrier_thickness.si, film.under_current(current, trial.duration()));
    });
    return at_most({.name = strips ? "growth_while_stripping" : "growth_while_plating",
                    .statement = "under constant current the implicit solution with "
                                 "beta = j/sigma_i; stripping slows the growth, plating helps it",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

Check wagner_limit()
{
    const double off = growth_error(
        {"interphase.front_resistance=\"0 Ohm cm^2\""}, [](const GrowingFilm& film, double time) {
            return std::sqrt(film.initial * film.initial +
                             2.0 * film.ambipolar() * film.growth * film.potential * time);
        });
    return at_most({.name = "limit_wagner",
                    .statement = "R_k = 0 gives Wagner's parabola with the ambipolar conductivity",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

Check reaction_limit()
{
    const double off = growth_error(
        {"interphase.electronic_conductivity=\"1 S/m\"", "interphase.ionic_conductivity=\"1 S/m\"",
         "interphase.front_resistance=\"1e6 Ohm cm^2\""},
        [](const GrowingFilm& film, double time) {
            return film.initial + film.growth * film.potential * time / film.front;
        });
    return at_most({.name = "limit_reaction",
                    .statement = "R_k large gives linear growth, v E_red t / R_k",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

Check insulator_limit()
{
    const double grown =
        worst("closed_forms/growth.toml", {"interphase.electronic_conductivity=\"1e-22 S/m\""},
              [](const Trial& trial) {
                  const auto& b = trial.end().cell.state.working.barrier_thickness;
                  return nanometre(b.si - trial.cell().working.initial_thickness.si);
              });
    return at_most({.name = "limit_insulator",
                    .statement = "sigma_e of a perfect insulator passivates: no growth in 400 h",
                    .unit = "nm",
                    .kind = Kind::closed_form,
                    .note = both},
                   grown, 1e-6, "v E_red t sigma_e / b_0 is below 1e-9 nm");
}

Check renewal_limit()
{
    const Overrides overrides{"interphase.ionic_conductivity=\"1e7 S/m\"",
                              "interphase.front_resistance=\"0 Ohm cm^2\"",
                              "interphase.renewal=\"2e-3 m^2/C\"",
                              "protocol.steps=\"Strip working at 0.5 mA/cm^2 for 1 hour; Plate "
                              "working at 0.5 mA/cm^2 for 1 hour; repeat 10 times\""};
    const double off = worst("closed_forms/growth.toml", overrides, [](const Trial& trial) {
        const auto& early = trial.steps().at(9);
        const auto& late = trial.steps().at(19);
        const double rate = (late.cell.state.working.interphase_thickness.si -
                             early.cell.state.working.interphase_thickness.si) /
                            (late.time - early.time);
        const auto& p = trial.cell().working;
        return error(rate, GrowingFilm(p).renewed_rate(p.renewal.si, 5.0));
    });
    return at_most({.name = "limit_renewal",
                    .statement = "k_f |j| large gives growth at the constant rate "
                                 "sqrt(v E_red sigma_e k_f |j|) while ions are not limiting",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

Check starved_electrode()
{
    const Overrides overrides{"cell.kind=\"anode-free\"",
                              "electrolyte.mixture={LGPS = 1}",
                              "interphase.electronic_conductivity=\"6e-8 S/m\"",
                              "interphase.ionic_conductivity=\"1e-7 S/m\"",
                              "interphase.front_resistance=\"1e4 Ohm cm^2\"",
                              "interphase.reachable_alloy_share=0.25",
                              "protocol.steps=\"Plate working at 15.6 uA/cm^2 for 200 hours\""};
    const double off = worst("closed_forms/growth.toml", overrides, [](const Trial& trial) {
        const auto* seen = trial.first(EventKind::starved_ends, Side::working);
        const double found =
            seen != nullptr ? seen->cell.state.working.interphase_thickness.si : NAN;
        return error(found, starved_exit(trial.cell().working, -0.156));
    });
    return at_most({.name = "starved_exit",
                    .statement = "a bare collector plated at 15.6 uA/cm2 stops starving at l = "
                                 "(E_red - U_host(0) - J R_k)/(J/sigma_e + (J - |j|)/sigma_i)",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   off, exact, why_exact);
}

/// Contact fractions and intrusion after stripping, plating and rest, by exact solutions.
double contact_error(const Trial& trial)
{
    const auto& p = trial.cell().working;
    const double hour = 3600.0;
    const auto& found = trial.steps();
    const double stripped = contact_stripping(p.contact, 5.0, 1.0, hour);
    const auto plated = contact_plating(p.contact, 5.0, stripped, hour);
    const double healed =
        1.0 - (1.0 - plated.contact) * std::exp(-p.contact.healing.si * 10 * hour);
    return std::max({error(found.at(0).cell.state.working.contact_fraction, stripped),
                     error(found.at(1).cell.state.working.contact_fraction, plated.contact),
                     error(found.at(2).cell.state.working.contact_fraction, healed)});
}

double intrusion_error(const Trial& trial)
{
    const auto& p = trial.cell().working;
    const double hour = 3600.0;
    const auto plated =
        contact_plating(p.contact, 5.0, contact_stripping(p.contact, 5.0, 1.0, hour), hour);
    const double expected = kinetics::lithium_volume_per_charge.si * p.intrusion.excess_gain *
                            (5.0 * plated.integral - p.intrusion.critical.si * hour);
    return error(trial.steps().at(1).cell.state.working.intrusion_length.si, expected);
}

Check contact()
{
    return at_most({.name = "contact",
                    .statement = "contact fraction after 1 h of stripping, 1 h of plating and 10 h "
                                 "of rest, by the exact solutions of each",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   worst("closed_forms/contact.toml", {}, contact_error), exact, why_exact);
}

Check intrusion()
{
    return at_most({.name = "intrusion",
                    .statement = "intrusion after 1 h of plating, from the exact integral of "
                                 "dt/theta",
                    .unit = "relative",
                    .kind = Kind::closed_form,
                    .note = both},
                   worst("closed_forms/contact.toml", {}, intrusion_error), exact, why_exact);
}

Check void_time(const char* name, const char* minimum, double expected)
{
    const Overrides overrides{
        "contact.replenishment=\"0 mA/cm^2\"", "contact.healing_rate=\"0 1/s\"",
        std::string("contact.minimum=") + minimum, "protocol.voltage_limit=\"1e9 V\"",
        "protocol.steps=\"Strip working at 0.2 mA/cm^2 for 20 hours\""};
    const Trial trial("closed_forms/contact.toml", overrides);
    return between({.name = name,
                    .statement = std::string("0.2 mA/cm2 without replenishment or healing empties "
                                             "a void layer of 15 um to theta = ") +
                                 minimum,
                    .unit = "h",
                    .kind = Kind::closed_form},
                   hours(trial.time_of(EventKind::contact_lost, Side::working)), expected - 5e-4,
                   expected + 5e-4, "F h_v/(V_Li j) (1 - theta), to the digits given");
}

} // namespace

std::vector<Check> closed_forms()
{
    return {growth_at_rest(),
            growth_under_current(Side::working),
            growth_under_current(Side::counter),
            wagner_limit(),
            reaction_limit(),
            insulator_limit(),
            renewal_limit(),
            starved_electrode(),
            contact(),
            intrusion(),
            void_time("contact_lost_at_a_hundredth", "0.01", 15.308),
            void_time("contact_lost_at_nothing", "1e-6", 15.462)};
}

} // namespace percolith::validation
