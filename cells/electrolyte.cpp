#include "cells/mixed.hpp"

#include "cells/ionic_estimate.hpp"
#include "cells/suggest.hpp"
#include "cells/words.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::cells
{

namespace
{

/// Keeps account of every number taken from the library.
class Account
{
public:
    explicit Account(Electrolyte& electrolyte) : electrolyte_(electrolyte) {}

    /// `what` names the number and its value.
    void use(const std::string& what, const Source& source)
    {
        std::string line = what + ": " + source.text;
        if (!source.doi.empty()) {
            line += ", DOI " + source.doi;
        }
        const auto evidence = std::string{words(source.evidence)};
        add(electrolyte_.sources, line + " (" + evidence + ")");
        if (source.evidence == Evidence::unchecked || source.evidence == Evidence::assumed) {
            note(evidence + ": " + what);
        }
    }
    void note(const std::string& line) { add(electrolyte_.notes, line); }

private:
    static void add(std::vector<std::string>& lines, const std::string& line)
    {
        if (std::find(lines.begin(), lines.end(), line) == lines.end()) {
            lines.push_back(line);
        }
    }
    Electrolyte& electrolyte_;
};

[[noreturn]] void unknown(const MaterialsLibrary& library, const std::string& name)
{
    std::vector<std::string> names;
    for (const auto& [known, phase] : library.phases) {
        if (phase.role == PhaseRole::electrolyte) {
            names.push_back(known);
        }
    }
    for (const auto& [known, entry] : library.electrolytes) {
        names.push_back(known);
    }
    throw std::invalid_argument("unknown phase " + in_quotes(name) + "; " + suggest(name, names));
}

const Phase& electrolyte_phase(const MaterialsLibrary& library, const std::string& name)
{
    const auto found = library.phases.find(name);
    if (found == library.phases.end()) {
        unknown(library, name);
    }
    if (found->second.role != PhaseRole::electrolyte) {
        throw std::invalid_argument("phase " + in_quotes(name) +
                                    " is a product, not an electrolyte; it cannot be a part of "
                                    "the mixture");
    }
    return found->second;
}

template <class Optional>
const auto& needed(const Optional& value, const Phase& phase, std::string_view key)
{
    if (!value) {
        throw std::invalid_argument("phase " + in_quotes(phase.name) + " has no " +
                                    std::string{key} + "; give it in a materials file of your own");
    }
    return *value;
}

kinetics::MolarVolume<> molar_volume(const Phase& phase, Account& account)
{
    const auto& known = needed(phase.molar_volume, phase, "molar_volume");
    account.use("molar volume of " + phase.name + ", " + number(known.value.si * 1e6) + " cm^3/mol",
                known.source);
    return known.value;
}

kinetics::ProductRole role_of(const Phase& product)
{
    switch (product.role) {
    case PhaseRole::metal:
        return kinetics::ProductRole::metal;
    case PhaseRole::alloy:
        return kinetics::ProductRole::alloy;
    default:
        return kinetics::ProductRole::insulator;
    }
}

kinetics::PhaseReduction reduction(const MaterialsLibrary& library, const Phase& phase,
                                   Account& account)
{
    const auto& known = needed(phase.reduction, phase, "reduction");
    account.use("reduction " + known.reaction.text, known.source);
    const auto per_unit = reduction_of(phase.formula, known.reaction);

    kinetics::PhaseReduction result;
    result.name = phase.name;
    result.molar_volume = molar_volume(phase, account);
    result.lithium = per_unit.lithium;
    for (const auto& term : per_unit.products) {
        const auto& product = phase_of(library, term.formula);
        kinetics::ReductionProduct one;
        one.name = product.name;
        one.role = role_of(product);
        one.amount = term.coefficient;
        one.molar_volume = molar_volume(product, account);
        if (one.role == kinetics::ProductRole::alloy) {
            const auto& given = needed(product.reversible_lithium, product, "reversible_lithium");
            account.use("reversible lithium of " + product.name + ", " + number(given.value),
                        given.source);
            one.reversible_lithium = given.value;
        }
        result.products.push_back(one);
    }
    return result;
}

/// Amounts of phases, in moles, of a mixture of phases only; shares of 0 left out, the largest
/// first.
std::vector<Share> moles(const MaterialsLibrary& library, const std::vector<Share>& shares,
                         Basis basis)
{
    std::vector<Share> amounts;
    for (const auto& share : shares) {
        const auto& phase = electrolyte_phase(library, share.name);
        if (!(std::isfinite(share.amount) && share.amount >= 0.0)) {
            throw std::invalid_argument("the share of " + in_quotes(share.name) +
                                        " must be a number from 0 up");
        }
        const double mass = molar_mass(phase.formula).si;
        if (share.amount > 0.0) {
            amounts.push_back({share.name, share.amount / (basis == Basis::mass ? mass : 1.0)});
        }
    }
    if (amounts.empty()) {
        throw std::invalid_argument("the mixture is empty; give one phase a share above 0");
    }
    std::stable_sort(amounts.begin(), amounts.end(),
                     [](const auto& a, const auto& b) { return a.amount > b.amount; });
    return amounts;
}

/// Puts the phases of named electrolytes in their place: one unit of an entry is one mole, or one
/// unit of mass, of its mixture.
std::vector<Share> expanded(const MaterialsLibrary& library, const std::vector<Share>& shares,
                            Basis basis)
{
    std::vector<Share> result;
    const auto add = [&result](const std::string& name, double amount) {
        const auto known = std::find_if(result.begin(), result.end(),
                                        [&](const auto& share) { return share.name == name; });
        if (known == result.end()) {
            result.push_back({name, amount});
        } else {
            known->amount += amount;
        }
    };
    for (const auto& share : shares) {
        const auto entry = library.electrolytes.find(share.name);
        if (entry == library.electrolytes.end() || library.phases.contains(share.name)) {
            // Only known names are added, so that a long list of unknown ones costs nothing.
            add(electrolyte_phase(library, share.name).name, share.amount);
            continue;
        }
        auto inner = moles(library, entry->second.shares, entry->second.basis);
        double whole = 0.0;
        for (auto& part : inner) {
            if (basis == Basis::mass) {
                part.amount *= molar_mass(library.phases.at(part.name).formula).si;
            }
            whole += part.amount;
        }
        for (const auto& part : inner) {
            add(part.name, share.amount * part.amount / whole);
        }
    }
    return result;
}

std::string name_of(std::vector<Share> shares, Basis basis)
{
    std::erase_if(shares, [](const auto& share) { return !(share.amount > 0.0); });
    std::stable_sort(shares.begin(), shares.end(),
                     [](const auto& a, const auto& b) { return a.amount > b.amount; });
    std::string names, amounts;
    for (const auto& share : shares) {
        names += (names.empty() ? "" : ":") + share.name;
        amounts += (amounts.empty() ? "" : ":") + number(share.amount);
    }
    if (shares.size() < 2) {
        return names;
    }
    return names + " " + amounts + (basis == Basis::mass ? " by mass" : "");
}

void count_parts(const MaterialsLibrary& library, Electrolyte& electrolyte)
{
    const auto whole = totals(electrolyte.mixture);
    double mass = 0.0;
    for (const auto& [phase, share] : electrolyte.mixture.parts) {
        mass += share * molar_mass(library.phases.at(phase.name).formula).si;
    }
    for (const auto& [phase, share] : electrolyte.mixture.parts) {
        const auto& formula = library.phases.at(phase.name).formula;
        electrolyte.parts.push_back({phase.name, formula.text, share,
                                     share * molar_mass(formula).si / mass,
                                     share * totals(phase).electrolyte / whole.electrolyte});
    }
}

void find_reduction_potential(const MaterialsLibrary& library, Electrolyte& electrolyte,
                              Account& account)
{
    std::optional<kinetics::Voltage<>> highest;
    for (const auto& part : electrolyte.parts) {
        const auto& phase = library.phases.at(part.name);
        if (!phase.reduction_potential) {
            account.note("unknown: the reduction potential of " + part.name);
            return;
        }
        account.use("reduction potential of " + part.name + ", " +
                        number(phase.reduction_potential->value.si) + " V",
                    phase.reduction_potential->source);
        if (!highest || phase.reduction_potential->value > *highest) {
            highest = phase.reduction_potential->value;
            electrolyte.reduced_first = part.name;
        }
    }
    electrolyte.reduction_potential = highest;
}

/// The measured conductivity of exactly this electrolyte, if there is one.
const std::optional<SourcedConductivity>* measured_conductivity(const MaterialsLibrary& library,
                                                                const std::vector<Share>& shares,
                                                                const Electrolyte& electrolyte)
{
    const auto entry = library.electrolytes.find(electrolyte.name);
    if (entry != library.electrolytes.end() && shares.size() == 1 &&
        entry->second.ionic_conductivity) {
        return &entry->second.ionic_conductivity;
    }
    return electrolyte.parts.size() == 1
               ? &library.phases.at(electrolyte.parts.front().name).ionic_conductivity
               : nullptr;
}

void find_conductivity(const MaterialsLibrary& library, const std::vector<Share>& shares,
                       Electrolyte& electrolyte, Account& account)
{
    const auto* known = measured_conductivity(library, shares, electrolyte);
    if (known == nullptr || !*known) {
        account.note("unknown: the ionic conductivity of " + electrolyte.name);
        return;
    }
    const auto& conductivity = **known;
    account.use("ionic conductivity of " + electrolyte.name + ", " +
                    number(conductivity.at_reference.value.si * 10.0) + " mS/cm at " +
                    number(conductivity.reference.si) + " K",
                conductivity.at_reference.source);
    if (conductivity.activation_energy) {
        account.use("activation energy of the ionic conductivity of " + electrolyte.name + ", " +
                        number(conductivity.activation_energy->value.si / 1e3) + " kJ/mol",
                    conductivity.activation_energy->source);
    } else {
        account.note("unknown: the activation energy of the ionic conductivity of " +
                     electrolyte.name + ", taken as constant");
    }
    electrolyte.ionic_conductivity = conductivity.activated();
}

void estimate_interphase(const MaterialsLibrary& library, double converted_fraction,
                         Electrolyte& electrolyte, Account& account)
{
    const auto made = constituents(electrolyte.mixture, converted_fraction);
    const auto estimate = estimate_ionic_conductivity(library, made);
    electrolyte.interphase_ionic_estimate = estimate.conductivity;
    for (const auto& name : estimate.missing) {
        account.note("unknown: the ionic conductivity of " + name + " inside the interphase");
    }
}

void note_imposed(Electrolyte& electrolyte, Account& account)
{
    if (electrolyte.composition.imposed_metal) {
        account.note("imposed: metal volume fraction " +
                     number(electrolyte.composition.metal_volume_fraction));
    }
    if (electrolyte.composition.imposed_reversible) {
        account.note("imposed: reversible fraction " +
                     number(electrolyte.composition.reversible_fraction));
    }
}

} // namespace

Electrolyte mixed(const MaterialsLibrary& library, const std::vector<Share>& shares, Basis basis)
{
    Electrolyte electrolyte;
    Account account{electrolyte};
    electrolyte.name = name_of(shares, basis);
    electrolyte.basis = basis;

    std::vector<kinetics::MixturePart> parts;
    for (const auto& share : moles(library, expanded(library, shares, basis), basis)) {
        const auto& phase = electrolyte_phase(library, share.name);
        parts.push_back({reduction(library, phase, account), share.amount});
    }
    electrolyte.mixture = kinetics::make_mixture(std::move(parts));
    count_parts(library, electrolyte);
    find_reduction_potential(library, electrolyte, account);
    find_conductivity(library, shares, electrolyte, account);
    return electrolyte;
}

void compose(const MaterialsLibrary& library, const kinetics::CompositionChoice<>& choice,
             Electrolyte& electrolyte)
{
    Account account{electrolyte};
    electrolyte.composition = kinetics::compose(electrolyte.mixture, choice);
    estimate_interphase(library, choice.converted_fraction, electrolyte, account);
    note_imposed(electrolyte, account);
}

Electrolyte resolve(const MaterialsLibrary& library, const MixtureChoice& choice)
{
    auto electrolyte = mixed(library, choice.shares, choice.basis);
    compose(library, choice.composition, electrolyte);
    return electrolyte;
}

} // namespace percolith::cells
