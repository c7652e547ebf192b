#include "runs/cycler/ndax.hpp"

#include "runs/case/errors.hpp"
#include "tests/support/ndax_file.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace percolith::runs;
using namespace percolith::runs::cycler;
using namespace percolith::tests;
using Catch::Matchers::Contains;

namespace
{

/// The one line that refuses these files, after a change.
std::string refusal(const std::function<void(NdaxFiles&)>& change)
{
    auto files = small_ndax();
    change(files);
    try {
        read_ndax(zipped(files), "cell.ndax");
    } catch (const InputError& error) {
        const std::string line = error.what();
        CHECK_THAT(line, Catch::Matchers::StartsWith("cell.ndax: "));
        CHECK(line.find('\n') == std::string::npos);
        return line;
    }
    return "nothing refused it";
}

std::string refusal_of_bytes(const std::string& bytes)
{
    try {
        read_ndax(bytes, "cell.ndax");
    } catch (const InputError& error) {
        return error.what();
    }
    return "nothing refused it";
}

} // namespace

TEST_CASE("another version of the tables is refused by its number, with the way to text",
          "[runs][cycler]")
{
    for (const int version : {5, 11, 14, 16, 18}) {
        CHECK_THAT(refusal([&](NdaxFiles& files) {
                       files["data.ndc"] = ndc_table(1, {ndc_record(1, 0)}, 8, version);
                   }),
                   Contains("data.ndc: is an ndc table of version " + std::to_string(version)) &&
                       Contains("BTSDA") && Contains("text"));
    }
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data_step.ndc"] = files["data.ndc"]; }),
               Contains("data_step.ndc: is an ndc table of version 17 with content 1"));
}

TEST_CASE("a missing table is named, with what is there and the way to text", "[runs][cycler]")
{
    for (const auto* table : {"data.ndc", "data_runInfo.ndc", "data_step.ndc"}) {
        CHECK_THAT(refusal([&](NdaxFiles& files) { files.erase(table); }),
                   Contains(std::string("has no table ") + table) &&
                       Contains("it holds TestInfo") && Contains("BTSDA"));
    }
}

TEST_CASE("tables that are short, damaged or at odds with themselves name table and page",
          "[runs][cycler]")
{
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data.ndc"].resize(5000); }),
               Contains("data.ndc: is cut short: 5000 bytes"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data_step.ndc"].resize(3); }),
               Contains("data_step.ndc: is cut short: 3 bytes"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data.ndc"][4096 + 132] ^= 1; }),
               Contains("data.ndc: page 1: its checksum does not fit"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data.ndc"][4096] = 7;
                   seal_page(files["data.ndc"], 1);
               }),
               Contains("data.ndc: page 1: is of type 7, not 2"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data.ndc"][4096 + 2] = 3;
                   seal_page(files["data.ndc"], 1);
               }),
               Contains("says it has 3 rows, but marks 8"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_step.ndc"][4096 + 4 + 10] = 1;
                   seal_page(files["data_step.ndc"], 1);
               }),
               Contains("claims a row 81, but has room for 39"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data.ndc"].resize(4096); }),
               Contains("data.ndc: holds no records"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data_runInfo.ndc"].resize(4096); }),
               Contains("data_runInfo.ndc: holds no rows"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["data_step.ndc"].resize(4096); }),
               Contains("data_step.ndc: holds no steps"));
    CHECK_THAT(refusal([](NdaxFiles& files) { files["TestInfo.xml"] = "<root"; }),
               Contains("TestInfo.xml: is not XML"));
}

TEST_CASE("tables that contradict each other name the record", "[runs][cycler]")
{
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_step.ndc"] = ndc_table(7, {ndc_step(3, 4, 0)}, 100);
               }),
               Contains("record 1 lies before the first step"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_step.ndc"] = ndc_table(7, {ndc_step(1, 4, 0)}, 100);
               }),
               Contains("record 4 is of step 2 there, but of the 1. in data_step.ndc"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_step.ndc"] =
                       ndc_table(7, {ndc_step(1, 4, 0), ndc_step(1, 1, 0)}, 100);
               }),
               Contains("row 2: the step begins at record 1"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_step.ndc"] =
                       ndc_table(7, {ndc_step(1, 4, 5000), ndc_step(4, 1, 0)}, 100);
               }),
               Contains("row 2: the step begins at 0 s"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_runInfo.ndc"] = ndc_table(
                       18, {ndc_note({.record = 1}), ndc_note({.record = 6, .step = 2})}, 100);
               }),
               Contains("says nothing of record 4, where step 2 begins"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_runInfo.ndc"] = ndc_table(
                       18, {ndc_note({.record = 1, .milliseconds = 5000}), ndc_note({.record = 2})},
                       100);
               }),
               Contains("the time goes back within a step, at record 2"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data_runInfo.ndc"] =
                       ndc_table(18, {ndc_note({.record = 1, .interval = 0})}, 100);
               }),
               Contains("gives no interval for record 2"));
    CHECK_THAT(refusal([](NdaxFiles& files) {
                   files["data.ndc"] =
                       ndc_table(1, {ndc_record(1.0F, 0.0F), ndc_record(std::nanf(""), 0.0F)}, 8);
               }),
               Contains("record 2: its voltage or current is no number"));
}

TEST_CASE("what is no whole archive is refused in one line", "[runs][cycler]")
{
    const auto whole = zipped(small_ndax());
    CHECK_THAT(refusal_of_bytes(""), Contains("is empty"));
    CHECK_THAT(refusal_of_bytes("NEWARE 1234"), Contains("is an .nda") && Contains("BTSDA"));
    CHECK_THAT(refusal_of_bytes("Index,Voltage\n1,2\n"), Contains("is not an .ndax"));
    CHECK_THAT(refusal_of_bytes(whole.substr(0, whole.size() / 2)),
               Contains("damaged or cut short"));
    CHECK_THAT(refusal_of_bytes("PK"), Contains("damaged or cut short"));
    auto damaged = whole;
    const auto inside = damaged.find("data.ndc") + 30; // the first file, in its packed bytes
    for (std::size_t i = 0; i < 20; ++i) {
        damaged[inside + i] = static_cast<char>(damaged[inside + i] ^ 0x55);
    }
    CHECK_THAT(refusal_of_bytes(damaged), Contains("data"));
}

TEST_CASE("an archive that would fill the memory is refused by the size it unpacks to",
          "[runs][cycler]")
{
    // 150 MB of zeros pack to 150 kB.
    CHECK_THAT(
        refusal([](NdaxFiles& files) { files["data.ndc"] = std::string(150'000'000, '\0'); }),
        Contains("data.ndc: would unpack to 143 MiB, more than the 128 MiB"));
}
