// A prediction in words, for people and for programs.

#include "runs/ensemble/prediction.hpp"
#include "runs/record/provenance_json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace percolith::runs::ensemble
{
namespace
{

constexpr double mah_per_cm2 = 3.6e4; // C/m2

std::string percent(double share)
{
    return fmt::format("{:.3g} %", 100.0 * share);
}

std::string cycles(const std::optional<std::uint64_t>& life)
{
    return life ? fmt::format("{}", *life) : "not within the tests";
}

std::string quantile_line(const LifeQuantile& q)
{
    auto text = fmt::format("  {:>5} by cycle {}", percent(q.share), cycles(q.life));
    if (q.life) {
        text +=
            fmt::format(" ({} .. {})", cycles(q.low), q.high ? cycles(q.high) : "beyond the tests");
    }
    return text + "\n";
}

std::string end_line(const WayToEnd& way)
{
    return fmt::format("  {:>6} ({} .. {}) {}{}\n", percent(way.share.value),
                       percent(way.share.low), percent(way.share.high), way.event,
                       way.electrode == "cell" ? "" : " on the " + way.electrode + " electrode");
}

/// "0.71(2)": a number and its error in its last digit.
std::string with_error(double value, double error)
{
    if (!(error > 0.0) || !std::isfinite(error)) {
        return fmt::format("{:.2f}", value);
    }
    const int digits = std::clamp(-static_cast<int>(std::floor(std::log10(error))), 2, 6);
    return fmt::format("{:.{}f}({:.0f})", value, digits, std::ceil(error * std::pow(10.0, digits)));
}

std::string full_cell_text(const FullCell& full)
{
    auto text = fmt::format("full cell with a cathode of {:.4g} mAh/cm2: N/P {:.3g} (5 % below "
                            "{:.3g}, 5 % above {:.3g})\n",
                            full.cathode_capacity / mah_per_cm2, full.excess[1], full.excess[0],
                            full.excess[2]);
    text += "whole cycles until the metal of working is used up:\n";
    for (const auto& q : full.quantiles) {
        text += quantile_line(q);
    }
    if (std::abs(full.largest_half_cycle / full.cathode_capacity - 1.0) > 0.01) {
        text +=
            fmt::format("  the protocol's half cycles pass up to {:.4g} mAh/cm2, not the cathode's "
                        "capacity: its cycles are not those of the full cell\n",
                        full.largest_half_cycle / mah_per_cm2);
    }
    return text;
}

nlohmann::ordered_json as_json(const std::optional<std::uint64_t>& life)
{
    return life ? nlohmann::ordered_json(*life) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json quantiles_json(const std::vector<LifeQuantile>& quantiles)
{
    auto list = nlohmann::ordered_json::array();
    for (const auto& q : quantiles) {
        list.push_back({{"share", q.share},
                        {"cycles", as_json(q.life)},
                        {"low", as_json(q.low)},
                        {"high", as_json(q.high)}});
    }
    return list;
}

nlohmann::ordered_json survival_json(const Lives& lives, double confidence)
{
    auto list = nlohmann::ordered_json::array();
    for (const auto& step : lives.curve(confidence)) {
        list.push_back({{"cycles", step.life},
                        {"alive", step.alive},
                        {"low", step.low},
                        {"high", step.high},
                        {"at_risk", step.at_risk}});
    }
    return list;
}

} // namespace

std::string as_text(const Prediction& p)
{
    auto text = p.title.empty() ? std::string() : p.title + "\n";
    text += fmt::format("{} tests, of which {} ended before the protocol\n", p.lives.size(),
                        p.lives.ended());
    if (p.refused > 0) {
        text += fmt::format("{} more could not be computed; the first: {}\n", p.refused,
                            p.first_refusal);
    }
    text += fmt::format("whole cycles before the end, by share of tests ({} intervals):\n",
                        percent(p.confidence));
    for (const auto& q : p.quantiles) {
        text += quantile_line(q);
    }
    text += "how tests end:\n";
    for (const auto& way : p.ends) {
        text += end_line(way);
    }
    if (!p.influences.empty()) {
        text += "share of the variance of the cycle life, by an input alone | with all it does "
                "together:\n";
    }
    for (const auto& [name, index] : p.influences) {
        text += fmt::format("  {:>9} | {:>9}  {}\n", with_error(index.first, index.first_error),
                            with_error(index.total, index.total_error), name);
    }
    return p.full_cell ? text + full_cell_text(*p.full_cell) : text;
}

std::string as_json(const Prediction& p)
{
    nlohmann::ordered_json out;
    out["format"] = "percolith-prediction";
    out["version"] = 1;
    out["title"] = p.title;
    out["confidence"] = p.confidence;
    out["tests"] = p.tests;
    out["refused"] = p.refused;
    out["first_refusal"] = p.first_refusal;
    out["ended"] = p.lives.ended();
    out["quantiles"] = quantiles_json(p.quantiles);
    out["survival"] = survival_json(p.lives, p.confidence);
    out["ends"] = nlohmann::ordered_json::array();
    for (const auto& way : p.ends) {
        out["ends"].push_back({{"event", way.event},
                               {"electrode", way.electrode},
                               {"tests", way.share.count},
                               {"share", way.share.value},
                               {"low", way.share.low},
                               {"high", way.share.high}});
    }
    out["sobol_indices"] = nlohmann::ordered_json::array();
    for (const auto& [name, index] : p.influences) {
        out["sobol_indices"].push_back({{"input", name},
                                        {"first", index.first},
                                        {"first_error", index.first_error},
                                        {"total", index.total},
                                        {"total_error", index.total_error}});
    }
    if (p.full_cell) {
        const auto& full = *p.full_cell;
        out["full_cell"] = {{"cathode_capacity", full.cathode_capacity},
                            {"n_over_p", full.excess},
                            {"largest_half_cycle", full.largest_half_cycle},
                            {"quantiles", quantiles_json(full.quantiles)},
                            {"survival", survival_json(full.lives, p.confidence)}};
    }
    out["provenance"] = json_of(p.provenance);
    return answer_text(out);
}

} // namespace percolith::runs::ensemble
