#include "runs/simulate/summary.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::runs
{

namespace
{

constexpr double hour = 3600.0;
constexpr double mah_per_cm2 = 3.6e4; // C/m2
constexpr double mah_per_cm2_um = 3.6e10; // C/m3
constexpr double millivolt = 1e-3;

std::string length(double m)
{
    if (!std::isfinite(m)) {
        return "none";
    }
    return m >= 1e-6 ? fmt::format("{:.4g} um", m / 1e-6) : fmt::format("{:.4g} nm", m / 1e-9);
}

std::string verdict(const Summary& s)
{
    const auto when = fmt::format("{:.6g} h, after {} whole cycle{}", s.end_time / hour,
                                  s.cycle_life, s.cycle_life == 1 ? "" : "s");
    if (s.status == "interrupted") {
        return "Interrupted at " + when;
    }
    const auto where = s.ended_on.empty() ? "" : " on the " + s.ended_on + " electrode";
    const auto which = s.condition.empty() ? "" : " (" + s.condition + ")";
    // A test that nothing but its protocol ended says how long the cell lives at least.
    const auto bound = s.ended_by == "protocol finished" && s.cycle_life > 0
                           ? ", a lower bound of its cycle life"
                           : "";
    return fmt::format("Ended by: {}{}{} at {}{}", s.ended_by, which, where, when, bound);
}

/// Label, working, counter.
std::string line(const std::string& label, const std::string& working, const std::string& counter)
{
    return fmt::format("  {:<34}{:>18}{:>18}\n", label, working, counter);
}

std::string charge(double c_per_m2)
{
    return fmt::format("{:.4g} mAh/cm2", c_per_m2 / mah_per_cm2);
}

/// The host criterion. How long that lasts is another matter: the next lines say what it takes.
std::string host_line(const ElectrodeSummary& e)
{
    if (!e.has_alloy) {
        return "no alloy host";
    }
    if (!(e.initial_lithium > 0.0)) {
        return "began bare";
    }
    return e.host.keeps_cycling() ? "has a reprieve" : "runs away";
}

std::string reprieve(const ElectrodeSummary& e)
{
    const bool any = e.has_alloy && e.initial_lithium > 0.0 && e.host.reprieve > 0.0;
    return any ? charge(e.host.reprieve) : "none";
}

std::string needed(const ElectrodeSummary& e)
{
    return e.has_alloy && e.initial_lithium > 0.0 ? fmt::format("{:.3g}", e.host.needed_share)
                                                  : std::string("-");
}

std::string polarization(const Summary& s)
{
    if (!std::isfinite(s.peak_polarization)) {
        return "  polarization: none over a whole step\n";
    }
    const auto last =
        std::isfinite(s.end_polarization)
            ? fmt::format(", at the last whole step {:.4g} mV", s.end_polarization / millivolt)
            : std::string();
    return fmt::format("  polarization: peak {:.4g} mV (by {:.4g} h){}\n",
                       s.peak_polarization / millivolt, s.peak_time / hour, last);
}

/// What was not measured: the rest of the notes is for `--json`.
std::string doubts(const std::vector<std::string>& notes)
{
    std::string out;
    for (const auto& note : notes) {
        if (!note.starts_with("unknown")) {
            out += "  " + note + "\n";
        }
    }
    return out;
}

} // namespace

std::string as_text(const FoilConversion& foil)
{
    return fmt::format("foils counted with {:.6g} mAh/cm2 per um, {}",
                       foil.capacity / mah_per_cm2_um, foil.given ? "as the case says" : "F/V_Li");
}

std::string as_text(const Summary& s)
{
    std::string out;
    if (!s.title.empty()) {
        out += s.title + "\n";
    }
    out += verdict(s) + "\n";
    out +=
        fmt::format("  V_f-M {:.4g}{}; stripped first: {}; engine: {}\n", s.metal_volume_fraction,
                    s.imposed_metal ? " (imposed)" : "", s.first_stripped, s.engine);
    out += polarization(s);
    out += line("", "working", "counter");
    const auto both = [&](const std::string& label, auto&& of) {
        out += line(label, of(s.working), of(s.counter));
    };
    using E = ElectrodeSummary;
    both("lithium at start", [](const E& e) { return charge(e.initial_lithium); });
    both("left as metal", [](const E& e) { return charge(e.lithium.metal); });
    both("left in the alloy host", [](const E& e) { return charge(e.lithium.host); });
    both("lost to the interphase", [](const E& e) { return charge(e.lithium.interphase); });
    both("lost as dead lithium", [](const E& e) { return charge(e.lithium.dead); });
    both("interphase thickness", [](const E& e) { return length(e.interphase_thickness); });
    both("barrier to electrons", [](const E& e) { return length(e.barrier_thickness); });
    both("contact fraction", [](const E& e) { return fmt::format("{:.4g}", e.contact_fraction); });
    both("lithium intrusion", [](const E& e) { return length(e.intrusion_length); });
    both("leak limited by", [](const E& e) { return e.regime; });
    both("limiting thickness (xi)", [](const E& e) { return length(e.limiting_thickness); });
    both("without metal, on its host", host_line);
    both("  reachable share u it needs", needed);
    both("  leak it still buys", reprieve);
    out += fmt::format("  lithium ledger closes to {:.1e}{}\n", s.ledger_error,
                       s.foil ? "; " + as_text(*s.foil) : "");
    out += doubts(s.notes);
    if (!s.remark.empty()) {
        out += "  " + s.remark + "\n";
    }
    return out;
}

} // namespace percolith::runs
