#include "runs/case/axis_numbers.hpp"

#include "runs/case/suggest.hpp"
#include "runs/record/number_text.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace percolith::runs
{

std::optional<CellSource> varied_case(Section& s, const std::filesystem::path& file,
                                      std::span<const std::string> set)
{
    // Thousands of tests want the fast engine; what the user sets counts all the same.
    std::vector<std::string> overrides{"solver.engine=\"odeint\""};
    overrides.insert(overrides.end(), set.begin(), set.end());
    try {
        return CellSource(file, std::move(overrides));
    } catch (const InputErrors& faults) {
        s.take_faults(faults);
    }
    return std::nullopt;
}

std::optional<CellSource> read_varied_case(Section& root, const std::filesystem::path& folder)
{
    const auto file =
        root.text({.name = "case", .meaning = "case file to vary, relative to this file"});
    const auto set = root.texts({.name = "set", .meaning = "\"key=value\", laid over the case"});
    return root.documenting() || file.empty() ? std::nullopt
                                              : varied_case(root, folder / file, set);
}

std::optional<double> number_on(Section& s, std::string_view key, const std::string& text,
                                std::optional<std::string>& unit)
{
    try {
        const auto quantity = split_quantity(text);
        if (!unit) {
            unit = quantity.unit;
        }
        if (*unit == quantity.unit) {
            return quantity.number; // as written: converting might round
        }
        const auto named = [](const std::string& of) { return of.empty() ? "1" : of; };
        return convert(quantity.number, named(quantity.unit), named(*unit));
    } catch (const UnitError& error) {
        s.fault(key, error.wrong(), error.mend());
        return std::nullopt;
    }
}

void check_number(Section& s, std::string_view at, const CellSource& source, double value,
                  ensemble::Axis& axis, std::string_view whose)
{
    const auto unknown = '"' + axis.key + "\" is no number of " + std::string(whose);
    const auto said = "--set " + axis.key; // how the case calls it
    try {
        const Setting setting{axis.key, value, axis.unit};
        const auto whole = source.whole_with(setting);
        const auto entry = std::ranges::find(whole.values, axis.key, &Entry::name);
        if (entry == whole.values.end() || !std::holds_alternative<double>(entry->value)) {
            s.fault("key", unknown, suggest(axis.key, source.number_keys()));
            return;
        }
        axis.si_unit = entry->unit.empty() ? "1" : entry->unit;
    } catch (const InputErrors& faults) {
        for (const auto& line : faults.lines()) {
            if (line.find("unknown key") != std::string::npos ||
                line.find("unknown table") != std::string::npos) {
                const auto other = source.meant(axis.key, line);
                s.fault("key", unknown,
                        other ? "did you mean \"" + *other + "\"?"
                              : suggest(axis.key, source.number_keys()));
                return;
            }
            if (line.starts_with(said)) {
                s.fault(at, axis.key + " = " + number_text(value) +
                                (axis.unit.empty() ? "" : " " + axis.unit) +
                                line.substr(said.size()));
                return;
            }
        }
    }
}

void complete_unit(ensemble::Axis& axis)
{
    if (axis.si_unit.empty()) {
        axis.si_unit = axis.unit.empty() ? "1" : axis.unit;
    }
}

} // namespace percolith::runs
