#include "runs/ensemble/sweep_text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace percolith::runs::ensemble
{
namespace
{

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

nlohmann::ordered_json json_of(const SweepCase& sweep)
{
    nlohmann::ordered_json out;
    out["format"] = "percolith-sweep";
    out["version"] = 1;
    out["title"] = sweep.title;
    out["design"] = name_of(sweep.plan.design);
    out["members"] = sweep.plan.size;
    out["axes"] = nlohmann::ordered_json::array();
    for (const auto& axis : sweep.plan.axes) {
        out["axes"].push_back({{"key", axis.key}, {"unit", axis.si_unit}});
    }
    out["outputs"] = names_of(sweep.outputs);
    return out;
}

} // namespace

std::string as_text(const SweepCase& sweep)
{
    auto text = sweep.title.empty() ? std::string() : sweep.title + "\n";
    text += fmt::format("{} members, {}\n", sweep.plan.size, name_of(sweep.plan.design));
    for (const auto& axis : sweep.plan.axes) {
        const auto unit = axis.unit.empty() ? std::string() : " " + axis.unit;
        const auto from = axis.values.empty() ? axis.from : axis.values.front();
        const auto to = axis.values.empty() ? axis.to : axis.values.back();
        text += fmt::format("  {}: {:.6g} .. {:.6g}{}", axis.key, from, to, unit);
        text += axis.values.empty() ? "\n" : fmt::format(", {} values\n", axis.values.size());
    }
    return text + "  outputs: " + joined(names_of(sweep.outputs)) + "\n";
}

std::string as_text(const SweepCase& sweep, const SweepTally& tally)
{
    auto text = as_text(sweep);
    if (tally.refused > 0) {
        text += fmt::format("  {} of {} could not be computed, as the map says of each; the first: "
                            "{}\n",
                            tally.refused, tally.members, tally.first_refusal);
    }
    return text;
}

std::string as_json(const SweepCase& sweep)
{
    return json_of(sweep).dump(2) + "\n";
}

std::string as_json(const SweepCase& sweep, const SweepTally& tally)
{
    auto out = json_of(sweep);
    out["refused"] = tally.refused;
    out["first_refusal"] = tally.first_refusal;
    return out.dump(2) + "\n";
}

} // namespace percolith::runs::ensemble
