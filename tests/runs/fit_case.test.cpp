#include "runs/case/fit.hpp"
#include "runs/fit/mechanism_cases.hpp"

#include "tests/support/cell_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using Catch::Contains;

namespace
{

/// A fit of one cell whose case has this protocol section, followed as it stands, with `more` said
/// of its parameter.
runs::FitCase parsed(const ScratchFolder& folder, const std::string& protocol,
                     const std::string& more = "")
{
    auto text = cell_text(leaky);
    text.resize(text.find("[protocol]"));
    std::ofstream(folder / "cell.toml") << text << "[protocol]\n" << protocol << '\n';
    return runs::parse_fit("[[cell]]\nname = 'a'\ncase = 'cell.toml'\n"
                           "[[cell.event]]\nwhat = 'end'\ntime = '20 h'\nerror = '1 h'\n"
                           "[[parameter]]\nkey = 'interphase.renewal'\nstart = '1e-3 m^2/C'\n" +
                               more,
                           "fit.toml", {}, folder.path());
}

const std::string an_hour_each_way =
    "steps = '''\nStrip working at 0.5 mA/cm^2 for 1 hour\nPlate working at 0.5 mA/cm^2 for 1 "
    "hour\nrepeat 5 times\n'''\n";

} // namespace

TEST_CASE("a cell without a record follows its case's own protocol", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = parsed(folder, an_hour_each_way);
    REQUIRE(fit.cells.size() == 1);
    REQUIRE(fit.cells[0].pieces.size() == 10);
    CHECK(fit.cells[0].pieces[1].current == Approx(-5.0));
    CHECK(fit.cells[0].limits.high == 5.0);
    CHECK(fit.parameters[0].logarithmic);
}

TEST_CASE("a protocol whose current hangs on what the cell does is no record", "[runs][fit]")
{
    const ScratchFolder folder;
    CHECK_THROWS_WITH(parsed(folder, an_hour_each_way + "at_limit = 'next step'"),
                      Contains("fit.toml:3") && Contains("protocol.at_limit") &&
                          Contains("data = "));
    CHECK_THROWS_WITH(
        parsed(folder, an_hour_each_way + "stop_when = ['thickness of working > 1 um']"),
        Contains("fit.toml:3") && Contains("protocol.stop_when"));
    CHECK_THROWS_WITH(parsed(folder, "steps = 'Hold at 0.1 V for 1 hour'"),
                      Contains("fit.toml:3") && Contains("Hold at 0.1 V"));
}

TEST_CASE("where a limit ends a step alone, the record says what came after it", "[runs][fit]")
{
    const ScratchFolder folder;
    {
        std::ofstream record(folder.path() / "record.bdf.csv");
        record << "Test Time / s,Voltage / V,Current / A\n";
        for (int k = 0; k <= 60; ++k) {
            record << 60 * k << ',' << (k < 60 ? "0.002,5e-4\n" : "0.002,0\n");
        }
    }
    const auto end_of = [&](const std::string& at_limit) {
        auto text = cell_text(leaky);
        text += "voltage_limit = '5 mV'\nat_limit = '" + at_limit + "'\n";
        std::ofstream(folder.path() / "cell.toml") << text;
        const auto fit =
            runs::parse_fit("[[cell]]\nname = 'a'\ncase = 'cell.toml'\ndata = 'record.bdf.csv'\n"
                            "voltage = {noise = '1 mV', below = '1 V'}\n"
                            "[[parameter]]\nkey = 'interphase.renewal'\nstart = '1e-3 m^2/C'\n",
                            "fit.toml", {}, folder.path());
        const auto& data = fit.cells.at(0);
        // The separator alone shows 9 mV.
        return runs::run_course<double>(cell_at(fit.sources.at(0), {}, {}),
                                        {.pieces = data.pieces, .limits = data.limits}, {})
            .time;
    };
    CHECK(end_of("stop") == 0.0);
    CHECK(end_of("next step") == Approx(3600.0));
}

TEST_CASE("one key of several groups of cells has a name for each group", "[runs][fit]")
{
    const ScratchFolder folder;
    std::string cells;
    for (const std::string name : {"a", "b", "c", "d"}) {
        cells += "[[cell]]\nname = '" + name + "'\ncase = 'cell.toml'\n" +
                 "[[cell.event]]\nwhat = 'end'\ntime = '20 h'\nerror = '1 h'\n";
    }
    auto text = cell_text(leaky);
    text.resize(text.find("[protocol]"));
    std::ofstream(folder / "cell.toml") << text << "[protocol]\n" << an_hour_each_way;
    const std::string renewal = "[[parameter]]\nkey = 'interphase.renewal'\nstart = '1 m^2/C'\n";
    const auto fit =
        runs::parse_fit(cells + renewal + "cells = ['a', 'b']\n" + renewal + "cells = ['d', 'c']\n",
                        "fit.toml", {}, folder.path());
    REQUIRE(fit.parameters.size() == 2);
    CHECK(fit.parameters[0].name == "a, b: interphase.renewal");
    CHECK(fit.parameters[1].name == "d, c: interphase.renewal");
}

TEST_CASE("a mark may be in any unit of its parameter's kind, and needs one", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto with = [&](const std::string& value) {
        return parsed(folder, an_hour_each_way,
                      "marks = [{value = " + value + ", name = 'other cell'}]\n");
    };
    const auto fit = with("'20 cm^2/C'");
    REQUIRE(fit.parameters[0].marks.size() == 1);
    CHECK(fit.parameters[0].marks[0].value == Approx(2e-3));
    CHECK(fit.parameters[0].marks[0].name == "other cell");
    CHECK_THROWS_WITH(with("2e-3"), Contains("parameter.marks.value") && Contains("m^2/C"));
    CHECK_THROWS_WITH(with("'-1 m^2/C'"), Contains("parameter.marks.value") &&
                                              Contains("is not above 0 on a logarithmic scale"));
    CHECK_THROWS_WITH(parsed(folder, an_hour_each_way, "marks = [{name = 'x'}]\n"),
                      Contains("parameter.marks.value: missing"));
}

TEST_CASE("parameters that a mechanism sets are not free in it", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto given = parsed(folder, an_hour_each_way,
                              "[[parameter]]\nkey = 'separator.ionic_conductivity'\n"
                              "start = '1 mS/cm'\n[[mechanism]]\nname = 'tight'\n"
                              "set = ['interphase.renewal=0 m^2/C']\n");
    const auto mechanism = runs::fit::mechanism_named(given, "tight");
    const auto cases = runs::fit::mechanism_cases(given, mechanism);
    REQUIRE(cases.parameters.size() == 1);
    CHECK(cases.parameters[0].key == "separator.ionic_conductivity");
    CHECK(cases.sources.size() == given.cells.size());
    CHECK(runs::fit::mechanism_named(given, "").overrides.empty());
    CHECK_THROWS_WITH(runs::fit::mechanism_named(given, "tigth"),
                      Contains("did you mean \"tight\""));
}
