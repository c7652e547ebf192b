#include "runs/record/fit.hpp"

#include "runs/case/errors.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/percolation.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace
{

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

runs::FittedParameter parameter(const std::string& name, double value)
{
    return {.name = name,
            .key = "interphase.renewal",
            .unit = "m^2/C",
            .logarithmic = true,
            .value = value,
            .error = 0.1,
            .low = 0.8 * value,
            .high = infinity,
            .profiled = true,
            .low_set_by = {"µ", "p1"},
            .high_set_by = {},
            .at_bound = -1,
            .start = 1.0,
            .lower_bound = 1e-4,
            .upper_bound = 1e4,
            .marks = {{0.5 * value, "half of " + name}, {3.0, "µ"}}};
}

runs::FittedMechanism mechanism(const std::string& name, std::size_t parameters,
                                std::size_t samples)
{
    runs::FittedMechanism made{.name = name,
                               .ending = "converged in 3 steps",
                               .converged = true,
                               .minus_two_log_likelihood = -12.5,
                               .threshold = 3.84,
                               .findings = {"one", "two µ"},
                               .diagnostics = {"late"}};
    for (std::size_t k = 0; k < parameters; ++k) {
        const double value = 2.0 + static_cast<double>(k);
        made.parameters.push_back(parameter("p" + std::to_string(k), value));
        made.profiles.push_back({.parameter = k,
                                 .theta = {0.5, 1.0, 1.5},
                                 .value = {0.9 * value, value, 1.1 * value},
                                 .rise = {5.0, 0.0, 4.5}});
        made.samples.insert(made.samples.end(), {value, 1.01 * value});
    }
    made.correlation.assign(parameters * parameters, nan);
    made.minima = {{1.5, 3, std::vector<double>(parameters, 2.0)}};
    made.cells = {
        {1e-3, true, std::vector<double>(samples, 0.02), std::vector<double>(samples, 0.5)}, {}};
    made.points = {{4.2e-3, 0.4}};
    made.events = {{7.2e3, -1.0}, {nan, 0.0}};
    return made;
}

/// Two cells, the second without voltages; two mechanisms that differ in how many numbers are free.
runs::FitRecord made_up(std::size_t samples = 5)
{
    runs::FitRecord record{
        .header = {.title = "made up, µ",
                   .fit_text = "title = \"µ\"\r\n",
                   .overrides = {"search.starts=1"},
                   .inputs = {"a.toml", "a.csv"},
                   .program_version = "0.0.1",
                   .commit = "abc",
                   .confidence = 0.9},
        .cells = {{.name = "a", .area = 1e-4, .said = {"read so"}}, {.name = "b", .area = 2e-4}},
        .points = {{1, "resistance", "cell", "ohm m2", 3600.0, 4e-3, 5e-4}},
        .events = {{0, "end", "", 7200.0, 60.0, "when"},
                   {1, "metal depleted", "working", 100.0, 10.0, "not before"}},
        .exponents = {{1, "consumed charge", "counter", 0.52, 0.4, infinity, 7}},
        .mechanisms = {mechanism("with", 2, samples), mechanism("", 1, samples)},
        .data = samples + 3};
    for (std::size_t k = 0; k < samples; ++k) {
        const auto t = static_cast<double>(k);
        record.cells[0].time.push_back(10.0 * t);
        record.cells[0].voltage.push_back(0.02 + 1e-3 * std::sin(t));
        record.cells[0].current.push_back(4e-4);
    }
    return record;
}

runs::FitRecord there_and_back(const runs::FitRecord& record, const fs::path& file)
{
    runs::FitFile(file).write(record);
    return runs::read_fit_file(file);
}

} // namespace

TEST_CASE("A fit comes back from its file as it went in", "[record][fit]")
{
    const ScratchFolder folder;
    const auto given = made_up();
    const auto found = there_and_back(given, folder / "fit.h5");
    CHECK(found.header.title == given.header.title);
    CHECK(found.header.fit_text == given.header.fit_text);
    CHECK(found.header.overrides == given.header.overrides);
    CHECK(found.header.inputs == given.header.inputs);
    CHECK(found.header.commit == given.header.commit);
    CHECK(found.header.confidence == given.header.confidence);
    CHECK(found.data == given.data);
    REQUIRE(found.cells.size() == 2);
    CHECK(found.cells[0].time == given.cells[0].time);
    CHECK(found.cells[0].voltage == given.cells[0].voltage);
    CHECK(found.cells[0].current == given.cells[0].current);
    CHECK(found.cells[0].said == given.cells[0].said);
    CHECK(found.cells[1].name == "b");
    CHECK(found.cells[1].time.empty());
    REQUIRE(found.points.size() == 1);
    CHECK(found.points[0].cell == 1);
    CHECK(found.points[0].unit == "ohm m2");
    REQUIRE(found.events.size() == 2);
    CHECK(found.events[1].seen == "not before");
    CHECK(found.events[0].electrode.empty());
    REQUIRE(found.exponents.size() == 1);
    CHECK(found.exponents[0].cell == 1);
    CHECK(found.exponents[0].quantity == "consumed charge");
    CHECK(found.exponents[0].part == "counter");
    CHECK(found.exponents[0].exponent == 0.52);
    CHECK(found.exponents[0].low == 0.4);
    CHECK(found.exponents[0].high == infinity);
    CHECK(found.exponents[0].points == 7);
}

TEST_CASE("Mechanisms of a fit keep their own parameters, profiles and samples", "[record][fit]")
{
    const ScratchFolder folder;
    const auto given = made_up();
    const auto found = there_and_back(given, folder / "fit.h5");
    REQUIRE(found.mechanisms.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        const auto& there = found.mechanisms[k];
        const auto& here = given.mechanisms[k];
        CHECK(there.name == here.name);
        CHECK(there.ending == here.ending);
        CHECK(there.findings == here.findings);
        CHECK(there.diagnostics == here.diagnostics);
        CHECK(there.samples == here.samples);
        CHECK(there.threshold == here.threshold);
        CHECK(std::isnan(there.correlation.at(0)));
        REQUIRE(there.parameters.size() == here.parameters.size());
        for (std::size_t p = 0; p < here.parameters.size(); ++p) {
            CHECK(there.parameters[p].name == here.parameters[p].name);
            CHECK(there.parameters[p].low == here.parameters[p].low);
            CHECK(there.parameters[p].high == infinity);
            CHECK(there.parameters[p].low_set_by == here.parameters[p].low_set_by);
            CHECK(there.parameters[p].high_set_by.empty());
            CHECK(there.parameters[p].at_bound == -1);
            REQUIRE(there.parameters[p].marks.size() == 2);
            for (std::size_t m = 0; m < 2; ++m) {
                CHECK(there.parameters[p].marks[m].value == here.parameters[p].marks[m].value);
                CHECK(there.parameters[p].marks[m].name == here.parameters[p].marks[m].name);
            }
            CHECK(there.profiles[p].rise == here.profiles[p].rise);
            CHECK(there.profiles[p].value == here.profiles[p].value);
        }
        CHECK(there.minima.at(0).reached == 3);
        CHECK(there.minima.at(0).values == here.minima[0].values);
        CHECK(there.cells.at(0).residual == here.cells[0].residual);
        CHECK(there.cells.at(0).noise == here.cells[0].noise);
        CHECK(there.points.at(0).value == here.points[0].value);
        CHECK(std::isnan(there.events.at(1).value));
    }
}

TEST_CASE("A fit is told from other results, and a damaged one is refused", "[record][fit]")
{
    const ScratchFolder folder;
    const auto file = folder / "fit.h5";
    runs::FitFile(file).write(made_up());
    CHECK(runs::is_fit(file));
    CHECK_FALSE(runs::is_percolation(file));
    CHECK_FALSE(runs::is_fit(folder / "nothing.h5"));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(2000);
        stream.put('\x55');
        stream.put('\x2a');
    }
    CHECK(runs::is_fit(file)); // what is wrong with it, its reader says
    CHECK_THROWS_WITH(runs::read_fit_file(file), Contains("damaged"));
}

TEST_CASE("A fit that is not written leaves what was there", "[record][fit]")
{
    const ScratchFolder folder;
    const auto file = folder / "fit.h5";
    {
        const runs::FitFile begun(file);
        CHECK(fs::exists(folder / "fit.h5.part"));
    }
    CHECK(fs::is_empty(folder.path()));
    CHECK_THROWS_AS(runs::FitFile(folder / "nowhere" / "fit.h5"), runs::OutputError);
    std::signal(SIGXFSZ, SIG_IGN);
    const FullDisk disk(2048);
    CHECK_THROWS_AS(runs::FitFile(file).write(made_up(20000)), runs::OutputError);
    CHECK_FALSE(fs::exists(file));
}

TEST_CASE("A figure of a hundred thousand samples stays small", "[plot][fit]")
{
    const ScratchFolder folder;
    const auto file = folder / "fit.svg";
    runs::plot_fit(made_up(100000), "with", file);
    // As many dots as half a millimetre each leaves room for, about 90 bytes each.
    CHECK(fs::file_size(file) < 1000000);
    CHECK_THROWS_WITH(runs::plot_fit(made_up(), "wth", file),
                      Contains("--mechanism") && Contains("did you mean \"with\""));
}
