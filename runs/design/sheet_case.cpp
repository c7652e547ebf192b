// The test as percolith runs it: the cell's own case with the test laid over it.

#include "runs/case/laid_over.hpp"
#include "runs/case/overrides.hpp"
#include "runs/case/units.hpp"
#include "runs/design/sheet_course.hpp"
#include "runs/protocol/print.hpp"
#include "runs/record/number_text.hpp"

#include <cmath>
#include <filesystem>
#include <limits>
#include <variant>

namespace percolith::runs::design
{
namespace
{

std::string volts(kinetics::Voltage<> voltage)
{
    return number_text(voltage.si) + " V";
}

Step half_cycle(const Exam& exam, bool strips)
{
    Step step;
    step.control = ConstantCurrent{strips ? exam.current : -exam.current};
    step.until.push_back({.charge = exam.capacity});
    return step;
}

/// The same but for what a conversion of units may round.
bool same(double a, double b)
{
    return std::abs(a - b) <= 4.0 * std::numeric_limits<double>::epsilon() * std::abs(b);
}

/// At the instrument's own limit the test ends by that; below it, by a condition.
bool alarm_is_limit(const Exam& exam)
{
    return !(exam.alarm < exam.voltage_range);
}

std::string steps_text(const Exam& exam)
{
    const auto times =
        exam.cycles == Loop::forever ? "forever" : std::to_string(exam.cycles) + " times";
    std::string text = "\"\"\"\n";
    text += "stop after " + exact_quantity(exam.hours.si, {"h", "min"}, "s") + "\n";
    if (!alarm_is_limit(exam)) {
        text += "stop if |V| > " + volts(exam.alarm) + "\n";
    }
    text += to_text(half_cycle(exam, exam.strips_first)) + "\n";
    text += to_text(half_cycle(exam, !exam.strips_first)) + "\n";
    return text + "repeat " + times + "\n\"\"\"";
}

bool ends_with_file(const std::string& key)
{
    return key == "electrolyte.materials" || key.ends_with("electronic.file");
}

/// Files that the case names are named so that they are found from any folder.
void add_files(const Case& cell, std::vector<std::string>& overrides)
{
    for (const auto& value : cell.values) {
        const auto* name = std::get_if<std::string>(&value.value);
        if (name != nullptr && !name->empty() && ends_with_file(value.name)) {
            const auto path = std::filesystem::absolute(cell.folder / *name).lexically_normal();
            overrides.push_back(value.name + "=" + as_toml_string(path.string()));
        }
    }
}

std::vector<std::string> test_of(const Exam& exam, const Case& cell)
{
    std::vector<std::string> overrides{
        "protocol.steps=" + steps_text(exam),
        "protocol.record=",
        "protocol.stop_when=",
        "protocol.voltage_limit=" + as_toml_string(volts(exam.voltage_range)),
        "protocol.at_limit=" + as_toml_string("stop"),
    };
    if (!same(cell.cell.area.si, exam.area.si)) {
        overrides.push_back("cell.area=" +
                            as_toml_string(exact_quantity(exam.area.si, {"cm^2", "mm^2"}, "m^2")));
    }
    add_files(cell, overrides);
    return overrides;
}

/// The lithium of working: as a foil's thickness if the case makes the same charge of it.
std::vector<std::string> lithium_of(const Exam& exam, const Case& cell,
                                    const std::vector<std::string>& before)
{
    if (exam.foil_lithium.si == 0.0) {
        return {"cell.kind=" + as_toml_string("anode-free"), "cell.working.lithium="};
    }
    std::vector<std::string> kind;
    if (cell.cell.kind != cells::CellKind::asymmetric) {
        kind.push_back("cell.kind=" + as_toml_string("asymmetric"));
    }
    const auto as = [&](const std::string& amount) {
        auto overrides = kind;
        overrides.push_back("cell.working.lithium=" + as_toml_string(amount));
        return overrides;
    };
    if (exam.foil.si > 0.0) {
        const auto foil = as(exact_quantity(exam.foil.si, {"um", "nm"}, "m"));
        auto all = before;
        all.insert(all.end(), foil.begin(), foil.end());
        const auto read = parse_case(cell.text, cell.file, all, cell.folder);
        if (same(read.cell.working.lithium.si, exam.foil_lithium.si)) {
            return foil;
        }
    }
    return as(exact_quantity(exam.foil_lithium.si, {"mAh/cm^2", "uAh/cm^2"}, "C/m^2"));
}

std::string heading(const Exam& exam, const Case& cell, const std::string& title)
{
    const auto file = std::filesystem::path(cell.file).filename().string();
    auto text = "# " + one_line(title) + "\n";
    text +=
        "# A test that decides, laid over " + one_line(file) + "; percolith simulate runs it.\n";
    text += "# It fails where |V| passes " + volts(exam.alarm) +
            " and passes where it gets to its end. Comments beside the area,\n";
    text += "# the lithium of working and the protocol are those of the case as it was.\n\n";
    return text;
}

} // namespace

std::string percolith_case(const Exam& exam, const Case& cell, const std::string& title)
{
    check(exam);
    const Written& given = cell;
    auto written = given;
    const auto test = test_of(exam, cell);
    written.overrides.insert(written.overrides.end(), test.begin(), test.end());
    const auto lithium = lithium_of(exam, cell, written.overrides);
    written.overrides.insert(written.overrides.end(), lithium.begin(), lithium.end());
    written.overrides.push_back("title=" + as_toml_string(one_line(title)));
    return heading(exam, cell, title) + laid_over(written);
}

} // namespace percolith::runs::design
