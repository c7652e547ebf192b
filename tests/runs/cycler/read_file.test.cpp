#include "runs/cycler/read_file.hpp"
#include "runs/case/errors.hpp"
#include "runs/cycler/interpret.hpp"
#include "tests/support/tester_file.hpp"

#include <catch2/catch.hpp>

#include <iconv.h>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

namespace
{

std::string complaint(const std::string& text, const std::vector<std::string>& columns = {})
{
    try {
        read_bytes(text, "x.csv", {parse_columns(columns), {}});
    } catch (const runs::InputError& error) {
        return error.what();
    } catch (const ColumnMapError& error) {
        return error.what();
    }
    return "";
}

CyclerRecord imported(const std::string& text, const std::vector<std::string>& columns = {})
{
    return interpret(read_bytes(text, "x.csv", {parse_columns(columns), {}}), {});
}

std::string in_gb2312(std::string utf8)
{
    const auto handle = iconv_open("GB2312", "UTF-8");
    std::string bytes(2 * utf8.size(), '\0');
    auto* from = utf8.data();
    auto* to = bytes.data();
    std::size_t left = utf8.size(), room = bytes.size();
    const auto done = iconv(handle, &from, &left, &to, &room);
    iconv_close(handle);
    REQUIRE(done != static_cast<std::size_t>(-1));
    bytes.resize(bytes.size() - room);
    return bytes;
}

/// That a record holds every made-up row, but for the rounding of unit conversions.
void check_whole(const CyclerRecord& record)
{
    const auto rows = tester_rows();
    REQUIRE(record.time.size() == rows.size());
    CHECK(record.file_rows == rows.size());
    CHECK(record.left_out.empty());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        CHECK(record.time[k] == Approx(rows[k].total).epsilon(1e-12));
        CHECK(record.current[k] == Approx(rows[k].current).epsilon(1e-12));
        CHECK(record.voltage[k] == Approx(rows[k].voltage).epsilon(1e-12));
        CHECK(record.cycle[k] == rows[k].cycle);
        CHECK(record.step[k] == 3 * (rows[k].cycle - 1) + rows[k].step);
    }
    REQUIRE(record.half_cycles.size() == 6);
    CHECK(record.half_cycles[1].direction == -1);
    CHECK(record.half_cycles[1].charge == Approx(-tester_current * 3600.0).epsilon(1e-12));
}

/// "Record ID, Realtime, Time(h:min:s.ms), ...", in mA, without a total time.
std::vector<TesterColumn> old_columns()
{
    return {count_column("Record ID", &TesterRow::step),
            {"Realtime",
             [](const TesterRow& row) {
                 return "2022-05-18 " +
                        clock_text(row.total).substr(0, clock_text(row.total).size() - 4);
             }},
            clock_column("Time(h:min:s.ms)", &TesterRow::in_step),
            count_column("Step ID", &TesterRow::step),
            count_column("Cycle ID", &TesterRow::cycle),
            number_column("Current(mA)", &TesterRow::current, 1e3),
            number_column("Voltage(V)", &TesterRow::voltage),
            number_column("Capacity(mAh)", &TesterRow::charge, 1e3)};
}

std::vector<TesterColumn> chinese_columns()
{
    return {count_column("\u6570\u636e\u5e8f\u53f7", &TesterRow::step), // 数据序号
            count_column("\u5faa\u73af\u53f7", &TesterRow::cycle), // 循环号
            count_column("\u5de5\u6b65\u53f7", &TesterRow::step), // 工步号
            kind_column("\u5de5\u6b65\u7c7b\u578b", // 工步类型: 静置, 恒流充电, 恒流放电
                        "\u9759\u7f6e", "\u6052\u6d41\u5145\u7535", "\u6052\u6d41\u653e\u7535"),
            clock_column("\u65f6\u95f4", &TesterRow::in_step), // 时间
            clock_column("\u603b\u65f6\u95f4", &TesterRow::total), // 总时间
            number_column("\u7535\u6d41(mA)", &TesterRow::current, 1e3), // 电流
            number_column("\u7535\u538b(V)", &TesterRow::voltage), // 电压
            number_column("\u5bb9\u91cf(mAh)", &TesterRow::charge, 1e3)}; // 容量
}

std::string layered_text()
{
    std::string text = "Cycle ID,Cap_Chg(mAh),,,\n,Step ID,Step Name,,\n"
                       ",,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA)\n";
    int cycle = 0, step = 0;
    for (const auto& row : tester_rows()) {
        if (row.cycle != cycle) {
            cycle = row.cycle;
            step = 0;
            text += std::to_string(cycle) + ",0.39,,,\n";
        }
        if (row.step != step) {
            step = row.step;
            text += ",\"" + std::to_string(step) + "\"," +
                    (row.kind == 'R'   ? "Rest"
                     : row.kind == 'C' ? "CC_Chg"
                                       : "CC_DChg") +
                    ",,\n";
        }
        text += ",,1,\t" + clock_text(row.in_step) + "," + fmt::format("{}", row.voltage) + "," +
                fmt::format("{}", row.current * 1e3) + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("a Neware text is read whole, whichever version and language wrote it", "[runs][cycler]")
{
    const auto rows = tester_rows();
    SECTION("as new versions write it")
    {
        const auto record = imported(table_text(neware_columns(), rows));
        CHECK_THAT(record.format, Contains("Neware text"));
        check_whole(record);
    }
    SECTION("tab separated, with line ends of Windows")
    {
        check_whole(imported(table_text(neware_columns(), rows, "\t", "\r\n")));
    }
    SECTION("with a separator at the end of each row, as some versions leave one")
    {
        check_whole(imported(table_text(neware_columns(), rows, ",", ",\n")));
    }
    SECTION("as old versions write it: time in the step alone, mA and mAh")
    {
        const auto record = imported(table_text(old_columns(), rows));
        CHECK_THAT(record.format, Contains("Neware text"));
        check_whole(record);
    }
    SECTION("as BTS 7 writes it: state, relative time, a capacity with a capital in its middle")
    {
        const std::vector<TesterColumn> columns{
            count_column("Record Index", &TesterRow::step),
            kind_column("Status", "Rest", "CC_Chg", "CC_DChg"),
            count_column("JumpTo", &TesterRow::step),
            count_column("Cycle", &TesterRow::cycle),
            count_column("Step", &TesterRow::step),
            number_column("Cur(mA)", &TesterRow::current, 1e3),
            number_column("Voltage(V)", &TesterRow::voltage),
            number_column("CapaCity(mAh)", &TesterRow::charge, 1e3),
            clock_column("Relative Time(h:min:s.ms)", &TesterRow::in_step)};
        const auto record = imported(table_text(columns, rows));
        CHECK_THAT(record.format, Contains("Neware text"));
        check_whole(record);
    }
    SECTION("Chinese, UTF-8")
    {
        const auto record = imported(table_text(chinese_columns(), rows));
        CHECK(record.format == "Neware text, Chinese headers, UTF-8");
        check_whole(record);
    }
    SECTION("Chinese, GB2312")
    {
        const auto record = imported(in_gb2312(table_text(chinese_columns(), rows)));
        CHECK(record.format == "Neware text, Chinese headers, GB18030");
        check_whole(record);
    }
    SECTION("in layers of cycles, steps and records")
    {
        const auto record = imported(layered_text());
        CHECK_THAT(record.format, Contains("Neware text in layers"));
        check_whole(record);
    }
}

TEST_CASE("the Battery Data Format is read by both of its spellings", "[runs][cycler]")
{
    const auto rows = tester_rows();
    std::vector<TesterColumn> columns{
        number_column("Test Time / h", &TesterRow::total, 1.0 / 3600.0),
        number_column("Voltage / mV", &TesterRow::voltage, 1e3),
        number_column("Current / A", &TesterRow::current),
        count_column("Cycle Count / 1", &TesterRow::cycle),
        count_column("Step Index / 1", &TesterRow::step)};
    const auto human = imported(table_text(columns, rows));
    CHECK(human.format == "Battery Data Format, ASCII");
    check_whole(human);
    const std::vector<TesterColumn> machine{number_column("test_time_second", &TesterRow::total),
                                            number_column("voltage_volt", &TesterRow::voltage),
                                            number_column("current_ampere", &TesterRow::current),
                                            count_column("cycle_count", &TesterRow::cycle),
                                            count_column("step_index", &TesterRow::step)};
    check_whole(imported(table_text(machine, rows)));
}

TEST_CASE("a plain CSV is read by a stated column map", "[runs][cycler]")
{
    const auto rows = tester_rows();
    const std::vector<TesterColumn> columns{
        number_column("Zeit [min]", &TesterRow::total, 1.0 / 60.0),
        number_column("Strom", &TesterRow::current, 1e6),
        number_column("Spannung", &TesterRow::voltage, 1e3),
        count_column("Zyklus", &TesterRow::cycle),
        count_column("Schritt", &TesterRow::step),
        number_column("Ladung", &TesterRow::charge, 1e3)};
    auto text = table_text(columns, rows, ";");
    const std::vector<std::string> map{"time=Zeit [min]", "current=Strom [uA]",
                                       "voltage=#3 [mV]", "cycle=Zyklus",
                                       "step=schritt",    "step_charge=Ladung [mAh]"};
    check_whole(imported(text, map));
    // Decimal commas, lines before the header, quotes.
    std::replace(text.begin(), text.end(), '.', ',');
    const auto german = imported("Pr\xfc"
                                 "fstand 3\nvom 1.2.2022; \"Kanal 4\"\n" +
                                     text,
                                 map);
    CHECK(german.format == "CSV, latin-1, decimal commas");
    check_whole(german);
}

TEST_CASE("faults of a column map are told with the mend", "[runs][cycler]")
{
    const std::string text = "Zeit [min],Strom,Spannung [V]\n0,1,1\n1,1,1\n";
    CHECK_THAT(complaint(text, {"tiem=Zeit [min]"}), Contains("did you mean \"time\"?"));
    CHECK_THAT(complaint(text, {"time"}), Contains("\"time\" names no column"));
    CHECK_THAT(complaint(text, {"time=Zeit", "time=#1"}), Contains("two columns for time"));
    CHECK_THAT(complaint(text, {"time=Zeit", "current=Strom", "voltage=Spannung"}),
               Contains("x.csv:1:12: \"Strom\" has no unit of current; state it"));
    CHECK_THAT(complaint(text, {"time=Zeit", "current=I [mA]", "voltage=Spannung"}),
               Contains("no column is called \"I [mA]\"; the columns are Zeit [min], Strom"));
    CHECK_THAT(complaint(text, {"time=Zeit", "current=Strom [mV]", "voltage=Spannung"}),
               Contains("has no unit of current, but \"mV\""));
    CHECK_THAT(complaint(text), Contains("no column holds the voltage"));
}

TEST_CASE("what cannot be read is one line that names its row", "[runs][cycler]")
{
    struct Slip {
        std::string text, message;
    };
    const std::string head = "Time [s],Voltage [V],Current [mA]\n0,1,1\n";
    const auto slip = GENERATE_COPY(
        Slip{"", "x.csv: the file is empty"}, Slip{"# nothing\n\n", "nothing but comments"},
        Slip{head + "1,1\n2,1,1\n", "x.csv:3:4: the row has 2 of 3 fields; fill the gap"},
        Slip{head + "1,1,1\n2,1", "x.csv:4:4: the row has 2 of 3 fields; the file was cut short"},
        Slip{head + "1,1,1,7\n", "x.csv:3:7: the row has 4 fields, the header 3"},
        Slip{head + "1,x,1\n", "x.csv:3:3: the voltage \"x\" is no number"},
        Slip{head + "1,inf,1\n", "x.csv:3:3: the voltage is not finite"},
        Slip{"Time;Voltage [V];Current [mA]\n0;1,5;1\n",
             "the time \"0\" has no unit, and is not h:m:s"},
        Slip{"Time [s];Voltage [V];Current [mA]\n0;1,5;1\n1;1.5;1\n",
             "x.csv:3:3: \"1.5\" has a decimal point, line 2 a decimal comma"},
        Slip{"Time(h:min:s);Voltage [V];Current [mA]\n0;1;1\n",
             "is not h:m:s, as \"Time(h:min:s)\""},
        Slip{"Time(h:min:s);Voltage [V];Current [mA]\n0:00:99;1;1\n", "is no duration"},
        Slip{"Time [s],Voltage,Current [mA]\n0,1,1\n",
             "\"Voltage\" has no unit of voltage; state it"},
        Slip{"Time [s],Voltage [V],Voltage [V],Current [mA]\n0,1,1,1\n",
             "two columns are called \"voltage\""},
        Slip{"Date,Time [s],Voltage [V],Current [mA]\nyesterday,0,1,1\n",
             "x.csv:2:1: the date \"yesterday\" is of no known layout"},
        Slip{"NEWARE\x01", "is a Neware .nda file, which cannot be read here; export"},
        Slip{"PK\x03\x04 [Content_Types].xml", "is a spreadsheet, which cannot be read here; save"},
        Slip{"BIO-LOGIC MODULAR FILE", "export it from EC-Lab as text"},
        Slip{",,1,0:00:01,1,1\n", "no column holds the voltage"},
        Slip{"Cycle ID,a\n,Step ID,b\n,,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA)\n1,\n"
             ",,1,0:00:00,1,1\n",
             "x.csv:5:1: a record without the line of a step before it"});
    CAPTURE(slip.text);
    const auto message = complaint(slip.text);
    CHECK_THAT(message, Contains(slip.message));
    CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("columns that nobody asked for are named, not lost in silence", "[runs][cycler]")
{
    const auto record = imported("Time [s],Voltage [V],Current [mA],Mood\n0,1,1,good\n1,1,1,bad\n");
    CHECK(std::find(record.said.begin(), record.said.end(), "columns not read: Mood") !=
          record.said.end());
}

TEST_CASE("columns of a format with a reader of its own can be restated and left out",
          "[runs][cycler]")
{
    const std::string text = "mode\tox/red\ttime/s\tEwe/V\tI/mA\tEce/V\n"
                             "1\t1\t0\t1\t2\t3\n1\t1\t10\t1\t2\t3\n";
    const auto read = [&](const std::vector<std::string>& columns) {
        return read_bytes(text, "x.mpt", {parse_columns(columns), {}});
    };
    CHECK(read({}).find(Quantity::current)->values.front() == Approx(2e-3));
    const auto restated = read({"current=I/mA [uA]", "voltage=Ece/V", "net_charge=none"});
    CHECK(restated.find(Quantity::current)->values.front() == Approx(2e-6));
    CHECK(restated.find(Quantity::current)->is_stated);
    CHECK(restated.find(Quantity::voltage)->values.front() == Approx(3.0));
    CHECK(read({"current=none"}).find(Quantity::current) == nullptr);
    CHECK_THAT(complaint(text, {"voltage=Eoc"}), Contains("no column is called \"Eoc\""));
    CHECK_THAT(complaint(text, {"voltage=I/mA"}), Contains("has no unit of voltage, but \"mA\""));
}
