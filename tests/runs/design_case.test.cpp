#include "tests/support/design_files.hpp"
#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith;
using namespace tests;
using namespace tests::designs;
using Catch::Matchers::Contains;
using runs::DesignCase;
using runs::Verdict;

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
