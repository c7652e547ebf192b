#include "tests/support/case_text.hpp"

using namespace percolith;
using namespace percolith::tests;

TEST_CASE("each slip in a case is one line with its place and its mend", "[runs][case]")
{
    CHECK(faults(with("area", "")) ==
          one("a.toml:1:1: cell.area: missing; add area = \"<number> cm^2\" to [cell]"));
    CHECK(
        faults(with("area", "area = 1")) ==
        one("a.toml:3:8: cell.area: 1 is a bare number; write it with its unit, as in \"1 cm^2\""));
    CHECK(faults(with("area", "area = '1 cm'")) ==
          one("a.toml:3:8: cell.area: \"1 cm\" is not a quantity in cm^2; give a number with its "
              "unit, such as cm^2"));
    CHECK(faults(with("area", "area = '-1 cm^2'")) ==
          one("a.toml:3:8: cell.area: \"-1 cm^2\" is out of range; give a quantity > 0"));
    CHECK(faults(with("kind", "kind = 'asymetric'")) ==
          one("a.toml:2:8: cell.kind: unknown choice \"asymetric\"; did you mean \"asymmetric\"?"));
    CHECK(faults(with("area", "area = '1 cm^2'\narae = 1")) ==
          one("a.toml:4:1: cell.arae: unknown key; did you mean \"area\"?"));
    CHECK(faults(with("[separator]", "[seperator]")).size() == 3);
    CHECK(faults(with("counter", "counter = {lithium = '100 s'}")) ==
          one("a.toml:5:22: cell.counter.lithium: \"100 s\" is not a quantity in um or mAh/cm^2; "
              "write it as in lithium = \"<number> um\""));
    CHECK(faults(with("counter", "counter = {lithium = 100}")) ==
          one("a.toml:5:22: cell.counter.lithium: 100 is a bare number; write it with its unit: um "
              "or mAh/cm^2"));
    CHECK(
        faults(with("counter", "")) ==
        one("a.toml:1:1: cell.counter.lithium: missing; give the counter electrode lithium, as in "
            "lithium = \"100 um\""));
    CHECK(faults(with("working", "")) ==
          one("a.toml:1:1: cell.working.lithium: missing; add lithium = \"<number> um\" to "
              "[cell.working]"));
    CHECK(
        faults(with("ionic", "")) ==
        one("a.toml:8:1: separator.ionic_conductivity: missing, and LPSC:LGPS 4:1 has no measured "
            "one; add ionic_conductivity = \"<number> mS/cm\" to [separator]"));
    CHECK(
        faults(with("electronic", "")) ==
        one("a.toml:11:1: interphase.electronic_conductivity: missing; add electronic_conductivity "
            "= \"<number> S/m\" or a law in [interphase.electronic]"));
    CHECK(faults(with("steps", "steps = ''")).size() == 1);
    CHECK(
        faults(with("steps", "")) ==
        one("a.toml:14:1: protocol.steps: missing; add steps = \"...\" or record = \"FILE.csv\" to "
            "[protocol]"));
    CHECK(faults(with("steps", "record = 'nowhere.csv'")).size() == 1);
    CHECK(
        faults(all("[solver]\nrelative_tolerance = nan")) ==
        one("a.toml:17:22: solver.relative_tolerance: nan is out of range; give a number 1e-13 .. "
            "0.01"));
}

TEST_CASE("faults of materials name the mixture", "[runs][case]")
{
    const auto unknown = faults(with("mixture", "mixture = {LPSK = 1}"));
    REQUIRE(unknown.size() >= 1);
    CHECK_THAT(unknown[0], Catch::StartsWith("a.toml:7:11: electrolyte.mixture: ") &&
                               Catch::Contains("LPSK") && Catch::Contains("LPSC"));
    CHECK(faults(with("mixture", "mixture = {LPSC = -1}")).front() ==
          "a.toml:7:19: electrolyte.mixture.LPSC: -1 is out of range; give a number >= 0");
    CHECK(faults(with("mixture", "mixture = {}")).front() ==
          "a.toml:7:11: electrolyte.mixture: is empty; write it as in mixture = {LPSC = 4, LGPS = "
          "1}");
    CHECK(faults(with("mixture", "")).front() == "a.toml:6:1: electrolyte.mixture: missing; add "
                                                 "mixture = {LPSC = 4, LGPS = 1} to [electrolyte]");
    CHECK(
        faults(with("mixture", "mixture = {LPSC = 1}\nmetal_volume_fraction = 1.2")) ==
        one("a.toml:8:25: electrolyte.metal_volume_fraction: 1.2 is out of range; give a number 0 "
            ".. 1"));
    CHECK(faults(with("mixture", "mixture = {LPSC = 1}\nmaterials = 'nowhere.toml'")).size() == 1);
}

TEST_CASE("the user's materials are laid over the built-in ones", "[runs][case]")
{
    const auto folder = std::filesystem::temp_directory_path() / "percolith_case_test";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "mine.toml"} << "[phases.LPSC]\nformula = 3\n";
    const Lines no_overrides;
    try {
        runs::parse_case(with("mixture", "mixture = {LPSC = 1}\nmaterials = 'mine.toml'"), "a.toml",
                         no_overrides, folder);
        FAIL("the faults of the file were not reported");
    } catch (const runs::InputErrors& e) {
        CHECK_THAT(std::string{e.what()},
                   Catch::Contains("electrolyte.materials: ") &&
                       Catch::Contains("mine.toml:2:11: phases.LPSC.formula: is a number"));
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("options that contradict each other are refused", "[runs][case]")
{
    CHECK(faults(with("kind", "kind = 'anode-free'")) ==
          one("a.toml:4:22: cell.working.lithium: contradicts kind = \"anode-free\"; remove it, or "
              "choose kind = \"asymmetric\""));
    CHECK(faults(with("kind", "kind = 'symmetric'")) ==
          one("a.toml:4:22: cell.working.lithium: differs from counter, but kind = \"symmetric\"; "
              "give one of them only, or choose kind = \"asymmetric\""));
    CHECK(faults(with("steps", "steps = 'Rest for 1 h'\nrecord = 'a.csv'")) ==
          one("a.toml:15:9: protocol.steps: contradicts record; give only one of the two"));
    CHECK(faults(all("[interphase.electronic]\nlaw = 'fixed'\nconductivity = '1 S/m'")) ==
          one("a.toml:12:27: interphase.electronic_conductivity: contradicts electronic; give only "
              "one of the two"));
    CHECK(
        faults(all("[interphase.finite_thickness]\nparticle_size = '10 nm'")) ==
        one("a.toml:16:1: interphase.finite_thickness: contradicts the law \"fixed\", which has no "
            "threshold to move; remove the table or choose a law with a threshold"));
    const auto lonely = faults(with("ionic_conductivity = '5.5", "activation_energy = '0.3 eV'"));
    REQUIRE(lonely.size() == 2);
    CHECK(lonely[1] ==
          "a.toml:10:21: separator.activation_energy: belongs to an ionic_conductivity "
          "that is not given here; add ionic_conductivity, or remove it");
}

TEST_CASE("faults of the protocol stand at their line of the case", "[runs][case]")
{
    const auto lines =
        faults(with("steps", "steps = \"\"\"\nRest for 1 hour\nRset for 2 h\n\"\"\""));
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Catch::StartsWith("a.toml:17:1: protocol.steps: "));
    const auto stop =
        faults(with("steps", "steps = 'Rest for 1 h'\nstop_when = ['tickness of working > 1 um']"));
    REQUIRE(stop.size() == 1);
    CHECK_THAT(stop[0], Catch::StartsWith("a.toml:16:") && Catch::Contains("thickness"));
    const auto good =
        read(with("steps", "steps = 'Rest for 1 h'\nstop_when = ['thickness of working > 1 um']"));
    REQUIRE(good.stop_when.size() == 1);
    CHECK(good.stop_when[0].condition.threshold == Approx(1e-6));
}

TEST_CASE("faults of all sections come out at once", "[runs][case]")
{
    const auto lines = faults(with("area", "area = 1"),
                              {"electrolyte.mixture={LPSK = 1}", "protocol.steps=Rset for 1 hour",
                               "interphase.renewal=2e-3 m"});
    CHECK(lines.size() == 4);
}

TEST_CASE("a protocol that cannot start on the cell is refused", "[runs][case]")
{
    const auto lines = faults(with("steps", "steps = 'Strip working at 1 mA/cm^2 for 1 h'"),
                              {"cell.kind=anode-free", "cell.working="});
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Catch::StartsWith("a.toml:15:10: protocol.steps: "));
}

TEST_CASE("a fault tells programs its file, its key and its line", "[runs][case]")
{
    const auto text = with("area", "area = '-1 cm^2'\narae = 1");
    try {
        runs::parse_case(text, "a.toml");
        FAIL("was accepted");
    } catch (const runs::InputError& e) {
        REQUIRE(e.faults().size() == 2);
        CHECK(e.faults()[0].place.file == "a.toml");
        CHECK(e.faults()[0].place.line == 3);
        CHECK(e.faults()[0].key == "cell.area");
        CHECK(e.faults()[1].key == "cell.arae");
        CHECK(e.faults()[1].place.line == 4);
        CHECK(e.what() == e.faults()[0].line + "\n" + e.faults()[1].line);
    }
}

TEST_CASE("a fault of an override tells programs its key", "[runs][case]")
{
    const std::vector<std::string> overrides{"cell.area=5 s"};
    try {
        runs::parse_case(all(), "a.toml", overrides);
        FAIL("was accepted");
    } catch (const runs::InputError& e) {
        REQUIRE(e.faults().size() == 1);
        CHECK(e.faults()[0].place.file == "--set cell.area");
        CHECK(e.faults()[0].key == "cell.area");
    }
}
