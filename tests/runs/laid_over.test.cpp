#include "runs/case/laid_over.hpp"

#include "runs/case/case.hpp"
#include "tests/support/case_text.hpp"

#include <catch2/catch.hpp>

using namespace percolith;

namespace
{

std::string over(const std::string& text, std::vector<std::string> overrides)
{
    return runs::laid_over(runs::written(text, "a.toml", overrides, {}));
}

const std::string commented = "# above\n"
                              "title = \"\u00b5 before\" # said twice\n"
                              "\n"
                              "[cell] # the cell\n"
                              "area = \"1 cm^2\" # \u00b5, measured\n"
                              "working = {lithium = \"20 um\"} # thin\n"
                              "[interphase.host]\n"
                              "law = 'linear'\n"
                              "[protocol]\n"
                              "steps = \"\"\"\n"
                              "Rest for 1 hour # slowly\n"
                              "\"\"\"\n"
                              "record = 'a.csv' # goes\n";

} // namespace

TEST_CASE("a value laid over a text replaces it, and the comments beside it stay")
{
    const auto text = over(commented, {"cell.area=\"2 cm^2\"", "title=after"});
    CHECK(text.find("area = \"2 cm^2\" # \u00b5, measured\n") != std::string::npos);
    CHECK(text.find("# above\ntitle = \"after\" # said twice\n") != std::string::npos);
    CHECK(text.size() ==
          commented.size() - std::string("\u00b5 before").size() + std::string("after").size());
}

TEST_CASE("a text of several lines is replaced by another")
{
    const auto text = over(commented, {"protocol.steps=\"\"\"\nRest for 2 h\n\"\"\""});
    CHECK(text.find("slowly") == std::string::npos);
    CHECK(text.find("steps = \"\"\"\nRest for 2 h\n\"\"\"\nrecord") != std::string::npos);
}

TEST_CASE("a key that the text does not have is put into its table")
{
    CHECK(over(commented, {"cell.kind='asymmetric'"})
              .find("[cell] # the cell\nkind = 'asymmetric'\n") != std::string::npos);
    CHECK(over(commented, {"cell.working.extra=1"})
              .find("working = {lithium = \"20 um\", extra = 1} # thin") != std::string::npos);
    CHECK(over(commented, {"interphase.renewal=2"}).ends_with("\n[interphase]\nrenewal = 2\n"));
    CHECK(over(commented, {"solver.engine=odeint"}).ends_with("\n[solver]\nengine = \"odeint\"\n"));
    CHECK(over("[cell]", {"cell.area=1", "title=t"}) == "title = \"t\"\n[cell]\narea = 1\n");
}

TEST_CASE("a key laid over with nothing is taken out of the text")
{
    CHECK(over(commented, {"protocol.record="}).ends_with("\"\"\"\n"));
    CHECK(over("a = {x = 1, y = 2}\n", {"a.x="}) == "a = { y = 2}\n");
    CHECK(over("a = {x = 1, y = 2}\n", {"a.y="}) == "a = {x = 1}\n");
    CHECK(over(commented, {"cell.kind="}) == commented);
    // The tables on the way are there from then on, as with any override.
    CHECK(over(commented, {"nowhere.to.be="}) == commented + "\n[nowhere]\nto = {}\n");
}

TEST_CASE("where no edit says what is meant the text is spelled anew")
{
    const auto text = over("cell.area = 1 # dotted\n[other]\nx = 0.1\n", {"cell.new.key=2"});
    CHECK(over(text, {}) == text);
    CHECK(text.find("0.1") != std::string::npos);
    CHECK(over("[contact]\nx = 1\n[cell]\ny = 1e-300\n", {"contact="}).find("contact") ==
          std::string::npos);
}

TEST_CASE("a shipped case with much laid over it reads as it does with the overrides")
{
    const std::vector<std::string> overrides{
        "cell.working.lithium=\"7 um\"",
        "cell.counter.lithium=60 um",
        "contact=",
        "interphase.working.electronic_conductivity=\"1e-9 S/m\"",
        "interphase.host.potential_at_empty=\"0.3 V\"",
        "electrolyte.mixture={LPSC = 8, LGPS = 1}",
        "protocol.stop_when=[\"thickness of working > 10 um\"]",
        "solver.engine=odeint",
    };
    for (const char* name : {"asymmetric_lpsc_lgps_16_1.toml", "segregated.toml"}) {
        const auto file = tests::shipped_cases / name;
        const auto meant = runs::read_case(file, overrides);
        const auto read = runs::parse_case(runs::laid_over(meant), name, {}, meant.folder);
        REQUIRE(read.values.size() == meant.values.size());
        for (std::size_t i = 0; i < read.values.size(); ++i) {
            INFO(read.values[i].name);
            CHECK(read.values[i].name == meant.values[i].name);
            CHECK(read.values[i].value == meant.values[i].value);
        }
    }
}
