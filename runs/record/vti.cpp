#include "runs/record/vti.hpp"

#include "runs/record/number_text.hpp"
#include "runs/record/part_file.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fmt/core.h>

namespace percolith::runs
{
namespace
{

static_assert(std::endian::native == std::endian::little, "the header says LittleEndian");

/// Text inside an XML attribute.
std::string escaped(const std::string& text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        default:
            safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return safe;
}

struct Array {
    const char* name;
    const char* type;
    std::uint64_t bytes; ///< of all voxels
};

std::string header(const microstructure::VoxelGrid& grid, const std::string& title,
                   const std::array<Array, 3>& arrays)
{
    const auto extent = fmt::format("0 {} 0 {} 0 {}", grid.shape[0], grid.shape[1], grid.shape[2]);
    const auto spacing = number_text(grid.edge * 1e9);
    auto text =
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<!-- lengths in nm; z is the film's normal -->\n"
                    "<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"LittleEndian\" "
                    "header_type=\"UInt64\">\n"
                    "<ImageData WholeExtent=\"{0}\" Origin=\"0 0 0\" Spacing=\"{1} {1} {1}\">\n"
                    "<Piece Extent=\"{0}\">\n<CellData Scalars=\"phase\">\n",
                    extent, spacing);
    std::uint64_t offset = 0;
    for (const auto& array : arrays) {
        text +=
            fmt::format("<DataArray type=\"{}\" Name=\"{}\" format=\"appended\" offset=\"{}\"/>\n",
                        array.type, array.name, offset);
        offset += sizeof(std::uint64_t) + array.bytes;
    }
    return text + "</CellData>\n</Piece>\n</ImageData>\n<AppendedData encoding=\"raw\" title=\"" +
           escaped(title) + "\">\n_";
}

template <class Number> void append(PartFile& file, const std::vector<Number>& numbers)
{
    const std::uint64_t bytes = numbers.size() * sizeof(Number);
    file.write({reinterpret_cast<const char*>(&bytes), sizeof bytes});
    file.write({reinterpret_cast<const char*>(numbers.data()), bytes});
}

} // namespace

void write_vti(const microstructure::VoxelGrid& grid, const microstructure::Clusters& clusters,
               const std::string& title, const std::filesystem::path& output)
{
    std::vector<std::uint8_t> spans;
    spans.reserve(clusters.label.size());
    for (const auto label : clusters.label) {
        const bool does =
            std::binary_search(clusters.spanning.begin(), clusters.spanning.end(), label);
        spans.push_back(does ? 1 : 0);
    }
    PartFile file(output);
    file.write(header(grid, title,
                      {{{"phase", "UInt8", grid.phase.size()},
                        {"cluster", "UInt32", clusters.label.size() * sizeof(std::uint32_t)},
                        {"spanning", "UInt8", spans.size()}}}));
    append(file, grid.phase);
    append(file, clusters.label);
    append(file, spans);
    file.write("\n</AppendedData>\n</VTKFile>\n");
    file.commit();
}

} // namespace percolith::runs
