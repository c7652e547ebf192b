// [electrolyte]: which phases, in which shares, and how far they react.

#include "cells/mixed.hpp"
#include "runs/case/materials.hpp"
#include "runs/case/readers.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace percolith::runs
{
namespace
{

constexpr Named<cells::Basis> bases[]{
    {"molar", cells::Basis::molar},
    {"mass", cells::Basis::mass},
};

cells::MixtureChoice read_choice(Section& section)
{
    cells::MixtureChoice choice;
    const auto mixture = section.named_numbers(
        {.name = "mixture",
         .range = non_negative,
         .meaning = "phases (or named electrolytes) of the materials library and their shares"},
        "{LPSC = 4, LGPS = 1}");
    for (const auto& [name, amount] : mixture) {
        choice.shares.push_back({name, amount});
    }
    choice.basis = section.choice<cells::Basis>(
        {.name = "basis", .meaning = "how the shares of the mixture are counted"}, bases,
        cells::Basis::molar);
    choice.composition.converted_fraction = section.number(
        {.name = "converted_fraction",
         .range = positive_fraction,
         .meaning = "chi: share of the electrolyte inside the interphase that reacted",
         .mark = Mark::derived},
        1.0);
    choice.composition.metal_volume_fraction =
        section.number_if_given({.name = "metal_volume_fraction",
                                 .range = fraction,
                                 .meaning = "V_f-M of the interphase, imposed; outputs say so",
                                 .mark = Mark::derived,
                                 .absent = "from the reduction reactions"});
    choice.composition.reversible_fraction = section.number_if_given(
        {.name = "reversible_fraction",
         .range = fraction,
         .meaning = "f_rev: share of the consumed lithium that sits in alloys, imposed",
         .mark = Mark::derived,
         .absent = "from the reduction reactions, in proportion to an imposed V_f-M"});
    return choice;
}

/// The mixture does not change with the fractions imposed on its interphase.
cells::Electrolyte mixed_once(Section& section, const cells::MaterialsLibrary& library,
                              const cells::MixtureChoice& choice)
{
    std::pair<std::vector<std::pair<std::string, double>>, cells::Basis> inputs;
    inputs.second = choice.basis;
    for (const auto& share : choice.shares) {
        inputs.first.emplace_back(share.name, share.amount);
    }
    return *section.kept_for(inputs,
                             [&] { return cells::mixed(library, choice.shares, choice.basis); });
}

cells::Electrolyte read_mixture(Section& section, const std::filesystem::path& folder)
{
    const auto before = section.faults();
    const auto choice = read_choice(section);
    const auto library = section.kept([&] {
        std::vector<std::filesystem::path> ignored;
        return read_library(section, folder, ignored);
    });
    cells::Electrolyte electrolyte;
    if (section.faults() == before) {
        // The mixture alone first: what fails only with an imposed fraction is that one's fault.
        auto plain = choice.composition;
        plain.metal_volume_fraction.reset();
        const bool imposed = choice.composition.metal_volume_fraction.has_value();
        section.check("mixture", [&] {
            electrolyte = mixed_once(section, *library, choice);
            electrolyte.composition = kinetics::compose(electrolyte.mixture, plain);
            if (!imposed) {
                cells::compose(*library, plain, electrolyte);
            }
        });
        if (imposed && section.faults() == before) {
            section.check("metal_volume_fraction",
                          [&] { cells::compose(*library, choice.composition, electrolyte); });
        }
    }
    return electrolyte;
}

} // namespace

cells::MaterialsLibrary read_library(Section& section, const std::filesystem::path& folder,
                                     std::vector<std::filesystem::path>& files)
{
    const auto file =
        section.text_if_given({.name = "materials",
                               .meaning = "file with further materials, path relative "
                                          "to this one",
                               .absent = "the built-in library alone"});
    if (file && !section.documenting()) {
        files.push_back(folder / *file);
        try {
            return materials_with(folder / *file);
        } catch (const InputErrors& e) {
            for (const auto& line : e.lines()) {
                section.fault("materials", line);
            }
        } catch (const InputError& e) {
            section.fault("materials", e.what());
        }
    }
    return builtin_materials();
}

void read_electrolyte(Section& section, const std::filesystem::path& folder,
                      cells::CellDescription& cell)
{
    section.once_for(std::monostate{}, [&] { cell.electrolyte = read_mixture(section, folder); });
}

} // namespace percolith::runs
