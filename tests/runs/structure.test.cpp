#include "runs/case/structure.hpp"

#include "runs/case/units.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace percolith;
using runs::StructurePurpose;
namespace ms = microstructure;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace
{

const std::string plates = R"(title = "plates"
seed = 7
[structure]
kind = "particles"
diameter = "30 nm"
axis_ratio = 0.1
[threshold]
sizes = [8, 12]
realisations = [20, 10]
[conductivity]
metal_conductivity = "1e4 S/cm"
insulator_conductivity = "1e-10 S/m"
metal_fractions = [0, "10 %"]
film_thicknesses = ["60 nm", "0.12 um"]
resolution = 10
)";

std::string replaced(const std::string& old, const std::string& with)
{
    auto text = plates;
    return text.replace(text.find(old), old.size(), with);
}

runs::StructureCase read(const std::string& text,
                         StructurePurpose purpose = StructurePurpose::threshold,
                         const std::filesystem::path& folder = {})
{
    return runs::parse_structure(text, "s.toml", purpose, {}, folder);
}

std::vector<std::string> refusals(const std::string& text,
                                  StructurePurpose purpose = StructurePurpose::threshold,
                                  const std::filesystem::path& folder = {})
{
    try {
        read(text, purpose, folder);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

std::string refusal(const std::string& text, StructurePurpose purpose = StructurePurpose::threshold,
                    const std::filesystem::path& folder = {})
{
    const auto lines = refusals(text, purpose, folder);
    REQUIRE(lines.size() == 1);
    return lines.front();
}

template <class Number>
void write_raw(const std::filesystem::path& file, const std::vector<Number>& numbers)
{
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(numbers.data()),
               static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
}

const std::string raw_image = R"([structure]
kind = "image"
file = "i.raw"
shape = [2, 3, 1]
voxel = "5 nm"
)";

} // namespace

TEST_CASE("a structure file is read with its units into what the engine computes",
          "[runs][structure]")
{
    const auto given = read(plates);
    CHECK(given.title == "plates");
    CHECK(given.text == plates);
    REQUIRE(given.variants.size() == 1);
    const auto& variant = given.variants.front();
    const auto& particles = std::get<ms::Particles>(variant.structure);
    CHECK(particles.diameter.si == Approx(30e-9));
    CHECK(particles.axis_ratio == 0.1);
    CHECK(particles.orientation == ms::Orientation::isotropic);
    CHECK(std::holds_alternative<ms::EqualSizes>(particles.sizes));
    CHECK(std::holds_alternative<ms::Overlapping>(particles.contact));
    CHECK_FALSE(particles.domains);
    CHECK(variant.threshold.seed == 7);
    REQUIRE(variant.threshold.sizes.size() == 2);
    CHECK(variant.threshold.sizes[1].edge == 12.0);
    CHECK(variant.threshold.sizes[1].realisations == 10);
}

TEST_CASE("films are read from the same file, and a cube where no thickness is given",
          "[runs][structure]")
{
    const auto films = read(plates, StructurePurpose::conductivity).variants.front().films;
    CHECK(films.metal_conductivity.si == Approx(1e6));
    CHECK(films.metal_fractions == std::vector<double>{0.0, 0.1});
    REQUIRE(films.thicknesses.size() == 2);
    CHECK(films.thicknesses[1].si == Approx(120e-9));
    CHECK(films.seed == 7);

    const auto cube = read(replaced("film_thicknesses = [\"60 nm\", \"0.12 um\"]", "cube_edge = 9"),
                           StructurePurpose::conductivity)
                          .variants.front()
                          .films;
    REQUIRE(cube.thicknesses.size() == 1);
    CHECK(cube.thicknesses[0].si == Approx(9.0 * ms::unit_length(cube.structure).si));
    CHECK(cube.least_width == 1.0);
}

TEST_CASE("sizes, contacts and domains of particles can be described", "[runs][structure]")
{
    const auto given = read(replaced("[threshold]", R"([structure.sizes]
law = "binary"
ratio = 3
[structure.contact]
kind = "hard"
tunnelling_distance = "2 nm"
[structure.domains]
where = "around"
grain_diameter = "200 nm"
grain_fraction = 0.2
layer = "40 nm"
[threshold])"),
                            StructurePurpose::picture);
    const auto& particles = std::get<ms::Particles>(given.variants.front().structure);
    CHECK(std::get<ms::BinarySizes>(particles.sizes).ratio == 3.0);
    CHECK(std::get<ms::BinarySizes>(particles.sizes).large_share == 0.5);
    CHECK(std::get<ms::HardCores>(particles.contact).tunnelling_distance.si == Approx(2e-9));
    CHECK(std::get<ms::HardCores>(particles.contact).insulating_shell.si == 0.0);
    REQUIRE(particles.domains);
    CHECK(particles.domains->where == ms::Domains::Where::around);
    CHECK(particles.domains->layer.si == Approx(40e-9));
}

TEST_CASE("grains are read with their meeting and diameters", "[runs][structure]")
{
    const auto given = read(R"([structure]
kind = "grains"
meeting = "contacts"
metal_diameter = "1 um"
insulator_diameter = "2 um"
)",
                            StructurePurpose::picture);
    const auto& grains = std::get<ms::Grains>(given.variants.front().structure);
    CHECK(grains.meeting == ms::Grains::Meeting::contacts);
    CHECK(grains.insulator_diameter.si == Approx(2e-6));
}

TEST_CASE("a structure without a plan gets boxes of the usual sizes", "[runs][structure]")
{
    const auto given = read("[structure]\nkind = \"lattice\"\nelement = \"bond\"\n");
    CHECK(std::get<ms::CubicLattice>(given.variants.front().structure).element ==
          ms::CubicLattice::Element::bond);
    CHECK(given.variants.front().threshold.sizes.size() > 1);
    const auto rough =
        read("[structure]\nkind = \"lattice\"\n[threshold]\nstandard_error = 0.05\n");
    CHECK(ms::realisation_count(rough.variants.front().threshold) <
          ms::realisation_count(given.variants.front().threshold));
}

TEST_CASE("a varied key makes one structure for each of its values", "[runs][structure]")
{
    const auto given =
        read(plates + "[vary]\nkey = \"structure.diameter\"\nvalues = [\"30 nm\", \"0.06 um\"]\n");
    CHECK(given.varied == "structure.diameter");
    REQUIRE(given.variants.size() == 2);
    const auto& second = given.variants[1];
    CHECK(std::get<ms::Particles>(second.structure).diameter.si == Approx(60e-9));
    CHECK(second.written == "0.06 um");
    CHECK(second.number.value() == Approx(60e-9));
    CHECK(second.unit == "m");

    const auto words = read(
        plates + "[vary]\nkey = \"structure.orientation\"\nvalues = [\"normal\", \"lateral\"]\n");
    CHECK(words.variants[0].written == "normal");
    CHECK_FALSE(words.variants[0].number);
    CHECK(std::get<ms::Particles>(words.variants[1].structure).orientation ==
          ms::Orientation::lateral);
}

TEST_CASE("each slip in a structure is one line with its place, key and mend", "[runs][structure]")
{
    CHECK(
        refusal(replaced("\"30 nm\"", "30")) ==
        "s.toml:5:12: structure.diameter: 30 is a bare number; write it with its unit, as in \"30 "
        "nm\"");
    CHECK(refusal(replaced("axis_ratio = 0.1", "axes_ratio = 0.1")) ==
          "s.toml:6:1: structure.axes_ratio: unknown key; did you mean \"axis_ratio\"?");
    CHECK(refusal(replaced("axis_ratio = 0.1", "axis_ratio = 1000")) ==
          "s.toml:6:14: structure.axis_ratio: 1000 is out of range; give a number 0.01 .. 100");
    CHECK(refusal(replaced("\"particles\"", "\"particle\"")).find("did you mean \"particles\"") !=
          std::string::npos);
    CHECK(refusal(replaced("[20, 10]", "[20]")) ==
          "s.toml:9:16: threshold.realisations: has 1 entries for 2 sizes; give a number of "
          "realisations for each size");
    CHECK(refusal(replaced("[20, 10]", "[20, 2.5]")) ==
          "s.toml:9:21: threshold.realisations: 2.5 is no whole number; give a whole number");
    CHECK(refusal(replaced("[8, 12]", "8")).find("is a number; give a list") != std::string::npos);
    CHECK(refusal(replaced("seed = 7", "seed = 1.5")) ==
          "s.toml:2:8: seed: 1.5 is no whole number; give a whole number");
    CHECK_THAT(refusal(replaced("[8, 12]", "[1, 12]")), StartsWith("s.toml:7:1: threshold: "));
    CHECK_THAT(refusal(replaced("sizes =", "standard_error = 0.01\nsizes =")),
               Contains("threshold.standard_error: contradicts sizes"));
}

TEST_CASE("films are compared where there are enough of them", "[runs][structure]")
{
    const auto with = [](const std::string& keys) {
        return replaced("resolution = 10", "resolution = 10\n" + keys);
    };
    const auto films = [](const std::string& text) {
        return refusal(text, StructurePurpose::conductivity);
    };
    CHECK_FALSE(read(plates, StructurePurpose::conductivity).variants[0].film_threshold);
    CHECK_THAT(films(with("threshold = 0.086")),
               Contains("conductivity.threshold: too few films to compare"));
    CHECK_THAT(films(with("threshold_error = 0.01")),
               Contains("conductivity.threshold_error: belongs to a threshold"));
    CHECK_THAT(films(with("threshold = 1.5")), Contains("out of range"));
    auto enough = with("threshold = 0.086\nthreshold_error = 0.002");
    enough.replace(enough.find("[0, \"10 %\"]"), 11, "[0.05, 0.09, 0.1]");
    enough.replace(enough.find("\"0.12 um\""), 9, "\"90 nm\", \"0.12 um\"");
    const auto known = read(enough, StructurePurpose::conductivity).variants[0].film_threshold;
    REQUIRE(known);
    CHECK(known->value == 0.086);
    CHECK(known->error == 0.002);
}

TEST_CASE("impossible arrangements are refused before anything runs", "[runs][structure]")
{
    CHECK(
        refusal(replaced("[threshold]",
                         "[structure.contact]\ntunnelling_distance = \"1 nm\"\n[threshold]")) ==
        "s.toml:8:23: structure.contact.tunnelling_distance: belongs to hard particles, and these "
        "overlap; choose kind = \"hard\", or remove it");
    CHECK_THAT(refusal(replaced("[threshold]", "[structure.sizes]\nlaw = \"binary\"\nratio = 21\n"
                                               "[threshold]")),
               Contains("structure.sizes.ratio: 21 is out of range; give a number 1 .. 20"));
    CHECK_THAT(
        refusal(replaced("[threshold]", "[structure.contact]\nkind = \"hard\"\n[threshold]")),
        Contains("structure.contact.tunnelling_distance: missing"));
    CHECK_THAT(
        refusal(replaced("[threshold]",
                         "[structure.domains]\nwhere = \"inside\"\ngrain_diameter = \"10 nm\"\n"
                         "grain_fraction = 0.3\n[threshold]")),
        Contains("a domain smaller than a particle"));
    CHECK_THAT(refusal(replaced("[threshold]", "[structure.contact]\nkind = \"hard\"\n"
                                               "tunnelling_distance = \"1 nm\"\n"
                                               "insulating_shell = \"2 nm\"\n[threshold]")),
               Contains("never conducts"));
}

TEST_CASE("faults of varied values stand where these stand", "[runs][structure]")
{
    CHECK(refusal(plates + "[vary]\nkey = \"structure.axis_ratio\"\nvalues = [1, 0]\n") ==
          "s.toml:18:10: vary.values: structure.axis_ratio = 0: 0 is out of range; give a number "
          "0.01 .. 100");
    CHECK(refusal(plates + "[vary]\nkey = \"structure.axs_ratio\"\nvalues = [1]\n") ==
          "s.toml:18:10: vary.values: structure.axs_ratio = 1: unknown key; did you mean "
          "\"axis_ratio\"?");
    CHECK_THAT(refusal(plates + "[vary]\nkey = \"conductivity.resolution\"\nvalues = [1]\n"),
               Contains("is not a key that can be varied"));
    CHECK_THAT(refusal(plates + "[vary]\nkey = \"structure.axis_ratio\"\n"),
               Contains("vary.values: missing"));
    CHECK_THAT(refusal(plates + "[vary]\nkey = \"structure.axis_ratio\"\nvalues = [1]\n",
                       StructurePurpose::conductivity),
               Contains("vary: belongs to thresholds"));
}

TEST_CASE("all faults of a structure come at once", "[runs][structure]")
{
    auto text = replaced("\"30 nm\"", "30");
    text.replace(text.find("\"1e4 S/cm\""), 10, "\"1e4 S\"");
    text += "[treshold]\n";
    CHECK(refusals(text).size() == 3);
}

TEST_CASE("a raw image is read in its type, x innermost", "[runs][structure]")
{
    const tests::ScratchFolder folder;
    write_raw<std::uint8_t>(folder / "i.raw", {0, 1, 0, 1, 1, 255});
    const auto given = read(raw_image, StructurePurpose::picture, folder.path());
    const auto& image = std::get<ms::Image>(given.variants.front().structure);
    CHECK(image.shape == std::array<std::int32_t, 3>{2, 3, 1});
    CHECK(image.edge.si == Approx(5e-9));
    CHECK(*image.values == std::vector<float>{0, 1, 0, 1, 1, 255});
    REQUIRE(given.images.size() == 1);

    write_raw<std::uint16_t>(folder / "i.raw", {0, 1, 2, 3, 4, 65535});
    const auto wide =
        read(raw_image + "type = \"uint16\"\n", StructurePurpose::picture, folder.path());
    CHECK(std::get<ms::Image>(wide.variants.front().structure).values->back() == 65535.0F);
}

TEST_CASE("an image that is not what its description says is one line", "[runs][structure]")
{
    const tests::ScratchFolder folder;
    const auto refused = [&](const std::string& text) {
        return refusal(text, StructurePurpose::picture, folder.path());
    };
    CHECK_THAT(refused(raw_image), Contains("structure.file: ") && Contains("no such file"));
    write_raw<std::uint8_t>(folder / "i.raw", {0, 1, 0, 1, 1});
    CHECK_THAT(refused(raw_image), Contains("is 5 bytes long; 2 x 3 x 1 voxels of uint8 take 6"));
    const float nan = std::numeric_limits<float>::quiet_NaN();
    write_raw<float>(folder / "i.raw", {0, 1, 0, nan, 1, 1});
    CHECK_THAT(refused(raw_image + "type = \"float32\"\n"),
               Contains("voxel x = 1, y = 1, z = 0 holds no finite number"));
    CHECK_THAT(refused(raw_image + "dataset = \"a\"\n"),
               Contains("structure.dataset: contradicts shape"));
    auto hdf5 = raw_image;
    hdf5.replace(hdf5.find("shape = [2, 3, 1]"), 17, "dataset = \"a\"");
    CHECK_THAT(refused(hdf5), Contains("not a whole HDF5 file"));
}

TEST_CASE("every key of a structure file is described once, with a meaning", "[runs][structure]")
{
    const auto keys = runs::describe_structure();
    CHECK(keys.size() > 30);
    std::set<std::string> seen;
    for (const auto& key : keys) {
        CAPTURE(key.section, key.name, key.when);
        CHECK(seen.insert(key.section + "." + key.name + "|" + key.when).second);
        CHECK_FALSE(key.meaning.empty());
        if (key.kind == "quantity" || key.kind == "list of quantities") {
            CHECK(runs::measures(key.unit, key.unit));
        }
    }
}

TEST_CASE("every shipped structure is sound", "[runs][structure]")
{
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PERCOLITH_STRUCTURES)) {
        CAPTURE(entry.path().string());
        const auto given = runs::read_structure(entry.path(), StructurePurpose::threshold);
        CHECK_FALSE(given.title.empty());
        ++found;
    }
    CHECK(found > 0);
}
