#include "runs/fit/differentiated_cell.hpp"

#include "tests/support/cell_fits.hpp"
#include "tests/support/same_cell.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using namespace tests;
using runs::CellSource;
using runs::fit::CellUnknown;

namespace
{

using J4 = runs::Jet<4>;

template <class T> std::vector<T> all_numbers(const runs::CourseCell<T>& cell)
{
    auto all = numbers_of(cell.parameters);
    const auto start = numbers_of(cell.initial);
    all.insert(all.end(), start.begin(), start.end());
    return all;
}

std::vector<double> numbers_at(const CellSource& source, const std::vector<CellUnknown>& unknowns,
                               std::vector<double> theta, std::size_t which, double by)
{
    theta[which] += by;
    return all_numbers(cell_at(source, unknowns, theta));
}

/// Central differences of two widths, extrapolated: good to the fourth power of the width.
std::vector<double> extrapolated(const CellSource& source, const std::vector<CellUnknown>& unknowns,
                                 const std::vector<double>& theta, std::size_t which, double width)
{
    const auto at = [&](double by) { return numbers_at(source, unknowns, theta, which, by); };
    const auto a = at(width), b = at(-width), c = at(0.5 * width), d = at(-0.5 * width);
    std::vector<double> slopes;
    for (std::size_t k = 0; k < a.size(); ++k) {
        const double wide = (a[k] - b[k]) / (2.0 * width);
        const double narrow = (c[k] - d[k]) / width;
        slopes.push_back((4.0 * narrow - wide) / 3.0);
    }
    return slopes;
}

void check_against_differences(const CellSource& source, const std::vector<Key>& keys)
{
    const auto unknowns = unknowns_of(keys);
    const auto theta = thetas_of(unknowns);
    const auto values = numbers_at(source, unknowns, theta, 0, 0.0);
    for (std::size_t first = 0; first < unknowns.size(); first += 4) {
        const auto jets = all_numbers(cell_with_derivatives<4>(source, unknowns, first, theta));
        REQUIRE(jets.size() == values.size());
        for (std::size_t which = first; which < std::min(first + 4, unknowns.size()); ++which) {
            const double size = keys[which].logarithmic ? 1.0 : std::abs(keys[which].value);
            const auto slopes = extrapolated(source, unknowns, theta, which, 1e-3 * size);
            INFO(keys[which].key);
            bool any = false;
            for (std::size_t k = 0; k < values.size(); ++k) {
                INFO("number " << k << " of " << values[k]);
                const double found = jets[k].v[static_cast<int>(which - first)];
                CHECK(jets[k].a == Approx(values[k]).epsilon(1e-13));
                // Eleven digits of the number per unit of theta, and (3e-3)^4 of a fifth
                // derivative.
                CHECK(found ==
                      Approx(slopes[k]).epsilon(2e-8).margin(1e-9 * std::abs(values[k]) / size));
                any = any || found != 0.0;
            }
            CHECK(any);
        }
    }
}

/// Derivative of one number of the cell by the only key.
template <class Number>
double slope_of(const CellSource& source, const Key& key, const Number& number)
{
    const auto unknowns = unknowns_of({key});
    const auto theta = thetas_of(unknowns);
    return number(cell_with_derivatives<4>(source, unknowns, 0, theta)).v[0];
}

const std::string film = "\n[interphase.finite_thickness]\nparticle_size = '3 nm'\n"
                         "coefficient = 1.5\noffset = 1.0\n";

std::string law_text(const std::string& law)
{
    return "\n[interphase.electronic]\nlaw = '" + law +
           "'\ninsulator_conductivity = '1e-9 S/m'\nconductor_conductivity = '1e-5 S/m'\n";
}

const std::string submodels =
    "\n[contact]\nrefill_share = 0.3\nvoid_depth = '12 um'\nreplenishment = '0.1 mA/cm^2'\n"
    "replenishment_gain = 2\nhealing_rate = '1e-6 1/s'\n"
    "[intrusion]\ncritical_current_density = '0.8 mA/cm^2'\nexcess_gain = 0.3\n"
    "electronic_gain = 0.1\ncreep_velocity = '1 nm/h'\npressure = '10 MPa'\n"
    "[activation]\npore_fraction = 0.1\nfilling_limit = 0.9\nstrippable_share = 0.5\n";

} // namespace

TEST_CASE("plain numbers of a case reach the balances with their derivatives", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "plain", cell_text(leaky));
    check_against_differences(source, {{"cell.working.lithium", "um", 20.0},
                                       {"cell.counter.lithium", "mAh/cm^2", 20.0, false},
                                       {"separator.thickness", "mm", 1.0},
                                       {"separator.ionic_conductivity", "mS/cm", 5.5},
                                       {"interphase.electronic_conductivity", "S/m", 4.2e-9},
                                       {"interphase.ionic_conductivity", "S/cm", 1e-4},
                                       {"interphase.front_resistance", "Ohm cm^2", 1000.0},
                                       {"interphase.renewal", "m^2/C", 2e-3, false},
                                       {"interphase.initial_thickness", "nm", 5.0},
                                       {"interphase.reduction_potential", "V", 1.7, false},
                                       {"interphase.exchange_current_density", "mA/cm^2", 15.0},
                                       {"interphase.reachable_alloy_share", "", 0.4, false},
                                       {"interphase.dead_lithium_share", "", 0.01, false},
                                       {"interphase.decay_length", "um", 50.0},
                                       {"interphase.host.potential_at_empty", "V", 0.35, false},
                                       {"interphase.working.front_resistance", "Ohm cm^2", 500.0},
                                       {"cell.short_resistance", "Ohm cm^2", 1.0},
                                       {"impedance.double_layer_capacitance", "uF/cm^2", 20.0},
                                       {"impedance.relative_permittivity", "", 12.0, false}});
}

TEST_CASE("what follows from the electrolyte has its derivatives", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source =
        written_case(folder, "mixture",
                     cell_text("renewal = '2e-3 m^2/C'\nreachable_alloy_share = 0.5\n" +
                               law_text("tunnelling") + "particle_size = '2 nm'"));
    check_against_differences(source, {{"electrolyte.mixture.LGPS", "", 1.0, false},
                                       {"electrolyte.converted_fraction", "", 0.8, false},
                                       {"electrolyte.reversible_fraction", "", 0.3, false}});
    check_against_differences(source, {{"electrolyte.metal_volume_fraction", "", 0.05, false}});
}

TEST_CASE("a temperature and activation energies move all they activate", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(
        folder, "warm",
        cell_text(leaky + "\nelectronic_activation_energy = '0.5 eV'\nionic_activation_energy = "
                          "'0.35 eV'\nfront_resistance_activation_energy = '0.6 eV'\n"
                          "exchange_current_activation_energy = '0.4 eV'"));
    check_against_differences(source,
                              {{"cell.temperature", "K", 333.0, false},
                               {"interphase.electronic_activation_energy", "eV", 0.5},
                               {"interphase.ionic_activation_energy", "eV", 0.35, false},
                               {"interphase.front_resistance_activation_energy", "eV", 0.6, false},
                               {"interphase.reference_temperature", "K", 300.0, false}});
}

TEST_CASE("parameters of every law have their derivatives at every thickness", "[runs][fit]")
{
    const ScratchFolder folder;
    const std::vector<Key> films{{"interphase.finite_thickness.particle_size", "nm", 3.0},
                                 {"interphase.finite_thickness.coefficient", "", 1.5, false},
                                 {"interphase.finite_thickness.offset", "", 1.0, false},
                                 {"interphase.electronic.threshold", "", 0.05, false},
                                 {"interphase.electronic.insulator_conductivity", "S/m", 1e-9},
                                 {"interphase.electronic.conductor_conductivity", "S/m", 1e-5},
                                 {"electrolyte.metal_volume_fraction", "", 0.04, false}};
    const auto with = [&](const std::string& law, std::vector<Key> more) {
        const auto text = law_text(law) + "threshold = 0.05\n" + film;
        const auto source = written_case(folder, "law", cell_text("", text));
        more.insert(more.end(), films.begin(), films.end());
        check_against_differences(source, more);
    };
    with("two-sided scaling", {{"interphase.electronic.lower_exponent", "", 0.8, false},
                               {"interphase.electronic.upper_exponent", "", 1.9, false}});
    with("general effective medium", {{"interphase.electronic.lower_exponent", "", 0.8, false}});
    with("power law", {{"interphase.electronic.exponent", "", 1.8, false}});
}

TEST_CASE("parameters of the sub-models have their derivatives", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "all", cell_text(leaky, submodels));
    check_against_differences(source, {{"contact.void_depth", "um", 12.0},
                                       {"contact.replenishment", "mA/cm^2", 0.1},
                                       {"contact.replenishment_gain", "", 2.0, false},
                                       {"contact.refill_share", "", 0.3, false},
                                       {"contact.healing_rate", "1/s", 1e-6},
                                       {"contact.minimum", "", 0.02, false},
                                       {"intrusion.critical_current_density", "mA/cm^2", 0.8},
                                       {"intrusion.excess_gain", "", 0.3, false},
                                       {"intrusion.electronic_gain", "", 0.1, false},
                                       {"intrusion.creep_velocity", "nm/h", 1.0},
                                       {"intrusion.pressure", "MPa", 10.0},
                                       {"activation.pore_fraction", "", 0.1, false},
                                       {"activation.filling_limit", "", 0.9, false},
                                       {"activation.strippable_share", "", 0.5, false},
                                       {"contact.counter.refill_share", "", 0.7, false}});
}

TEST_CASE("derivatives by a key are those of closed forms", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(
        folder, "closed", cell_text(leaky + "\nelectronic_activation_energy = '0.5 eV'"));
    const auto lithium = [](const auto& cell) { return cell.initial.working.lithium.si; };
    // 20 um of lithium hold 20e-6 F/V_Li; on a logarithmic scale the slope is the value.
    const double charge = 20e-6 * 96485.33212 / 13.00e-6;
    CHECK(slope_of(source, {"cell.working.lithium", "um", 20.0}, lithium) ==
          Approx(charge).epsilon(1e-10));
    CHECK(slope_of(source, {"cell.working.lithium", "um", 20.0, false}, lithium) ==
          Approx(charge / 20.0).epsilon(1e-10));
    // d ln sigma/dT = E/(R T^2).
    const double energy = 0.5 * 96485.33212;
    const double temperature = 320.0;
    const auto logarithm = [](const auto& cell) {
        return kinetics::log(
            J4(cell.parameters.working.electronic(kinetics::Length<J4>(J4(1e-8))).si));
    };
    CHECK(slope_of(source, {"cell.temperature", "K", temperature, false}, logarithm) ==
          Approx(energy / (8.314462618 * temperature * temperature)).epsilon(1e-9));
}

TEST_CASE("at a bound of the case a number is differenced from the side that is left",
          "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "bounds", cell_text(leaky, submodels));
    const auto share = [](const auto& cell) {
        return cell.parameters.working.contact.refill_share;
    };
    const auto dead = [](const auto& cell) { return cell.parameters.working.dead_share; };
    const auto renewal = [](const auto& cell) { return cell.parameters.working.renewal.si; };
    const auto growth = [](const auto& cell) { return cell.parameters.working.growth.si; };
    // Three points lose five digits of sixteen.
    CHECK(slope_of(source, {"contact.refill_share", "", 1.0, false}, share) ==
          Approx(1.0).epsilon(1e-9));
    CHECK(slope_of(source, {"contact.refill_share", "", 1.0 - 1e-9, false}, share) ==
          Approx(1.0).epsilon(1e-9));
    CHECK(slope_of(source, {"contact.refill_share", "", 1.0, true}, share) ==
          Approx(1.0).epsilon(1e-9));
    for (const double small : {0.0, 1e-300, 1e-12, 1e-6}) {
        INFO(small);
        CHECK(slope_of(source, {"contact.refill_share", "", small, false}, share) ==
              Approx(1.0).epsilon(1e-9));
        CHECK(slope_of(source, {"interphase.dead_lithium_share", "", small, false}, dead) ==
              Approx(1.0).epsilon(1e-9));
        CHECK(slope_of(source, {"interphase.renewal", "m^2/C", small, false}, renewal) ==
              Approx(1.0).epsilon(1e-9));
    }
    // v = [V_prod + V_ISE (1/chi - 1)]/(z F): dv/dchi = -V_ISE/(z F chi^2), and V_ISE/(chi z F) is
    // what the separator loses.
    const auto at_one = cell_at(source, {}, {});
    CHECK(slope_of(source, {"electrolyte.converted_fraction", "", 1.0, false}, growth) ==
          Approx(-at_one.parameters.working.separator_use.si).epsilon(1e-8));
}

TEST_CASE("from zero on, the start or the bounds tell how small a step is", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "zero", cell_text(leaky));
    const auto resistance = [](const auto& cell) {
        return cell.parameters.working.front_resistance.si;
    };
    auto unknowns = unknowns_of({{"interphase.front_resistance", "Ohm cm^2", 1000.0, false}});
    const std::vector<double> nothing{0.0};
    CHECK(resistance(cell_with_derivatives<4>(source, unknowns, 0, nothing)).v[0] ==
          Approx(1e-4).epsilon(1e-9));
    unknowns[0].unknown.start = 0.0;
    unknowns[0].unknown.low = 0.0;
    unknowns[0].unknown.high = 5e4;
    CHECK(resistance(cell_with_derivatives<4>(source, unknowns, 0, nothing)).v[0] ==
          Approx(1e-4).epsilon(1e-9));
}

TEST_CASE("where a threshold switches the renewal off, derivatives are those of one side",
          "[runs][fit]")
{
    // A hair above and below V_f: within the five points of a difference.
    const ScratchFolder folder;
    const auto text = law_text("power law") + "threshold = 0.05\n";
    const auto source = written_case(folder, "switch", cell_text("renewal = '2e-3 m^2/C'", text));
    const auto renewal = [](const auto& cell) { return cell.parameters.working.renewal.si; };
    const auto sigma = [](const auto& cell) {
        return cell.parameters.working.electronic(kinetics::Length<J4>(J4(1e-8))).si;
    };
    const auto growth = [](const auto& cell) { return cell.parameters.working.growth.si; };
    const std::string key = "electrolyte.metal_volume_fraction";
    for (const double off : {-1.5e-4, -0.5e-4, -1e-7, 1e-7, 0.5e-4, 1.5e-4}) {
        const double fraction = 0.05 * (1.0 + off);
        INFO(off);
        CHECK(slope_of(source, {key, "", fraction, false}, renewal) == 0.0);
        // sigma_0 n (V_f - V_P) above and 0 below: nothing beside the jump of a careless
        // difference.
        const double exact = off > 0.0 ? 2e-5 * 0.05 * off : 0.0;
        CHECK(slope_of(source, {key, "", fraction, false}, sigma) ==
              Approx(exact).margin(2e-5 * 0.05 * 2e-4));
        CHECK(slope_of(source, {key, "", fraction, false}, growth) == Approx(0.0).margin(1e-20));
    }
}

TEST_CASE("twelve derivatives at once are those of three times four", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto source = written_case(folder, "many", cell_text(leaky, submodels));
    const auto unknowns = unknowns_of({{"cell.working.lithium", "um", 20.0},
                                       {"separator.thickness", "mm", 1.0},
                                       {"separator.ionic_conductivity", "mS/cm", 5.5},
                                       {"interphase.electronic_conductivity", "S/m", 4.2e-9},
                                       {"interphase.ionic_conductivity", "S/cm", 1e-4},
                                       {"interphase.front_resistance", "Ohm cm^2", 1000.0},
                                       {"interphase.renewal", "m^2/C", 2e-3},
                                       {"interphase.initial_thickness", "nm", 5.0},
                                       {"contact.refill_share", "", 1.0, false},
                                       {"intrusion.excess_gain", "", 0.3, false},
                                       {"intrusion.pressure", "MPa", 10.0},
                                       {runs::fit::current_factor_key, "", 1.0},
                                       {"activation.filling_limit", "", 1.0, false}});
    const auto theta = thetas_of(unknowns);
    const auto twelve = all_numbers(cell_with_derivatives<12>(source, unknowns, 0, theta));
    const auto eight = all_numbers(cell_with_derivatives<8>(source, unknowns, 5, theta));
    for (std::size_t first = 0; first < unknowns.size(); first += 4) {
        const auto four = all_numbers(cell_with_derivatives<4>(source, unknowns, first, theta));
        for (std::size_t k = 0; k < four.size(); ++k) {
            for (std::size_t which = first; which < std::min(first + 4, unknowns.size()); ++which) {
                const double slope = four[k].v[static_cast<int>(which - first)];
                if (which < 12) {
                    CHECK(twelve[k].v[static_cast<int>(which)] == slope);
                }
                if (which >= 5) {
                    CHECK(eight[k].v[static_cast<int>(which - 5)] == slope);
                }
            }
        }
    }
}
