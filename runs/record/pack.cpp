#include "runs/record/pack.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <zlib.h>

namespace percolith::runs
{
namespace
{

constexpr std::size_t width = sizeof(double);

/// Exchanges rows and columns of 8 by 8 bytes, a row in each word.
void transpose(std::uint64_t (&rows)[width])
{
    const auto exchange = [&rows](std::size_t step, std::uint64_t upper) {
        const auto bits = 8 * step;
        for (std::size_t row = 0; row < width; ++row) {
            if ((row & step) == 0) {
                auto& low = rows[row];
                auto& high = rows[row + step];
                const auto moved = (low ^ (high << bits)) & upper;
                low ^= moved;
                high ^= moved >> bits;
            }
        }
    };
    exchange(1, 0xff00ff00ff00ff00);
    exchange(2, 0xffff0000ffff0000);
    exchange(4, 0xffffffff00000000);
}

/// Byte k of all numbers, then byte k + 1: HDF5's shuffle.
void shuffle(std::span<const double> values, std::vector<std::byte>& into)
{
    const auto count = values.size();
    into.resize(count * width);
    auto* const planes = into.data();
    std::size_t done = 0;
    if constexpr (std::endian::native == std::endian::little) {
        for (; done + width <= count; done += width) {
            std::uint64_t block[width];
            std::memcpy(block, values.data() + done, sizeof block);
            transpose(block);
            for (std::size_t k = 0; k < width; ++k) {
                std::memcpy(planes + k * count + done, &block[k], width);
            }
        }
    }
    const auto bytes = std::as_bytes(values);
    for (; done < count; ++done) {
        for (std::size_t k = 0; k < width; ++k) {
            planes[k * count + done] = bytes[done * width + k];
        }
    }
}

/// Percentage of bytes that are their neighbour's equal.
std::size_t repeats(std::span<const std::byte> plane)
{
    std::size_t same = 0;
    for (std::size_t i = 1; i < plane.size();) {
        // Counted in a byte, so that many fit into a register.
        const auto end = std::min(i + 255, plane.size());
        std::uint8_t here = 0;
        for (; i < end; ++i) {
            here = static_cast<std::uint8_t>(here + (plane[i] == plane[i - 1] ? 1 : 0));
        }
        same += here;
    }
    return 100 * same / std::max<std::size_t>(plane.size(), 1);
}

/// Bytes that repeat their neighbour more often than this, in per cent, are worth deflating.
/// Measured on records of cells: a lower bound takes twice the time and makes files a tenth
/// smaller.
constexpr std::size_t worth_deflating = 20;
/// Written as runs, fewer repetitions would take as much room as they save.
constexpr std::size_t worth_a_run = 50;

/// zlib takes bytes that it may change by its signature, and does not.
Bytef* zlib_bytes(const std::byte* bytes)
{
    return reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes));
}

} // namespace

struct Packer::Stream {
    z_stream z{};
    int level = 1;

    Stream()
    {
        if (deflateInit(&z, level) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { deflateEnd(&z); }

    void set_level(int wanted)
    {
        if (wanted != level) {
            deflateParams(&z, wanted, Z_DEFAULT_STRATEGY);
            level = wanted;
        }
    }
};

Packer::Packer(Packing packing)
    : packing_(packing), stream_(packing == Packing::small ? std::make_unique<Stream>() : nullptr)
{
}
Packer::~Packer() = default;

std::span<const std::byte> Packer::pack(std::span<const double> values)
{
    shuffle(values, shuffled_);
    return packing_ == Packing::small ? pack_small(values.size()) : pack_quick(values.size());
}

std::span<const std::byte> Packer::plane(std::size_t which, std::size_t count) const
{
    return std::span(shuffled_).subspan(which * count, count);
}

std::span<const std::byte> Packer::pack_quick(std::size_t count)
{
    runs_.begin(shuffled_.size(), width);
    for (std::size_t k = 0; k < width; ++k) {
        const auto bytes = plane(k, count);
        repeats(bytes) > worth_a_run ? runs_.runs(bytes) : runs_.stored(bytes);
    }
    const auto checksum =
        adler32_z(adler32(0, nullptr, 0), zlib_bytes(shuffled_.data()), shuffled_.size());
    return runs_.finish(static_cast<std::uint32_t>(checksum));
}

std::span<const std::byte> Packer::pack_small(std::size_t count)
{
    auto& z = stream_->z;
    deflateReset(&z);
    // Each change of level closes a block: a few bytes per plane beyond zlib's own bound.
    packed_.resize(deflateBound(&z, uLong(shuffled_.size())) + 64 * width);
    z.next_out = zlib_bytes(packed_.data());
    z.avail_out = static_cast<uInt>(packed_.size());

    int result = Z_OK;
    for (std::size_t k = 0; k < width; ++k) {
        const auto bytes = plane(k, count);
        stream_->set_level(repeats(bytes) > worth_deflating ? 1 : 0);
        z.next_in = zlib_bytes(bytes.data());
        z.avail_in = static_cast<uInt>(bytes.size());
        result = deflate(&z, k + 1 == width ? Z_FINISH : Z_NO_FLUSH);
    }
    if (result != Z_STREAM_END) {
        throw std::logic_error("a packed chunk outgrew its bound");
    }
    return std::span(packed_).first(z.total_out);
}

} // namespace percolith::runs
