#include "runs/case/sweep.hpp"

#include "runs/ensemble/designs.hpp"
#include "tests/support/small_sweep.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using namespace tests;
using Catch::Matchers::Contains;
using runs::ensemble::Design;
using runs::ensemble::member_values;

namespace
{

const std::string lithium = "[[axis]]\nkey = 'cell.working.lithium'\n";
const std::string renewal = "[[axis]]\nkey = 'interphase.renewal'\n";

/// What the program says of such a sweep.
std::string refusal(const std::string& axes, const std::string& head = "")
{
    const ScratchFolder folder;
    try {
        parsed_sweep(folder, "case = 'cell.toml'\n" + head + axes);
    } catch (const runs::InputErrors& faults) {
        CHECK(faults.lines().size() == 1);
        return faults.what();
    }
    return "";
}

} // namespace

TEST_CASE("a grid is the product of listed numbers and of ranges", "[runs][sweep]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, six_cells);
    CHECK(sweep.plan.design == Design::grid);
    CHECK(sweep.plan.size == 6);
    REQUIRE(sweep.plan.axes.size() == 2);
    CHECK(sweep.plan.axes[0].values == std::vector<double>{3.0, 5.0, 20.0});
    CHECK(sweep.plan.axes[0].unit == "um");
    CHECK(sweep.plan.axes[0].si_unit == "m");
    CHECK(sweep.plan.axes[1].values == std::vector<double>{1e-3, 4e-3});
    CHECK(sweep.outputs.size() == 7);
    CHECK(sweep.source->as_written().solver.engine == runs::Engine::odeint);
}

TEST_CASE("numbers of one axis may be in any unit of its kind", "[runs][sweep]")
{
    const ScratchFolder folder;
    const auto sweep =
        parsed_sweep(folder, "case = 'cell.toml'\n" + lithium + "values = ['5 um', '0.02 mm']\n");
    CHECK(sweep.plan.axes[0].values[1] == Approx(20.0));
    CHECK(sweep.outputs.size() == 3);
}

TEST_CASE("a limit of the instrument may be an axis", "[runs][sweep]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(folder, "case = 'cell.toml'\n[[axis]]\n"
                                            "key = 'protocol.voltage_limit'\n"
                                            "values = ['1 V', '5 V']\n");
    CHECK(sweep.plan.axes[0].unit == "V");
}

TEST_CASE("a Latin hypercube fills its ranges", "[runs][sweep]")
{
    const ScratchFolder folder;
    const auto sweep = parsed_sweep(
        folder, "case = 'cell.toml'\n" + lithium + "from = '1 um'\nto = '100 um'\nscale = 'log'\n" +
                    renewal + "from = '1e-3 m^2/C'\nto = '2e-3 m^2/C'\n" +
                    "[sample]\ndesign = 'latin hypercube'\nsize = 50\nseed = 4\n");
    CHECK(sweep.plan.size == 50);
    CHECK(sweep.plan.seed == 4);
    for (std::uint64_t i = 0; i < 50; ++i) {
        const auto values = member_values(sweep.plan, i);
        CHECK((values[0] >= 1.0 && values[0] <= 100.0));
        CHECK((values[1] >= 1e-3 && values[1] <= 2e-3));
    }
}

TEST_CASE("a key that is none is refused with the nearest one", "[runs][sweep]")
{
    CHECK_THAT(refusal("[[axis]]\nkey = 'cell.working.lithum'\nvalues = ['5 um']\n"),
               Contains("sweep.toml:3") && Contains("axis.key") &&
                   Contains("did you mean \"cell.working.lithium\""));
    CHECK_THAT(refusal("[[axis]]\nkey = 'cell.kind'\nvalues = [1]\n"), Contains("cell.kind"));
}

TEST_CASE("a number that its key does not take is refused before any run", "[runs][sweep]")
{
    CHECK_THAT(refusal(lithium + "values = ['5 s']\n"),
               Contains("axis.values") && Contains("cell.working.lithium = 5 s"));
    CHECK_THAT(refusal("[[axis]]\nkey = 'separator.thickness'\nvalues = ['-1 mm', '1 mm']\n"),
               Contains("axis.values") && Contains("separator.thickness = -1 mm"));
}

TEST_CASE("ranges that hold nothing are refused", "[runs][sweep]")
{
    CHECK_THAT(refusal(lithium + "from = '5 um'\nto = '5 um'\npoints = 3\n"),
               Contains("axis.to") && Contains("empty"));
    CHECK_THAT(refusal(lithium + "from = '0 um'\nto = '5 um'\npoints = 3\nscale = 'log'\n"),
               Contains("axis.from") && Contains("logarithmic"));
    CHECK_THAT(refusal(lithium + "from = '1 um'\nto = '5 um'\n"), Contains("axis.points"));
    CHECK_THAT(refusal(lithium + "from = '1 um'\npoints = 3\n"), Contains("axis.to"));
    CHECK_THAT(refusal(lithium + "from = '1 um'\nto = '5 V'\npoints = 3\n"), Contains("axis.to"));
    CHECK_THAT(refusal(lithium), Contains("axis.values"));
    CHECK_THAT(refusal(lithium + "values = []\n"), Contains("axis.values"));
}

TEST_CASE("axes that do not go together are refused", "[runs][sweep]")
{
    CHECK_THAT(refusal(lithium + "values = ['5 um']\n" + lithium + "values = ['6 um']\n"),
               Contains("two axes"));
    CHECK_THAT(refusal(lithium + "values = ['5 um', '6 um']\n" + renewal +
                       "values = ['1e-3 m^2/C']\n[sample]\ndesign = 'list'\n"),
               Contains("equally many"));
    CHECK_THAT(refusal(lithium + "values = ['5 um', '5 um']\n"), Contains("twice"));
    CHECK_THAT(refusal(""), Contains("[[axis]]"));
}

TEST_CASE("a design says how many members it has, or its axes do", "[runs][sweep]")
{
    const auto range = lithium + "from = '1 um'\nto = '5 um'\n";
    CHECK_THAT(refusal(range + "[sample]\ndesign = 'sobol'\n"), Contains("sample.size"));
    CHECK_THAT(refusal(range + "points = 3\n[sample]\nsize = 4\n"), Contains("sample.size"));
    CHECK_THAT(refusal(range + "points = 3\n[sample]\ndesign = 'sobol'\nsize = 4\n"),
               Contains("axis.points"));
}

TEST_CASE("a grid of more members than doubles can count is refused", "[runs][sweep]")
{
    std::string axes;
    for (const auto* key :
         {"cell.working.lithium", "cell.counter.lithium", "separator.thickness"}) {
        axes += "[[axis]]\nkey = '" + std::string(key) +
                "'\nfrom = '1 um'\nto = '5 um'\npoints = 1000000\n";
    }
    CHECK_THAT(refusal(axes), Contains("2^53"));
}

TEST_CASE("an output that is none is refused with the nearest one", "[runs][sweep]")
{
    CHECK_THAT(refusal(lithium + "values = ['5 um']\n", "outputs = ['end_tim']\n"),
               Contains("sweep.toml:2") && Contains("did you mean \"end_time\""));
    CHECK_THAT(refusal(lithium + "values = ['5 um']\n", "outputs = ['end_time', 'end_time']\n"),
               Contains("twice"));
}

TEST_CASE("every key of a sweep is documented", "[runs][sweep]")
{
    const auto keys = runs::describe_sweep();
    for (const auto* name : {"case", "set", "outputs", "design", "size", "seed", "key", "values",
                             "from", "to", "points", "scale"}) {
        CHECK(std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
            return key.name == name && !key.meaning.empty();
        }));
    }
}
