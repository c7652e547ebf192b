#include "runs/simulate/summary.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace percolith::runs
{

namespace
{

std::string joined(const std::vector<std::string>& lines)
{
    std::string all;
    for (const auto& line : lines) {
        all += (all.empty() ? "" : "; ") + line;
    }
    return all;
}

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

using See = std::function<void(const SummaryLine&)>;

void electrode_lines(std::string_view side, const ElectrodeSummary& e, const See& see)
{
    const auto show = [&](std::string_view name, std::variant<double, std::string_view> value,
                          std::string_view unit) { see({side, name, value, unit, "computed"}); };
    see({side, "initial_lithium", e.initial_lithium, "C m-2", "case"});
    show("metal_lithium", e.lithium.metal, "C m-2");
    show("host_lithium", e.lithium.host, "C m-2");
    show("interphase_lithium", e.lithium.interphase, "C m-2");
    show("dead_lithium", e.lithium.dead, "C m-2");
    show("interphase_thickness", e.interphase_thickness, "m");
    show("barrier_thickness", e.barrier_thickness, "m");
    show("contact_fraction", e.contact_fraction, "1");
    show("intrusion_length", e.intrusion_length, "m");
    show("regime", e.regime, "");
    show("electronic_conductivity", e.electronic_conductivity, "S m-1");
    show("electronic_conductivity_error", e.conductivity_error, "1");
    show("limiting_thickness", e.limiting_thickness, "m");
    // Every key is always there, so that a program can rely on it.
    const bool judged = e.has_alloy && e.initial_lithium > 0.0;
    const auto number = [judged](double x) { return judged ? x : no_number; };
    const std::string_view verdict = e.host.keeps_cycling() ? "yes" : "no";
    show("host_capacity_when_spent", number(e.host.reversible_capacity), "C m-2");
    show("host_needed_share", number(e.host.needed_share), "1");
    show("host_reprieve", number(e.host.reprieve), "C m-2");
    show("host_keeps_cycling", judged ? verdict : "", "");
}

} // namespace

void each_line(const Summary& s, const See& see)
{
    const auto show = [&](std::string_view name, std::variant<double, std::string_view> value,
                          std::string_view unit, std::string_view origin = "computed") {
        see({"", name, value, unit, origin});
    };
    show("title", s.title, "", "case");
    show("status", s.status, "");
    show("ended_by", s.ended_by, "");
    show("ended_on", s.ended_on, "");
    show("condition", s.condition, "", "case");
    show("end_time", s.end_time, "s");
    show("cycle_life", static_cast<double>(s.cycle_life), "1");
    show("peak_polarization", s.peak_polarization, "V");
    show("peak_time", s.peak_time, "s");
    show("end_polarization", s.end_polarization, "V");
    show("first_stripped", s.first_stripped, "");
    show("metal_volume_fraction", s.metal_volume_fraction, "1",
         s.imposed_metal ? "imposed" : "composition");
    show("foil_capacity", s.foil ? s.foil->capacity : no_number, "C m-3",
         s.foil && s.foil->given ? "case" : "F/V_Li");
    show("ledger_error", s.ledger_error, "1");
    show("engine", s.engine, "", "case");
    show("remark", s.remark, "");
    show("notes", joined(s.notes), "", "materials");
    electrode_lines("working", s.working, see);
    electrode_lines("counter", s.counter, see);
}

std::vector<Entry> as_entries(const Summary& s)
{
    std::vector<Entry> lines;
    each_line(s, [&](const SummaryLine& line) {
        auto name = std::string(line.side);
        name += (name.empty() ? "" : "_") + std::string(line.name);
        const auto* words = std::get_if<std::string_view>(&line.value);
        lines.push_back({std::move(name), 0.0, std::string(line.unit), std::string(line.origin)});
        if (words != nullptr) {
            lines.back().value = std::string(*words);
        } else {
            lines.back().value = std::get<double>(line.value);
        }
    });
    return lines;
}

std::string as_json(const Summary& s)
{
    nlohmann::ordered_json out;
    out["format"] = "percolith-summary";
    out["version"] = 1;
    nlohmann::ordered_json units;
    for (const auto& line : as_entries(s)) {
        if (const auto* words = std::get_if<std::string>(&line.value)) {
            out[line.name] = *words;
        } else {
            const double x = std::get<double>(line.value);
            // JSON has neither infinity nor NaN: what does not exist is null.
            out[line.name] = std::isfinite(x) ? nlohmann::ordered_json(x) : nullptr;
            units[line.name] = line.unit;
        }
    }
    out["cycle_life"] = s.cycle_life;
    out["metal_volume_fraction_imposed"] = s.imposed_metal;
    out["foil_capacity_given"] = s.foil && s.foil->given;
    out["notes"] = s.notes;
    out["units"] = std::move(units);
    return out.dump(2) + "\n";
}

} // namespace percolith::runs
