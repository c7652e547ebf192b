#pragma once
/// Compression of one chunk of a column, as HDF5's filters shuffle and deflate read it.

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace percolith::runs
{

/// Groups the bytes of the numbers by their weight and deflates them at level 1. The low bytes of a
/// measured number look random: deflating them costs most of the time and saves next to nothing, so
/// they go into stored blocks of the same stream. Any reader of HDF5 unpacks the result.
class Packer
{
public:
    Packer();
    ~Packer();

    /// The packed bytes; valid until the next call.
    std::span<const std::byte> pack(std::span<const double> values);

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
    std::vector<std::byte> shuffled_;
    std::vector<std::byte> packed_;
};

} // namespace percolith::runs
