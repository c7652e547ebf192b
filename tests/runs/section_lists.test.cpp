#include "kinetics/quantity.hpp"
#include "runs/case/section.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace percolith;
using runs::Document;
using Lines = std::vector<std::string>;

namespace
{

struct Lists {
    std::vector<double> numbers;
    std::vector<std::uint64_t> wholes;
    std::vector<kinetics::Length<>> lengths;
    std::vector<std::string> written;
    std::uint64_t seed = 0;
};

Lists lists_of(const std::string& text)
{
    auto document = Document::parse(text, "a.toml");
    auto root = document.root();
    Lists lists{
        .numbers =
            root.numbers({.name = "numbers", .range = runs::fraction, .meaning = "some shares"}),
        .wholes =
            root.wholes({.name = "wholes", .range = runs::positive, .meaning = "some counts"}),
        .lengths = root.quantities<kinetics::Length<>>(
            {.name = "lengths", .unit = "nm", .range = runs::positive, .meaning = "some lengths"}),
        .written = root.written({.name = "written", .meaning = "anything"}),
        .seed = root.whole({.name = "seed", .meaning = "a number"}, 7),
    };
    document.finish();
    return lists;
}

Lines faults_of(const std::string& text)
{
    try {
        lists_of(text);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

} // namespace

TEST_CASE("lists are read item by item, each with its own unit", "[runs][section]")
{
    const auto lists = lists_of("numbers = [0, \"5 %\", 1]\nwholes = [3, 4]\n"
                                "lengths = [\"20 nm\", \"1 um\"]\nseed = 9007199254740992\n");
    CHECK(lists.numbers == std::vector<double>{0.0, 0.05, 1.0});
    CHECK(lists.wholes == std::vector<std::uint64_t>{3, 4});
    REQUIRE(lists.lengths.size() == 2);
    CHECK(lists.lengths[1].si == Approx(1e-6));
    CHECK(lists.seed == 9007199254740992U);
    CHECK(lists_of("").numbers.empty());
    CHECK(lists_of("").seed == 7);
}

TEST_CASE("items are kept as TOML would write them again", "[runs][section]")
{
    CHECK(lists_of("written = [0.1, 1, \"30 nm\", 1e-3]").written ==
          Lines{"0.1", "1", "'30 nm'", "0.001"});
}

TEST_CASE("a slip in a list stands at its item", "[runs][section]")
{
    CHECK(faults_of("numbers = [0.1, 1.5]") ==
          Lines{"a.toml:1:17: numbers: 1.5 is out of range; give a number 0 .. 1"});
    CHECK(faults_of("wholes = [1, 2.5]") ==
          Lines{"a.toml:1:14: wholes: 2.5 is no whole number; give a whole number"});
    CHECK(
        faults_of("lengths = [\"1 nm\", 2]") ==
        Lines{"a.toml:1:20: lengths: 2 is a bare number; write it with its unit, as in \"2 nm\""});
    CHECK(faults_of("numbers = 0.1") ==
          Lines{"a.toml:1:11: numbers: is a number; give a list: [<number>, <number>]"});
    CHECK(faults_of("numbers = []") ==
          Lines{"a.toml:1:11: numbers: is empty; give at least one value: [<number>, <number>]"});
    CHECK(faults_of("written = [[1]]") ==
          Lines{"a.toml:1:12: written: is a list; give numbers or texts"});
    CHECK(faults_of("seed = 0.5") ==
          Lines{"a.toml:1:8: seed: 0.5 is no whole number; give a whole number"});
}

TEST_CASE("a list of thousands of items is one fault", "[runs][section]")
{
    std::string text = "numbers = [0";
    for (int k = 0; k < 5000; ++k) {
        text += ", 7";
    }
    CHECK(faults_of(text + "]") ==
          Lines{"a.toml:1:11: numbers: has 5001 entries; keep within 1000"});
}
