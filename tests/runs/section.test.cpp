#include "runs/case/section.hpp"

#include "kinetics/quantity.hpp"
#include "runs/case/layout.hpp"
#include "runs/case/suggest.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace percolith;
using runs::Document;
using runs::Section;
using Lines = std::vector<std::string>;

namespace
{

struct Film {
    kinetics::Length<> thickness{};
    kinetics::Length<> particle{};
    double share = 0.0;
    bool on = false;
    int mode = 0;
    std::string title;
};

constexpr runs::Named<int> modes[]{{"stop", 0}, {"next step", 1}};

Film read_film(Section root)
{
    auto film = root.table("film");
    return {
        .thickness =
            film.quantity<kinetics::Length<>>({"thickness", "um", runs::positive, "of the film"}),
        .particle = film.quantity<kinetics::Length<>>(
            {"particle", "nm", runs::non_negative, "size of a particle", runs::Mark::derived},
            kinetics::Length<>{5e-9}),
        .share =
            film.number({.name = "share", .range = runs::fraction, .meaning = "of metal"}, 0.5),
        .on = film.flag({.name = "on", .meaning = "whether it counts"}, false),
        .mode = film.choice<int>({.name = "mode", .meaning = "what comes next"}, modes, 0),
        .title = film.text({.name = "title", .meaning = "what it shows"}, std::string{"none"}),
    };
}

Film film_of(const std::string& text, const Lines& overrides = {})
{
    auto document = Document::parse(text, "a.toml", overrides);
    const auto film = read_film(document.root());
    document.finish();
    return film;
}

Lines faults_of(const std::string& text, const Lines& overrides = {})
{
    try {
        film_of(text, overrides);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

Lines one(const std::string& line)
{
    return {line};
}

} // namespace

TEST_CASE("one expression reads a key in the unit the user likes", "[runs][section]")
{
    const auto film =
        film_of("[film]\nthickness = '20 um'\nshare = '5 %'\nmode = 'next step'\non = true");
    CHECK(film.thickness.si == Approx(20e-6).epsilon(1e-12));
    CHECK(film.particle.si == 5e-9);
    CHECK(film.share == Approx(0.05).epsilon(1e-12));
    CHECK(film.mode == 1);
    CHECK(film.on);
    CHECK(film.title == "none");
}

TEST_CASE("each fault is one line with its place, its key and how to mend it", "[runs][section]")
{
    CHECK(faults_of("[film]\nthickness = 20") ==
          one("a.toml:2:13: film.thickness: 20 is a bare number; write it with its unit, as in "
              "\"20 um\""));
    CHECK(faults_of("[film]\nthickness = '20'") ==
          one("a.toml:2:13: film.thickness: \"20\" is a bare number; give a number with its unit, "
              "such as um"));
    CHECK(faults_of("[film]\nthickness = '5 s'") ==
          one("a.toml:2:13: film.thickness: \"5 s\" is not a quantity in um; "
              "give a number with its unit, such as um"));
    CHECK(faults_of("[film]\nthickness = '-3 um'") ==
          one("a.toml:2:13: film.thickness: \"-3 um\" is out of range; give a quantity > 0"));
    CHECK(faults_of("[film]\nthickness = 'nan um'") ==
          one("a.toml:2:13: film.thickness: \"nan um\" is not a finite number; give a finite one"));
    CHECK(faults_of("[film]\nthickness = true") ==
          one("a.toml:2:13: film.thickness: is true or false; "
              "give a quantity such as thickness = \"<number> um\""));
    CHECK(faults_of("[film]\nthickness = '1 um'\nshare = nan") ==
          one("a.toml:3:9: film.share: nan is out of range; give a number 0 .. 1"));
    CHECK(faults_of("[film]\nthickness = '1 um'\nshare = '2 m'") ==
          one("a.toml:3:9: film.share: \"2 m\" is not a plain number; give it without a unit"));
    CHECK(faults_of("[film]\nthickness = '1 um'\nmode = 'next'") ==
          one("a.toml:3:8: film.mode: unknown choice \"next\"; did you mean \"next step\"?"));
    CHECK(faults_of("[film]\nthickness = '1 um'\nmode = 'stpo'") ==
          one("a.toml:3:8: film.mode: unknown choice \"stpo\"; did you mean \"stop\"?"));
    CHECK(faults_of("[film]\nthickness = '1 um'\nmode = 'go'") ==
          one("a.toml:3:8: film.mode: unknown choice \"go\"; use one of stop, next step"));
    CHECK(faults_of("[film]\nthickness = '1 um'\ntitle = 3") ==
          one("a.toml:3:9: film.title: is a number; give text in quotes"));
    CHECK(faults_of("film = 3") == one("a.toml:1:8: film: is a number; give a table [film]"));
    CHECK(faults_of("[film]") ==
          one("a.toml:1:1: film.thickness: missing; add thickness = \"<number> um\" to [film]"));
    CHECK(faults_of("") ==
          one("a.toml: film.thickness: missing; add thickness = \"<number> um\" to [film]"));
    CHECK(faults_of("[film]\nthickness = '1 um'\nthicknes = '1 um'") ==
          one("a.toml:3:1: film.thicknes: unknown key; did you mean \"thickness\"?"));
    CHECK(faults_of("[film]\nthickness = '1 um'\n[flim]\nthickness = '1 um'") ==
          one("a.toml:3:2: flim: unknown table; did you mean \"film\"?"));
}

TEST_CASE("all faults come out at once, in the order of the text", "[runs][section]")
{
    const auto lines = faults_of("[film]\nmod = 'stop'\nshare = 2\nthickness = '5 s'");
    REQUIRE(lines.size() == 3);
    CHECK_THAT(lines[0], Catch::StartsWith("a.toml:2:1: film.mod: unknown key"));
    CHECK_THAT(lines[1], Catch::StartsWith("a.toml:3:9: film.share: 2 is out of range"));
    CHECK_THAT(lines[2], Catch::StartsWith("a.toml:4:13: film.thickness: \"5 s\" is not"));
}

TEST_CASE("thousands of faults are cut short", "[runs][section]")
{
    std::string text = "[film]\nthickness = '1 um'\n";
    for (int i = 0; i < 5000; ++i) {
        text += "key" + std::to_string(i) + " = 1\n";
    }
    const auto lines = faults_of(text);
    CHECK(lines.size() == 101);
    CHECK(lines.back() == "a.toml: and 4900 more faults; mend these first");
}

TEST_CASE("an override stands in for the file and answers for itself", "[runs][section]")
{
    const std::string text = "[film]\nthickness = '20 um'";
    CHECK(film_of(text, {"film.thickness=30 um"}).thickness.si == Approx(30e-6).epsilon(1e-12));
    CHECK(film_of(text, {"film.share = 0.25"}).share == 0.25);
    CHECK(film_of("", {"film.thickness='30 um'"}).thickness.si == Approx(30e-6).epsilon(1e-12));
    CHECK(film_of(text, {"film.title=one\ntwo \"quoted\""}).title == "one\ntwo \"quoted\"");
    CHECK(faults_of(text, {"film.thickness=5 s"}) ==
          one("--set film.thickness: \"5 s\" is not a quantity in um; "
              "give a number with its unit, such as um"));
    CHECK(faults_of(text, {"film.thick=5 um"}) ==
          one("--set film.thick: unknown key; did you mean \"thickness\"?"));
    CHECK(faults_of(text, {"film.thickness="}) ==
          one("a.toml:1:1: film.thickness: missing; add thickness = \"<number> um\" to [film]"));
    CHECK(faults_of(text, {"film.thickness"}) ==
          one("--set film.thickness: has no value; write --set section.key=value"));
    CHECK(faults_of(text, {".=3"}) ==
          one("--set .: is not the name of a key; write --set section.key=value"));
    CHECK(faults_of(text, {"film.thickness.x=3"}) ==
          one("--set film.thickness.x: thickness is no table; override it as a whole"));
    CHECK(faults_of(text, {"film.title=\xff"}) ==
          one("--set film.title: is not text; write it in UTF-8, shorter than 4 MB"));
}

TEST_CASE("text that is no TOML, too long or too deep is one line", "[runs][section]")
{
    const auto broken = faults_of("[film]\nthickness = ");
    REQUIRE(broken.size() == 1);
    CHECK_THAT(broken[0], Catch::StartsWith("a.toml:2:") && Catch::Contains("is not TOML"));
    CHECK(faults_of("\xff\xfe\n").size() == 1);
    CHECK(faults_of(std::string(10'000'000, '#')) ==
          one("a.toml: is longer than 4 MB; let loops repeat steps, and follow measured currents "
              "from "
              "a file of their own"));
    CHECK(faults_of("a = " + std::string(100'000, '[')) ==
          one("a.toml:1:37: is nested too deeply; keep within 32 levels"));
    std::string dotted = "a";
    for (int i = 0; i < 100'000; ++i) {
        dotted += ".a";
    }
    CHECK(faults_of(dotted + " = 1") ==
          one("a.toml:1:66: is nested too deeply; keep within 32 levels"));
    CHECK(faults_of("[" + dotted + "]").size() == 1);
    CHECK(faults_of(std::string(3'000'000, '\n') + "x").size() == 1);
}

TEST_CASE("dots and brackets in texts and comments do not count as depth", "[runs][section]")
{
    const std::string many(100, '[');
    const std::string dots(100, '.');
    CHECK_FALSE(runs::too_deep("# " + many + dots + "\na = '" + many + dots + "'", 32));
    CHECK_FALSE(runs::too_deep("a = \"\"\"" + many + "\n\\\"" + dots + "\"\"\"", 32));
    CHECK_FALSE(runs::too_deep("a = '''" + many + "\n\\" + dots + "'''", 32));
    CHECK(runs::too_deep("a = \"x\" \n b = " + many, 32)->line == 2);
}

TEST_CASE("single keys of a section are overridden by its own table", "[runs][section]")
{
    auto document = Document::parse(R"(
        [interphase]
        ionic = "1 S/m"
        front = "2 Ohm m^2"
        electronic = {law = "a", p = 1, q = 2}
        [interphase.working]
        ionic = "3 S/m"
        [interphase.working.electronic]
        p = 5
        [interphase.counter.electronic]
        law = "b"
        r = 7
    )",
                                    "a.toml");
    auto base = document.root().table("interphase");
    const runs::Key ionic{"ionic", "S/m"};
    const runs::Key front{"front", "Ohm m^2"};
    auto working = base.overlaid("working");
    auto counter = base.overlaid("counter");
    CHECK(working.quantity<kinetics::Conductivity<>>(ionic).si == 3.0);
    CHECK(counter.quantity<kinetics::Conductivity<>>(ionic).si == 1.0);
    CHECK(working.quantity<kinetics::ArealResistance<>>(front).si == 2.0);
    auto merged = working.table("electronic");
    CHECK(merged.text({"law"}) == "a");
    CHECK(merged.number({"p"}) == 5.0);
    CHECK(merged.number({"q"}) == 2.0);
    auto replaced = counter.table("electronic");
    CHECK(replaced.text({"law"}) == "b");
    CHECK_FALSE(replaced.has("p"));
    CHECK(replaced.number({"r"}) == 7.0);
    CHECK_NOTHROW(document.finish());
}

TEST_CASE("of two keys that exclude each other the uppermost counts", "[runs][section]")
{
    auto document = Document::parse(R"(
        [i]
        law = {x = 1}
        [i.working]
        value = 3
        [j]
        law = {x = 1}
        value = 2
    )",
                                    "a.toml");
    auto upper = document.root().table("i").overlaid("working");
    CHECK(upper.either("value", "law") == "value");
    CHECK(upper.number({"value"}) == 3.0);
    auto both = document.root().table("j");
    CHECK(both.either("value", "law") == "value");
    CHECK(both.number({"value"}) == 2.0);
    try {
        document.finish();
        FAIL("the contradiction was not reported");
    } catch (const runs::InputErrors& e) {
        CHECK(e.lines() == one("a.toml:8:17: j.value: contradicts law; give only one of the two"));
    }
}

TEST_CASE("the same readers write the reference", "[runs][section]")
{
    auto document = Document::blank();
    read_film(document.root());
    const auto& keys = document.keys();
    REQUIRE(keys.size() == 6);
    CHECK(keys[0].section == "film");
    CHECK(keys[0].name == "thickness");
    CHECK(keys[0].unit == "um");
    CHECK(keys[0].required);
    CHECK(keys[0].range == "> 0");
    CHECK(keys[0].meaning == "of the film");
    CHECK(keys[1].value == "5 nm");
    CHECK(keys[1].origin == "[derived]");
    CHECK(keys[2].value == "0.5");
    CHECK(keys[2].range == "0 .. 1");
    CHECK(keys[3].value == "false");
    CHECK(keys[4].value == "stop");
    CHECK(keys[4].range == "stop | next step");
    CHECK_NOTHROW(document.finish());
}

TEST_CASE("every value read is kept with its unit and its origin", "[runs][section]")
{
    const Lines overrides{"film.share=0.25"};
    auto document = Document::parse("[film]\nthickness = '20 um'", "a.toml", overrides);
    read_film(document.root());
    const auto& values = document.values();
    REQUIRE(values.size() == 6);
    CHECK(values[0].name == "film.thickness");
    CHECK(std::get<double>(values[0].value) == Approx(20e-6).epsilon(1e-12));
    CHECK(values[0].unit == "m");
    CHECK(values[0].origin == "case");
    CHECK(values[1].origin == "default");
    CHECK(values[2].origin == "--set");
}

TEST_CASE("tables under names of the user's choice are walked", "[runs][section]")
{
    auto document = Document::parse(
        "[phases.A]\nx = 1\n[phases.B]\nx = 2\n[mix]\nof = {A = 3, B = -1}", "a.toml");
    double sum = 0.0;
    for (auto& [name, phase] : document.root().table("phases").entries("<name>")) {
        sum += phase.number({"x"});
    }
    CHECK(sum == 3.0);
    auto mixture = document.root().table("mix").named_numbers(
        {.name = "of", .range = runs::positive}, "{A = 1}");
    CHECK(mixture["A"] == 3.0);
    try {
        document.finish();
        FAIL("the negative share was not reported");
    } catch (const runs::InputErrors& e) {
        CHECK(e.lines() == one("a.toml:6:18: mix.of.B: -1 is out of range; give a number > 0"));
    }
}

TEST_CASE("what a law refuses becomes a fault of its key", "[runs][section]")
{
    auto document = Document::parse("[film]\nx = 1", "a.toml");
    auto film = document.root().table("film");
    film.check("x", [] { throw std::invalid_argument("too thin"); });
    CHECK(film.faults() == 1);
    film.number({"x"});
    try {
        document.finish();
        FAIL("the refusal was not reported");
    } catch (const runs::InputErrors& e) {
        CHECK(e.lines() == one("a.toml:2:5: film.x: too thin"));
    }
}

TEST_CASE("the nearest name counts swaps and forgives case and separators", "[runs][section]")
{
    CHECK(runs::edit_distance("thicknses", "thickness") == 1);
    CHECK(runs::edit_distance("Next-Step", "next step") == 0);
    CHECK(runs::edit_distance("", "abc") == 3);
    const Lines names{"renewal", "reduction_potential"};
    CHECK(runs::nearest_name("renewl", names) == "renewal");
    CHECK_FALSE(runs::nearest_name("pressure", names));
}
