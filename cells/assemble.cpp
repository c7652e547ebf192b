#include "cells/cell.hpp"

#include "cells/words.hpp"

#include <cmath>
#include <stdexcept>
#include <string_view>

namespace percolith::cells
{

namespace
{

using namespace kinetics;

/// One fault, in words that name the key and its mend.
[[noreturn]] void refuse(const std::string& key, const std::string& why)
{
    throw std::invalid_argument(key + ": " + why);
}

/// Names the keys of one electrode and checks their numbers in SI. NaN passes no check.
class Checker
{
public:
    /// `owner` is the electrode the keys belong to, or nothing for the cell as a whole.
    explicit Checker(std::string_view owner = {}) : owner_(owner) {}

    std::string key(std::string_view name) const
    {
        return std::string{name} + (owner_.empty() ? "" : " of the " + owner_ + " electrode");
    }
    void positive(double value, std::string_view name) const
    {
        if (!(std::isfinite(value) && value > 0.0)) {
            refuse(key(name), value == 0.0 ? "is missing or 0; give a value above 0"
                                           : "is " + number(value) + "; give a value above 0");
        }
    }
    void not_negative(double value, std::string_view name) const
    {
        if (!(std::isfinite(value) && value >= 0.0)) {
            refuse(key(name), "is " + number(value) + "; give a value from 0 up");
        }
    }
    /// The number itself has been checked; here its temperature dependence.
    template <class Q> void activation(const Activated<Q>& value, std::string_view name) const
    {
        if (!std::isfinite(value.activation_energy.si) || !(value.reference.si > 0.0)) {
            refuse(key(name), "its activation energy or reference temperature is out of range; "
                              "give a finite energy and a temperature above 0 K");
        }
    }
    void share(double value, std::string_view name) const
    {
        if (!(value >= 0.0 && value <= 1.0)) {
            refuse(key(name), "is " + number(value) + "; give a share within 0..1");
        }
    }

private:
    std::string owner_;
};

void check_contact(const Checker& check, const Interphase& film)
{
    check.positive(film.contact.void_capacity.si, "contact.void_depth");
    check.not_negative(film.contact.replenishment.si, "contact.replenishment");
    check.not_negative(film.replenishment_gain, "contact.replenishment_gain");
    check.share(film.contact.refill_share, "contact.refill_share");
    check.not_negative(film.contact.healing.si, "contact.healing_rate");
    if (!(film.contact.minimum > 0.0 && film.contact.minimum < 1.0)) {
        refuse(check.key("contact.minimum"), "is " + number(film.contact.minimum) +
                                                 "; give a share above 0 and below 1, at which "
                                                 "contact counts as lost");
    }
}

void check_intrusion(const Checker& check, const Interphase& film)
{
    check.not_negative(film.intrusion.critical.si, "intrusion.critical_current_density");
    check.not_negative(film.intrusion.excess_gain, "intrusion.excess_gain");
    check.not_negative(film.intrusion.electronic_gain, "intrusion.electronic_gain");
    check.not_negative(film.intrusion.creep.si, "intrusion.creep_velocity");
}

void check_activation(const Checker& check, const Interphase& film)
{
    check.positive(film.activation.pore_fraction, "activation.pore_fraction");
    check.share(film.activation.pore_fraction, "activation.pore_fraction");
    check.positive(film.activation.filling_limit, "activation.filling_limit");
    check.share(film.activation.filling_limit, "activation.filling_limit");
    check.share(film.activation.strippable_share, "activation.strippable_share");
}

void check_interphase(const Checker& check, const Interphase& film)
{
    check.positive(film.ionic.at_reference.si, "interphase.ionic_conductivity");
    check.not_negative(film.front_resistance.at_reference.si, "interphase.front_resistance");
    check.activation(film.ionic, "interphase.ionic_conductivity");
    check.activation(film.front_resistance, "interphase.front_resistance");
    check.activation(film.exchange_current_density, "interphase.exchange_current_density");
    check.not_negative(film.initial_thickness.si, "interphase.initial_thickness");
    if (film.initial_thickness.si == 0.0 && film.front_resistance.at_reference.si == 0.0) {
        refuse(check.key("interphase.initial_thickness"),
               "0 together with front_resistance 0 leaves nothing to limit the first leak; give "
               "one of them a value above 0");
    }
    check.not_negative(film.renewal.si, "interphase.renewal");
    check.share(film.reachable_alloy_share, "interphase.reachable_alloy_share");
    check.positive(film.exchange_current_density.at_reference.si,
                   "interphase.exchange_current_density");
    check.share(film.dead_lithium_share, "interphase.dead_lithium_share");
    check.positive(film.decay_length.si, "interphase.decay_length");
    check.positive(film.double_layer.si, "impedance.double_layer_capacitance");
    check.positive(film.relative_permittivity, "impedance.relative_permittivity");
}

/// A description starts with a law of zeros: nobody has chosen one.
bool is_unset(const ElectronicLaw<>& law)
{
    const auto* first = std::get_if<RuleOfMixtures<>>(&law);
    return first != nullptr && first->insulator.si == 0.0 && first->conductor.si == 0.0;
}

ElectronicConductivity<> electronic(const Checker& check, const Interphase& film,
                                    double metal_fraction, Temperature<> temperature)
{
    const auto key = check.key("interphase.electronic_conductivity");
    if (is_unset(film.electronic)) {
        refuse(key, "is missing; give a conductivity, as in \"2.4e-10 S/m\", or a law");
    }
    check.positive(film.electronic_reference.si, "interphase.electronic.reference_temperature");
    const double factor =
        arrhenius_factor(film.electronic_activation_energy, temperature, film.electronic_reference);
    ElectronicConductivity<> law;
    try {
        law = {film.electronic, metal_fraction, film.finite_thickness, factor};
    } catch (const std::domain_error& error) {
        refuse(key, std::string{error.what()} + "; V_f-M is " + number(metal_fraction) +
                        ", choose another law or metal_volume_fraction");
    } catch (const std::invalid_argument& error) {
        refuse(key, error.what());
    }
    if (law.depends_on_thickness()) {
        check.positive(film.initial_thickness.si, "interphase.initial_thickness");
    }
    check.positive(law(film.initial_thickness).si, "interphase.electronic_conductivity");
    return law;
}

Voltage<> reduction_potential(const Checker& check, const Electrolyte& electrolyte,
                              const Interphase& film)
{
    const auto potential =
        film.reduction_potential ? film.reduction_potential : electrolyte.reduction_potential;
    if (!potential) {
        refuse(check.key("interphase.reduction_potential"),
               "is missing, and that of the electrolyte \"" + electrolyte.name +
                   "\" is not known; give one, as in \"1.71 V\"");
    }
    check.positive(potential->si, "interphase.reduction_potential");
    return *potential;
}

/// Whether a fraction passes the threshold of a law; a law without one does not ask.
template <class Law> bool passes(const Law& law, double fraction)
{
    if constexpr (requires { law.threshold; }) {
        return fraction > law.threshold;
    }
    return true;
}

/// Renewed contact matters only where the metal percolates: below its law's threshold an interphase
/// is not renewed. Segregated metal must percolate inside its grains and the grains among
/// themselves. A law without a threshold, or a given number, leaves that to whoever gave it.
bool percolates(const ElectronicLaw<>& law, double metal_fraction)
{
    if (const auto* grains = std::get_if<Segregated<>>(&law)) {
        const double within = metal_fraction / grains->domain_fraction;
        return std::visit([&](const auto& l) { return passes(l, within); }, grains->inside) &&
               std::visit([&](const auto& l) { return passes(l, grains->domain_fraction); },
                          grains->among);
    }
    return std::visit([&](const auto& l) { return passes(l, metal_fraction); }, law);
}

model::ElectrodeParameters<> assemble_electrode(const Checker& check, const CellDescription& cell,
                                                const Interphase& film)
{
    check_interphase(check, film);
    const auto& made = cell.electrolyte.composition;

    model::ElectrodeParameters<> p;
    p.growth = made.growth;
    p.separator_use = made.separator_use;
    p.reversible_share = film.reachable_alloy_share * made.reversible_fraction;
    if (!(p.reversible_share < 1.0)) {
        refuse(check.key("interphase.reachable_alloy_share"),
               "with a reversible fraction of " + number(made.reversible_fraction) +
                   " all leaked lithium would come back; lower one of them");
    }
    p.electronic = electronic(check, film, made.metal_volume_fraction, cell.temperature);
    p.ionic = film.ionic.at(cell.temperature);
    p.front_resistance = film.front_resistance.at(cell.temperature);
    p.renewal =
        percolates(film.electronic, made.metal_volume_fraction) ? film.renewal : Renewal<>{};
    p.reduction_potential = reduction_potential(check, cell.electrolyte, film);
    p.initial_thickness = film.initial_thickness;
    p.exchange_current_density = film.exchange_current_density.at(cell.temperature);
    p.host = film.host;
    p.dead_share = film.dead_lithium_share;
    p.decay_length = film.decay_length;
    p.double_layer = film.double_layer;
    p.permittivity = film.relative_permittivity * vacuum_permittivity;

    if (cell.submodels.contact) {
        check_contact(check, film);
        p.contact = film.contact;
        // The areal share of the metal in a cut is its volume fraction.
        p.contact.replenishment = film.contact.replenishment *
                                  (1.0 + film.replenishment_gain * made.metal_volume_fraction);
    }
    if (cell.submodels.intrusion) {
        check_intrusion(check, film);
        p.intrusion = film.intrusion;
    }
    if (cell.submodels.activation) {
        check_activation(check, film);
        p.activation = film.activation;
    }
    return p;
}

void check_lithium(const CellDescription& cell)
{
    const Checker check;
    const double working = cell.working.lithium.si, counter = cell.counter.lithium.si;
    check.positive(counter, "cell.counter.lithium");
    if (cell.kind == CellKind::anode_free) {
        if (working != 0.0) {
            refuse("cell.working.lithium",
                   "an anode-free cell starts without lithium on its working side; remove the key "
                   "or choose kind = \"asymmetric\"");
        }
        return;
    }
    check.positive(working, "cell.working.lithium");
    constexpr double rounding = 1e-9;
    if (cell.kind == CellKind::symmetric && std::abs(working - counter) > rounding * counter) {
        refuse("cell.kind", "a symmetric cell has the same lithium on both sides; give both the "
                            "same or choose kind = \"asymmetric\"");
    }
}

Conductivity<> separator_conductivity(const CellDescription& cell)
{
    const auto& known = cell.separator_conductivity ? cell.separator_conductivity
                                                    : cell.electrolyte.ionic_conductivity;
    if (!known) {
        refuse("separator.ionic_conductivity",
               "is missing, and the electrolyte \"" + cell.electrolyte.name +
                   "\" has no measured one; give it, as in \"5.5 mS/cm\"");
    }
    const Checker check;
    check.positive(known->at_reference.si, "separator.ionic_conductivity");
    check.activation(*known, "separator.ionic_conductivity");
    return known->at(cell.temperature);
}

void check_composition(const Composition<>& made)
{
    const Checker check;
    if (!(made.growth.si > 0.0 && made.separator_use.si > 0.0)) {
        refuse("electrolyte.mixture", "is missing; name the phases and their shares, as in "
                                      "{LPSC = 4, LGPS = 1}");
    }
    check.share(made.metal_volume_fraction, "electrolyte.metal_volume_fraction");
    check.share(made.reversible_fraction, "electrolyte.reversible_fraction");
}

} // namespace

model::CellParameters<> assemble(const CellDescription& cell)
{
    const Checker check;
    check.positive(cell.area.si, "cell.area");
    check.positive(cell.temperature.si, "cell.temperature");
    check.not_negative(cell.short_resistance.si, "cell.short_resistance");
    check.positive(cell.separator_thickness.si, "separator.thickness");
    check_lithium(cell);
    check_composition(cell.electrolyte.composition);

    model::CellParameters<> p;
    p.working = assemble_electrode(Checker{"working"}, cell, cell.working.interphase);
    p.counter = assemble_electrode(Checker{"counter"}, cell, cell.counter.interphase);
    p.separator_thickness = cell.separator_thickness;
    p.separator_conductivity = separator_conductivity(cell);
    p.temperature = cell.temperature;
    p.short_resistance = cell.short_resistance;
    p.submodels = cell.submodels;
    return p;
}

model::CellState<> initial_state(const CellDescription& cell)
{
    const auto fresh = [](const Electrode& electrode) {
        model::ElectrodeState<> state;
        state.lithium = electrode.lithium;
        state.interphase_thickness = electrode.interphase.initial_thickness;
        state.barrier_thickness = electrode.interphase.initial_thickness;
        return state;
    };
    return {fresh(cell.working), fresh(cell.counter), {}};
}

} // namespace percolith::cells
