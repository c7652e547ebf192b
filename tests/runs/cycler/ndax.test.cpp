#include "runs/cycler/ndax.hpp"

#include "runs/case/errors.hpp"
#include "tests/support/ndax_file.hpp"
#include "tests/support/real_cycler_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

using namespace percolith::runs;
using namespace percolith::runs::cycler;
using namespace percolith::tests;
using Catch::Matchers::Contains;

namespace
{

RawRecord read(const NdaxFiles& files)
{
    return read_ndax(zipped(files), "cell.ndax");
}

const Column& other(const RawRecord& raw, const std::string& heading)
{
    const auto found =
        std::find_if(raw.columns.begin(), raw.columns.end(),
                     [&](const auto& column) { return column.heading.starts_with(heading); });
    REQUIRE(found != raw.columns.end());
    return *found;
}

bool says(const RawRecord& raw, const std::string& words)
{
    return std::any_of(raw.said.begin(), raw.said.end(),
                       [&](const auto& line) { return line.find(words) != std::string::npos; });
}

double mean(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

TEST_CASE("a real .ndax of 252 951 records reads as NewareNDA reads it", "[runs][cycler]")
{
    const auto bytes = real_cycler_file("ife_bts85.ndax");
    if (bytes.empty()) {
        return;
    }
    const auto raw = read_ndax(bytes, "ife_bts85.ndax");
    REQUIRE(raw.rows() == 252951);
    // NewareNDA 2026.6.11 read the same file: mA, mAh and mWh as 32-bit floats.
    struct Seen {
        std::size_t record;
        int step;
        double step_time;
        double voltage;
        double current;
        double charge;
        double energy;
        double date; ///< s after 2026-02-27 00:00 UTC
    };
    constexpr double day = 86400.0;
    const std::vector<Seen> all{
        {1, 1, 0.0, 0.2069546, 0.0, 0.0, 0.0, 37053.977},
        {3601, 1, 3600.0, 0.2007978, 0.0, 0.0, 0.0, 40653.977},
        {3622, 2, 20.0, 1.4954031, 59.855991, 0.332537, 0.37837, 40673.977},
        {5301, 5, 0.0, 3.0172777, 119.659966, 0.0, 0.0, 42349.977},
        {36290, 5, 30989.0, 4.7483015, 111.971474, 1029.971558, 4355.99609, 73338.122},
        {100001, 5, 94700.0, 4.7483597, 2.684093, 1296.261230, 5620.42920, day + 50646.383},
        {252951, 5, 247650.0, 4.7483311, 1.935565, 1390.574829, 6068.26465, 3 * day + 30788.008}};
    for (const auto& seen : all) {
        INFO("record " << seen.record);
        const auto row = seen.record - 1;
        const auto at = [&](Quantity what) { return raw.find(what)->values[row]; };
        CHECK(raw.line[row] == static_cast<long>(seen.record));
        CHECK(at(Quantity::step) == seen.step);
        CHECK(at(Quantity::cycle) == 1);
        // Printed digits, and floats of 24 bits.
        CHECK(at(Quantity::step_time) == Approx(seen.step_time).margin(1e-6));
        CHECK(at(Quantity::voltage) == Approx(seen.voltage).margin(1e-7));
        CHECK(1e3 * at(Quantity::current) == Approx(seen.current).epsilon(1e-7).margin(1e-6));
        CHECK(at(Quantity::charge_in) / 3.6 == Approx(seen.charge).epsilon(1e-7).margin(1e-6));
        CHECK(1e3 * other(raw, "charge energy").values[row] ==
              Approx(seen.energy).epsilon(1e-7).margin(1e-5));
        CHECK(at(Quantity::charge_out) == 0.0);
        // By the tester's clock, an hour ahead of UTC; 2026-02-27 is 20 511 days after 1970.
        CHECK(at(Quantity::date) == Approx(20511 * day + 3600.0 + seen.date).margin(1e-3));
    }
    CHECK(mean(raw.find(Quantity::voltage)->values) == Approx(4.606290207).epsilon(1e-9));
    CHECK(1e3 * mean(raw.find(Quantity::current)->values) == Approx(20.192708428).epsilon(1e-8));
    const auto& total = raw.find(Quantity::test_time)->values;
    CHECK(std::is_sorted(total.begin(), total.end()));
    CHECK(total.back() == Approx(5296.0 + 247650.0));
    CHECK(raw.sign == FileSign::charge_positive);
    CHECK_FALSE(raw.area.has_value());
    CHECK(raw.kind[0] == StepKind::unknown);
    CHECK(raw.kind[3601] == StepKind::charge);
    CHECK(raw.kind[3622] == StepKind::hold);
    CHECK(says(raw, "at 4373 of 252951 records"));
    CHECK(says(raw, "the tester's clock was set 9 times"));
}

TEST_CASE("the auxiliary channels of a real .ndax are told apart by their numbers",
          "[runs][cycler]")
{
    const auto bytes = real_cycler_file("ife_bts85.ndax");
    if (bytes.empty()) {
        return;
    }
    const auto raw = read_ndax(bytes, "ife_bts85.ndax");
    // One channel is off, one is a thermometer at room temperature; by rank they would be swapped.
    const auto& temperature = other(raw, "temperature, data_AUX_144_3_1");
    CHECK(temperature.unit == "degC");
    CHECK(mean(temperature.values) == Approx(26.719104).epsilon(1e-6));
    CHECK(mean(other(raw, "channel type 102, data_AUX_144_2_1").values) == 0.0);
    CHECK(mean(other(raw, "channel type 1122, data_AUX_1_1022_1").values) ==
          Approx(24.877322).epsilon(1e-6));
}

TEST_CASE("what is not noted at a record follows from the interval and the current",
          "[runs][cycler]")
{
    const auto raw = read(small_ndax());
    CHECK(raw.find(Quantity::step_time)->values == std::vector<double>{0, 1, 2, 0, 1, 2, 3, 4});
    CHECK(raw.find(Quantity::test_time)->values == std::vector<double>{0, 1, 2, 2, 3, 4, 5, 6});
    const auto& charge = raw.find(Quantity::charge_in)->values;
    for (std::size_t second = 0; second < 5; ++second) {
        CHECK(charge[3 + second] == Approx(0.036 * static_cast<double>(second)).epsilon(1e-6));
        CHECK(other(raw, "charge energy").values[3 + second] ==
              Approx(2e-5 * static_cast<double>(second)).epsilon(1e-6));
    }
    CHECK(raw.kind[2] == StepKind::rest);
    CHECK(raw.kind[3] == StepKind::charge);
    CHECK(says(raw, "notes step time, date, capacity and energy at 5 of 8 records"));
    CHECK(says(raw, "+1.00 h from UTC"));
    CHECK(raw.find(Quantity::date)->values[7] == Approx(1772187459.0 + 3600.0));
}

TEST_CASE("how far the integral of the current misses the next note is said", "[runs][cycler]")
{
    auto files = small_ndax();
    files["data.ndc"] =
        ndc_table(1, std::vector<std::string>(8, ndc_record(2.0F, 0.072F)), 8); // twice as much
    // Two records of 1 s beyond the second note, and the third meets it: 3 x 0.01 mAh too much.
    CHECK(says(read(files), "meets the next note within 0.03 mAh"));
}

TEST_CASE("times beyond 49 days and repeated notes are read", "[runs][cycler]")
{
    auto files = small_ndax();
    files["data.ndc"] = ndc_table(1, {ndc_record(1.0F, -0.001F), ndc_record(1.0F, -0.001F)}, 8);
    files["data_runInfo.ndc"] =
        ndc_table(18,
                  {ndc_note({.record = 1, .milliseconds = 4294967000U, .charge_out = -2.0F}),
                   ndc_note({.record = 1, .milliseconds = 5}),
                   ndc_note({.record = 2, .milliseconds = 704, .charge_out = -2.0F, .high = 1})},
                  100);
    files["data_step.ndc"] = ndc_table(7, {ndc_step(1, 2, 0, 6)}, 100);
    const auto raw = read(files);
    CHECK(raw.find(Quantity::step_time)->values[0] == Approx(4294967.0));
    CHECK(raw.find(Quantity::step_time)->values[1] == Approx(4294968.0));
    CHECK(raw.find(Quantity::charge_out)->values[0] == Approx(7200.0));
    CHECK(raw.find(Quantity::current)->values[0] == Approx(-0.001));
    CHECK(raw.find(Quantity::cycle)->values[0] == 7);
    CHECK(says(raw, "records noted more than once: 1"));
}

TEST_CASE("a place without a record is left out, and said", "[runs][cycler]")
{
    auto files = small_ndax();
    const auto row = ndc_record(1.5F, 0.0F);
    files["data.ndc"] = ndc_table(1, {row, row, "", row, row, "", row, row}, 8);
    const auto raw = read(files);
    CHECK(raw.line == std::vector<long>{1, 2, 4, 5, 7, 8});
    CHECK(raw.find(Quantity::step_time)->values == std::vector<double>{0, 1, 0, 1, 3, 4});
    CHECK(says(raw, "2 record numbers hold no record"));
}

TEST_CASE("records after the last note are counted on, and said", "[runs][cycler]")
{
    auto files = small_ndax();
    files["data.ndc"] = ndc_table(1, std::vector<std::string>(600, ndc_record(2.0F, 0.036F)), 8);
    const auto raw = read(files); // more than one page
    CHECK(raw.rows() == 600);
    CHECK(raw.find(Quantity::test_time)->values.back() == Approx(2.0 + 596.0));
    CHECK(says(raw, "the last 592 records lie after the last note"));
}

TEST_CASE("records whose intervals do not add up are spread evenly, and said", "[runs][cycler]")
{
    auto files = small_ndax();
    files["data_runInfo.ndc"] = ndc_table(
        18,
        {ndc_note({.record = 1, .interval = 0}), ndc_note({.record = 4, .step = 2, .interval = 0}),
         ndc_note({.record = 8, .step = 2, .milliseconds = 10000, .interval = 1000})},
        100);
    files["data_step.ndc"] = ndc_table(7, {ndc_step(1, 4, 0), ndc_step(4, 1, 9000)}, 100);
    // The rest has no interval at all, so it must be noted whole.
    files["data.ndc"] =
        ndc_table(1,
                  {ndc_record(1.0F, 0.0F), "", "", ndc_record(1.0F, 0.0F), ndc_record(1.0F, 0.0F),
                   ndc_record(1.0F, 0.0F), ndc_record(1.0F, 0.0F), ndc_record(1.0F, 0.0F)},
                  8);
    const auto raw = read(files);
    CHECK(raw.find(Quantity::step_time)->values == std::vector<double>{0, 0, 2.5, 5, 7.5, 10});
    CHECK(says(raw, "3 records are spread evenly"));
}

TEST_CASE("an auxiliary table that fits no version or no record is left out, not the file",
          "[runs][cycler]")
{
    auto files = small_ndax();
    const auto value = [](float number) { return NdcRow(4).set(0, number).bytes(); };
    files["data_AUX_144_3_1.ndc"] = ndc_table(5, {value(20.0F), value(21.0F), "", value(22.0F)}, 4);
    files["data_AUX_9_9_9.ndc"] = ndc_table(5, {value(1.0F)}, 4, 14);
    files["data_log.ndc"] = ndc_table(9, {}, 4);
    const auto raw = read(files);
    const auto& column = other(raw, "temperature, data_AUX_144_3_1");
    CHECK(column.values[1] == 21.0);
    CHECK(std::isnan(column.values[2]));
    CHECK(column.values[3] == 22.0);
    CHECK(std::isnan(column.values[7]));
    CHECK(says(raw, "it has no value at 5 records"));
    CHECK(says(raw, "left out: cell.ndax: data_AUX_9_9_9.ndc: is an ndc table of version 14"));
    CHECK(says(raw, "left out, as nothing in them is a record: data_log.ndc"));
}

TEST_CASE("auxiliary channels beyond the 64th are left out, and said", "[runs][cycler]")
{
    auto files = small_ndax();
    for (int channel = 100; channel < 170; ++channel) {
        files["data_AUX_" + std::to_string(channel) + "_3_1.ndc"] = ndc_table(5, {}, 4);
    }
    const auto raw = read(files);
    CHECK(std::count_if(raw.columns.begin(), raw.columns.end(), [](const auto& column) {
              return column.heading.find("data_AUX") != std::string::npos;
          }) == 64);
    CHECK(says(raw, "left out: data_AUX_164_3_1.ndc and all auxiliary channels after it"));
}

TEST_CASE("without a start by the tester's clock the dates are said to be UTC", "[runs][cycler]")
{
    auto files = small_ndax();
    SECTION("no description")
    {
        files.erase("TestInfo.xml");
    }
    SECTION("a start that is no date")
    {
        files["TestInfo.xml"] = "<root/>";
    }
    SECTION("a start minutes off")
    {
        files["TestInfo.xml"] =
            "<root><config><TestInfo StartTime=\"2026-02-27 11:22:33\"/></config></root>";
    }
    const auto raw = read(files);
    CHECK(says(raw, "the dates are UTC"));
    CHECK(raw.find(Quantity::date)->values[0] == Approx(1772187453.0));
}
