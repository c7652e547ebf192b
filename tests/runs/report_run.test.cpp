#include "runs/case/errors.hpp"
#include "runs/record/record.hpp"
#include "runs/report/report.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <sstream>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using Json = nlohmann::json;

namespace
{

Json data_of(const std::filesystem::path& page)
{
    std::ostringstream text;
    text << std::ifstream(page).rdbuf();
    const auto html = text.str();
    const std::string begin = "id=\"report\">";
    const auto from = html.find(begin) + begin.size();
    return Json::parse(html.substr(from, html.find("</script>", from) - from));
}

const Json& section(const Json& report, const std::string& id)
{
    for (const auto& one : report["sections"]) {
        if (one["id"] == id) {
            return one;
        }
    }
    throw std::out_of_range(id);
}

} // namespace

TEST_CASE("of a million events the first and what ended the test are listed", "[report]")
{
    const ScratchFolder folder;
    constexpr int count = 1'000'000;
    {
        runs::RunRecord record(folder / "run.h5", small_header());
        for (std::size_t n = 0; n < 100; ++n) {
            record.sample(small_row(n));
        }
        for (int n = 0; n < count; ++n) {
            record.event({1e-3 * n, n % 2 == 0 ? "metal depleted" : "metal back", "working", n, n,
                          n + 1 == count, ""});
        }
        record.finish(ended());
    }
    const std::array files{folder / "run.h5"};
    runs::write_report(files, folder / "page.html");
    CHECK(std::filesystem::file_size(folder / "page.html") < 2'000'000);
    const auto report = data_of(folder / "page.html");
    const auto& table = section(report, "events")["blocks"][0];
    CHECK(table["rows"].size() == 500);
    CHECK(table["rows"].back().back() == "ended the test");
    CHECK(table["caption"].get<std::string>().find("of 1000000 events") != std::string::npos);
    // Nobody tells thousands of marks apart.
    CHECK(section(report, "voltage")["blocks"][0]["marks"].size() <= 12);
}

TEST_CASE("a run of a single instant, and one that its solver gave up, become pages", "[report]")
{
    const ScratchFolder folder;
    const std::size_t rows = GENERATE(0U, 1U, 2U);
    {
        runs::RunRecord record(folder / "run.h5", small_header());
        for (std::size_t n = 0; n < rows; ++n) {
            record.sample(small_row(n));
        }
        record.finish({.status = runs::Outcome::Status::failed,
                       .reason = "the step became too small",
                       .summary = {}});
    }
    const std::array files{folder / "run.h5"};
    runs::write_report(files, folder / "page.html");
    const auto report = data_of(folder / "page.html");
    const auto& verdict = section(report, "verdict")["blocks"][0];
    CHECK(verdict["tone"] == "bad");
    CHECK(verdict["headline"].get<std::string>().find("the step became too small") !=
          std::string::npos);
}

TEST_CASE("a page that is no page by its name is refused before anything is written", "[report]")
{
    const ScratchFolder folder;
    const std::array files{folder / "run.h5"};
    CHECK_THROWS_AS(runs::write_report(files, folder / "page.pdf"), runs::InputError);
    CHECK_FALSE(std::filesystem::exists(folder / "page.pdf"));
}
