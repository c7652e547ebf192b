#include "runs/simulate/regime_clock.hpp"

#include "runs/case/case.hpp"
#include "runs/simulate/ready_test.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace percolith;
using namespace percolith::runs;

namespace
{

/// LGPS against so little lithium that it is gone within a long rest, in the middle of its step.
/// The reaction limits the first film, electrons the thick one.
const char* const runs_out = R"(
title = "Lithium that runs out at rest"
[cell]
kind = "asymmetric"
area = "1 cm^2"
working = {lithium = "0.05 mAh/cm^2"}
counter = {lithium = "100 um"}
[electrolyte]
mixture = {LGPS = 1}
[separator]
thickness = "1.03 mm"
ionic_conductivity = "5.5 mS/cm"
[interphase]
electronic_conductivity = "6.0e-8 S/m"
ionic_conductivity = "2e-3 S/m"
front_resistance = "1000 Ohm cm^2"
[protocol]
steps = "Rest for 30 hours"
)";

/// When working ran out of lithium, s.
class RunsOut final : public TestSink
{
public:
    void event(const TestEvent& event, const CellUnderTest&) override
    {
        if (event.what.kind == model::EventKind::host_exhausted) {
            at = event.at.time;
        }
    }
    std::optional<double> at;
};

double spent(const TestEnd& end, std::size_t side, model::Regime regime)
{
    return end.regimes.at(side).at(static_cast<std::size_t>(regime));
}

} // namespace

TEST_CASE("an electrode that runs out within a step leaked until then and idled after", "[runs]")
{
    const auto given = parse_case(runs_out, "runs_out.toml", {});
    const ReadyTest test(given);
    RunsOut seen;
    const auto end = simulate(test.setup(), seen);
    REQUIRE(seen.at);
    REQUIRE(*seen.at < 0.9 * end.at.time);
    const double rounding = 1e-12 * end.at.time;
    CHECK(spent(end, 0, model::Regime::electron_limited) == Approx(*seen.at).margin(rounding));
    CHECK(spent(end, 0, model::Regime::idle) == Approx(end.at.time - *seen.at).margin(rounding));
    CHECK(spent(end, 1, model::Regime::idle) == 0.0);
}

TEST_CASE("every second of a test is spent in some regime, on both electrodes", "[runs]")
{
    const std::vector<std::string> cycling{
        "protocol.steps=\"Strip working at 0.01 mA/cm^2 for 30 minutes; Rest for 1 minute; Plate "
        "working at 0.01 mA/cm^2 for 30 minutes; repeat 20 times\""};
    const auto given = parse_case(runs_out, "runs_out.toml", cycling);
    const ReadyTest test(given);
    TestSink nothing;
    const auto end = simulate(test.setup(), nothing);
    for (const auto& side : end.regimes) {
        double sum = 0.0;
        for (const double time : side) {
            CHECK(time >= 0.0);
            sum += time;
        }
        CHECK(sum == Approx(end.at.time).epsilon(1e-12));
    }
}
