#include "runs/record/image.hpp"

#include "runs/case/errors.hpp"
#include "runs/machine_memory.hpp"
#include "runs/record/hdf5.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/core.h>
#include <fstream>
#include <new>
#include <zlib.h>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;
using hdf5::checked;

static_assert(std::endian::native == std::endian::little, "raw images are little-endian");

[[noreturn]] void refuse(const fs::path& file, std::string_view wrong, std::string_view mend)
{
    throw InputErrors({.file = file.string()}, "", wrong, mend);
}

void require_file(const fs::path& file)
{
    std::error_code error;
    if (!fs::exists(file, error)) {
        refuse(file, "no such file", "check the path, relative to the structure file");
    }
    if (!fs::is_regular_file(file, error)) {
        refuse(file, "is no regular file", "name a file that holds an image");
    }
}

double voxels_of(const std::array<std::int32_t, 3>& shape)
{
    return static_cast<double>(shape[0]) * static_cast<double>(shape[1]) *
           static_cast<double>(shape[2]);
}

void require_memory(const fs::path& file, double bytes)
{
    const double available = available_memory();
    if (bytes > available) {
        refuse(file,
               "the image needs " + memory_text(bytes) + " of memory, " + memory_text(available) +
                   " are available",
               "cut out a part of it");
    }
}

void require_finite(const fs::path& file, const VoxelImage& image)
{
    const auto bad = std::find_if(image.values.begin(), image.values.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (bad != image.values.end()) {
        const auto at = static_cast<std::size_t>(bad - image.values.begin());
        const auto across = static_cast<std::size_t>(image.shape[0]);
        const auto layer = across * static_cast<std::size_t>(image.shape[1]);
        refuse(file,
               fmt::format("voxel x = {}, y = {}, z = {} holds no finite number", at % across,
                           at % layer / across, at / layer),
               "fill it before the image is used");
    }
}

/// The axes of a dataset, innermost first.
std::array<std::int32_t, 3> shape_of(const fs::path& file, const std::string& name, hid_t dataset)
{
    const hdf5::Space space(H5Dget_space(dataset));
    const int axes = checked(H5Sget_simple_extent_ndims(space.id()));
    if (axes != 3) {
        refuse(file, fmt::format("dataset {} has {} axes", name, axes),
               "an image has three: z, y, x");
    }
    std::array<hsize_t, 3> extent{};
    checked(H5Sget_simple_extent_dims(space.id(), extent.data(), nullptr));
    constexpr hsize_t most = 1U << 20U;
    if (*std::max_element(extent.begin(), extent.end()) > most ||
        *std::min_element(extent.begin(), extent.end()) == 0) {
        refuse(file,
               fmt::format("dataset {} has {} x {} x {} voxels", name, extent[2], extent[1],
                           extent[0]),
               "an image has 1 .. 2^20 voxels along each axis");
    }
    return {static_cast<std::int32_t>(extent[2]), static_cast<std::int32_t>(extent[1]),
            static_cast<std::int32_t>(extent[0])};
}

VoxelImage read_dataset(const fs::path& file, const std::string& name)
{
    const hdf5::Session session;
    const hdf5::Properties access(H5Pcreate(H5P_FILE_ACCESS));
    checked(H5Pset_file_locking(access.id(), 0, 1));
    const hid_t opened = H5Fopen(file.c_str(), H5F_ACC_RDONLY, access.id());
    if (opened < 0) {
        refuse(file, "this is not a whole HDF5 file: " + hdf5::last_complaint(),
               "name an HDF5 file, or give shape and type of a raw one");
    }
    const hdf5::File owner(opened);
    const hid_t found = H5Dopen2(opened, name.c_str(), H5P_DEFAULT);
    if (found < 0) {
        refuse(file, "holds no dataset \"" + name + "\"", "see what h5ls lists");
    }
    const hdf5::Dataset dataset(found);
    const hdf5::Type type(H5Dget_type(found));
    const auto kind = H5Tget_class(type.id());
    if (kind != H5T_INTEGER && kind != H5T_FLOAT) {
        refuse(file, "dataset " + name + " holds no numbers",
               "store integers or floating-point numbers, 0 and 1 for two phases");
    }
    VoxelImage image{shape_of(file, name, found), {}};
    require_memory(file, sizeof(float) * voxels_of(image.shape));
    image.values.resize(hdf5::length_of(found));
    checked(H5Dread(found, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, image.values.data()));
    return image;
}

template <class Number> void widen(const std::string& bytes, std::vector<float>& values)
{
    for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
        Number number{};
        std::memcpy(&number, bytes.data() + at, sizeof number);
        values.push_back(static_cast<float>(number));
    }
}

struct RawKind {
    const char* name;
    std::size_t bytes;
    void (*widen)(const std::string&, std::vector<float>&);
};

RawKind kind_of(VoxelType type)
{
    switch (type) {
    case VoxelType::uint8:
        return {"uint8", 1, widen<std::uint8_t>};
    case VoxelType::uint16:
        return {"uint16", 2, widen<std::uint16_t>};
    default:
        return {"float32", 4, widen<float>};
    }
}

} // namespace

VoxelImage read_hdf5_image(const fs::path& file, const std::string& dataset)
{
    require_file(file);
    try {
        auto image = read_dataset(file, dataset);
        require_finite(file, image);
        return image;
    } catch (const hdf5::Error& damaged) {
        refuse(file, std::string("cannot be read: ") + damaged.what(),
               "write the image again, without filters that HDF5 does not bring along");
    } catch (const std::bad_alloc&) {
        refuse(file, "the image does not fit into memory", "cut out a part of it");
    }
}

VoxelImage read_raw_image(const fs::path& file, const std::array<std::int32_t, 3>& shape,
                          VoxelType type)
{
    require_file(file);
    const auto kind = kind_of(type);
    const double wanted = voxels_of(shape) * static_cast<double>(kind.bytes);
    std::error_code error;
    const auto length = fs::file_size(file, error);
    if (error || static_cast<double>(length) != wanted) {
        refuse(file,
               fmt::format("is {} bytes long; {} x {} x {} voxels of {} take {:.0f}", length,
                           shape[0], shape[1], shape[2], kind.name, wanted),
               "mend shape or type, or fetch the file again");
    }
    require_memory(file, sizeof(float) * voxels_of(shape));
    VoxelImage image{shape, {}};
    image.values.reserve(static_cast<std::size_t>(length) / kind.bytes);
    std::ifstream stream(file, std::ios::binary);
    std::string block(std::size_t{1} << 20U, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())),
           stream.gcount() > 0) {
        kind.widen(block.substr(0, static_cast<std::size_t>(stream.gcount())), image.values);
    }
    if (image.values.size() != static_cast<std::size_t>(length) / kind.bytes) {
        refuse(file, "cannot be read to its end", "check the disk");
    }
    require_finite(file, image);
    return image;
}

std::uint32_t checksum_of_file(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::string block(std::size_t{1} << 18U, '\0');
    uLong checksum = ::crc32(0, nullptr, 0);
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())),
           stream.gcount() > 0) {
        checksum = ::crc32(checksum, reinterpret_cast<const Bytef*>(block.data()),
                           static_cast<uInt>(stream.gcount()));
    }
    return static_cast<std::uint32_t>(checksum);
}

} // namespace percolith::runs
