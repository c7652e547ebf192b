#include "runs/case/materials.hpp"

#include "cells/builtin_materials.hpp"
#include "runs/case/file_text.hpp"

#include <iterator>
#include <stdexcept>
#include <utility>

namespace percolith::runs
{

namespace
{

using cells::Evidence;
using cells::PhaseRole;

constexpr Named<PhaseRole> roles[]{
    {"electrolyte", PhaseRole::electrolyte},
    {"insulator", PhaseRole::insulator},
    {"metal", PhaseRole::metal},
    {"alloy", PhaseRole::alloy},
};

constexpr Named<cells::Basis> bases[]{{"molar", cells::Basis::molar}, {"mass", cells::Basis::mass}};

std::span<const Named<Evidence>> evidences()
{
    const auto named = [](Evidence evidence) {
        return Named<Evidence>{cells::words(evidence), evidence};
    };
    static const Named<Evidence> all[]{named(Evidence::read), named(Evidence::quoted),
                                       named(Evidence::derived), named(Evidence::unchecked),
                                       named(Evidence::assumed)};
    return all;
}

cells::Source read_source(Section& s)
{
    cells::Source source;
    source.text = s.text({.name = "source", .meaning = "who says so, and where; not empty"});
    source.doi = s.text({.name = "doi", .meaning = "of the source, without https://doi.org/"}, "");
    source.evidence =
        s.choice<Evidence>({.name = "evidence", .meaning = "how far the number can be trusted"},
                           evidences(), Evidence::assumed);
    if (s.has("source") && source.text.empty()) {
        s.fault("source", "is empty", "say where the number comes from");
    }
    if (!source.doi.empty() && !source.doi.starts_with("10.")) {
        s.fault("doi", "is not a DOI", "write it as in \"10.1038/nmat3066\"");
    }
    return source;
}

template <class Q>
std::optional<cells::Sourced<Q>> read_sourced(Section& parent, std::string_view name,
                                              const Key& value)
{
    auto s = parent.table_if_given(name);
    if (!s) {
        return std::nullopt;
    }
    return cells::Sourced<Q>{s->quantity<Q>(value), read_source(*s)};
}

/// What `parse` makes of the text under `name`, or an empty one with its fault noted.
template <class Parse>
auto parsed(Section& s, const Key& key, Parse parse) -> std::invoke_result_t<Parse, std::string>
{
    const auto text = s.text(key);
    if (text.empty() && !s.has(key.name)) {
        return {};
    }
    try {
        return s.documenting() ? decltype(parse(text)){} : parse(text);
    } catch (const std::invalid_argument& error) {
        s.fault(key.name, error.what());
        return {};
    }
}

kinetics::Formula read_formula(Section& s)
{
    return parsed(s, {.name = "formula", .meaning = "formula unit, such as Li5.4PS4.4Cl1.6"},
                  [](const std::string& text) { return kinetics::parse_formula(text); });
}

/// Given as such, or through the density.
std::optional<cells::Sourced<kinetics::MolarVolume<>>>
read_molar_volume(Section& s, const kinetics::Formula& formula)
{
    using kinetics::Density;
    using kinetics::MolarVolume;
    auto volume = read_sourced<MolarVolume<>>(s, "molar_volume",
                                              {.name = "value",
                                               .unit = "cm^3/mol",
                                               .range = positive,
                                               .meaning = "volume of a mole of `formula`"});
    const auto density = read_sourced<Density<>>(s, "density",
                                                 {.name = "value",
                                                  .unit = "g/cm^3",
                                                  .range = positive,
                                                  .meaning = "in place of molar_volume"});
    if (volume && density && !s.documenting()) {
        s.fault("density", "contradicts molar_volume", "give only one of the two");
    }
    if (!volume && density && density->value.si > 0.0 && !formula.elements.empty()) {
        volume = {molar_mass(formula) / density->value, density->source};
    }
    return volume;
}

std::optional<cells::SourcedConductivity> read_conductivity(Section& parent, std::string_view name)
{
    auto s = parent.table_if_given(name);
    if (!s) {
        return std::nullopt;
    }
    cells::SourcedConductivity result;
    result.at_reference.value = s->quantity<kinetics::Conductivity<>>(
        {.name = "value", .unit = "mS/cm", .range = positive, .meaning = "at `temperature`"});
    result.at_reference.source = read_source(*s);
    result.reference = s->quantity<kinetics::Temperature<>>(
        {.name = "temperature", .unit = "degC", .range = positive, .meaning = "of the value"},
        result.reference);
    result.activation_energy = read_sourced<kinetics::MolarEnergy<>>(
        *s, "activation_energy",
        {.name = "value", .unit = "eV", .range = non_negative, .meaning = "of the conductivity"});
    return result;
}

std::optional<cells::Sourced<double>> read_reversible_lithium(Section& parent)
{
    auto s = parent.table_if_given("reversible_lithium");
    if (!s) {
        return std::nullopt;
    }
    const double value = s->number(
        {.name = "value", .range = non_negative, .meaning = "Li that one formula unit gives back"});
    return cells::Sourced<double>{value, read_source(*s)};
}

std::optional<cells::SourcedReaction> read_reduction(Section& parent)
{
    auto s = parent.table_if_given("reduction");
    if (!s) {
        return std::nullopt;
    }
    cells::SourcedReaction result;
    result.reaction = parsed(
        *s, {.name = "equation", .meaning = "reduction by Li, balanced; names products by formula"},
        [](const std::string& text) {
            auto reaction = kinetics::parse_reaction(text);
            kinetics::require_balanced(reaction);
            return reaction;
        });
    result.source = read_source(*s);
    return result;
}

cells::Phase read_phase(const std::string& name, Section s)
{
    cells::Phase phase;
    phase.name = name;
    phase.formula = read_formula(s);
    phase.description = s.text({.name = "description", .meaning = "in words"}, "");
    phase.role = s.choice<PhaseRole>(
        {.name = "role", .meaning = "part of mixtures, or kind of product"}, roles);
    phase.molar_volume = read_molar_volume(s, phase.formula);
    phase.reduction_potential = read_sourced<kinetics::Voltage<>>(
        s, "reduction_potential",
        {.name = "value",
         .unit = "V",
         .range = positive,
         .meaning = "below which lithium reduces it, against Li"});
    phase.ionic_conductivity = read_conductivity(s, "ionic_conductivity");
    phase.electronic_conductivity = read_conductivity(s, "electronic_conductivity");
    phase.reversible_lithium = read_reversible_lithium(s);
    phase.reduction = read_reduction(s);
    return phase;
}

cells::ElectrolyteEntry read_electrolyte(const std::string& name, Section s)
{
    cells::ElectrolyteEntry entry;
    entry.name = name;
    entry.description = s.text({.name = "description", .meaning = "in words"}, "");
    const auto shares = s.named_numbers({.name = "mixture",
                                         .range = non_negative,
                                         .meaning = "phases and their shares, in any scale"},
                                        "{LPSC = 4, LGPS = 1}");
    for (const auto& [phase, amount] : shares) {
        entry.shares.push_back({phase, amount});
    }
    entry.basis = s.choice<cells::Basis>({.name = "basis", .meaning = "what the shares count"},
                                         bases, cells::Basis::molar);
    entry.source = read_source(s);
    entry.ionic_conductivity = read_conductivity(s, "ionic_conductivity");
    return entry;
}

void note_contradictions(Document& document, const std::string& file,
                         const cells::MaterialsLibrary& library)
{
    for (const auto& one : cells::contradictions(library)) {
        const bool phase = one.entry == cells::Contradiction::Entry::phase;
        const auto* kind = phase ? "phases" : "electrolytes";
        auto all = document.root().table(kind);
        if (all.has(one.name)) {
            all.table(one.name).fault(one.key, one.wrong);
        } else {
            document.fault({.file = file}, std::string{kind} + "." + one.name + "." + one.key,
                           one.wrong);
        }
    }
}

cells::MaterialsLibrary read_builtin()
{
    cells::MaterialsLibrary library;
    for (const auto& [file, text] : cells::builtin_materials()) {
        library = materials_from(text, std::string{file}, library);
    }
    return library;
}

} // namespace

cells::MaterialsLibrary read_materials(Section root)
{
    cells::MaterialsLibrary library;
    for (const auto& [name, section] : root.table("phases").entries("NAME")) {
        library.phases.emplace(name, read_phase(name, section));
    }
    for (const auto& [name, section] : root.table("electrolytes").entries("NAME")) {
        library.electrolytes.emplace(name, read_electrolyte(name, section));
    }
    return library;
}

cells::MaterialsLibrary materials_from(std::string_view text, const std::string& file,
                                       const cells::MaterialsLibrary& lower)
{
    auto document = Document::parse(text, file);
    auto root = document.root();
    auto library = read_materials(root);
    if (root.sound()) {
        library = cells::merged(lower, library);
        note_contradictions(document, file, library);
    }
    document.finish();
    return library;
}

const cells::MaterialsLibrary& builtin_materials()
{
    static const auto library = read_builtin();
    return library;
}

cells::MaterialsLibrary materials_with(const std::filesystem::path& file)
{
    return materials_from(
        read_text_file(file, Document::longest_text, "leave out what is not used"), file.string(),
        builtin_materials());
}

} // namespace percolith::runs
