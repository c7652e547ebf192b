#include "runs/cycler/mpt.hpp"

#include "tests/support/mpt_file.hpp"
#include "tests/support/real_cycler_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace percolith::runs::cycler;
using namespace percolith::tests;

namespace
{

RawRecord read(const std::string& text)
{
    return read_mpt(text, "cell.mpt");
}

const std::vector<double>& of(const RawRecord& raw, Quantity what)
{
    REQUIRE(raw.find(what) != nullptr);
    return raw.find(what)->values;
}

const Column& titled(const RawRecord& raw, const std::string& heading)
{
    const auto found = std::find_if(raw.columns.begin(), raw.columns.end(),
                                    [&](const auto& column) { return column.heading == heading; });
    REQUIRE(found != raw.columns.end());
    return *found;
}

bool says(const RawRecord& raw, const std::string& words)
{
    return std::any_of(raw.said.begin(), raw.said.end(),
                       [&](const auto& line) { return line.find(words) != std::string::npos; });
}

bool all_columns_are_full(const RawRecord& raw)
{
    return std::all_of(raw.columns.begin(), raw.columns.end(),
                       [&](const auto& column) { return column.values.size() == raw.line.size(); });
}

} // namespace

// The numbers compared with are those of the files' own rows, read by eye and by awk.

TEST_CASE("a real chronopotentiometry of EC-Lab reads in SI units", "[runs][cycler]")
{
    const auto bytes = real_cycler_file("biologic_cp.mpt");
    if (bytes.empty()) {
        return;
    }
    const auto raw = read_mpt(bytes, "biologic_cp.mpt");
    REQUIRE(raw.rows() == 121);
    CHECK(all_columns_are_full(raw));
    CHECK(raw.line.front() == 60);
    CHECK(raw.line.back() == 180);
    CHECK(raw.format == "BioLogic EC-Lab text, Chronopotentiometry");
    CHECK(of(raw, Quantity::test_time).front() == 328.3641917048226);
    CHECK(of(raw, Quantity::test_time).back() == 447.3645886986196);
    CHECK(of(raw, Quantity::voltage).front() == -8.6462145);
    CHECK(says(raw, "the voltage is Ewe-Ece/V"));
    CHECK(of(raw, Quantity::current).front() == Approx(-99.888e-3).epsilon(1e-14));
    CHECK(of(raw, Quantity::net_charge).back() == Approx(-11.889417).epsilon(1e-14));
    CHECK(of(raw, Quantity::charge_out).back() == Approx(3.6 * 3.302615748511420));
    CHECK(of(raw, Quantity::cycle).back() == 0.0);
    CHECK(of(raw, Quantity::step).back() == 0.0);
    CHECK(raw.kind.front() == StepKind::discharge);
    CHECK(raw.sign == FileSign::charge_positive);
    CHECK_FALSE(raw.area.has_value());
    CHECK(says(raw, "area as \"0.001 cm\xc2\xb2\": what EC-Lab writes when nobody gave one"));
    CHECK(titled(raw, "<Ewe>/V").values.front() == -3.2463198);
    CHECK(titled(raw, "Capacitance charge/\xc2\xb5"
                      "F")
              .unit == "\xc2\xb5"
                       "F");
    CHECK(raw.columns.size() == 28); // all titles of the file
}

TEST_CASE("a real file of decimal commas, three loops and a counter that starts again reads whole",
          "[runs][cycler]")
{
    const auto bytes = real_cycler_file("biologic_gcpl.issue_149.mpt");
    if (bytes.empty()) {
        return;
    }
    const auto raw = read_mpt(bytes, "biologic_gcpl.issue_149.mpt");
    REQUIRE(raw.rows() == 132);
    CHECK(all_columns_are_full(raw));
    CHECK(raw.format ==
          "BioLogic EC-Lab text, Galvanostatic Cycling with Potential Limitation, decimal commas");
    CHECK(of(raw, Quantity::test_time).front() == 30.15299923827115);
    CHECK(of(raw, Quantity::test_time).back() == 659.9857963771647);
    CHECK(of(raw, Quantity::voltage).front() == 3.4228721);
    CHECK(says(raw, "the voltage is Ewe/V: the cell's only where the reference lead"));
    CHECK(of(raw, Quantity::current).back() == Approx(-2.999591381717431e-5).epsilon(1e-14));
    CHECK(says(raw, "the current is <I>/mA (the mean since the row before)"));
    CHECK(of(raw, Quantity::step).back() == 2.0);
    CHECK(of(raw, Quantity::cycle).back() == 3.0);
    CHECK(of(raw, Quantity::charge_out).back() == Approx(3.6 * 8.332409810699110e-5));
    CHECK(raw.kind.front() == StepKind::rest);
    CHECK(raw.kind[12] == StepKind::charge);
    CHECK(raw.kind.back() == StepKind::discharge);
    CHECK_FALSE(raw.area.has_value());
    CHECK(says(raw, "\"0,000 cm\xc2\xb2\""));
    // Each loop begins the counter at nought again; its last value is the sum of dq over the file.
    const auto& passed = titled(raw, "dq/mA.h").values;
    double sum = 6.092006547583474e-10; // what the first row begins with
    for (const double charge : passed) {
        sum += charge;
    }
    CHECK(says(raw, "starts again at 3 rows"));
    // Each of 132 additions rounds at 1e-16 of the largest charge, 8e-5 mAh.
    CHECK(of(raw, Quantity::net_charge).back() == Approx(3.6 * sum).margin(1e-14));
}

TEST_CASE("a real impedance file turns the sign of -Im(Z), and says whose impedance it is",
          "[runs][cycler]")
{
    const auto bytes = real_cycler_file("biologic_peis.mpt");
    if (bytes.empty()) {
        return;
    }
    const auto raw = read_mpt(bytes, "biologic_peis.mpt");
    REQUIRE(raw.rows() == 32);
    CHECK(all_columns_are_full(raw));
    CHECK(of(raw, Quantity::frequency).front() == 199998.14);
    CHECK(of(raw, Quantity::impedance_real).front() == 10.512296);
    CHECK(of(raw, Quantity::impedance_imaginary).front() == -0.73047662);
    CHECK(of(raw, Quantity::impedance_imaginary)[30] == 0.41455436);
    CHECK(of(raw, Quantity::impedance_imaginary).back() == -2.6962531);
    CHECK(titled(raw, "Re(Zwe-ce)/Ohm").values.front() == 43.848553);
    CHECK(says(raw, "the whole cell's, Re(Zwe-ce), is kept beside it"));
    CHECK(of(raw, Quantity::voltage).front() == Approx(-3.5914290 - 4.9741406).epsilon(1e-15));
    CHECK(says(raw, "the voltage is <Ewe>/V less <Ece>/V"));
    CHECK(titled(raw, "<Ewe>/V").values.front() == -3.5914290);
    CHECK(raw.kind.front() == StepKind::impedance);
}

TEST_CASE("the voltage is the whole cell's where the file has it", "[runs][cycler]")
{
    struct Choice {
        std::string titles;
        double voltage;
        std::string said;
    };
    const std::vector<Choice> choices{
        {"time/s\t<Ewe>/V\tEwe/V\tEcell/V\tEwe-Ece/V", 4, "Ewe-Ece/V: working against counter"},
        {"time/s\t<Ewe>/V\tEwe/V\tEcell/V", 3, "Ecell/V: working against counter"},
        {"time/s\tEce/V\tEwe/V", 1, "Ewe/V less Ece/V"},
        {"time/s\t<Ece>/V\tEwe/V", 2, "Ewe/V: the cell's only where"}, // a mean and a sample: no
        {"time/s\t<Ewe>/V\tEwe/V", 2, "Ewe/V: the cell's only where"},
        {"time/s\t<Ewe>/V", 1, "<Ewe>/V: the cell's only where"},
        {"time/s\tEwe/mV", 1e-3, "Ewe/mV: the cell's only where"}};
    for (const auto& [titles, voltage, said] : choices) {
        INFO(titles);
        std::string row = "0";
        for (int field = 1; field <= std::count(titles.begin(), titles.end(), '\t'); ++field) {
            row += "\t" + std::to_string(field);
        }
        const auto raw = read(mpt_text(titles, row + "\n"));
        CHECK(of(raw, Quantity::voltage).front() == voltage);
        CHECK(says(raw, "the voltage is " + said));
        CHECK(all_columns_are_full(raw));
    }
}

TEST_CASE("currents and charges come in any unit, and a set current counts only alone",
          "[runs][cycler]")
{
    const auto amperes =
        read(mpt_text("time/s\tEwe/V\tI/A\t<I>/mA\tcontrol/mA", "0\t1\t2\t3\t4\n"));
    CHECK(of(amperes, Quantity::current).front() == 2.0);
    const auto micro = read(mpt_text("time/s\tEwe/V\t<I>/\xb5"
                                     "A\tcontrol/mA",
                                     "0\t1\t3\t4\n"));
    CHECK(of(micro, Quantity::current).front() == Approx(3e-6));
    CHECK(micro.find(Quantity::current)->heading == "<I>/\xc2\xb5"
                                                    "A");
    const auto set = read(mpt_text("time/s\tEwe/V\tcontrol/mA\tcontrol/V/mA", "0\t1\t4\t5\n"));
    CHECK(of(set, Quantity::current).front() == Approx(4e-3));
    CHECK(says(set, "the one set: none was recorded"));
    const auto none = read(mpt_text("time/s\tEwe/V\tcontrol/V/mA", "0\t1\t5\n"));
    CHECK(none.find(Quantity::current) == nullptr);
    const auto charge = read(mpt_text("time/s\tEwe/V\t(Q-Qo)/mA.h\tQ charge/A.h", "0\t1\t5\t2\n"));
    CHECK(of(charge, Quantity::net_charge).front() == Approx(18.0));
    CHECK(of(charge, Quantity::charge_in).front() == Approx(7200.0));
}

TEST_CASE("dates in the place of seconds count from the first, with the order that was read",
          "[runs][cycler]")
{
    const auto months = read(mpt_text("time/s\tEwe/V", "03/02/2021 23:59:59,5000\t1\n"
                                                       "03/03/2021 00:00:00.2500\t1\n"));
    CHECK(of(months, Quantity::test_time)[1] == Approx(0.75));
    // 2021-03-02 is 18 688 days after 1970-01-01.
    CHECK(of(months, Quantity::date)[0] == Approx(18688 * 86400.0 + 86399.5).epsilon(1e-15));
    CHECK(says(months, "read as month first (the other order is possible too)"));
    const auto days = read(mpt_text("time/s\tEwe/V", "28.02.2021 10:00:00\t1\n"
                                                     "01.03.2021 10:00:00\t1\n"));
    CHECK(of(days, Quantity::test_time)[1] == Approx(86400.0));
    CHECK(says(days, "read as day first: times"));
    // Month first would make one night last a month.
    const auto night = read(mpt_text("time/s\tEwe/V", "01/10/2024 23:00:00\t1\n"
                                                      "02/10/2024 01:00:00\t1\n"));
    CHECK(of(night, Quantity::test_time)[1] == Approx(7200.0));
    CHECK(says(night, "read as day first (the other order is possible too)"));
}

TEST_CASE("an area is taken from the header where somebody gave one", "[runs][cycler]")
{
    const auto raw =
        read(mpt_text("time/s\tEwe/V", "0\t1\n", "Electrode surface area : 0,785 cm\xb2\n"));
    REQUIRE(raw.area.has_value());
    CHECK(*raw.area == Approx(0.785e-4));
    CHECK(says(raw, "the electrode's area is the header's, \"0,785 cm\xc2\xb2\""));
    for (const auto* odd : {"0.001 cm\xb2", "0.000 cm\xb2", "much", "1e9 cm\xb2", "3 m\xb2"}) {
        const auto other = read(mpt_text("time/s\tEwe/V", "0\t1\n",
                                         std::string("Electrode surface area : ") + odd + "\n"));
        CHECK_FALSE(other.area.has_value());
        CHECK(says(other, "so it is not taken"));
    }
    CHECK(says(read(mpt_text("time/s\tEwe/V", "0\t1\n")), "does not say the electrode's area"));
}

TEST_CASE("loops of the header are the cycles where no column counts them", "[runs][cycler]")
{
    const std::string header =
        "Number of loops : 2\nLoop 0 from point number 0 to 1\nLoop 1 from point number 2 to 2\n";
    const auto raw = read(mpt_text("time/s\tEwe/V", "0\t1\n1\t1\n2\t1\n", header));
    CHECK(of(raw, Quantity::cycle) == std::vector<double>{0, 0, 1});
    CHECK(says(raw, "the cycles are the header's 2 loops"));
    const auto cut = read(mpt_text("time/s\tEwe/V", "0\t1\n1\t1\n", header));
    CHECK(says(cut, "the header tells of 3 points, the file holds 2"));
    const auto counted =
        read(mpt_text("time/s\tEwe/V\tcycle number", "0\t1\t7\n1\t1\t7\n2\t1\t8\n", header));
    CHECK(of(counted, Quantity::cycle) == std::vector<double>{7, 7, 8});
}

TEST_CASE("rows without a frequency have no impedance", "[runs][cycler]")
{
    const auto raw = read(mpt_text("mode\ttime/s\tEwe/V\tI/mA\tfreq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm",
                                   "1\t0\t1\t0\t0\t0\t0\n2\t1\t1\t0\t100\t5\t-2\n"
                                   "2\t2\t1\t0\t0\t0\t0\n1\t3\t1\t-1\t0\t0\t0\n"));
    CHECK(std::isnan(of(raw, Quantity::frequency)[0]));
    CHECK(std::isnan(of(raw, Quantity::impedance_real)[2]));
    CHECK(of(raw, Quantity::impedance_imaginary)[1] == 2.0);
    CHECK(says(raw, "3 rows have no frequency"));
    CHECK(raw.kind == std::vector<StepKind>{StepKind::rest, StepKind::impedance, StepKind::hold,
                                            StepKind::discharge});
}

TEST_CASE("a file without header, with other line ends, or in UTF-8 reads as well",
          "[runs][cycler]")
{
    const auto bare = read("time/s\tEwe/V\t\r\n0\t1\r\n1\t2\r\n\r\n");
    CHECK(bare.rows() == 2);
    CHECK(bare.line == std::vector<long>{2, 3});
    CHECK(says(bare, "the file has no header"));
    const auto marked = read("\xef\xbb\xbf" + mpt_text("time/s\tEwe/V\t<I>/\xc2\xb5"
                                                       "A",
                                                       "0\t1\t5\n1\t2\t6"));
    CHECK(of(marked, Quantity::current)[1] == Approx(6e-6));
    const auto other = read("BT-Lab ASCII FILE\nNb header lines : 3\ntime/s\tEcell/V\n0\t1\t\n");
    CHECK(of(other, Quantity::voltage)[0] == 1.0);
}

TEST_CASE("numbers are read as EC-Lab writes them, and what is none is empty", "[runs][cycler]")
{
    const auto raw = read(mpt_text("time/s\tEwe/V\tR/Ohm\tcomment",
                                   "1.5E+002\t-2,5E-003\t1.#INF000E+000\tstart\n"
                                   "+151\t\tNaN\t1\n1e-400\t1\t2\t\n"));
    CHECK(of(raw, Quantity::test_time) == std::vector<double>{150.0, 151.0, 0.0});
    CHECK(of(raw, Quantity::voltage)[0] == -2.5e-3);
    CHECK(std::isnan(of(raw, Quantity::voltage)[1]));
    CHECK(std::isnan(titled(raw, "R/Ohm").values[0]));
    CHECK(titled(raw, "R/Ohm").values[2] == 2.0);
    CHECK(says(raw, "2 fields say that they hold no number"));
    CHECK(says(raw, "left out, as they hold text: comment"));
    CHECK(all_columns_are_full(raw));
}
