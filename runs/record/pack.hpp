#pragma once
/// Compression of one chunk of a column, as HDF5's filters shuffle and deflate read it.

#include "runs/record/run_length.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace percolith::runs
{

enum class Packing {
    small, ///< zlib's level 1
    quick, ///< runs alone (run_length.hpp): a third of the time, files up to half as large again
};

/// Groups the bytes of the numbers by their weight and deflates them. The low bytes of a
/// measured number look random: deflating them costs most of the time and saves next to nothing, so
/// they go into stored blocks of the same stream. Any reader of HDF5 unpacks the result.
class Packer
{
public:
    explicit Packer(Packing packing = Packing::small);
    ~Packer();

    /// The packed bytes; valid until the next call.
    std::span<const std::byte> pack(std::span<const double> values);

private:
    struct Stream;
    std::span<const std::byte> plane(std::size_t which, std::size_t count) const;
    std::span<const std::byte> pack_small(std::size_t count);
    std::span<const std::byte> pack_quick(std::size_t count);

    Packing packing_;
    std::unique_ptr<Stream> stream_; ///< none where runs will do
    RunLengthDeflate runs_;
    std::vector<std::byte> shuffled_;
    std::vector<std::byte> packed_;
};

} // namespace percolith::runs
