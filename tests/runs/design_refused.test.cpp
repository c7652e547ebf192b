#include "tests/support/design_files.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith;
using namespace tests;
using namespace tests::designs;
using Catch::Matchers::Contains;

TEST_CASE("all faults of a design come at once, each with its place", "[runs][design]")
{
    const auto lines = faults_of(edited(verdicts, {{"400 h", "400"},
                                                   {"'5 um'", "'-5 um'"},
                                                   {"factor = 2", "factor = 1"},
                                                   {"passes = true", "passes = 'yes'"}}) +
                                 "hourz = 3\n");
    REQUIRE(lines.size() == 5);
    CHECK_THAT(lines[0], Contains("design.toml:7:") && Contains("candidate.passes"));
    CHECK_THAT(lines[1], Contains("design.toml:17:") && Contains("uncertain.factor"));
    CHECK_THAT(lines[2], Contains("design.toml:19:") && Contains("bench.foils"));
    CHECK_THAT(lines[3],
               Contains("design.toml:22:") && Contains("bench.hours") && Contains("bare number"));
    CHECK_THAT(lines[4], Contains("did you mean \"hours\"?"));
}

TEST_CASE("candidates that cannot be told apart are refused", "[runs][design]")
{
    CHECK_THAT(refusal(verdicts, {{"name = 'good'", "name = 'bad'"}}),
               Contains("design.toml:6:") && Contains("\"bad\" stands twice"));
    CHECK_THAT(refusal(verdicts, {{"name = 'good'", "name = ''"}}), Contains("is empty"));
    CHECK_THAT(refusal(verdicts, {{"name = 'good'\n", ""}}), Contains("candidate.name: missing"));
    CHECK_THAT(refusal(verdicts, {{"passes = false", "passes = true"}}),
               Contains("all candidates pass"));
    CHECK_THAT(refusal(verdicts, {{"passes = true", "passes = false"}}),
               Contains("none of the candidates passes"));
    CHECK_THAT(refusal(verdicts, {{"passes = true\n", ""}}),
               Contains("design.toml:5:") && Contains("candidate.passes: missing, but another"));
    CHECK_THAT(refusal(verdicts + "[decision]\nquantity = 'cycle_life'\nat_least = 5\n"),
               Contains("decision: stands beside"));
    CHECK_THAT(refusal(verdicts, {{"passes = true\n", ""}, {"passes = false\n", ""}}),
               Contains("decision: missing"));
    CHECK_THAT(refusal(head + conductivity + bench), Contains("decision: missing"));
    CHECK_THAT(refusal("candidate = []\n" + head + bench), Contains("candidate: is empty"));
    CHECK_THAT(refusal("candidate = 3\n" + head + bench), Contains("candidate: is a number"));
}

TEST_CASE("a case that is missing or cannot be read is refused", "[runs][design]")
{
    CHECK_THAT(
        refusal(verdicts, {{head, ""}, {"passes = false", "passes = false\ncase='cell.toml'"}}),
        Contains("design.toml:5:") && Contains("candidate.case: missing"));
    CHECK_THAT(refusal(by_life, {{head, ""}}), Contains("case: missing"));
    // What a foil holds, the case would have said.
    CHECK_THAT(refusal(by_life, {{head, ""}, {"0.1 mAh/cm^2", "10.3 mAh/cm^2"}}),
               Contains("case: missing"));
    CHECK_THAT(refusal(verdicts, {{"cell.toml", "none.toml"}}), Contains("none.toml"));
    CHECK_THAT(refusal(verdicts, {{"cell.toml", "broken.toml"}}),
               Contains("cell.area") && Contains("bare number"));
    CHECK_THAT(
        refusal(verdicts, {{"name = 'good'", "name = 'good'\nset = ['separator.thicknes=1 mm']"}}),
        Contains("did you mean \"thickness\"?"));
}

TEST_CASE("candidates on different benches are refused", "[runs][design]")
{
    const auto other = [](const std::string& file) {
        return refusal(verdicts, {{"name = 'good'", "name = 'good'\ncase = '" + file + "'"}});
    };
    CHECK_THAT(other("area.toml"), Contains("design.toml:7:") && Contains("candidate.case") &&
                                       Contains("candidate \"good\" has cell.area = 2 cm^2, "
                                                "candidate \"bad\" 1 cm^2"));
    CHECK_THAT(other("counter.toml"), Contains("cell.counter.lithium = 10.25 mAh/cm^2"));
    CHECK_THAT(other("foil.toml"), Contains("cell.foil_capacity = 0.2 mAh/cm^2/um"));
    CHECK_THAT(refusal(verdicts, {{"name = 'good'", "name = 'good'\nset = ['cell.area=2 cm^2']"}}),
               Contains("candidate.set"));
    // The same in other units is the same.
    CHECK(faults_of(edited(verdicts, {{"name = 'good'", "name = 'good'\ncase = 'same.toml'"}}))
              .empty());
}

TEST_CASE("what the test would not heed is refused with what to write instead", "[runs][design]")
{
    const auto about = [](const std::string& key, const std::string& from, const std::string& to) {
        return refusal(verdicts + "[[uncertain]]\nkey = '" + key +
                       "'\ndistribution = 'uniform'\nfrom = '" + from + "'\nto = '" + to + "'\n");
    };
    CHECK_THAT(about("cell.working.lithium", "10 um", "30 um"), Contains("bench.foil_tolerance"));
    CHECK_THAT(about("cell.foil_capacity", "0.2 mAh/cm^2/um", "0.21 mAh/cm^2/um"),
               Contains("bench.foil_tolerance"));
    CHECK_THAT(about("protocol.voltage_limit", "1 V", "5 V"), Contains("bench.voltage_range"));
    CHECK_THAT(about("protocol.record_longest_gap", "1 s", "5 s"), Contains("remove it"));
    CHECK_THAT(about("solver.relative_tolerance", "1e-8", "1e-6"), Contains("remove it"));
    CHECK_THAT(refusal(by_life, {{"cell.toml", "stops.toml"}}),
               Contains("design.toml:1:") && Contains("stop_when") &&
                   Contains("\"protocol.stop_when=\""));
    CHECK(
        faults_of(edited(by_life, {{head, "case = 'stops.toml'\nset = ['protocol.stop_when=']\n"}}))
            .empty());
}

TEST_CASE("a belief about what is no number of a candidate says of which", "[runs][design]")
{
    const auto wrong = [](const std::string& key) {
        return refusal(by_life, {{"interphase.electronic_conductivity", key}});
    };
    CHECK_THAT(wrong("interphase.electronic_conductivty"),
               Contains("is no number of the case") &&
                   Contains("did you mean \"interphase.electronic_conductivity\"?"));
    CHECK_THAT(wrong("cell.kind"), Contains("cell.kind"));
    const auto lines =
        faults_of(verdicts + edited(conductivity, {{"electronic_conductivity", "renew"}}));
    REQUIRE(lines.size() == 2);
    CHECK_THAT(lines[0], Contains("is no number of candidate \"bad\""));
    CHECK_THAT(lines[1], Contains("is no number of candidate \"good\""));
    CHECK_THAT(refusal(verdicts + conductivity), Contains("stands twice"));
}

TEST_CASE("beliefs that do not go together with the case are refused", "[runs][design]")
{
    // A law has its own numbers; the case gives the conductivity itself.
    const std::string threshold = "key = 'interphase.electronic.threshold'\n"
                                  "distribution = 'uniform'\nfrom = 0.01\nto = 0.02\n";
    CHECK_THAT(refusal(by_life + "[[uncertain]]\n" + threshold),
               Contains("uncertain: candidate \"cell\" is no case at the medians") &&
                   Contains("interphase.electronic"));
    CHECK_THAT(refusal(head + bad + good + "[[candidate.uncertain]]\n" + threshold + bench),
               Contains("candidate.uncertain: candidate \"good\" is no case"));
}

TEST_CASE("a decision about what does not vary, or cannot, is refused", "[runs][design]")
{
    const auto by = [](const std::string& quantity) {
        return refusal(by_life, {{"cycle_life", quantity}});
    };
    CHECK_THAT(by("cycle_lif"), Contains("did you mean \"cycle_life\"?"));
    CHECK_THAT(by("interphase.electronic_conductivit"),
               Contains("did you mean \"interphase.electronic_conductivity\"?"));
    CHECK_THAT(by("interphase.renewal"),
               Contains("is certain in candidate \"cell\"") && Contains("add it to [[uncertain]]"));
    CHECK_THAT(by("ended_by"), Contains("is a word"));
    CHECK_THAT(refusal(by_life, {{"cycle_life", "end_time"}}), Contains("decision.at_least"));
    CHECK_THAT(refusal(by_life, {{"at_least = 500", "at_least = '500 V'"}}),
               Contains("decision.at_least"));
    CHECK_THAT(refusal(by_fraction, {{"'1.4 %'", "'1.4 um'"}}), Contains("decision.below"));
    CHECK_THAT(refusal(by_life, {{"at_least = 500\n", ""}}), Contains("decision.below: missing"));
    CHECK_THAT(refusal(by_life, {{"at_least = 500", "at_least = 500\nbelow = 3"}}),
               Contains("contradicts"));
    CHECK_THAT(refusal(by_life, {{"quantity = 'cycle_life'\n", ""}}),
               Contains("decision.quantity: missing"));
    CHECK_THAT(refusal(by_life, {{conductivity, ""}}), Contains("nothing is uncertain"));
}

TEST_CASE("a key that decides is uncertain in every candidate, in one unit", "[runs][design]")
{
    const auto fraction = [](const std::string& from, const std::string& to) {
        return "[[candidate.uncertain]]\nkey = 'electrolyte.metal_volume_fraction'\n"
               "distribution = 'uniform'\nfrom = " +
               from + "\nto = " + to + '\n';
    };
    const auto one = "[[candidate]]\nname = 'one'\n" + fraction("'0 %'", "'2 %'");
    const std::string other = "[[candidate]]\nname = 'other'\n";
    const std::string decision = "[decision]\nquantity = 'electrolyte.metal_volume_fraction'\n"
                                 "below = '1.4 %'\n" +
                                 bench;
    CHECK(faults_of(head + one + other + fraction("'1 %'", "'5 %'") + decision).empty());
    CHECK_THAT(refusal(head + one + other + decision),
               Contains("is certain in candidate \"other\""));
    CHECK_THAT(refusal(head + one + other + fraction("0.01", "0.05") + decision),
               Contains("candidate \"one\" has it in \"%\", candidate \"other\" in \"\""));
}

TEST_CASE("a bench on which no test can be made is refused", "[runs][design]")
{
    const auto with = [](const std::string& from, const std::string& to) {
        return refusal(verdicts, {{from, to}});
    };
    CHECK_THAT(with("0.1 mAh/cm^2", "10.3 mAh/cm^2"),
               Contains("bench.capacity.from") &&
                   Contains("more than the thickest foil holds, 10.25 mAh/cm^2"));
    CHECK_THAT(with("400 h", "0.19 h"),
               Contains("bench.hours") &&
                   Contains("one cycle of 0.1 mAh/cm^2 at 1 mA/cm^2 takes 0.2 h"));
    CHECK(faults_of(edited(verdicts, {{"400 h", "0.21 h"}})).empty());
    CHECK_THAT(with("'5 um'", "'50 um'"), Contains("bench.foils") && Contains("50 um of lithium"));
    CHECK_THAT(with("'5 um'", "'0 um'"), Contains("bench.foils") && Contains("out of range"));
    CHECK_THAT(with("'5 um'", "'5 V'"), Contains("bench.foils") && Contains("mAh/cm^2"));
    CHECK_THAT(with("foils = ['20 um', '5 um', '10.25 mAh/cm^2']\n", ""),
               Contains("bench.foils: missing"));
    CHECK_THAT(with("'20 um', '5 um', '10.25 mAh/cm^2'", ""), Contains("bench.foils: is empty"));
    CHECK_THAT(with("hours = '400 h'\n", ""), Contains("bench.hours: missing"));
    CHECK_THAT(with("capacity = {from = '0.1 mAh/cm^2'}\n", ""),
               Contains("bench.capacity.from: missing"));
    CHECK_THAT(with("'0.1 mAh/cm^2'}", "'0.1 mAh/cm^2', to = '0.05 mAh/cm^2'}"),
               Contains("bench.capacity.to") && Contains("empty"));
    CHECK_THAT(with("'0.1 mAh/cm^2'}", "'0.1 mAh/cm^2', points = 1}"),
               Contains("bench.capacity.points"));
    CHECK_THAT(refusal("bench = 3\n" + head + bad + good), Contains("bench: is a number"));
}

TEST_CASE("currents are a range or a list", "[runs][design]")
{
    const auto with = [](const std::string& current) {
        return refusal(verdicts,
                       {{"{from = '0.1 mA/cm^2', to = '1 mA/cm^2', points = 3}", current}});
    };
    CHECK_THAT(with("{from = '1 mA/cm^2', to = '1 mA/cm^2'}"),
               Contains("bench.current.to") && Contains("empty"));
    CHECK_THAT(with("{from = '1 mA/cm^2'}"), Contains("bench.current.to: missing"));
    CHECK_THAT(with("{to = '1 mA/cm^2'}"), Contains("bench.current.from: missing"));
    CHECK_THAT(with("{from = '1 mA/cm^2', values = ['1 mA/cm^2']}"),
               Contains("bench.current.from: stands beside values"));
    CHECK_THAT(with("{values = ['1 mA/cm^2', '10 A/m^2']}"), Contains("1 mA/cm^2 stands twice"));
    CHECK_THAT(with("{values = ['0 mA/cm^2']}"), Contains("out of range"));
    CHECK_THAT(with("{values = ['1 mA']}"), Contains("bench.current.values"));
    CHECK_THAT(with("'1 mA/cm^2'"), Contains("give a table [bench.current]"));
    CHECK_THAT(with("{from = '1 mA/cm^2', to = '2 mA/cm^2', points = 1}"),
               Contains("bench.current.points"));
}

TEST_CASE("numbers of the instrument and of the answer keep to their ranges", "[runs][design]")
{
    const auto with = [](const std::string& more) { return refusal(verdicts + more); };
    CHECK_THAT(with("alarm = '5.1 V'\n"),
               Contains("bench.alarm") && Contains("beyond the instrument's range, 5 V"));
    CHECK_THAT(with("voltage_range = '0 V'\n"), Contains("bench.voltage_range"));
    CHECK_THAT(with("voltage_noise = '-1 mV'\n"), Contains("bench.voltage_noise"));
    CHECK_THAT(with("foil_tolerance = '34 %'\n"), Contains("bench.foil_tolerance"));
    CHECK_THAT(with("charge_accuracy = 0.5\n"), Contains("bench.charge_accuracy"));
    CHECK_THAT(with("[errors]\nmiss = 0.5\n"), Contains("errors.miss"));
    CHECK_THAT(with("[errors]\nfalse_alarm = 0\n"), Contains("errors.false_alarm"));
    CHECK_THAT(with("[sample]\ntests = 63\n"), Contains("sample.tests"));
    CHECK_THAT(with("[sample]\ntests = 64.5\n"), Contains("sample.tests"));
    CHECK_THAT(with("[sample]\nseed = -1\n"), Contains("sample.seed"));
    CHECK_THAT(with("[sample]\nconfidence = 1\n"), Contains("sample.confidence"));
}
