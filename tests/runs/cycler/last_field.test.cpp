#include "runs/cycler/last_field.hpp"
#include "tests/support/interpreted.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace percolith;
using namespace percolith::tests;
using Catch::Contains;

TEST_CASE("a last number that may have been cut short is said", "[runs][cycler]")
{
    const std::string head = "Time [s],Voltage [V],Current [mA]\n0,1,0.25\n10,1,0.25\n20,1,0.5\n";
    struct End {
        std::string row, may_be_cut;
    };
    const auto end =
        GENERATE_COPY(End{"30,1,0.0", "0.0"}, End{"30,1,0.", "0."}, End{"30,1,0", "0"},
                      End{"30,1,2e-0", "2e-0"}, End{"30,1,1.25e-0", "1.25e-0"},
                      // Whole: as many decimals as any, the number of the row before, or closed.
                      End{"30,1,0.31", ""}, End{"30,1,0.5", ""}, End{"30,1,0.0\n", ""},
                      End{"30,1,0.0\r", ""}, End{"30,1,0.0,", ""}, End{"30,1,\"0.0\"", ""});
    CAPTURE(end.row);
    const auto said = all_said(imported(head + end.row));
    if (end.may_be_cut.empty()) {
        CHECK(said.find("line end") == std::string::npos);
    } else {
        CHECK_THAT(said, Contains("the last line has no line end: its last field, \"" +
                                  end.may_be_cut + "\", may have been cut short"));
    }
}

TEST_CASE("a cut within a column that is not read changes nothing, and is not said",
          "[runs][cycler]")
{
    const auto record =
        imported("Time [s],Voltage [V],Current [mA],Mood\n0,1,1,good\n1,1,1,bad\n2,1,1,goo");
    CHECK(all_said(record).find("line end") == std::string::npos);
}

TEST_CASE("a clock or a record in layers that ends early is said too", "[runs][cycler]")
{
    CHECK_THAT(all_said(imported("Voltage [V],Current [mA],Total Time\n1,1,0:00:01\n1,1,0:00:02\n"
                                 "1,1,0:00:3")),
               Contains("its last field, \"0:00:3\", may have been cut short"));
    CHECK_THAT(
        all_said(imported("Cycle ID,a,,,\n,Step ID,b,,\n"
                          ",,Record ID,Time(h:min:s.ms),Voltage(V),Current(mA)\n1,,,,,\n,1,,,,\n"
                          ",,1,0:00:00.000,1,0.25\n,,2,0:00:01.000,1,0.2")),
        Contains("its last field, \"0.2\", may have been cut short"));
}
