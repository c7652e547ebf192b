#pragma once
/// A deflate stream of runs and of stored bytes: ten times as fast as zlib's fastest level on what
/// consists of long runs, and read by whatever reads deflate (RFC 1950, RFC 1951).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::runs
{

/// Writes blocks one after the other; `finish` closes the stream.
class RunLengthDeflate
{
public:
    /// Starts a new stream for at most `bytes` bytes in `blocks` blocks.
    void begin(std::size_t bytes, std::size_t blocks);
    /// Bytes as they are.
    void stored(std::span<const std::byte> bytes);
    /// Bytes that repeat each other: each run as its byte and a length, by the fixed code. A byte
    /// takes 9 bits at most.
    void runs(std::span<const std::byte> bytes);
    /// Closes the stream; `checksum` is the Adler-32 of all its bytes. Valid until `begin`.
    std::span<const std::byte> finish(std::uint32_t checksum);

private:
    void bits(std::uint32_t value, unsigned count);
    void to_byte_boundary();
    void block(std::uint32_t kind, bool last);

    std::vector<std::byte> out_;
    std::size_t end_ = 0; ///< whole bytes written
    std::uint64_t waiting_ = 0; ///< bits not yet written, first ones lowest
    unsigned waiting_count_ = 0;
};

} // namespace percolith::runs
