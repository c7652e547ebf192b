#include "runs/simulate/outline.hpp"

#include "runs/protocol/estimate.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace percolith::runs
{

namespace
{

constexpr double mah_per_cm2 = 3.6e4; // C/m2
constexpr double hour = 3600.0;

/// "1000 steps, 500 cycles, "; nothing where only time or the cell ends a loop.
std::string counts(const Protocol& protocol)
{
    const auto whole = extent(protocol);
    if (whole.steps == std::numeric_limits<std::uint64_t>::max()) {
        return "";
    }
    return fmt::format("{} step{}, {} cycle{}, ", whole.steps, whole.steps == 1 ? "" : "s",
                       whole.cycles, whole.cycles == 1 ? "" : "s");
}

std::string duration(const Protocol& protocol)
{
    const double longest = longest_duration(protocol);
    return std::isfinite(longest) ? fmt::format("at most {:.6g} h", longest / hour)
                                  : std::string("until something ends it");
}

} // namespace

std::string outline(const Case& given, const CaseFacts& facts)
{
    const auto& cell = given.cell;
    auto out =
        fmt::format("  lithium: {:.4g} mAh/cm2 on working, {:.4g} mAh/cm2 on counter{}\n",
                    cell.working.lithium.si / mah_per_cm2, cell.counter.lithium.si / mah_per_cm2,
                    facts.foil ? "; " + as_text(*facts.foil) : "");
    out += fmt::format("  electrolyte: {}; V_f-M {:.4g}{}\n", cell.electrolyte.name,
                       facts.metal_volume_fraction, facts.imposed_metal ? " (imposed)" : "");
    out += "  protocol: " + counts(given.protocol) + duration(given.protocol) + "\n";
    return out;
}

} // namespace percolith::runs
