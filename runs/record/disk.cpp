#include "runs/record/disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <unistd.h>

namespace percolith::runs
{
namespace
{

/// What HDF5 holds while the file is open.
struct OpenDisk {
    H5FD_t base{}; ///< HDF5's own part; must come first
    Disk* disk = nullptr;
    haddr_t allocated = 0;
    haddr_t end = 0;
};

/// What travels in the file access list.
struct Access {
    Disk* disk;
};

OpenDisk& opened(H5FD_t* file)
{
    return *reinterpret_cast<OpenDisk*>(file);
}
const OpenDisk& opened(const H5FD_t* file)
{
    return *reinterpret_cast<const OpenDisk*>(file);
}

H5FD_t* open_disk(const char*, unsigned, hid_t access, haddr_t)
{
    const auto* info = static_cast<const Access*>(H5Pget_driver_info(access));
    auto file = std::make_unique<OpenDisk>();
    file->disk = info->disk;
    return &file.release()->base;
}

herr_t close_disk(H5FD_t* file)
{
    const std::unique_ptr<OpenDisk> closing(&opened(file));
    return 0;
}

herr_t query(const H5FD_t*, unsigned long* features)
{
    *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
                H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
                H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

haddr_t allocated(const H5FD_t* file, H5FD_mem_t)
{
    return opened(file).allocated;
}

herr_t allocate(H5FD_t* file, H5FD_mem_t, haddr_t end)
{
    opened(file).allocated = end;
    return 0;
}

haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t)
{
    return opened(file).end;
}

herr_t read_disk(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t from, std::size_t size, void* into)
{
    opened(file).disk->read(from, static_cast<std::byte*>(into), size);
    return 0;
}

herr_t write_disk(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t size, const void* bytes)
{
    auto& open = opened(file);
    open.disk->write(at, static_cast<const std::byte*>(bytes), size);
    open.end = std::max(open.end, at + size);
    return 0;
}

herr_t truncate_disk(H5FD_t* file, hid_t, hbool_t)
{
    auto& open = opened(file);
    if (open.end != open.allocated) {
        open.disk->resize(open.allocated);
        open.end = open.allocated;
    }
    return 0;
}

constexpr H5FD_class_t driver{
    .name = "percolith",
    .maxaddr = (haddr_t{1} << 62) - 1,
    .fc_degree = H5F_CLOSE_STRONG,
    .terminate = nullptr,
    .sb_size = nullptr,
    .sb_encode = nullptr,
    .sb_decode = nullptr,
    .fapl_size = sizeof(Access),
    .fapl_get = nullptr,
    .fapl_copy = nullptr,
    .fapl_free = nullptr,
    .dxpl_size = 0,
    .dxpl_copy = nullptr,
    .dxpl_free = nullptr,
    .open = open_disk,
    .close = close_disk,
    .cmp = nullptr,
    .query = query,
    .get_type_map = nullptr,
    .alloc = nullptr,
    .free = nullptr,
    .get_eoa = allocated,
    .set_eoa = allocate,
    .get_eof = end_of_file,
    .get_handle = nullptr,
    .read = read_disk,
    .write = write_disk,
    .flush = nullptr,
    .truncate = truncate_disk,
    .lock = nullptr,
    .unlock = nullptr,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

} // namespace

hdf5::Properties Disk::access()
{
    static const hid_t registered = hdf5::checked(H5FDregister(&driver));
    hdf5::Properties list(H5Pcreate(H5P_FILE_ACCESS));
    const Access info{this};
    hdf5::checked(H5Pset_driver(list.id(), registered, &info));
    return list;
}

void Disk::read(haddr_t from, std::byte* into, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        const auto got = ::pread(descriptor_, into + done, size - done, off_t(from + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            error_ = error_ == 0 ? errno : error_;
        }
        if (got <= 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    std::memset(into + done, 0, size - done);
    for (const auto& block : lost_) {
        const auto first = std::max(from, block.at);
        const auto last = std::min(from + size, block.at + block.bytes.size());
        if (first < last) {
            std::memcpy(into + (first - from), block.bytes.data() + (first - block.at),
                        last - first);
        }
    }
}

void Disk::write(haddr_t at, const std::byte* bytes, std::size_t size)
{
    std::size_t done = 0;
    while (error_ == 0 && done < size) {
        const auto put = ::pwrite(descriptor_, bytes + done, size - done, off_t(at + done));
        if (put >= 0) {
            done += static_cast<std::size_t>(put);
        } else if (errno != EINTR) {
            error_ = errno;
        }
    }
    if (done < size) {
        lost_.push_back({at + done, {bytes + done, bytes + size}});
    }
}

void Disk::resize(haddr_t size)
{
    if (error_ == 0 && ::ftruncate(descriptor_, off_t(size)) != 0) {
        error_ = errno;
    }
}

} // namespace percolith::runs
