#include "runs/case/case.hpp"

#include "kinetics/constants.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith;
using Lines = std::vector<std::string>;

namespace
{

const std::filesystem::path cases{PERCOLITH_CASES};

/// The smallest case: every default at work. Each line can be replaced or removed by its key.
const Lines smallest{
    "[cell]", //
    "kind = 'asymmetric'", //
    "area = '1 cm^2'", //
    "working = {lithium = '20 um'}", //
    "counter = {lithium = '100 um'}", //
    "[electrolyte]", //
    "mixture = {LPSC = 4, LGPS = 1}", //
    "[separator]", //
    "thickness = '1 mm'", //
    "ionic_conductivity = '5.5 mS/cm'", //
    "[interphase]", //
    "electronic_conductivity = '4e-9 S/m'", //
    "ionic_conductivity = '1e-4 S/cm'", //
    "[protocol]", //
    "steps = 'Rest for 1 hour'", //
};

/// The smallest case, the first line that begins with `key` replaced by `line` (removed if empty).
std::string with(const std::string& key, const std::string& line)
{
    std::string text;
    bool done = false;
    for (const auto& given : smallest) {
        const bool here = !done && given.starts_with(key);
        done = done || here;
        text += here ? (line.empty() ? "" : line + "\n") : given + "\n";
    }
    REQUIRE(done);
    return text;
}

std::string all(const std::string& more = {})
{
    return with("[cell]", "[cell]") + more + "\n";
}

runs::Case read(const std::string& text, const Lines& overrides = {})
{
    return runs::parse_case(text, "a.toml", overrides);
}

Lines faults(const std::string& text, const Lines& overrides = {})
{
    try {
        read(text, overrides);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

Lines one(const std::string& line)
{
    return {line};
}

std::string slurp(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Lines shipped()
{
    Lines names;
    for (const auto& entry : std::filesystem::directory_iterator{cases}) {
        if (entry.path().extension() == ".toml") {
            names.push_back(entry.path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("every shipped case reads without a fault", "[runs][case]")
{
    const auto names = shipped();
    CHECK(names.size() >= 10);
    for (const auto& name : names) {
        CAPTURE(name);
        const auto file = cases / name;
        runs::Case given;
        REQUIRE_NOTHROW(given = runs::read_case(file));
        CHECK_FALSE(given.title.empty());
        CHECK(given.text == slurp(file));
        CHECK_FALSE(given.protocol.steps.empty());
        CHECK_NOTHROW(cells::assemble(given.cell));
    }
}

TEST_CASE("the demo case holds the numbers of its parameter set", "[runs][case]")
{
    const auto given = runs::read_case(cases / "asymmetric_lpsc_lgps_4_1.toml");
    const auto p = cells::assemble(given.cell);
    CHECK(given.cell.kind == cells::CellKind::asymmetric);
    CHECK(given.cell.working.lithium.si == Approx(4.1 * 36e3).epsilon(1e-9));
    CHECK(given.cell.counter.lithium.si == Approx(20.5 * 36e3).epsilon(1e-9));
    CHECK(given.cell.electrolyte.composition.metal_volume_fraction == Approx(0.038).epsilon(0.02));
    CHECK(p.separator_thickness.si == Approx(1.03e-3));
    CHECK(p.separator_conductivity.si == Approx(0.55));
    CHECK(p.temperature.si == Approx(298.15));
    const auto& w = p.working;
    CHECK(w.electronic(kinetics::Length<>{5e-9}).si == Approx(4.2e-9));
    CHECK(w.ionic.si == Approx(1.45e-2));
    CHECK(w.renewal.si == Approx(2e-3));
    CHECK(w.front_resistance.si == Approx(0.1));
    CHECK(w.initial_thickness.si == Approx(5e-9));
    CHECK(w.exchange_current_density.si == Approx(150.0));
    CHECK(w.reduction_potential.si == Approx(1.71));
    CHECK(w.decay_length.si == Approx(1e-4));
    CHECK(w.contact.void_capacity.si ==
          Approx(kinetics::faraday.si * 15e-6 / kinetics::lithium_molar_volume.si));
    CHECK(w.contact.refill_share == 0.8);
    CHECK(w.contact.healing.si == Approx(1.8e-5));
    CHECK(w.contact.minimum == 0.01);
    CHECK(given.cell.working.interphase.contact.replenishment.si == Approx(2.5));
    CHECK(given.cell.working.interphase.replenishment_gain == 10.0);
    CHECK(w.intrusion.critical.si == Approx(7.05));
    CHECK(w.intrusion.excess_gain == 25.0);
    CHECK(w.intrusion.electronic_gain == 0.0);
    CHECK(w.intrusion.creep.si == 0.0);
    CHECK(w.activation.pore_fraction == 0.05);
    CHECK(w.activation.filling_limit == 0.95);
    CHECK(w.activation.strippable_share == 0.05);
    CHECK(given.cell.working.interphase.reachable_alloy_share == 0.25);
    CHECK(w.host(0.0).si == Approx(0.4));
    CHECK(p.submodels.contact);
    CHECK(p.submodels.intrusion);
    CHECK(p.submodels.activation);
    CHECK(given.instrument.voltage_limit.si == 5.0);
    CHECK(given.instrument.at_limit == runs::AtLimit::stop);
    CHECK(given.protocol.loops.size() == 1);
    CHECK(given.protocol.loops[0].repeats == 500);
    CHECK(std::get<runs::ConstantCurrent>(given.protocol.steps[0].control).current.si ==
          Approx(5.0));
}

TEST_CASE("a small case stands on defaults", "[runs][case]")
{
    const auto given = read(all());
    CHECK(given.solver.engine == runs::Engine::sundials);
    CHECK(given.record.shape == runs::RecordShape::full);
    CHECK_FALSE(given.cell.submodels.any());
    CHECK(given.cell.working.interphase.initial_thickness.si == 5e-9);
    CHECK(given.cell.working.lithium.si ==
          Approx(20e-6 / kinetics::lithium_volume_per_charge.si).epsilon(1e-12));
    CHECK_FALSE(given.cell.working.interphase.reduction_potential);
    const auto value = std::find_if(given.values.begin(), given.values.end(), [](const auto& v) {
        return v.name == "interphase.initial_thickness";
    });
    REQUIRE(value != given.values.end());
    CHECK(std::get<double>(value->value) == 5e-9);
    CHECK(value->unit == "m");
    CHECK(value->origin == "default");
}

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
          one("a.toml:3:8: cell.area: \"-1 cm^2\" is out of range; give a quantity > 0 m2"));
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
        one("a.toml:17:22: solver.relative_tolerance: nan is out of range; give a number 1e-12 .. "
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

TEST_CASE("laws are read with their own keys", "[runs][case]")
{
    const std::string power = "[interphase.electronic]\nlaw = 'power law'\n"
                              "insulator_conductivity = '2e-10 S/m'\n"
                              "conductor_conductivity = '7e-6 S/m'\nthreshold = 0.014\n";
    const auto law_of = [](const std::string& law) { return with("electronic", "") + law; };
    const auto given = read(law_of(power));
    const auto& law = std::get<kinetics::PowerLaw<>>(given.cell.working.interphase.electronic);
    CHECK(law.threshold == 0.014);
    CHECK(law.exponent == 2.0);
    CHECK(law.conductor.si == Approx(7e-6));

    const auto unknown = faults(law_of(power + "particle_size = '3 nm'\n"));
    REQUIRE(unknown.size() == 1);
    CHECK_THAT(unknown[0], Catch::Contains("interphase.electronic.particle_size: unknown key"));
    const auto upside_down =
        faults(law_of(power), {"interphase.electronic.insulator_conductivity=1 S/m"});
    REQUIRE(upside_down.size() == 1);
    CHECK_THAT(upside_down[0], Catch::Contains("interphase.electronic.law: the conductor must"));

    const std::string segregated =
        "[interphase.electronic]\nlaw = 'segregated'\n"
        "[interphase.electronic.inside]\nlaw = 'fixed'\nconductivity = '1e-6 S/m'\n"
        "[interphase.electronic.among]\nlaw = 'two-sided scaling'\n"
        "insulator_conductivity = '2e-10 S/m'\nthreshold = 0.3\n";
    const auto grains = read(law_of(segregated));
    CHECK(std::get<kinetics::Segregated<>>(grains.cell.working.interphase.electronic)
              .domain_fraction == Approx(0.367).epsilon(0.01));
    const auto imposed = faults(law_of(segregated), {"electrolyte.metal_volume_fraction=0.05"});
    CHECK(imposed ==
          one("a.toml:15:1: interphase.electronic: a segregated law needs to know how much "
              "of the interphase holds metal; give domain_fraction: an imposed or absent "
              "metal does not tell it"));
    CHECK(faults(law_of(segregated), {"electrolyte.metal_volume_fraction=0.05",
                                      "interphase.electronic.domain_fraction=0.4"})
              .empty());
    CHECK(faults(law_of(segregated), {"electrolyte.mixture={LPSC = 1}"}).size() == 1);
}

TEST_CASE("an interphase of its own is given to one electrode key by key", "[runs][case]")
{
    const auto given =
        read(all("[interphase.working]\nrenewal = '1e-3 m^2/C'\n"
                 "[interphase.counter]\nelectronic_conductivity = '1e-10 S/m'\n"
                 "[contact]\nrefill_share = 0.5\n[contact.counter]\nrefill_share = 0.25"));
    const auto p = cells::assemble(given.cell);
    CHECK(p.working.renewal.si == 1e-3);
    CHECK(p.counter.renewal.si == 0.0);
    CHECK(p.working.electronic(kinetics::Length<>{5e-9}).si == Approx(4e-9));
    CHECK(p.counter.electronic(kinetics::Length<>{5e-9}).si == Approx(1e-10));
    CHECK(p.working.contact.refill_share == 0.5);
    CHECK(p.counter.contact.refill_share == 0.25);
}

TEST_CASE("a sub-model is on while its table stands and is not switched off", "[runs][case]")
{
    const std::string contact = "[contact]\nrefill_share = 0.5\n";
    CHECK(read(all(contact)).cell.submodels.contact);
    CHECK_FALSE(read(all(contact), {"contact.enabled=false"}).cell.submodels.contact);
    CHECK(faults(all(), {"contact.enabled=true"}) ==
          one("a.toml: contact.refill_share: missing; add refill_share = <number> to [contact]"));
}

TEST_CASE("the ionic conductivity follows from what the interphase is made of", "[runs][case]")
{
    const auto products =
        with("ionic_conductivity = '1e-4", "products_ionic_conductivity = '1e-6 S/cm'");
    CHECK(read(products).cell.working.interphase.ionic.at_reference.si == Approx(1e-4));
    const auto partly = read(products, {"electrolyte.converted_fraction=0.5"});
    const auto mixed = partly.cell.working.interphase.ionic.at_reference.si;
    CHECK(mixed > 1e-4);
    CHECK(mixed < 0.55);
    CHECK(
        faults(with("ionic_conductivity = '1e-4",
                    "ionic_conductivity = '1e-4 S/cm'\nproducts_ionic_conductivity = '1e-6 S/cm'"))
            .size() == 1);
}

TEST_CASE("overrides reach every part of a case", "[runs][case]")
{
    const auto given = read(all(), {"cell.working.lithium=4.1 mAh/cm^2", "solver.engine=odeint",
                                    "protocol.steps=Rest for 2 hours",
                                    "electrolyte.mixture={LGPS=1}", "title=Two hours"});
    CHECK(given.cell.working.lithium.si == Approx(4.1 * 36e3).epsilon(1e-12));
    CHECK(given.solver.engine == runs::Engine::odeint);
    CHECK(given.protocol.steps.front().until.front().after->si == 7200.0);
    CHECK(given.title == "Two hours");
    CHECK(given.overrides.size() == 5);
    CHECK(faults(all(), {"solver.engin=odeint"}) ==
          one("--set solver.engin: unknown key; did you mean \"engine\"?"));
    CHECK(faults(all(), {"cell.area=3"}) ==
          one("--set cell.area: 3 is a bare number; write it with its unit, as in \"3 cm^2\""));
    const auto bad_step = faults(all(), {"protocol.steps=Strip working"});
    REQUIRE(bad_step.size() == 1);
    CHECK_THAT(bad_step[0], Catch::StartsWith("--set protocol.steps:1:"));
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

TEST_CASE("a protocol that cannot start on the cell is refused", "[runs][case]")
{
    const auto lines = faults(with("steps", "steps = 'Strip working at 1 mA/cm^2 for 1 h'"),
                              {"cell.kind=anode-free", "cell.working="});
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Catch::StartsWith("a.toml:15:10: protocol.steps: "));
}

TEST_CASE("a loop of a billion repeats costs nothing to read", "[runs][case]")
{
    const auto given = read(with("steps", "steps = 'Rest for 1 hour; repeat 1000000000 times'"));
    CHECK(given.protocol.loops.at(0).repeats == 1'000'000'000);
}

TEST_CASE("files that cannot be read are one line", "[runs][case]")
{
    const auto refusal = [](const std::filesystem::path& file) -> Lines {
        try {
            runs::read_case(file);
        } catch (const runs::InputErrors& e) {
            return e.lines();
        }
        return {};
    };
    CHECK(refusal("nowhere.toml") == one("nowhere.toml: no such file; check the path"));
    CHECK(refusal(cases) == one(cases.string() + ": is a folder; name a file in it"));

    const auto big = std::filesystem::temp_directory_path() / "percolith_big_case.toml";
    {
        std::ofstream out{big};
        for (int i = 0; i < 500'000; ++i) {
            out << "key" << i << " = '" << i << " um'\n";
        }
    }
    REQUIRE(std::filesystem::file_size(big) > 10'000'000);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(refusal(big) ==
          one(big.string() + ": is longer than 4 MB; let loops repeat steps, and follow "
                             "measured currents from a file of their own"));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
    std::filesystem::remove(big);
}

TEST_CASE("a case of 3 MB is read in seconds, whatever it holds", "[runs][case]")
{
    const auto begin = std::chrono::steady_clock::now();
    std::string keys = all();
    for (int i = 0; keys.size() < 3'000'000; ++i) {
        keys += "key" + std::to_string(i) + " = '" + std::to_string(i) + " um'\n";
    }
    CHECK(faults(keys).size() == 101);
    std::string steps = "steps = \"\"\"\n";
    while (steps.size() < 3'000'000) {
        steps += "Rest for 1 hour until |V| > 5 V\n";
    }
    CHECK(faults(with("steps", steps + "\"\"\"")).size() <= 21);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{60});
}

TEST_CASE("any damage to a case ends in a case or in faults, each on one line", "[runs][case]")
{
    const auto original = slurp(cases / "asymmetric_lpsc_lgps_4_1.toml");
    std::mt19937 random{20260922}; // the same damage in every run
    const auto below = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
    };
    const std::string interesting = "\"'[]{}=.,#\\\n\t -+eE0123456789nai\xc2\xb5\x00\xff";
    for (int round = 0; round < 400; ++round) {
        auto text = original;
        for (auto slips = 1 + below(6); slips > 0; --slips) {
            const auto at = below(text.size());
            switch (below(4)) {
            case 0:
                text[at] = interesting[below(interesting.size())];
                break;
            case 1:
                text.erase(at, 1 + below(20));
                break;
            case 2:
                text.insert(at, 1, static_cast<char>(below(256)));
                break;
            default:
                text.insert(at, text.substr(below(text.size()), below(60)));
            }
        }
        CAPTURE(text);
        try {
            runs::parse_case(text, "a.toml");
        } catch (const runs::InputErrors& e) {
            REQUIRE_FALSE(e.lines().empty());
            for (const auto& line : e.lines()) {
                REQUIRE(line.find('\n') == std::string::npos);
                REQUIRE(line.starts_with("a.toml"));
            }
        }
    }
}
