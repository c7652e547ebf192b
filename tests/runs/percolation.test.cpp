#include "runs/record/percolation.hpp"

#include "runs/case/conductivity_table.hpp"
#include "runs/case/errors.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/output_error.hpp"
#include "runs/report/result_sections.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using kinetics::Length;
namespace fs = std::filesystem;

namespace
{

const double no_number = std::nan("");

runs::ThresholdRecord threshold(double value, double fraction)
{
    return {{"v", value, "m", "case"},
            Length<>{2e-9},
            {fraction, 0.003, 0.9, 0.1, no_number, {{8, 2, 0.3, 0.01, 0.05, 0.01, 0.31, 0.02}}},
            {8, 8},
            {{{0.3, 0.31, 0.32}}, {{0.29, 0.3, 0.33}}}};
}

runs::PercolationHeader header()
{
    return {.title = "made up, µ",
            .kind = "particles",
            .structure_text = "seed = 1 # µ\r\n",
            .overrides = {"seed=2", "title=\"x\""},
            .program_version = "0.0.1",
            .commit = "abc",
            .varied = "structure.diameter",
            .parameters = {{"seed", 2.0, "1", "--set"}}};
}

runs::FilmRecord films()
{
    runs::FilmRecord films{{0.0, 0.1}, {Length<>{10e-9}, Length<>{20e-9}}, 2, {}, {}, {}};
    for (const double fraction : films.metal_fractions) {
        for (const auto thickness : films.thicknesses) {
            const double conductivity =
                1e-9 * std::pow(10.0, 50.0 * fraction) * 10e-9 / thickness.si;
            films.entries.push_back({fraction, thickness, conductivity, 0.1 * conductivity, 0.5, 2,
                                     0.9 * conductivity, 0.2 * conductivity});
            films.samples.insert(films.samples.end(), 2, {fraction, conductivity, 0.0, true});
        }
    }
    return films;
}

runs::StructureCase structure()
{
    return runs::parse_structure(
        "title = \"spheres\"\nseed = 4\n[structure]\nkind = \"particles\"\n"
        "diameter = \"10 nm\"\n",
        "s.toml", runs::StructurePurpose::picture);
}

} // namespace

TEST_CASE("thresholds are read back as they were written", "[runs][percolation]")
{
    const ScratchFolder folder;
    const std::vector all{threshold(1e-9, 0.2), threshold(2e-9, 0.3)};
    runs::PercolationFile(folder / "t.h5").write(header(), all);
    const auto back = runs::read_percolation(folder / "t.h5");
    CHECK(back.header.title == "made up, µ");
    CHECK(back.header.structure_text == "seed = 1 # µ\r\n");
    CHECK(back.header.overrides == header().overrides);
    CHECK(back.header.varied == "structure.diameter");
    CHECK(back.header.parameters.at(0).name == "seed");
    REQUIRE(back.thresholds.size() == 2);
    const auto& second = back.thresholds[1];
    CHECK(std::get<double>(second.value.value) == 2e-9);
    CHECK(second.answer.fraction == 0.3);
    CHECK(std::isnan(second.answer.goodness));
    REQUIRE(second.answer.sizes.size() == 1);
    CHECK(second.answer.sizes[0].fraction_error == 0.02);
    CHECK(back.films.entries.empty());
}

TEST_CASE("conductivities are read back as they were written", "[runs][percolation]")
{
    const ScratchFolder folder;
    runs::PercolationFile(folder / "f.h5").write(header(), films());
    const auto back = runs::read_percolation(folder / "f.h5").films;
    REQUIRE(back.entries.size() == 4);
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(back.entries[k].conductivity == films().entries[k].conductivity);
        CHECK(back.entries[k].thickness.si == films().entries[k].thickness.si);
        CHECK(back.entries[k].metal_fraction == films().entries[k].metal_fraction);
        CHECK(back.entries[k].metal_conductivity == films().entries[k].metal_conductivity);
        CHECK(back.entries[k].metal_error == films().entries[k].metal_error);
    }
    CHECK(back.realisations == 2);
    CHECK_FALSE(back.scaling);
}

TEST_CASE("what films have in common is read back as it was written", "[runs][percolation]")
{
    const ScratchFolder folder;
    auto given = films();
    for (auto& entry : given.entries) {
        entry.spanning_share = 1.0;
        entry.realisations = 20;
    }
    given.scaling = runs::FilmScalingRecord{{.threshold = {0.12, 0.01},
                                             .coefficient = {2.4, 0.1},
                                             .offset = {1.4, 0.2},
                                             .amplitude = {2.0, 0.3},
                                             .misfit = 0.04,
                                             .correlation = {0.17, std::nan("")},
                                             .collapse = {1.5, 0.06, 31},
                                             .quality_error = 0.5,
                                             .plain = {12.0, 0.2, 31}},
                                            Length<>{5e-9},
                                            kinetics::Conductivity<>{3.0}};
    runs::PercolationFile(folder / "f.h5").write(header(), given);
    const auto back = runs::read_percolation(folder / "f.h5").films;
    REQUIRE(back.scaling);
    const auto& answer = back.scaling->answer;
    CHECK(answer.threshold.value == 0.12);
    CHECK(answer.coefficient.error == 0.1);
    CHECK(answer.offset.value == 1.4);
    CHECK(answer.amplitude.value == 2.0);
    CHECK(answer.misfit == 0.04);
    CHECK(answer.correlation.value == 0.17);
    CHECK(std::isnan(answer.correlation.error));
    CHECK(answer.collapse.quality == 1.5);
    CHECK(answer.collapse.comparisons == 31);
    CHECK(answer.quality_error == 0.5);
    CHECK(answer.plain.quality == 12.0);
    CHECK(back.scaling->unit_length.si == 5e-9);
    CHECK(back.scaling->metal_conductivity.si == 3.0);
    runs::plot_collapse(runs::read_percolation(folder / "f.h5"), folder / "f.svg");
    CHECK(fs::exists(folder / "f.svg"));
    const auto json = nlohmann::json::parse(runs::as_json(structure(), given));
    CHECK(json["scaling"]["coefficient"] == 2.4);
    CHECK(json["scaling"]["correlation_amplitude_error"].is_null());
    CHECK(json["scaling"]["limits"].size() == 2); // both fractions lie below V_P
    CHECK_THAT(runs::as_text(structure(), given), Contains("c 2.40 +- 0.10, b_0/d 1.40 +- 0.20"));
    for (auto& entry : given.entries) {
        entry.spanning_share = 0.0;
    }
    CHECK_THROWS_WITH(runs::plot_collapse({header(), {}, given}, folder / "g.svg"),
                      Contains("too few films span"));
    given.scaling.reset();
    CHECK(nlohmann::json::parse(runs::as_json(structure(), given))["scaling"].is_null());
    CHECK_THROWS_AS(runs::plot_collapse({header(), {}, given}, folder / "g.svg"), runs::InputError);
}

TEST_CASE("a case reads the same conductivities from HDF5 and from CSV", "[runs][percolation]")
{
    const ScratchFolder folder;
    runs::PercolationFile(folder / "f.h5").write(header(), films());
    std::ofstream(folder / "f.csv") << runs::as_csv(structure(), films());
    const auto binary = runs::read_conductivity_table(folder / "f.h5");
    const auto text = runs::read_conductivity_table(folder / "f.csv");
    for (const double fraction : {0.0, 0.03, 0.1}) {
        for (const double thickness : {10e-9, 13e-9, 20e-9}) {
            // The text keeps twelve digits of a thickness.
            CHECK(binary(fraction, Length<>{thickness}).si ==
                  Approx(text(fraction, Length<>{thickness}).si).epsilon(1e-10));
        }
    }
    CHECK(binary.standard_error(0.1, Length<>{20e-9}).si ==
          Approx(0.1 * films().entries[3].conductivity).epsilon(1e-12));
}

TEST_CASE("an HDF5 file without conductivities is no table", "[runs][percolation]")
{
    const ScratchFolder folder;
    const std::vector all{threshold(1e-9, 0.2)};
    runs::PercolationFile(folder / "t.h5").write(header(), all);
    CHECK_THROWS_WITH(runs::read_conductivity_table(folder / "t.h5"),
                      Contains("holds thresholds, not conductivities"));
    auto one = films();
    one.metal_fractions.pop_back();
    one.entries.resize(2);
    one.samples.resize(4);
    runs::PercolationFile(folder / "one.h5").write(header(), one);
    CHECK_THROWS_WITH(runs::read_conductivity_table(folder / "one.h5"),
                      Contains("fewer than two metal fractions"));
}

TEST_CASE("a damaged result is refused, wherever the damage is", "[runs][percolation]")
{
    const ScratchFolder folder;
    runs::PercolationFile(folder / "f.h5").write(header(), films());
    const auto size = fs::file_size(folder / "f.h5");
    for (std::uintmax_t at = 7; at < size; at += size / 13) {
        const auto copy = folder / "copy.h5";
        fs::copy_file(folder / "f.h5", copy, fs::copy_options::overwrite_existing);
        std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<char>(file.get() ^ 0x55);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
        file.close();
        CHECK_THROWS_AS(runs::read_percolation(copy), runs::InputError);
    }
    fs::resize_file(folder / "f.h5", size / 2);
    CHECK_THROWS_AS(runs::read_percolation(folder / "f.h5"), runs::InputError);
}

TEST_CASE("a full disk leaves nothing of a result", "[runs][percolation]")
{
    const ScratchFolder folder;
    std::signal(SIGXFSZ, SIG_IGN);
    for (const rlim_t room : {0U, 500U, 5000U, 20000U}) {
        const FullDisk full(room);
        CHECK_THROWS_AS(runs::PercolationFile(folder / "f.h5").write(header(), films()),
                        runs::OutputError);
        CHECK(folder.empty());
    }
}

TEST_CASE("the table that a case reads says where it comes from", "[runs][percolation]")
{
    const auto text = runs::as_csv(structure(), films());
    CHECK_THAT(text, Contains("# spheres\n# structure: particles; seed 4; 2 realisations"));
    CHECK_THAT(text, Contains("#   kind = \"particles\"\n"));
    CHECK_THAT(text, Contains("\n0,1e-08,"));
}

TEST_CASE("answers are JSON in which what does not exist is null", "[runs][percolation]")
{
    auto given = structure();
    given.varied = "structure.diameter";
    given.variants.resize(2, given.variants.front());
    const std::vector all{threshold(1e-9, 0.2), threshold(2e-9, 0.3)};
    const auto json = nlohmann::json::parse(runs::as_json(given, all));
    CHECK(json["format"] == "percolith-threshold");
    CHECK(json["thresholds"][1]["threshold"] == 0.3);
    CHECK(json["thresholds"][1]["value"] == 2e-9);
    CHECK(json["thresholds"][1]["goodness"].is_null());
    const auto table = nlohmann::json::parse(runs::as_json(given, films()));
    CHECK(table["format"] == "percolith-conductivity");
    CHECK(table["films"].size() == 4);
}

TEST_CASE("what the error of a threshold does not hold is said", "[runs][percolation]")
{
    const auto given = structure();
    // Boxes of one size.
    auto one = threshold(1e-9, 0.2);
    one.value = {};
    const auto notes = [&](const runs::ThresholdRecord& record) {
        return nlohmann::json::parse(
            runs::as_json(given, std::vector{record}))["thresholds"][0]["notes"];
    };
    REQUIRE(notes(one).size() == 1);
    CHECK_THAT(notes(one)[0].get<std::string>(), Contains("not extrapolated"));
    CHECK_THAT(runs::as_text(given, std::vector{one}),
               Contains("V_P 0.2000 +- 0.0030\n  Boxes of one size: V_P is not extrapolated"));
    auto varied = given;
    varied.varied = "structure.diameter";
    varied.variants.resize(2, varied.variants.front());
    const auto table = runs::as_text(varied, std::vector{one, one});
    CHECK_THAT(table, Contains("not extrapolated"));
    CHECK(table.find("not extrapolated") == table.rfind("not extrapolated"));
    // Of several sizes it holds everything.
    auto more = one;
    more.answer.sizes.push_back(more.answer.sizes.front());
    CHECK(notes(more).empty());
    CHECK_THAT(runs::as_text(given, std::vector{more}), !Contains("Boxes of one size"));
}

TEST_CASE("a threshold of one realisation has no error, in no form of it", "[runs][percolation]")
{
    const ScratchFolder folder;
    const auto given = structure();
    auto one = threshold(1e-9, 0.4516562499999999);
    one.value = {};
    one.answer.standard_error = no_number;
    one.answer.nu = no_number;
    one.answer.nu_error = no_number;
    one.answer.sizes = {{60, 1, 0.45, no_number, 0.01, no_number, 0.4516562499999999, no_number}};
    const auto text = runs::as_text(given, std::vector{one});
    CHECK_THAT(text, Contains("V_P 0.451656 (error not known)\n"));
    CHECK_THAT(text, Contains("One realisation: the error is not known."));
    CHECK_THAT(text, !Contains("nan") && !Contains("+-"));
    // An error as small as rounding is none either.
    one.answer.standard_error = 6.8e-17;
    CHECK_THAT(runs::as_text(given, std::vector{one}), Contains("V_P 0.451656\n"));
    one.answer.standard_error = no_number;
    const auto json =
        nlohmann::json::parse(runs::as_json(given, std::vector{one}))["thresholds"][0];
    CHECK(json["standard_error"].is_null());
    CHECK(json["sizes"][0]["threshold_error"].is_null());
    CHECK(json["sizes"][0]["mean_error"].is_null());
    auto alone = header();
    alone.varied.clear();
    for (const auto& about : {alone, header()}) {
        runs::PercolationFile(folder / "t.h5").write(about, std::vector{one});
        const auto back = runs::read_percolation(folder / "t.h5");
        CHECK(back.thresholds.at(0).percolates());
        CHECK(std::isnan(back.thresholds.at(0).answer.standard_error));
        CHECK(std::isnan(back.thresholds.at(0).answer.sizes.at(0).fraction_error));
        runs::plot_percolation(back, folder / "p.svg");
        std::ostringstream drawn;
        drawn << std::ifstream(folder / "p.svg").rdbuf();
        CHECK_THAT(drawn.str(), Contains("not known") && !Contains("nan"));
        const auto page = runs::report::page_of_percolation(back, folder / "t.h5").html();
        CHECK_THAT(page, Contains("not known") && !Contains("± nan") && !Contains("\"nan\""));
    }
}

TEST_CASE("a value that does not percolate is an answer among others", "[runs][percolation]")
{
    const double none = std::nan("");
    auto given = structure();
    given.varied = "structure.diameter";
    given.variants.resize(3, given.variants.front());
    std::vector all{threshold(1e-9, 0.2), threshold(2e-9, 0.25), threshold(3e-9, 0.3)};
    all[1].answer = {none, none, none, none, none, {}};
    all[1].refusal = "there is no way";
    CHECK_THAT(runs::as_text(given, all), Contains("does not percolate: there is no way\n"));
    const auto json = nlohmann::json::parse(runs::as_json(given, all))["thresholds"];
    CHECK(json[0]["refusal"].is_null());
    CHECK(json[1]["threshold"].is_null());
    CHECK(json[1]["sizes"].empty());
    CHECK(json[1]["refusal"] == "there is no way");
    CHECK(json[2]["threshold"] == 0.3);
    const ScratchFolder folder;
    runs::PercolationFile(folder / "t.h5").write(header(), all);
    const auto back = runs::read_percolation(folder / "t.h5");
    REQUIRE(back.thresholds.size() == 3);
    CHECK_FALSE(back.thresholds[1].percolates());
    CHECK(back.thresholds[2].answer.fraction == 0.3);
    CHECK(back.thresholds[2].answer.sizes.size() == 1);
    runs::plot_percolation(back, folder / "p.svg");
    CHECK(fs::file_size(folder / "p.svg") > 1000);
}

TEST_CASE("thresholds and conductivities are drawn", "[runs][percolation]")
{
    const ScratchFolder folder;
    const auto drawn = [&](const runs::RecordedPercolation& result) {
        runs::plot_percolation(result, folder / "p.svg");
        std::ostringstream text;
        text << std::ifstream(folder / "p.svg").rdbuf();
        return text.str();
    };
    CHECK_THAT(drawn({header(), {threshold(1e-9, 0.2), threshold(5e-8, 0.3)}, {}}),
               Contains("Diameter (nm)") && Contains("Percolation threshold"));
    auto words = header();
    words.varied = "structure.orientation";
    auto normal = threshold(0.0, 0.2);
    normal.value = {"normal", "normal", "", "case"};
    CHECK_THAT(drawn({words, {normal, normal}, {}}), Contains("normal"));
    auto alone = header();
    alone.varied.clear();
    CHECK_THAT(drawn({alone, {threshold(1e-9, 0.2)}, {}}), Contains("Edge of the box"));
    CHECK_THAT(drawn({header(), {}, films()}), Contains("20 nm") && Contains("Metal fraction"));
}

TEST_CASE("the fingerprint of a computation knows its command, input, overrides and images",
          "[runs][percolation]")
{
    auto given = structure();
    const auto print = runs::fingerprint_of(given, "threshold");
    CHECK(print != runs::fingerprint_of(given, "conductivity"));
    given.overrides = {"seed=5"};
    CHECK(print != runs::fingerprint_of(given, "threshold"));
    given.overrides.clear();
    given.text += " ";
    CHECK(print != runs::fingerprint_of(given, "threshold"));
    const ScratchFolder folder;
    given = structure();
    given.images = {folder / "i.raw"};
    std::ofstream(folder / "i.raw") << "one";
    const auto one = runs::fingerprint_of(given, "threshold");
    std::ofstream(folder / "i.raw") << "two";
    CHECK(one != runs::fingerprint_of(given, "threshold"));
}
