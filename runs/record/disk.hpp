#pragma once
/// The disk as HDF5 sees it: one on which nothing ever fails.
///
/// HDF5 does not survive a write that fails: it cannot close the file, and tries again when the
/// process ends. This driver keeps the first failure for us and shows HDF5 the file it meant to
/// have.

#include "runs/record/hdf5.hpp"

#include <cstddef>
#include <vector>

namespace percolith::runs
{

class Disk
{
public:
    /// An empty file that is open for reading and writing; owned by the caller.
    explicit Disk(int descriptor) : descriptor_(descriptor) {}
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk() = default;

    /// A file access list that opens this disk, whatever the file name. Within a `hdf5::Session`.
    hdf5::Properties access();

    /// What the first failed system call said (errno), 0 while all went well.
    int error() const { return error_; }

    // What the driver needs.
    void read(haddr_t from, std::byte* into, std::size_t size);
    void write(haddr_t at, const std::byte* bytes, std::size_t size);
    void resize(haddr_t size);

private:
    struct Lost {
        haddr_t at;
        std::vector<std::byte> bytes;
    };

    int descriptor_;
    int error_ = 0;
    std::vector<Lost> lost_; ///< what the disk did not take, in the order it was written
};

} // namespace percolith::runs
