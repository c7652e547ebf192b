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

/// Every line of the summary once; the run file and JSON both walk it.
std::vector<Entry> electrode_entries(const std::string& side, const ElectrodeSummary& e)
{
    const auto name = [&](const char* what) { return side + "_" + what; };
    std::vector<Entry> lines{
        {name("initial_lithium"), e.initial_lithium, "C m-2", "case"},
        {name("metal_lithium"), e.lithium.metal, "C m-2", "computed"},
        {name("host_lithium"), e.lithium.host, "C m-2", "computed"},
        {name("interphase_lithium"), e.lithium.interphase, "C m-2", "computed"},
        {name("dead_lithium"), e.lithium.dead, "C m-2", "computed"},
        {name("interphase_thickness"), e.interphase_thickness, "m", "computed"},
        {name("barrier_thickness"), e.barrier_thickness, "m", "computed"},
        {name("contact_fraction"), e.contact_fraction, "1", "computed"},
        {name("intrusion_length"), e.intrusion_length, "m", "computed"},
        {name("regime"), e.regime, "", "computed"},
        {name("electronic_conductivity"), e.electronic_conductivity, "S m-1", "computed"},
        {name("electronic_conductivity_error"), e.conductivity_error, "1", "computed"},
        {name("limiting_thickness"), e.limiting_thickness, "m", "computed"},
    };
    // Every key is always there, so that a program can rely on it.
    const bool judged = e.has_alloy && e.initial_lithium > 0.0;
    const auto number = [judged](double x) { return judged ? x : no_number; };
    const std::string verdict = e.host.keeps_cycling() ? "yes" : "no";
    lines.insert(lines.end(),
                 {{name("host_capacity_when_spent"), number(e.host.reversible_capacity), "C m-2",
                   "computed"},
                  {name("host_needed_share"), number(e.host.needed_share), "1", "computed"},
                  {name("host_reprieve"), number(e.host.reprieve), "C m-2", "computed"},
                  {name("host_keeps_cycling"), judged ? verdict : "", "", "computed"}});
    return lines;
}

} // namespace

std::vector<Entry> as_entries(const Summary& s)
{
    std::vector<Entry> lines{
        {"title", s.title, "", "case"},
        {"status", s.status, "", "computed"},
        {"ended_by", s.ended_by, "", "computed"},
        {"ended_on", s.ended_on, "", "computed"},
        {"condition", s.condition, "", "case"},
        {"end_time", s.end_time, "s", "computed"},
        {"cycle_life", static_cast<double>(s.cycle_life), "1", "computed"},
        {"peak_polarization", s.peak_polarization, "V", "computed"},
        {"peak_time", s.peak_time, "s", "computed"},
        {"end_polarization", s.end_polarization, "V", "computed"},
        {"first_stripped", s.first_stripped, "", "computed"},
        {"metal_volume_fraction", s.metal_volume_fraction, "1",
         s.imposed_metal ? "imposed" : "composition"},
        {"foil_capacity", s.foil ? s.foil->capacity : no_number, "C m-3",
         s.foil && s.foil->given ? "case" : "F/V_Li"},
        {"ledger_error", s.ledger_error, "1", "computed"},
        {"engine", s.engine, "", "case"},
        {"remark", s.remark, "", "computed"},
        {"notes", joined(s.notes), "", "materials"},
    };
    for (const auto& [side, electrode] :
         {std::pair{"working", &s.working}, {"counter", &s.counter}}) {
        const auto more = electrode_entries(side, *electrode);
        lines.insert(lines.end(), more.begin(), more.end());
    }
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
