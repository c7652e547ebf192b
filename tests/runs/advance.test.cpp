#include "runs/case/case.hpp"
#include "runs/simulate/ready_test.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::runs;

namespace
{

/// LGPS with 20 um of lithium and so large a reachable share of the alloy that, at 22 h, metal runs
/// out a third of a second after the branch of activation changed.
const char* const crowded_events = R"(
title = "Two events within a second"
[cell]
kind = "asymmetric"
area = "1 cm^2"
foil_capacity = "0.205 mAh/cm^2/um"
working = {lithium = "20 um"}
counter = {lithium = "100 um"}
[electrolyte]
mixture = {LGPS = 1}
[separator]
thickness = "1.03 mm"
ionic_conductivity = "5.5 mS/cm"
[interphase]
electronic_conductivity = "6.0e-8 S/m"
ionic_conductivity = "2e-3 S/m"
renewal = "2e-3 m^2/C"
front_resistance = "1000 Ohm cm^2"
reachable_alloy_share = 0.78
exchange_current_density = "15 mA/cm^2"
decay_length = "100 um"
[activation]
pore_fraction = 0.05
[protocol]
steps = "Strip working at 0.5 mA/cm^2 for 1 hour; Plate working at 0.5 mA/cm^2 for 1 hour; repeat 100 times"
)";

TestEnd end_with(const char* engine)
{
    const std::vector<std::string> overrides{std::string("solver.engine=\"") + engine + "\""};
    const auto given = parse_case(crowded_events, "crowded_events.toml", overrides);
    const ReadyTest test(given);
    TestSink nothing;
    return simulate(test.setup(), nothing);
}

} // namespace

TEST_CASE("an event soon after another is located, and the search for it ends", "[runs]")
{
    const auto fast = end_with("odeint");
    const auto reference = end_with("sundials");
    CHECK(fast.cause.kind == model::EventKind::host_exhausted);
    CHECK(fast.at.time / 3600.0 == Approx(22.98).margin(0.01));
    CHECK(fast.at.time == Approx(reference.at.time).margin(1e-6 * 3600.0));
}
