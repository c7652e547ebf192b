#include "runs/design/sheet.hpp"

#include "runs/record/output_error.hpp"
#include "runs/simulate/ready_test.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/told_test.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::runs::design;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace
{

constexpr double milliampere_cm2 = 10.0; // A/m2
constexpr double milliampere_hour_cm2 = 3.6e4; // C/m2

/// 7 um of lithium, half of it moved in each half cycle, 100 cycles.
Exam small_exam()
{
    return {.title = "Which interphase?",
            .foil = kinetics::Length<>{7e-6},
            .foil_lithium = kinetics::ArealCharge<>{7.0 * 0.205 * milliampere_hour_cm2},
            .area = kinetics::Area<>{0.785e-4},
            .current = kinetics::CurrentDensity<>{0.5 * milliampere_cm2},
            .capacity = kinetics::ArealCharge<>{0.5 * milliampere_hour_cm2},
            .cycles = 100,
            .hours = kinetics::Time<>{200.0 * hour},
            .alarm = kinetics::Voltage<>{1.0},
            .voltage_range = kinetics::Voltage<>{5.0}};
}

/// Exams with awkward numbers, some beyond what testers can do.
std::vector<Exam> many_exams()
{
    std::vector<Exam> exams{small_exam()};
    auto tiny = small_exam();
    tiny.current = kinetics::CurrentDensity<>{1e-6 * milliampere_cm2};
    tiny.area = kinetics::Area<>{0.1e-4};
    tiny.hours = kinetics::Time<>{3e6 * hour};
    exams.push_back(tiny);
    auto endless = small_exam();
    endless.cycles = 1'000'000'000;
    endless.hours = kinetics::Time<>{1e11 * hour};
    exams.push_back(endless);
    auto fast = small_exam();
    fast.capacity = kinetics::ArealCharge<>{1e-5 * milliampere_hour_cm2}; // 72 ms
    exams.push_back(fast);
    auto odd = small_exam();
    odd.strips_first = false;
    odd.hours = kinetics::Time<>{19.3 * hour};
    exams.push_back(odd);
    auto short_one = small_exam();
    short_one.hours = kinetics::Time<>{1.7 * hour};
    exams.push_back(short_one);
    std::mt19937_64 random(6);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    for (int i = 0; i < 60; ++i) {
        const auto between = [&](double low, double high) {
            return low * std::pow(high / low, unit(random));
        };
        auto exam = small_exam();
        exam.area = kinetics::Area<>{between(0.1e-4, 20e-4)};
        exam.current = kinetics::CurrentDensity<>{between(1e-4, 20.0) * milliampere_cm2};
        exam.capacity = kinetics::ArealCharge<>{between(0.01, 5.0) * milliampere_hour_cm2};
        exam.cycles = static_cast<std::uint64_t>(between(1.0, 2000.0));
        exam.hours = kinetics::Time<>{between(2.0, 3000.0) * hour};
        exam.alarm = kinetics::Voltage<>{between(0.02, 4.9)};
        exams.push_back(exam);
    }
    return exams;
}

runs::Case shipped(const char* name)
{
    return runs::read_case(shipped_cases / name);
}

runs::Case read_back(const Exam& exam, const runs::Case& cell)
{
    return runs::parse_case(percolith_case(exam, cell, "a title"), "case.toml");
}

runs::TestEnd run(const runs::Case& given)
{
    runs::ReadyTest ready(given);
    runs::TestSink nothing;
    return runs::simulate(ready.setup(), nothing);
}

} // namespace

TEST_CASE("a step list for Neware is the test: signs, charges, cycles, length and limits")
{
    for (const auto& exam : many_exams()) {
        const auto sheet = step_list(exam);
        INFO(sheet);
        check_told(neware_in(sheet), exam);
    }
}

TEST_CASE("a step list for BioLogic is the test: signs, charges, cycles, length and limits")
{
    for (const auto& exam : many_exams()) {
        const auto sheet = step_list(exam);
        INFO(sheet);
        check_told(biologic_in(sheet), exam);
    }
}

TEST_CASE("a protocol of aurora-unicycler is the test: signs, charges, cycles, length and limits")
{
    for (const auto& exam : many_exams()) {
        const auto text = unicycler_json(exam);
        INFO(text);
        check_told(unicycler_in(text), exam);
    }
}

TEST_CASE("a protocol has the keys of aurora-unicycler's schema and no others, for it forbids them")
{
    auto exam = small_exam();
    exam.title = "Li\u2082S\n\"quoted\"";
    const auto read = nlohmann::json::parse(unicycler_json(exam));
    CHECK(read.size() == 5);
    CHECK(read.at("unicycler").at("version").is_string());
    // Its files for BioLogic are in a code page that does not have every sign.
    CHECK(read.at("sample").at("name") == "Li___S \"quoted\"");
    CHECK(read.at("sample").at("capacity_mAh").get<double>() ==
          Approx(7.0 * 0.205 * 0.785).epsilon(1e-12));
    CHECK(read.at("record").at("time_s") == 10.0);
    CHECK(read.at("record").at("voltage_V") == 0.005);
    CHECK(read.at("safety").size() == 2);

    exam.foil_lithium = {};
    const auto anode_free = nlohmann::json::parse(unicycler_json(exam));
    CHECK(!anode_free.at("sample").contains("capacity_mAh")); // it must be above 0
}

TEST_CASE("a row is recorded often enough to see a half cycle and the way to the alarm")
{
    for (const auto& exam : many_exams()) {
        const auto record = nlohmann::json::parse(unicycler_json(exam)).at("record");
        const double half = exam.capacity.si / exam.current.si;
        CHECK(record.at("time_s").get<double>() <= 60.0);
        CHECK(record.at("time_s").get<double>() <= half / 100.0);
        CHECK(record.at("time_s").get<double>() > 0.0);
        // Files for BioLogic hold thousandths of a volt.
        CHECK(record.at("voltage_V").get<double>() >= 1e-3);
        CHECK(record.at("voltage_V").get<double>() <= std::max(1e-3, exam.alarm.si / 20.0));
    }
}

TEST_CASE("a step list says which electrode is on which lead, and which way the first step goes")
{
    auto exam = small_exam();
    CHECK_THAT(step_list(exam), Contains("The first step strips working."));
    exam.strips_first = false;
    CHECK_THAT(step_list(exam), Contains("The first step plates working."));
    CHECK_THAT(step_list(exam), Contains("working (the thin foil)  positive leads"));
    CHECK_THAT(step_list(exam), Contains("lithium foil of 7 um, 1.435 mAh/cm2"));
    exam.foil = {};
    exam.foil_lithium = {};
    CHECK_THAT(step_list(exam), Contains("bare current collector"));
}

TEST_CASE("a current too small for exported files is told apart")
{
    auto exam = small_exam();
    CHECK_THAT(step_list(exam), !Contains("too coarse"));
    exam.current = kinetics::CurrentDensity<>{1e-6 * milliampere_cm2};
    CHECK_THAT(step_list(exam), Contains("too coarse"));
}

TEST_CASE("a case reads back as the numbers of the exam, those of its protocol bit for bit")
{
    const auto cell = shipped("asymmetric_lpsc_lgps_16_1.toml");
    for (auto exam : many_exams()) {
        INFO(percolith_case(exam, cell, "a title"));
        const auto read = read_back(exam, cell);
        CHECK(read.title == "a title");
        // A foil of so many um and an area in cm^2 may be rounded by the conversion of their units.
        constexpr double rounded = 1e-15;
        CHECK(read.cell.working.lithium.si == Approx(exam.foil_lithium.si).epsilon(rounded));
        CHECK(read.cell.area.si == Approx(exam.area.si).epsilon(rounded));
        CHECK(read.cell.counter.lithium.si == cell.cell.counter.lithium.si);
        CHECK(read.instrument.voltage_limit.si == exam.voltage_range.si);
        REQUIRE(read.protocol.steps.size() == 2);
        double sign = exam.strips_first ? 1.0 : -1.0;
        for (const auto& step : read.protocol.steps) {
            CHECK(std::get<runs::ConstantCurrent>(step.control).current.si ==
                  sign * exam.current.si);
            sign = -sign;
            REQUIRE(step.until.size() == 3);
            CHECK(step.until[0].charge.value().si == exam.capacity.si);
            double threshold = exam.alarm.si; // each sign is an ending of its own
            for (const auto* alarm : {&step.until[1], &step.until[2]}) {
                CHECK(alarm->stops_test);
                CHECK(alarm->condition.value().what == model::Observable::voltage);
                CHECK(alarm->condition.value().threshold == threshold);
                threshold = -threshold;
            }
        }
        REQUIRE(read.protocol.loops.size() == 2);
        CHECK(read.protocol.loops[0].repeats == exam.cycles);
        CHECK(read.protocol.loops[1].duration.value().si == exam.hours.si);
    }
}

TEST_CASE("where the alarm is the instrument's limit, the case ends by that limit")
{
    auto exam = small_exam();
    exam.alarm = exam.voltage_range;
    const auto read = read_back(exam, shipped("asymmetric_lpsc_20um.toml"));
    CHECK(read.protocol.steps.at(0).until.size() == 1);
    CHECK(read.instrument.voltage_limit.si == exam.alarm.si);
    CHECK(read.instrument.at_limit == runs::AtLimit::stop);
}

TEST_CASE("a case keeps the comments of its cell, and the foil as it is bought")
{
    const auto text =
        percolith_case(small_exam(), shipped("asymmetric_lpsc_lgps_16_1.toml"), "x \"y\"");
    CHECK_THAT(text, Contains("# [rest data] from titration at rest"));
    CHECK_THAT(text, Contains("working = {lithium = \"7 um\"}"));
    CHECK_THAT(text, Contains("title = \"x \\\"y\\\"\"\n"));
    CHECK_THAT(text, Contains("stop after 200 h\nstop if |V| > 1 V\n"
                              "Strip working at 0.5 mA/cm^2 until 0.5 mAh/cm^2\n"
                              "Plate working at 0.5 mA/cm^2 until 0.5 mAh/cm^2\n"
                              "repeat 100 times\n"));
}

TEST_CASE("a case of another kind becomes one with the foil of the exam, or with none")
{
    auto exam = small_exam();
    const auto symmetric = read_back(exam, shipped("symmetric_lgps.toml"));
    CHECK(symmetric.cell.kind == cells::CellKind::asymmetric);
    CHECK(symmetric.cell.working.lithium.si == Approx(exam.foil_lithium.si).epsilon(1e-15));
    exam.foil = {};
    exam.foil_lithium = {};
    exam.strips_first = false;
    const auto bare = read_back(exam, shipped("asymmetric_lpsc_20um.toml"));
    CHECK(bare.cell.kind == cells::CellKind::anode_free);
    CHECK(bare.cell.working.lithium.si == 0.0);
}

TEST_CASE("a case finds the files of its cell from another folder")
{
    const ScratchFolder folder;
    std::ofstream(folder / "law.csv") << "metal_fraction, conductivity / S/m\n0, 1e-9\n1, 1e-7\n";
    std::ofstream(folder / "a.toml")
        << tests::with("electronic_conductivity", "electronic = {law = 'table', file = 'law.csv'}");
    const auto cell = runs::read_case(folder / "a.toml");
    const auto text = percolith_case(small_exam(), cell, "t");
    CHECK_THAT(text, Contains((folder / "law.csv").string()));
    CHECK_NOTHROW(runs::parse_case(text, "case.toml", {}, "/"));
}

TEST_CASE("a cell that runs out of lithium fails the test, one that does not passes at its end")
{
    auto exam = small_exam();
    exam.foil = kinetics::Length<>{20e-6};
    exam.foil_lithium = kinetics::ArealCharge<>{20.0 * 0.205 * milliampere_hour_cm2};
    const auto eaten = read_back(exam, shipped("asymmetric_lpsc_lgps_4_1.toml"));
    const auto failed = run(eaten);
    CHECK(failed.at.time < exam.hours.si);
    CHECK(failed.cause.kind != model::EventKind::protocol_finished);
    CHECK(failed.at.cycle > 0);

    exam.hours = kinetics::Time<>{19.5 * hour};
    const auto passed = run(read_back(exam, shipped("asymmetric_lpsc_20um.toml")));
    CHECK(passed.cause.kind == model::EventKind::protocol_finished);
    CHECK(passed.at.time == Approx(exam.hours.si).epsilon(1e-12));
    CHECK(passed.at.cycle == 9);
}

TEST_CASE("an exam that is none is refused")
{
    const auto refused = [](auto change) {
        auto exam = small_exam();
        change(exam);
        CHECK_THROWS_AS(step_list(exam), std::invalid_argument);
        CHECK_THROWS_AS(unicycler_json(exam), std::invalid_argument);
        CHECK_THROWS_AS(percolith_case(exam, shipped("asymmetric_lpsc_20um.toml"), ""),
                        std::invalid_argument);
    };
    refused([](Exam& exam) { exam.current = {}; });
    refused([](Exam& exam) { exam.cycles = 0; });
    refused([](Exam& exam) { exam.hours = kinetics::Time<>{std::nan("")}; });
    refused([](Exam& exam) { exam.alarm = kinetics::Voltage<>{5.1}; });
    refused([](Exam& exam) { exam.foil_lithium = kinetics::ArealCharge<>{-1.0}; });
}

TEST_CASE("sheets go into a folder that is made for them, one case for each candidate")
{
    const ScratchFolder scratch;
    const auto folder = scratch / "a" / "b";
    const auto candidate = [](const char* name) {
        return runs::Candidate{.name = name,
                               .source =
                                   runs::CellSource(shipped_cases / "asymmetric_lpsc_20um.toml"),
                               .beliefs = {},
                               .verdict = {}};
    };
    const std::vector one{candidate("MII-2")};
    const std::vector two{candidate("MII 2"), candidate("MII/2")};
    const auto exam = small_exam();
    CHECK(write_sheets(exam, one, folder) ==
          std::vector{folder / "steps.txt", folder / "protocol.json", folder / "case.toml"});
    CHECK(write_sheets(exam, two, folder) ==
          std::vector{folder / "steps.txt", folder / "protocol.json", folder / "case-MII-2.toml",
                      folder / "case-MII-2-2.toml"});
    CHECK(slurp(folder / "steps.txt") == step_list(exam));
    CHECK(slurp(folder / "protocol.json") == unicycler_json(exam));
    CHECK(runs::read_case(folder / "case-MII-2-2.toml").title == "Which interphase? (MII/2)");
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CHECK(entry.path().extension() != ".part");
    }
}

TEST_CASE("the sheets that the documentation shows are those that are written")
{
    auto exam = small_exam();
    exam.title = "MII-2 or MII-3?";
    exam.foil = kinetics::Length<>{10e-6};
    exam.foil_lithium = kinetics::ArealCharge<>{10.0 * 0.205 * milliampere_hour_cm2};
    exam.hours = kinetics::Time<>{60.5 * hour};
    const auto shown = std::filesystem::path{PERCOLITH_DOCS} / "files" / "test_sheets";
    CHECK(slurp(shown / "steps.txt") == step_list(exam));
    CHECK(slurp(shown / "protocol.json") == unicycler_json(exam));
    CHECK(
        slurp(shown / "case-MII-2.toml") ==
        percolith_case(exam, shipped("asymmetric_lpsc_lgps_4_1.toml"), "MII-2 or MII-3? (MII-2)"));
}

TEST_CASE("a folder that is a file, or cannot be made, is one line")
{
    const ScratchFolder scratch;
    std::ofstream(scratch / "file") << "x";
    for (const auto& folder : {scratch / "file", scratch / "file" / "below"}) {
        try {
            write_sheets(small_exam(), {}, folder);
            FAIL("written");
        } catch (const runs::OutputError& e) {
            CHECK_THAT(e.what(), StartsWith(folder.string() + ": "));
            CHECK_THAT(e.what(), !Contains("\n"));
        }
    }
}
