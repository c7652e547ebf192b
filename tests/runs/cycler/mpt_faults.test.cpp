#include "runs/cycler/mpt.hpp"

#include "runs/case/errors.hpp"
#include "tests/support/mpt_file.hpp"
#include "tests/support/real_cycler_file.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <string>

using namespace percolith::runs;
using namespace percolith::runs::cycler;
using namespace percolith::tests;
using Catch::Matchers::Contains;

namespace
{

/// The one line that refuses this text.
std::string refusal(const std::string& text)
{
    try {
        read_mpt(text, "cell.mpt");
    } catch (const InputError& error) {
        const std::string line = error.what();
        CHECK_THAT(line, Catch::Matchers::StartsWith("cell.mpt:"));
        CHECK(line.find('\n') == std::string::npos);
        return line;
    }
    return "nothing refused it";
}

} // namespace

TEST_CASE("what is no text of EC-Lab is refused with the way to one", "[runs][cycler]")
{
    CHECK_THAT(refusal(""), Contains("is empty"));
    CHECK_THAT(refusal(" \r\n \n"), Contains("is empty"));
    CHECK_THAT(refusal("BIO-LOGIC MODULAR FILE\x1a  "), Contains("(.mpr)") && Contains(".mpt"));
    CHECK_THAT(refusal(std::string("E\0C\0", 4)), Contains("UTF-16"));
    CHECK_THAT(refusal("Cycle,Voltage\n1,2\n"),
               Contains("cell.mpt:1:1") && Contains("\"Cycle,Voltage\" is not how"));
}

TEST_CASE("a header that does not count or end as it says names its line", "[runs][cycler]")
{
    CHECK_THAT(refusal("EC-Lab ASCII FILE\n"), Contains("should count the header"));
    CHECK_THAT(refusal("EC-Lab ASCII FILE\nNb header lines : many\n"),
               Contains("cell.mpt:2:1") && Contains("Nb header lines : 59"));
    CHECK_THAT(refusal("EC-Lab ASCII FILE\nNb header lines : 2\n"), Contains("cell.mpt:2:1"));
    CHECK_THAT(refusal("EC-Lab ASCII FILE\nNb header lines : 59\n\nOCV\n"),
               Contains("is cut short: line 2 says there are 59 header lines, but there are 4"));
    CHECK_THAT(refusal("EC-Lab ASCII FILE\nNb header lines : 4\n\nOCV\ntime/s\tEwe/V\n0\t1\n"),
               Contains("cell.mpt:4:1: \"OCV\" should be the column titles"));
}

TEST_CASE("a header alone is refused: there is nothing measured", "[runs][cycler]")
{
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "")), Contains("has 5 header lines, but no rows"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "\n\n")), Contains("but no rows"));
}

TEST_CASE("a row that does not fit the titles names its line and field", "[runs][cycler]")
{
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V\tI/mA", "0\t1\t2\n1\t1\n2\t1\t2\n")),
               Contains("cell.mpt:7:2: has 2 fields where there are 3 titles; "));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V\tI/mA", "0\t1\t2\n1\t1")),
               Contains("cell.mpt:7:2") && Contains("the file is cut short"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "0\t1\t2\n")),
               Contains("cell.mpt:6:3: has more fields than the 2 titles"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "0\tone\n")),
               Contains("cell.mpt:6:2: Ewe/V: \"one\" is not a number"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "0\t1.234,5\n")),
               Contains("\"1.234,5\" is not a number"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "0\t" + std::string(100, '1') + "\n")),
               Contains("is not a number"));
}

TEST_CASE("dates that are mixed with seconds or cannot be are refused", "[runs][cycler]")
{
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "03/02/2021 16:17:59\t1\n1.5\t1\n")),
               Contains("time/s: holds dates in some rows and seconds in others"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "31/01/2021 16:17:59\t1\n"
                                                 "01/31/2021 16:17:59\t1\n")),
               Contains("whether day or month comes first"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/V", "03/02/2021 26:17:59\t1\n")),
               Contains("time/s: \"03/02/2021 26:17:59\" is not a number"));
}

TEST_CASE("columns that are missing are named beside those that are there", "[runs][cycler]")
{
    CHECK_THAT(refusal(mpt_text("Ewe/V\t<I>/mA", "0\t1\n")),
               Contains("has no time/s among its columns Ewe/V, <I>/mA"));
    CHECK_THAT(refusal(mpt_text("time/s\tEwe/K", "0\t1\n")), Contains("has no Ewe/V, <Ewe>/V"));
    CHECK_THAT(refusal(mpt_text("time/s\tRe(Z)/Ohm", "0\t1\n")),
               Contains("no complete set of freq/Hz, Re(Z)/Ohm and -Im(Z)/Ohm"));
}

TEST_CASE("a real file cut anywhere is refused or says so, but never misread", "[runs][cycler]")
{
    const auto whole = real_cycler_file("biologic_gcpl.issue_149.mpt");
    if (whole.empty()) {
        return;
    }
    // Every 997 bytes: in the header, in the titles, in numbers.
    for (std::size_t size = 0; size < whole.size() - 30; size += 997) {
        INFO(size << " bytes");
        try {
            const auto raw = read_mpt(whole.substr(0, size), "cell.mpt");
            // Only within the last field of a row, or after it, nothing seems to be missing.
            CHECK(raw.rows() < 132);
            CHECK(std::any_of(raw.said.begin(), raw.said.end(), [](const auto& line) {
                return line.find("the header tells of 132 points") != std::string::npos;
            }));
        } catch (const InputError& error) {
            CHECK(std::string(error.what()).find('\n') == std::string::npos);
        }
    }
}
