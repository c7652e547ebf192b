#include "runs/record/run_length.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace percolith::runs
{
namespace
{

constexpr std::size_t longest_stored = 65535;
constexpr std::size_t longest_match = 258;
constexpr std::size_t shortest_match = 3;
constexpr std::uint32_t stored_block = 0;
constexpr std::uint32_t fixed_block = 1;

struct Code {
    std::uint32_t value = 0; ///< first bit lowest
    unsigned count = 0;
};

/// Codes are packed from their highest bit on, everything else from its lowest.
constexpr std::uint32_t reversed(std::uint32_t value, unsigned count)
{
    std::uint32_t turned = 0;
    for (unsigned k = 0; k < count; ++k) {
        turned |= (value >> k & 1U) << (count - 1 - k);
    }
    return turned;
}

/// The fixed code of RFC 1951, 3.2.6.
constexpr Code fixed_code(std::uint32_t symbol)
{
    if (symbol < 144) {
        return {reversed(0x30 + symbol, 8), 8};
    }
    if (symbol < 256) {
        return {reversed(0x190 + symbol - 144, 9), 9};
    }
    if (symbol < 280) {
        return {reversed(symbol - 256, 7), 7};
    }
    return {reversed(0xc0 + symbol - 280, 8), 8};
}

/// A length with its further bits (3.2.5) and distance 1, which is five bits of 0.
constexpr Code match_code(std::size_t length)
{
    std::uint32_t symbol = 257;
    std::size_t first = shortest_match;
    unsigned further = 0;
    if (length == longest_match) {
        symbol = 285;
        first = longest_match;
    } else {
        for (; first + (std::size_t{1} << further) <= length; ++symbol) {
            first += std::size_t{1} << further;
            // Four symbols for each number of further bits, eight for none.
            further = symbol + 1 < 265 ? 0 : (symbol + 1 - 261) / 4;
        }
    }
    const auto code = fixed_code(symbol);
    return {code.value | static_cast<std::uint32_t>(length - first) << code.count,
            code.count + further + 5};
}

constexpr auto literals = [] {
    std::array<Code, 256> all{};
    for (std::uint32_t k = 0; k < all.size(); ++k) {
        all[k] = fixed_code(k);
    }
    return all;
}();
constexpr auto matches = [] {
    std::array<Code, longest_match + 1> all{};
    for (std::size_t k = shortest_match; k < all.size(); ++k) {
        all[k] = match_code(k);
    }
    return all;
}();

/// How many bytes from `from` on are its equals, itself included.
std::size_t run_from(std::span<const std::byte> bytes, std::size_t from)
{
    const auto first = static_cast<std::uint64_t>(bytes[from]) * 0x0101010101010101U;
    std::size_t end = from + 1;
    for (std::uint64_t eight = 0; end + sizeof eight <= bytes.size(); end += sizeof eight) {
        std::memcpy(&eight, bytes.data() + end, sizeof eight);
        if (eight != first) {
            break;
        }
    }
    while (end < bytes.size() && bytes[end] == bytes[from]) {
        ++end;
    }
    return end - from;
}

} // namespace

void RunLengthDeflate::begin(std::size_t bytes, std::size_t blocks)
{
    // Nine bits a byte; each block has its head and end, and a longer one several.
    const auto heads = blocks + bytes / longest_stored + 2;
    out_.resize(std::max(out_.size(), bytes + bytes / 8 + 16 * heads));
    end_ = 0;
    waiting_ = 0;
    waiting_count_ = 0;
    bits(0x78, 8); // deflate, window of 32 kB
    bits(0x01, 8); // fastest
}

void RunLengthDeflate::bits(std::uint32_t value, unsigned count)
{
    waiting_ |= static_cast<std::uint64_t>(value) << waiting_count_;
    waiting_count_ += count;
    if (waiting_count_ >= 32) {
        for (unsigned k = 0; k < 4; ++k) {
            out_[end_ + k] = static_cast<std::byte>(waiting_ >> (8 * k));
        }
        end_ += 4;
        waiting_ >>= 32;
        waiting_count_ -= 32;
    }
}

void RunLengthDeflate::to_byte_boundary()
{
    for (; waiting_count_ > 0; waiting_count_ -= std::min(waiting_count_, 8U)) {
        out_[end_++] = static_cast<std::byte>(waiting_);
        waiting_ >>= 8;
    }
}

void RunLengthDeflate::block(std::uint32_t kind, bool last)
{
    bits((last ? 1U : 0U) | kind << 1U, 3);
}

void RunLengthDeflate::stored(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), longest_stored));
        const auto length = static_cast<std::uint32_t>(part.size());
        block(stored_block, false);
        to_byte_boundary();
        bits(length, 16);
        bits(~length & 0xffffU, 16);
        std::memcpy(out_.data() + end_, part.data(), part.size());
        end_ += part.size();
        bytes = bytes.subspan(part.size());
    }
}

void RunLengthDeflate::runs(std::span<const std::byte> bytes)
{
    block(fixed_block, false);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto run = run_from(bytes, at);
        const auto literal = literals[static_cast<std::size_t>(bytes[at])];
        bits(literal.value, literal.count);
        std::size_t left = run - 1;
        while (left >= shortest_match) {
            const auto match = std::min(left, longest_match);
            bits(matches[match].value, matches[match].count);
            left -= match;
        }
        for (; left > 0; --left) {
            bits(literal.value, literal.count);
        }
        at += run;
    }
    bits(0, 7); // end of the block
}

std::span<const std::byte> RunLengthDeflate::finish(std::uint32_t checksum)
{
    block(fixed_block, true);
    bits(0, 7);
    to_byte_boundary();
    for (unsigned k = 4; k-- > 0;) {
        out_[end_++] = static_cast<std::byte>(checksum >> (8 * k));
    }
    return std::span(out_).first(end_);
}

} // namespace percolith::runs
