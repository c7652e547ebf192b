#include "runs/case/design.hpp"

#include "tests/support/case_text.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace percolith;
using namespace tests;
using Catch::Matchers::Contains;
using runs::DesignCase;
using runs::Verdict;

namespace
{

using Edits = std::vector<std::pair<std::string, std::string>>;

const std::string conductivity = "[[uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
                                 "distribution = 'log-normal'\nmedian = '4e-9 S/m'\nfactor = 2\n";
const std::string of_good = "[[candidate.uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
                            "distribution = 'log-uniform'\nfrom = '1e-10 S/m'\nto = '1e-9 S/m'\n";
const std::string bad = "[[candidate]]\nname = 'bad'\npasses = false\n";
const std::string good = "[[candidate]]\nname = 'good'\npasses = true\n";
const std::string head = "case = 'cell.toml'\n";
const std::string two = head + bad + good + of_good;
const std::string bench = "[bench]\nfoils = ['20 um', '5 um', '10.25 mAh/cm^2']\n"
                          "current = {from = '0.1 mA/cm^2', to = '1 mA/cm^2', points = 3}\n"
                          "capacity = {from = '0.1 mAh/cm^2'}\nhours = '400 h'\n";
const std::string verdicts = two + conductivity + bench;
const std::string by_fraction = head +
                                "[[uncertain]]\nkey = 'electrolyte.metal_volume_fraction'\n"
                                "distribution = 'uniform'\nfrom = '0 %'\nto = '5 %'\n"
                                "[decision]\nquantity = 'electrolyte.metal_volume_fraction'\n"
                                "below = '1.4 %'\n" +
                                bench;
const std::string by_life =
    head + conductivity + "[decision]\nquantity = 'cycle_life'\nat_least = 500\n" + bench;

std::string edited(std::string text, const Edits& edits)
{
    for (const auto& [from, to] : edits) {
        const auto at = text.find(from);
        INFO(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
    }
    return text;
}

/// The case of all candidates, and others that differ from it.
void write_cases(const ScratchFolder& folder)
{
    auto text = cell_text(leaky);
    text.insert(text.find("working"), "foil_capacity = '0.205 mAh/cm^2/um'\n");
    const auto write = [&](const char* name, const Edits& edits) {
        std::ofstream(folder / name) << edited(text, edits);
    };
    write("cell.toml", {});
    write("area.toml", {{"1 cm^2", "2 cm^2"}});
    write("counter.toml", {{"100 um", "50 um"}});
    write("foil.toml", {{"0.205", "0.2"}});
    write("same.toml", {{"1 cm^2", "100 mm^2"}, {"100 um", "20.5 mAh/cm^2"}});
    write("stops.toml", {{"[protocol]", "[protocol]\nstop_when = ['V > 1 V']"}});
    write("symmetric.toml", {{"asymmetric", "symmetric"}, {"working = {lithium = '20 um'}\n", ""}});
    write("free.toml", {{"asymmetric", "anode-free"}, {"working = {lithium = '20 um'}\n", ""}});
    write("titled.toml", {{"[cell]", "title = 'what I pressed'\n[cell]"}});
    write("broken.toml", {{"'1 cm^2'", "1"}});
}

DesignCase parsed(const std::string& text, const std::vector<std::string>& overrides = {})
{
    const ScratchFolder folder;
    write_cases(folder);
    return runs::parse_design(text, "design.toml", overrides, folder.path());
}

/// The lines that refuse it; none for a sound one.
std::vector<std::string> faults_of(const std::string& text)
{
    try {
        parsed(text);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

/// The one line that refuses it.
std::string refusal(const std::string& text, const Edits& edits = {})
{
    const auto lines = faults_of(edited(text, edits));
    std::string all;
    for (const auto& line : lines) {
        all += line + '\n';
    }
    INFO(all);
    CHECK(lines.size() == 1);
    return lines.empty() ? "" : all;
}

} // namespace

TEST_CASE("candidates with verdicts, their beliefs and the bench are read", "[runs][design]")
{
    const auto all = parsed(verdicts);
    REQUIRE(all.candidates.size() == 2);
    CHECK(all.candidates[0].name == "bad");
    CHECK(all.candidates[0].verdict == Verdict::fail);
    CHECK(all.candidates[1].verdict == Verdict::pass);
    CHECK_FALSE(all.criterion);
    for (const auto& candidate : all.candidates) {
        REQUIRE(candidate.source);
        CHECK(candidate.source->as_written().solver.engine == runs::Engine::odeint);
        CHECK(candidate.beliefs.design == runs::ensemble::Design::sobol);
        CHECK(candidate.beliefs.size == 2048);
        CHECK(candidate.beliefs.seed == 1);
    }
    REQUIRE(all.bench.foils.size() == 3); // by thickness, 0.205 mAh/cm^2 per um
    CHECK(all.bench.foils[0].thickness.si == Approx(5e-6));
    CHECK(all.bench.foils[0].lithium.si == Approx(3.6e4 * 1.025));
    CHECK(all.bench.foils[2].thickness.si == Approx(50e-6));
    CHECK(all.bench.foils[2].lithium.si == Approx(3.6e4 * 10.25));
    REQUIRE(all.bench.currents.size() == 3);
    CHECK(all.bench.currents[0].si == 1.0);
    CHECK(all.bench.currents[1].si == Approx(std::sqrt(10.0)));
    CHECK(all.bench.currents[2].si == 10.0);
}

TEST_CASE("a belief of a candidate replaces the common one about the same key", "[runs][design]")
{
    const auto all = parsed(two +
                            "[[candidate.uncertain]]\nkey = 'interphase.renewal'\n"
                            "distribution = 'uniform'\nfrom = '0 m^2/C'\nto = '1e-3 m^2/C'\n" +
                            conductivity + bench);
    const auto& common = all.candidates[0].beliefs.axes;
    REQUIRE(common.size() == 1);
    CHECK(common[0].belief->centre == 4e-9);
    const auto& own = all.candidates[1].beliefs.axes;
    REQUIRE(own.size() == 2);
    CHECK(own[0].key == "interphase.electronic_conductivity");
    CHECK(own[0].belief->high == 1e-9);
    CHECK(own[0].si_unit == "S m-1");
    CHECK(own[1].key == "interphase.renewal");
    // Nothing need be uncertain where candidates differ.
    CHECK(parsed(head + bad + good + bench).candidates[0].beliefs.axes.empty());
}

TEST_CASE("a case is overlaid by what is common and then by what is a candidate's own",
          "[runs][design]")
{
    const auto thickness = [](const runs::Candidate& candidate) {
        return candidate.source->as_written().cell.separator_thickness.si;
    };
    const std::string set = "set = ['separator.thickness=2 mm']\n";
    const auto all =
        parsed(head + set + bad + good + "set = ['separator.thickness=3 mm']\n" +
               "[[candidate]]\nname = 'third'\npasses = true\ncase = 'same.toml'\n" + bench);
    CHECK(thickness(all.candidates[0]) == Approx(2e-3));
    CHECK(thickness(all.candidates[1]) == Approx(3e-3));
    CHECK(thickness(all.candidates[2]) == Approx(2e-3));
    // No common case where every candidate has its own.
    CHECK(faults_of(bad + "case = 'cell.toml'\n" + good + "case = 'same.toml'\n" + bench).empty());
}

TEST_CASE("a cell of any kind may be a candidate: the design puts the lithium there",
          "[runs][design]")
{
    for (const std::string file : {"symmetric.toml", "free.toml"}) {
        CHECK(faults_of(edited(verdicts, {{"cell.toml", file}})).empty());
    }
}

TEST_CASE("a key that is uncertain may decide, in whatever unit", "[runs][design]")
{
    const auto all = parsed(by_fraction);
    REQUIRE(all.criterion);
    CHECK_FALSE(all.criterion->output);
    CHECK(all.criterion->unit == "%");
    CHECK(all.criterion->bound == 1.4);
    CHECK((*all.criterion)(1.3) == Verdict::pass);
    CHECK((*all.criterion)(1.4) == Verdict::fail);
    REQUIRE(all.candidates.size() == 1); // the case itself
    CHECK(all.candidates[0].name == "cell");
    CHECK_FALSE(all.candidates[0].verdict);
    CHECK(parsed(edited(by_fraction, {{"'1.4 %'", "0.014"}})).criterion->bound == Approx(1.4));
    CHECK(parsed(edited(by_fraction, {{"cell.toml", "titled.toml"}})).candidates[0].name ==
          "what I pressed");
}

TEST_CASE("an output may decide, its bound kept in SI", "[runs][design]")
{
    const auto life = parsed(by_life);
    REQUIRE(life.criterion->output);
    CHECK(life.criterion->output->column.name == "cycle_life");
    CHECK(life.criterion->bound == 500.0);
    CHECK((*life.criterion)(500.0) == Verdict::pass);
    CHECK((*life.criterion)(499.0) == Verdict::fail);
    const auto leak = parsed(edited(by_life, {{"cycle_life", "working_mean_leak"},
                                              {"at_least = 500", "below = '0.01 mA/cm^2'"}}));
    CHECK(leak.criterion->unit == "A m-2");
    CHECK(leak.criterion->bound == Approx(0.1));
    CHECK(leak.criterion->passes_below);
}

TEST_CASE("what a design leaves out has the values of the reference", "[runs][design]")
{
    const auto all = parsed(verdicts);
    CHECK(all.false_alarm == 0.05);
    CHECK(all.miss == 0.05);
    CHECK(all.tests == 2048);
    CHECK(all.confidence == 0.95);
    CHECK(all.bench.foil_tolerance == 0.0);
    CHECK_FALSE(all.bench.largest_capacity);
    CHECK(all.bench.capacity_points == 8);
    CHECK(all.bench.voltage_range.si == 5.0);
    CHECK(all.bench.voltage_noise.si == 0.0);
    CHECK(all.bench.charge_accuracy == 0.0);
    // The alarm is the range, whatever that is.
    CHECK(parsed(verdicts + "voltage_range = '2 V'\n").bench.alarm.si == 2.0);
}

TEST_CASE("overrides are laid over a design", "[runs][design]")
{
    const auto all = parsed(verdicts, {"bench.hours=2 d", "sample.tests=64", "sample.seed=7"});
    CHECK(all.bench.hours.si == Approx(172800.0));
    CHECK(all.candidates[1].beliefs.size == 64);
    CHECK(all.candidates[1].beliefs.seed == 7);
    CHECK(all.overrides.size() == 3);
    CHECK(all.text == verdicts);
}

TEST_CASE("what is read of a bench is what was written, in whatever units", "[runs][design]")
{
    Draw draw(11);
    // Each unit with its size in SI, by hand.
    struct Unit {
        const char* name;
        double size;
    };
    const std::array<Unit, 3> currents{{{"mA/cm^2", 10.0}, {"uA/cm2", 1e-2}, {"A m-2", 1.0}}};
    const std::array<Unit, 3> charges{{{"mAh/cm^2", 3.6e4}, {"uAh/cm2", 36.0}, {"C m-2", 1.0}}};
    const std::array<Unit, 3> lengths{{{"um", 1e-6}, {"nm", 1e-9}, {"mm", 1e-3}}};
    const std::array<Unit, 3> times{{{"h", 3600.0}, {"d", 86400.0}, {"s", 1.0}}};
    const std::array<Unit, 2> voltages{{{"V", 1.0}, {"mV", 1e-3}}};
    const auto written = [&](double si, const auto& units) {
        const auto& unit =
            units[static_cast<std::size_t>(draw.uniform(0.0, static_cast<double>(units.size())))];
        std::ostringstream text;
        text.precision(17);
        text << '\'' << si / unit.size << ' ' << unit.name << '\'';
        return text.str();
    };
    for (int k = 0; k < 30; ++k) {
        const double foil = draw.logarithmic(1e-6, 1e-4);
        const double current = draw.logarithmic(0.1, 10.0);
        const double least = 0.01 * foil * 7.38e9; // of what the foil holds
        const double hours = draw.logarithmic(1.0, 100.0) * 2.0 * least / current;
        const double range = draw.logarithmic(0.1, 10.0);
        const double alarm = range * draw.uniform(0.1, 1.0);
        const double noise = draw.logarithmic(1e-4, 1e-2);
        const auto text = head + bad + good + "[bench]\nfoils = [" + written(foil, lengths) + ", " +
                          written(2.0 * foil * 7.38e9, charges) + "]\ncurrent = {values = [" +
                          written(current, currents) + ", " + written(0.5 * current, currents) +
                          "]}\ncapacity = {from = " + written(least, charges) +
                          ", to = " + written(5.0 * least, charges) +
                          "}\nhours = " + written(hours, times) +
                          "\nvoltage_range = " + written(range, voltages) +
                          "\nalarm = " + written(alarm, voltages) +
                          "\nvoltage_noise = " + written(noise, voltages) + "\n";
        INFO(text);
        const auto read = parsed(text).bench;
        REQUIRE(read.foils.size() == 2);
        // Rounding of a few conversions.
        const auto same = [](double si) { return Approx(si).epsilon(1e-12); };
        CHECK(read.foils[0].thickness.si == same(foil));
        CHECK(read.foils[0].lithium.si == same(foil * 7.38e9));
        CHECK(read.foils[1].thickness.si == same(2.0 * foil));
        REQUIRE(read.currents.size() == 2);
        CHECK(read.currents[0].si == same(0.5 * current));
        CHECK(read.currents[1].si == same(current));
        CHECK(read.least_capacity.si == same(least));
        CHECK(read.largest_capacity->si == same(5.0 * least));
        CHECK(read.hours.si == same(hours));
        CHECK(read.voltage_range.si == same(range));
        CHECK(read.alarm.si == same(alarm));
        CHECK(read.voltage_noise.si == same(noise));
    }
}

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

TEST_CASE("every key of a design is described once, with a meaning", "[runs][design]")
{
    const auto keys = runs::describe_design();
    std::vector<std::string> names;
    for (const auto& key : keys) {
        CAPTURE(key.section, key.name);
        CHECK_FALSE(key.meaning.empty());
        names.push_back(key.section + '.' + key.name);
    }
    std::ranges::sort(names);
    CHECK(std::ranges::adjacent_find(names) == names.end());
    for (const auto* name : {"candidate.uncertain.key", "uncertain.factor", "bench.current.values",
                             "bench.capacity.from", "decision.at_least", "errors.miss"}) {
        CHECK(std::ranges::binary_search(names, std::string(name)));
    }
}

TEST_CASE("what the page on designs shows is sound", "[runs][design]")
{
    const ScratchFolder folder;
    write_cases(folder);
    const std::filesystem::path cases(PERCOLITH_CASES);
    std::filesystem::copy_file(cases / "asymmetric_lpsc_lgps_4_1.toml", folder / "mii_2.toml");
    std::filesystem::copy_file(cases / "asymmetric_lpsc_lgps_16_1.toml", folder / "mii_3.toml");
    const auto page = slurp(std::filesystem::path(PERCOLITH_DOCS) / "files" / "design.md");
    const std::string begin = "```toml\n";
    std::size_t shown = 0;
    for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
        at += begin.size();
        auto text = page.substr(at, page.find("```", at) - at);
        if (text.starts_with("[decision]")) {
            text = edited(by_fraction,
                          {{by_fraction.substr(by_fraction.find("[decision]")), text + bench}});
        }
        INFO(text);
        CHECK_NOTHROW(runs::parse_design(text, "page.toml", {}, folder.path()));
        ++shown;
    }
    CHECK(shown == 4);
}

TEST_CASE("the shipped designs are sound", "[runs][design]")
{
    const auto folder = std::filesystem::path(PERCOLITH_CASES).parent_path() / "designs";
    std::size_t read = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CHECK_NOTHROW(runs::read_design(entry.path()));
        ++read;
    }
    CHECK(read > 0);
}
