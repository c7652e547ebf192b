#include "cells/materials.hpp"

#include "cells/words.hpp"

#include <stdexcept>

namespace percolith::cells
{

namespace
{

using Entry = Contradiction::Entry;

void check_reduction(const MaterialsLibrary& library, const Phase& phase,
                     std::vector<Contradiction>& faults)
{
    if (!phase.reduction) {
        return;
    }
    if (phase.role != PhaseRole::electrolyte) {
        faults.push_back({Entry::phase, phase.name, "reduction",
                          "only a phase of role \"electrolyte\" is reduced; remove it or change "
                          "the role"});
    }
    try {
        const auto reduction = reduction_of(phase.formula, phase.reduction->reaction);
        for (const auto& product : reduction.products) {
            phase_of(library, product.formula);
        }
    } catch (const std::invalid_argument& error) {
        faults.push_back({Entry::phase, phase.name, "reduction", error.what()});
    }
}

void check_alloy(const Phase& phase, std::vector<Contradiction>& faults)
{
    if (!phase.reversible_lithium) {
        return;
    }
    if (phase.role != PhaseRole::alloy) {
        faults.push_back({Entry::phase, phase.name, "reversible_lithium",
                          "only a phase of role \"alloy\" gives lithium back; remove it or change "
                          "the role"});
    }
    const double held = phase.formula.count("Li");
    const double given = phase.reversible_lithium->value;
    if (!(given >= 0.0 && given <= held)) {
        faults.push_back({Entry::phase, phase.name, "reversible_lithium",
                          "more lithium than the " + std::to_string(held) + " of " +
                              phase.formula.text + "; lower it"});
    }
}

void check_entry(const MaterialsLibrary& library, const ElectrolyteEntry& entry,
                 std::vector<Contradiction>& faults)
{
    for (const auto& share : entry.shares) {
        const auto phase = library.phases.find(share.name);
        if (phase == library.phases.end() || phase->second.role != PhaseRole::electrolyte) {
            faults.push_back({Entry::electrolyte, entry.name, "mixture",
                              in_quotes(share.name) +
                                  " is not a phase of role \"electrolyte\"; add "
                                  "it or correct the name"});
        }
    }
}

} // namespace

std::string_view words(Evidence evidence)
{
    switch (evidence) {
    case Evidence::read:
        return "read in the primary text";
    case Evidence::quoted:
        return "quoted by another text";
    case Evidence::derived:
        return "derived";
    case Evidence::unchecked:
        return "from memory, unchecked";
    case Evidence::assumed:
        return "assumed";
    }
    throw std::invalid_argument("no such evidence");
}

kinetics::Activated<kinetics::Conductivity<>> SourcedConductivity::activated() const
{
    return {at_reference.value,
            activation_energy ? activation_energy->value : kinetics::MolarEnergy<>{}, reference};
}

MaterialsLibrary merged(MaterialsLibrary lower, const MaterialsLibrary& upper)
{
    for (const auto& [name, phase] : upper.phases) {
        lower.phases.insert_or_assign(name, phase);
    }
    for (const auto& [name, entry] : upper.electrolytes) {
        lower.electrolytes.insert_or_assign(name, entry);
    }
    return lower;
}

const Phase& phase_of(const MaterialsLibrary& library, const kinetics::Formula& formula)
{
    const auto by_name = library.phases.find(formula.text);
    if (by_name != library.phases.end() && same_composition(by_name->second.formula, formula)) {
        return by_name->second;
    }
    const Phase* found = nullptr;
    for (const auto& [name, phase] : library.phases) {
        if (!same_composition(phase.formula, formula)) {
            continue;
        }
        if (found != nullptr) {
            throw std::invalid_argument("formula " + in_quotes(formula.text) +
                                        " may mean the phase " + in_quotes(found->name) + " or " +
                                        in_quotes(name) + "; name one of them after the formula");
        }
        found = &phase;
    }
    if (found == nullptr) {
        throw std::invalid_argument("no phase has the formula " + in_quotes(formula.text) +
                                    "; add it to a materials file with its role and molar volume");
    }
    return *found;
}

std::vector<Contradiction> contradictions(const MaterialsLibrary& library)
{
    std::vector<Contradiction> faults;
    for (const auto& [name, phase] : library.phases) {
        check_reduction(library, phase, faults);
        check_alloy(phase, faults);
    }
    for (const auto& [name, entry] : library.electrolytes) {
        check_entry(library, entry, faults);
    }
    return faults;
}

} // namespace percolith::cells
