#include "runs/ensemble/outputs.hpp"

#include "model/event.hpp"
#include "model/regime.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr const char* no_test = "not computed";
constexpr std::string_view whole_cell = "cell";

std::vector<std::string> kinds_of_end()
{
    std::vector<std::string> words{no_test};
    for (int kind = 0; kind <= static_cast<int>(model::EventKind::protocol_finished); ++kind) {
        words.emplace_back(model::name(static_cast<model::EventKind>(kind)));
    }
    return words;
}

std::vector<std::string> regimes()
{
    std::vector<std::string> words{no_test};
    for (int regime = 0; regime <= static_cast<int>(model::Regime::idle); ++regime) {
        words.emplace_back(model::name(static_cast<model::Regime>(regime)));
    }
    return words;
}

/// The words of a line of the summary, where they are a closed list.
std::vector<std::string> words_of(const std::string& name)
{
    if (name == "ended_by") {
        return kinds_of_end();
    }
    if (name == "ended_on") {
        return {no_test, std::string(whole_cell), "working", "counter"};
    }
    if (name == "first_stripped") {
        return {no_test, "none", "working", "counter"};
    }
    return name.ends_with("_regime") ? regimes() : std::vector<std::string>{};
}

std::string readable(std::string name)
{
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::vector<Output> gathered()
{
    std::vector<Output> outputs;
    std::size_t at = 0;
    for (const auto& line : as_entries(Summary{})) {
        const bool number = std::holds_alternative<double>(line.value);
        auto words = words_of(line.name);
        if (number || !words.empty()) {
            outputs.push_back({.column = {line.name, number ? line.unit : "1", readable(line.name)},
                               .words = std::move(words),
                               .of_course = line.name.ends_with("_regime"),
                               .line = at});
        }
        ++at;
    }
    const auto add = [&](const char* name, const char* unit, const std::string& meaning) {
        outputs.push_back({.column = {name, unit, meaning}, .line = at++});
    };
    const std::string when = "when the metal was first used up, ";
    add("working_depletion_time", "s", when + "working electrode");
    add("counter_depletion_time", "s", when + "counter electrode");
    const std::string before = "whole cycles before the metal was first used up, ";
    add("working_depletion_cycle", "1", before + "working electrode");
    add("counter_depletion_cycle", "1", before + "counter electrode");
    add("largest_half_cycle", "C m-2", "most charge passed one way in one step");
    const std::string leak = "lithium that the interphase took, over the time of the test, ";
    add("working_mean_leak", "A m-2", leak + "working electrode");
    add("counter_mean_leak", "A m-2", leak + "counter electrode");
    return outputs;
}

using Value = std::variant<double, std::string_view>;

double number_of(const Output& output, const Value& value)
{
    if (const auto* number = std::get_if<double>(&value)) {
        return *number;
    }
    const auto word = std::get<std::string_view>(value);
    const auto at = std::ranges::find(output.words, word.empty() ? whole_cell : word);
    return at == output.words.end() ? output.missing()
                                    : static_cast<double>(at - output.words.begin());
}

} // namespace

double Output::missing() const
{
    return words.empty() ? none : 0.0;
}

const std::vector<Output>& all_outputs()
{
    static const auto all = gathered();
    return all;
}

std::vector<std::string> names_of(std::span<const Output> outputs)
{
    std::vector<std::string> names;
    names.reserve(outputs.size());
    for (const auto& output : outputs) {
        names.push_back(output.column.name);
    }
    return names;
}

Depletion::Depletion() : time{none, none}, cycle{none, none} {}

void Depletion::happened(model::Side side, double at, std::uint64_t cycles)
{
    const std::size_t which = side == model::Side::working ? 0 : 1;
    if (std::isnan(time[which])) {
        time[which] = at;
        cycle[which] = static_cast<double>(cycles);
    }
}

void OutputWatch::event(const TestEvent& event, const CellUnderTest& /*cell*/)
{
    if (event.what.kind == model::EventKind::metal_depleted && event.what.electrode) {
        depletion_.happened(*event.what.electrode, event.at.time, event.at.cycle);
    }
}

std::vector<double> numbers_of(std::span<const Output> outputs, const Summary& summary,
                               const TestEnd& end, const Depletion& depletion)
{
    // Not by name: a test of lanes takes little longer than a few dozen strings.
    std::vector<Value> lines;
    lines.reserve(64);
    each_line(summary, [&](const SummaryLine& line) { lines.push_back(line.value); });
    // In the order of `gathered`.
    lines.insert(lines.end(),
                 {depletion.time[0], depletion.time[1], depletion.cycle[0], depletion.cycle[1],
                  end.largest_half_cycle, summary.working.lithium.interphase / summary.end_time,
                  summary.counter.lithium.interphase / summary.end_time});
    std::vector<double> numbers;
    numbers.reserve(outputs.size());
    for (const auto& output : outputs) {
        numbers.push_back(number_of(output, lines.at(output.line)));
    }
    return numbers;
}

} // namespace percolith::runs::ensemble
