#include "runs/protocol/print.hpp"

#include "runs/case/units.hpp"
#include "runs/protocol/loops.hpp"
#include "runs/protocol/observables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace percolith::runs
{
namespace
{

using language::charge_kind;
using language::current_density_kind;
using language::current_ramp_kind;
using language::length_kind;
using language::observable_names;
using language::QuantityKind;
using language::resistance_kind;
using language::voltage_kind;

std::string shortest(double number)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return {digits.data(), end};
}

std::string current_text(double si)
{
    return exact_quantity(si, {"mA/cm^2", "uA/cm^2"}, "A/m^2");
}
std::string charge_text(double si)
{
    return exact_quantity(si, {"mAh/cm^2", "uAh/cm^2"}, "C/m^2");
}
std::string time_text(double si)
{
    return exact_quantity(si, {"h", "min"}, "s");
}

std::string value_text(double si, const QuantityKind& kind)
{
    const std::string_view unit{kind.si};
    if (unit == current_density_kind.si) {
        return current_text(si);
    }
    if (unit == charge_kind.si) {
        return charge_text(si);
    }
    if (unit == length_kind.si) {
        return exact_quantity(si, {"um", "nm"}, kind.si);
    }
    if (unit == resistance_kind.si) {
        return exact_quantity(si, {"Ohm cm^2"}, kind.si);
    }
    if (unit == voltage_kind.si) {
        return shortest(si) + " V";
    }
    return shortest(si);
}

std::string ending_text(const Ending& ending)
{
    if (ending.after) {
        return ending.stops_test ? "stop if step time > " + time_text(ending.after->si)
                                 : "for " + time_text(ending.after->si);
    }
    if (ending.charge) {
        return ending.stops_test ? "stop if charge > " + charge_text(ending.charge->si)
                                 : "until " + charge_text(ending.charge->si);
    }
    return (ending.stops_test ? "stop if " : "until ") +
           to_text(ending.condition.value_or(model::Condition{}));
}

const char* electrode_driven(double current)
{
    return current > 0.0 ? "Strip working" : "Plate working";
}

struct ControlText {
    std::string operator()(const ConstantCurrent& control) const
    {
        return electrode_driven(control.current.si) +
               (" at " + current_text(std::abs(control.current.si)));
    }
    std::string operator()(const Rest&) const { return "Rest"; }
    std::string operator()(const Hold& control) const
    {
        return "Hold at " + shortest(control.voltage.si) + " V";
    }
    std::string operator()(const CurrentRamp& control) const
    {
        return "Ramp current from " + current_text(control.from.si) + " to " +
               current_text(control.to.si) + " at " +
               exact_quantity(std::abs(control.rate.si), {"mA/cm^2/h"}, current_ramp_kind.si);
    }
    std::string operator()(const MeasuredCurrent& control) const
    {
        return "Follow \"" + control.source + '"';
    }
};

std::string repeat_text(const Loop& loop)
{
    const bool forever = loop.repeats == Loop::forever;
    std::string text = "repeat ";
    if (!loop.duration || !forever) {
        text += forever ? "forever" : std::to_string(loop.repeats) + " times";
    }
    if (loop.duration) {
        text += (forever ? "for " : " or for ") + time_text(loop.duration->si);
    }
    return text;
}

} // namespace

std::string to_text(const model::Condition& condition)
{
    const auto names = observable_names();
    const auto name = std::find_if(names.begin(), names.end(), [&](const auto& entry) {
        return entry.observable == condition.what;
    });
    std::string text{name->name};
    if (name->of_electrode) {
        text += condition.side == model::Side::working ? " of working" : " of counter";
    }
    text += condition.sense == model::Condition::Sense::above ? " > " : " < ";
    return text + value_text(condition.threshold, name->kind);
}

std::string to_text(const Step& step)
{
    std::string text = std::visit(ControlText{}, step.control);
    for (std::size_t i = 0; i < step.until.size(); ++i) {
        text += (i == 0 ? " " : ", ") + ending_text(step.until[i]);
    }
    return text;
}

std::string to_text(const Protocol& protocol)
{
    const auto order = entry_order(protocol);
    std::string text;
    std::vector<std::size_t> open; // last steps of the blocks around
    const auto indent = [&] { return std::string(4 * open.size(), ' '); };
    std::size_t entry = 0;
    for (std::size_t step = 0; step < protocol.steps.size(); ++step) {
        for (; entry < order.size() && protocol.loops[order[entry]].first == step; ++entry) {
            const auto& loop = protocol.loops[order[entry]];
            text += indent() + repeat_text(loop) + " {\n";
            open.push_back(loop.last);
        }
        text += indent() + to_text(protocol.steps[step]) + '\n';
        while (!open.empty() && open.back() == step) {
            open.pop_back();
            text += indent() + "}\n";
        }
    }
    return text;
}

} // namespace percolith::runs
