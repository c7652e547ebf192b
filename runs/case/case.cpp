#include "runs/case/case.hpp"

#include "runs/case/interphase.hpp"
#include "runs/case/readers.hpp"

#include <utility>

namespace percolith::runs
{
namespace
{

/// A table of a sub-model: present means on, `enabled = false` means off again.
bool read_submodel(Section& root, std::string_view name, cells::CellDescription& cell,
                   void (*read)(Section&, cells::Interphase&))
{
    auto section = root.table_if_given(name);
    if (!section) {
        return false;
    }
    const bool on = section->flag(
        {.name = "enabled", .meaning = "the table switches the sub-model on, false off again"},
        true);
    auto working = section->overlaid("working");
    auto counter = section->overlaid("counter");
    read(working, cell.working.interphase);
    read(counter, cell.counter.interphase);
    return on;
}

} // namespace

void read_interphases(Section& root, const std::filesystem::path& folder,
                      cells::CellDescription& cell)
{
    const auto& made = cell.electrolyte.composition;
    InterphaseSurroundings around{cell, {folder, std::nullopt}};
    if (!made.imposed_metal && !cell.electrolyte.parts.empty()) {
        around.law.metal_bearing_fraction = made.metal_bearing_fraction();
    }
    auto interphase = root.table("interphase");
    auto working = interphase.overlaid("working");
    auto counter = interphase.overlaid("counter");
    read_interphase(working, around, cell.working.interphase);
    read_interphase(counter, around, cell.counter.interphase);
    cell.submodels.contact = read_submodel(root, "contact", cell, read_contact);
    cell.submodels.intrusion = read_submodel(root, "intrusion", cell, read_intrusion);
    cell.submodels.activation = read_submodel(root, "activation", cell, read_activation);
    auto impedance = root.table("impedance");
    auto working_impedance = impedance.overlaid("working");
    auto counter_impedance = impedance.overlaid("counter");
    read_impedance(working_impedance, cell.working.interphase);
    read_impedance(counter_impedance, cell.counter.interphase);
}

void read_cell_sections(Section& root, const std::filesystem::path& folder,
                        cells::CellDescription& cell)
{
    auto own = root.table("cell");
    read_cell(own, cell);
    auto electrolyte = root.table("electrolyte");
    read_electrolyte(electrolyte, folder, cell);
    auto separator = root.table("separator");
    read_separator(separator, cell);
    read_interphases(root, folder, cell);
}

namespace
{

/// What is left after all sections are contradictions between them; `assemble` names the keys
/// itself.
std::optional<model::CellParameters<>> assembled(Section& root, const cells::CellDescription& cell)
{
    std::optional<model::CellParameters<>> parameters;
    if (root.sound()) {
        root.check("", [&] { parameters = cells::assemble(cell); });
    }
    return parameters;
}

} // namespace

std::optional<model::CellParameters<>> read_root(Section root, const std::filesystem::path& folder,
                                                 Case& all)
{
    all.title = root.text({.name = "title", .meaning = "what the case shows, in a few words"},
                          std::string{});
    read_cell_sections(root, folder, all.cell);
    auto protocol = root.table("protocol");
    read_protocol(protocol, folder, all);
    read_options(root, all);
    const bool sound_before = root.sound();
    auto parameters = assembled(root, all.cell);
    if (sound_before) {
        check_start(protocol, all);
    }
    return parameters;
}

std::optional<model::CellParameters<>>
read_cell_alone(Section root, const std::filesystem::path& folder, cells::CellDescription& cell)
{
    read_cell_sections(root, folder, cell);
    static_cast<void>(root.text_if_given({.name = "title"}));
    for (const auto* other : {"protocol", "solver", "record"}) {
        root.table(other).leave_unread();
    }
    return assembled(root, cell);
}

namespace
{

Case case_of(Written&& written)
{
    auto document = document_of(written);
    Case all;
    read_root(document.root(), written.folder, all);
    document.finish();
    all.values = document.values();
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

Case parse_case(std::string_view text, const std::string& name,
                std::span<const std::string> overrides, const std::filesystem::path& folder)
{
    return case_of(written(text, name, overrides, folder));
}

Case read_case(const std::filesystem::path& file, std::span<const std::string> overrides)
{
    return case_of(read_written(file, overrides, Document::too_long));
}

std::vector<std::filesystem::path> inputs_of(const Case& given)
{
    const std::filesystem::path file(given.file);
    std::vector<std::filesystem::path> files{file};
    for (const auto& value : given.values) {
        const auto* name = std::get_if<std::string>(&value.value);
        const bool is_file = value.name == "electrolyte.materials" ||
                             value.name == "protocol.record" ||
                             value.name.ends_with("electronic.file");
        if (is_file && name != nullptr && !name->empty()) {
            files.push_back(file.parent_path() / *name);
        }
    }
    return files;
}

} // namespace percolith::runs
