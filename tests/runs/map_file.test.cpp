#include "runs/record/map.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/map_boxes.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace percolith;
using Catch::Matchers::Contains;
using tests::ScratchFolder;

namespace
{

/// A grid of 3 x 4 with one number and one word.
runs::MapHeader grid_header()
{
    return {.title = "a map",
            .design = "grid",
            .members = 12,
            .axes = {{{"cell.working.lithium", "m", "lithium"}, {1e-6, 2e-6, 3e-6}},
                     {{"interphase.renewal", "m2 C-1", "renewal"}, {1.0, 2.0, 3.0, 4.0}}},
            .outputs = {{{"end_time", "s", "end"}},
                        {{"ended_by", "1", "end"}, {"not computed", "metal depleted"}}},
            .sweep_text = "case = 'a.toml'\n",
            .sweep_overrides = {"sample.seed=2"},
            .case_text = "[cell]\n",
            .program_version = "0.1.0",
            .commit = "abc"};
}

std::vector<double> rows(std::size_t first, std::size_t count)
{
    std::vector<double> numbers;
    for (std::size_t k = first; k < first + count; ++k) {
        numbers.insert(numbers.end(), {10.0 * static_cast<double>(k), static_cast<double>(k % 2)});
    }
    return numbers;
}

} // namespace

TEST_CASE("a map reads back as it was written, whatever the chunks", "[runs][map]")
{
    for (const std::size_t size : {1U, 5U, 12U}) {
        const ScratchFolder folder;
        {
            runs::MapFile file(folder / "map.h5");
            file.begin(grid_header());
            for (std::size_t first = 0; first < 12; first += size) {
                const std::vector<runs::RefusedMember> refused{
                    {first, "no " + std::string(first, 'x')}};
                file.append(rows(first, std::min(size, 12 - first)), refused);
            }
            file.finish();
        }
        CHECK(runs::is_map(folder / "map.h5"));
        const auto map = runs::read_map(folder / "map.h5");
        REQUIRE(map.outputs.size() == 2);
        for (std::size_t k = 0; k < 12; ++k) {
            CHECK(map.outputs[0][k] == 10.0 * static_cast<double>(k));
            CHECK(map.outputs[1][k] == static_cast<double>(k % 2));
        }
        CHECK(map.header.axes[1].values == std::vector<double>{1.0, 2.0, 3.0, 4.0});
        CHECK(map.header.axes[0].column.unit == "m");
        CHECK(map.header.outputs[1].words ==
              std::vector<std::string>{"not computed", "metal depleted"});
        CHECK(map.header.sweep_text == grid_header().sweep_text);
        CHECK(map.header.sweep_overrides == grid_header().sweep_overrides);
        REQUIRE(map.refused.size() == (12 + size - 1) / size);
        CHECK(map.refused.back().member == (map.refused.size() - 1) * size);
        CHECK(map.refused.back().reason == "no " + std::string(map.refused.back().member, 'x'));
    }
}

TEST_CASE("members without a grid carry their coordinates", "[runs][map]")
{
    const ScratchFolder folder;
    auto header = grid_header();
    header.design = "sobol";
    header.members = 2;
    {
        runs::MapFile file(folder / "map.h5");
        file.begin(header);
        file.append(std::vector<double>{1.0, 2.0, 30.0, 1.0, 3.0, 4.0, 50.0, 0.0}, {});
        file.finish();
    }
    const auto map = runs::read_map(folder / "map.h5");
    CHECK(map.coordinates[0] == std::vector<double>{1.0, 3.0});
    CHECK(map.coordinates[1] == std::vector<double>{2.0, 4.0});
    CHECK(map.outputs[0] == std::vector<double>{30.0, 50.0});
    CHECK(map.refused.empty());
}

TEST_CASE("a map that is not finished leaves no file", "[runs][map]")
{
    const ScratchFolder folder;
    {
        runs::MapFile file(folder / "map.h5");
        file.begin(grid_header());
        file.append(rows(0, 5), {});
    }
    CHECK(folder.empty());
}

TEST_CASE("a file that is no map is refused in one line", "[runs][map]")
{
    const ScratchFolder folder;
    std::ofstream(folder / "a.h5") << "no HDF5";
    CHECK_FALSE(runs::is_map(folder / "a.h5"));
    CHECK_THROWS_WITH(runs::read_map(folder / "a.h5"), !Contains("\n"));
}

TEST_CASE("boxes hold neighbours once and in order", "[runs][map]")
{
    const std::vector<hsize_t> extent{3, 4, 5};
    for (std::uint64_t first = 0; first < 60; ++first) {
        for (std::uint64_t count = 1; first + count <= 60; ++count) {
            auto next = first;
            for (const auto& box : runs::boxes_of(extent, first, count)) {
                REQUIRE(box.from[0] * 20 + box.from[1] * 5 + box.from[2] == next);
                REQUIRE(box.count[0] * box.count[1] * box.count[2] == box.elements);
                // The last element is as far away as there are elements: nothing lies between.
                const auto last = (box.from[0] + box.count[0] - 1) * 20 +
                                  (box.from[1] + box.count[1] - 1) * 5 + box.from[2] +
                                  box.count[2] - 1;
                REQUIRE(last == next + box.elements - 1);
                REQUIRE(last < 60);
                next += box.elements;
            }
            REQUIRE(next == first + count);
        }
    }
}
