#include "runs/record/vti.hpp"

#include "runs/record/output_error.hpp"
#include "tests/support/full_disk.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
namespace ms = microstructure;

namespace
{

/// Two columns, one of them metal from face to face.
ms::VoxelGrid column_of_metal()
{
    return {{2, 1, 3}, 5e-9, {1, 0, 1, 0, 1, 0}};
}

std::string written(const std::filesystem::path& file, const std::string& title = "a & b")
{
    const auto grid = column_of_metal();
    runs::write_vti(grid, ms::find_clusters(grid), title, file);
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("voxels for ParaView have their extent, their spacing in nm and a title that is XML",
          "[runs][vti]")
{
    const ScratchFolder folder;
    const auto text = written(folder / "v.vti", "a & \"b\" < c");
    CHECK_THAT(text, Contains("WholeExtent=\"0 2 0 1 0 3\"") && Contains("Spacing=\"5 5 5\""));
    CHECK_THAT(text, Contains("title=\"a &amp; &quot;b&quot; &lt; c\""));
    CHECK_FALSE(std::filesystem::exists(folder / "v.vti.part"));
}

TEST_CASE("each array stands where the header says, with its length before it", "[runs][vti]")
{
    const ScratchFolder folder;
    const auto text = written(folder / "v.vti");
    const auto data = text.substr(text.find("_", text.find("<AppendedData")) + 1);
    const auto bytes_at = [&](std::size_t offset) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, data.data() + offset, sizeof bytes);
        return bytes;
    };
    CHECK_THAT(text, Contains("Name=\"cluster\" format=\"appended\" offset=\"14\""));
    CHECK_THAT(text, Contains("Name=\"spanning\" format=\"appended\" offset=\"46\""));
    CHECK(bytes_at(0) == 6);
    CHECK(bytes_at(14) == 24);
    CHECK(bytes_at(46) == 6);
    const std::string metal("\1\0\1\0\1\0", 6);
    CHECK(data.substr(8, 6) == metal);
    CHECK(data.substr(54, 6) == metal); // all of it spans
}

TEST_CASE("a full disk leaves no half-written voxels", "[runs][vti]")
{
    const ScratchFolder folder;
    std::signal(SIGXFSZ, SIG_IGN);
    const FullDisk full(100);
    const auto grid = column_of_metal();
    CHECK_THROWS_AS(runs::write_vti(grid, ms::find_clusters(grid), "", folder / "v.vti"),
                    runs::OutputError);
    CHECK(folder.empty());
}
