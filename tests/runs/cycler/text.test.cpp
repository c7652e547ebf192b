#include "runs/case/errors.hpp"
#include "runs/cycler/clock_text.hpp"
#include "runs/cycler/decode_text.hpp"
#include "runs/cycler/heading.hpp"
#include "runs/cycler/text_table.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace percolith::runs;
using namespace percolith::runs::cycler;
using Catch::Contains;

namespace
{

template <class Work> std::string complaint(Work work)
{
    try {
        work();
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("the encoding of a file shows in its bytes", "[runs][cycler]")
{
    struct Bytes {
        std::string bytes, text, encoding;
    };
    const auto given = GENERATE(Bytes{"time [s]\n0\n", "time [s]\n0\n", "ASCII"},
                                Bytes{"\xef\xbb\xbftime\n", "time\n", "ASCII"},
                                Bytes{"I/\xc2\xb5"
                                      "A\n",
                                      "I/\u00b5A\n", "UTF-8"},
                                Bytes{"\xb5\xe7\xd1\xb9(V)\n\xbe\xb2\xd6\xc3\n",
                                      "\u7535\u538b(V)\n\u9759\u7f6e\n", "GB18030"},
                                Bytes{"area 1 cm\xb2, I/\xb5"
                                      "A\n",
                                      "area 1 cm\u00b2, I/\u00b5A\n", "latin-1"},
                                Bytes{std::string{"\xff\xfet\0\n\0", 6}, "t\n", "UTF-16"});
    const auto decoded = decode_text(given.bytes, "x.csv");
    CHECK(decoded.encoding == given.encoding);
    CHECK(decoded.text == given.text);
}

TEST_CASE("what is no text, or text of two encodings, is refused with its line", "[runs][cycler]")
{
    const auto said = [](const std::string& bytes) {
        return complaint([&] { decode_text(bytes, "x.csv"); });
    };
    CHECK_THAT(said(""), Contains("x.csv: the file is empty"));
    CHECK_THAT(said(std::string{"a\0b", 3}), Contains("byte 0 at place 1"));
    // UTF-8 first, then a line of GB2312, and the other way round.
    const std::string utf = "\u7535\u538b(V)\n1\n", gb = "\xbe\xb2\xd6\xc3\n";
    CHECK_THAT(said(utf + gb), Contains("x.csv:3:1: the file mixes encodings"));
    CHECK_THAT(said(gb + utf), Contains("x.csv:2:1: the file mixes encodings"));
    CHECK_THAT(said("\xff\xfe"
                    "a"),
               Contains("begins as UTF-16"));
}

TEST_CASE("fields keep separators in quotes, and their place in the line", "[runs][cycler]")
{
    TextTable table("# note\n\na;\"b;c\"; d \r\n1;2;3", "x.csv");
    REQUIRE(table.next());
    CHECK(table.line() == 3);
    CHECK(table.separator() == ';');
    REQUIRE(table.fields().size() == 3);
    CHECK(table.fields()[1].text == "b;c");
    CHECK(table.fields()[2].text == "d");
    CHECK(table.fields()[2].at == 8);
    REQUIRE(table.next());
    CHECK_FALSE(table.ended());
    CHECK_FALSE(table.next());
    TextTable open("a,\"b\n1,2\n", "x.csv");
    CHECK_THAT(complaint([&] { open.next(); }), Contains("x.csv:1:3: a quote is not closed"));
}

TEST_CASE("headings are split into name and unit in every usual spelling", "[runs][cycler]")
{
    struct Written {
        std::string_view text;
        std::string name, unit;
        bool is_bdf;
    };
    const auto given = GENERATE(
        Written{"Current(mA)", "current", "mA", false}, Written{"I / mA", "i", "mA", true},
        Written{"<I>/mA", "<i>", "mA", false}, Written{"Chg. Cap.(Ah)", "chg cap", "Ah", false},
        Written{"Time(h:min:s.ms)", "time", "h:min:s.ms", false},
        Written{"\u7535\u538b\uff08V\uff09", "\u7535\u538b", "V", false},
        Written{"dQ/dV(mAh/V)", "dq/dv", "mAh/V", false},
        Written{"Re(Z)/Ohm", "re(z)", "Ohm", false},
        Written{"Test Time / s", "test time", "s", true},
        Written{"test_time_second", "test time", "s", true},
        Written{"Cycle_Index", "cycle index", "", false});
    const auto heading = heading_of(given.text);
    CHECK(heading.name == given.name);
    CHECK(heading.unit == given.unit);
    CHECK(heading.is_bdf == given.is_bdf);
}

TEST_CASE("durations are read with and without days", "[runs][cycler]")
{
    CHECK(duration_of("144:02:18") == 144 * 3600.0 + 2 * 60 + 18);
    CHECK(duration_of("0:00:01.500") == 1.5);
    CHECK(duration_of("0:00:01,5", ',') == 1.5);
    CHECK(duration_of("02:18") == 138.0);
    for (const auto* text : {"1-02:03:04", "1d 02:03:04", "1 02:03:04", "1d02:03:04"}) {
        CHECK(duration_of(text) == 86400.0 + 2 * 3600 + 3 * 60 + 4);
    }
    for (const auto* text :
         {"", "12", "1:60:00", "1:00:60", "a:b:c", "1:2:3:4", "-1:00:00", "1:00:0x", "1-02:03"}) {
        CAPTURE(text);
        CHECK_FALSE(duration_of(text));
    }
}

TEST_CASE("dates are read in the layout that fits all of them", "[runs][cycler]")
{
    using Dates = std::vector<std::string_view>;
    const double noon = 1652875200.0; // 2022-05-18 12:00, from `date -u -d 2022-05-18T12:00 +%s`
    const auto one = [](std::string_view text, DateOrder order) { return date_of(text, order); };
    CHECK(one("2022-05-18 12:00:00", DateOrder::year_month_day) == noon);
    CHECK(one("2022/5/18 12:00:00.25", DateOrder::year_month_day) == noon + 0.25);
    CHECK(one("2022-05-18T12:00:00Z", DateOrder::year_month_day) == noon);
    CHECK(one("18.05.2022 12:00", DateOrder::day_month_year) == noon);
    CHECK(one("05/18/2022 12:00:00 PM", DateOrder::month_day_year) == noon);
    CHECK(one("05/18/2022 1:30:00 PM", DateOrder::month_day_year) == noon + 5400.0);
    CHECK(one("05/18/2022 12:00:00 AM", DateOrder::month_day_year) == noon - 43200.0);
    CHECK_FALSE(one("2022-02-30 12:00:00", DateOrder::year_month_day));
    CHECK(order_of(Dates{"05/06/2022", "05/18/2022"})->order == DateOrder::month_day_year);
    CHECK_FALSE(order_of(Dates{"05/06/2022", "05/18/2022"})->assumed);
    CHECK(order_of(Dates{"05/06/2022", "18/05/2022"})->order == DateOrder::day_month_year);
    const auto open = order_of(Dates{"05/06/2022"});
    CHECK(open->order == DateOrder::month_day_year);
    CHECK(open->assumed);
    CHECK(order_of(Dates{"05.06.2022"})->order == DateOrder::day_month_year);
    CHECK_FALSE(order_of(Dates{"05/18/2022", "18/05/2022"}));
}

TEST_CASE("only whole characters of Unicode are UTF-8", "[runs][cycler]")
{
    CHECK(is_utf8("I/\u00b5A, 25 \u2103, \U0001d6fa"));
    for (const auto* text :
         {"I/\xb5"
          "A",
          "\xc2", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("a number is refused for what it is", "[runs][cycler]")
{
    CHECK(number_of("+5e-1").value == 0.5);
    CHECK(number_of("0,5", ',').value == 0.5);
    CHECK(number_of("3,015299923827115E+001", ',').value == 30.15299923827115);
    CHECK(number_of("").fault == NotNumber::empty);
    CHECK(number_of("0,5").fault == NotNumber::comma);
    CHECK(number_of("1:02").fault == NotNumber::clock);
    CHECK(number_of("1e-400").value == 0.0);
    CHECK_FALSE(number_of("1e-400").fault);
    for (const auto* text : {"inf", "-NaN", "1e400", "1.#QNAN0E+000", "-1.#IND"}) {
        CAPTURE(text);
        CHECK(number_of(text).fault == NotNumber::not_finite);
    }
    CHECK(number_of("-1,#IND", ',').fault == NotNumber::not_finite);
    CHECK(number_of("+").fault == NotNumber::words);
    CHECK(number_of("0.5 A").fault == NotNumber::words);
    CHECK(number_of("1.234,5", ',').fault == NotNumber::words);
}
