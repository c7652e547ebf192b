// [electrolyte]: which phases, in which shares, and how far they react.

#include "runs/case/materials.hpp"
#include "runs/case/readers.hpp"

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
    const auto before = section.faults();
    const auto choice = read_choice(section);
    std::vector<std::filesystem::path> ignored;
    const auto library = read_library(section, folder, ignored);
    if (section.faults() == before) {
        // The mixture alone first: what fails only with an imposed fraction is that one's fault.
        auto plain = choice;
        plain.composition.metal_volume_fraction.reset();
        section.check("mixture", [&] { cell.electrolyte = cells::resolve(library, plain); });
        if (choice.composition.metal_volume_fraction && section.faults() == before) {
            section.check("metal_volume_fraction",
                          [&] { cell.electrolyte = cells::resolve(library, choice); });
        }
    }
}

} // namespace percolith::runs
