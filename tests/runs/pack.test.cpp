#include "runs/record/pack.hpp"
#include "runs/record/run_length.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>
#include <zlib.h>

using namespace percolith;

namespace
{

/// What zlib makes of a stream, which must end where the stream ends.
std::vector<std::byte> inflated(std::span<const std::byte> packed, std::size_t size)
{
    std::vector<std::byte> bytes(size);
    z_stream z{};
    REQUIRE(inflateInit(&z) == Z_OK);
    z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
    z.avail_in = static_cast<uInt>(packed.size());
    z.next_out = reinterpret_cast<Bytef*>(bytes.data());
    z.avail_out = static_cast<uInt>(bytes.size());
    std::byte none{};
    if (size == 0) {
        z.next_out = reinterpret_cast<Bytef*>(&none);
    }
    CHECK(inflate(&z, Z_FINISH) == Z_STREAM_END);
    CHECK(z.avail_out == 0);
    CHECK(z.avail_in == 0);
    inflateEnd(&z);
    return bytes;
}

/// HDF5's shuffle undone, byte by byte.
std::vector<double> unshuffled(const std::vector<std::byte>& planes)
{
    const auto count = planes.size() / sizeof(double);
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::byte bytes[sizeof(double)];
        for (std::size_t k = 0; k < sizeof(double); ++k) {
            bytes[k] = planes[k * count + i];
        }
        std::memcpy(&values[i], bytes, sizeof(double));
    }
    return values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

std::uint32_t adler(std::span<const std::byte> bytes)
{
    return static_cast<std::uint32_t>(adler32_z(
        adler32(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace

TEST_CASE("packed columns read back bit by bit, whatever numbers they hold", "[pack]")
{
    const auto packing = GENERATE(runs::Packing::small, runs::Packing::quick);
    std::mt19937_64 random(7);
    runs::Packer packer(packing); // one for all: nothing of a column may stay behind
    for (const std::size_t count : {1U, 7U, 8U, 9U, 255U, 256U, 1000U, 4096U, 70001U}) {
        std::vector<std::vector<double>> columns(7, std::vector<double>(count));
        for (std::size_t i = 0; i < count; ++i) {
            const auto x = static_cast<double>(i);
            columns[0][i] = 1.0;
            columns[1][i] = x;
            columns[2][i] = std::sqrt(25e-18 + 2e-17 * x);
            columns[3][i] = i % 2 == 0 ? 5.0 : -5.0;
            columns[4][i] = std::bit_cast<double>(random());
            columns[5][i] = std::floor(x / 300.0) * 0.1;
            columns[6][i] = i % 3 == 0 ? std::numeric_limits<double>::quiet_NaN() : -0.0;
        }
        for (const auto& column : columns) {
            const auto packed = packer.pack(column);
            CHECK(same_bits(unshuffled(inflated(packed, count * sizeof(double))), column));
        }
    }
}

TEST_CASE("runs of every length and byte read back", "[pack]")
{
    runs::RunLengthDeflate stream;
    std::vector<std::byte> bytes;
    for (std::size_t run = 1; run < 1200; ++run) {
        bytes.insert(bytes.end(), run, static_cast<std::byte>(run * 37));
    }
    for (int k = 0; k < 2000; ++k) {
        bytes.push_back(static_cast<std::byte>(k));
    }
    stream.begin(2 * bytes.size(), 2);
    stream.runs(bytes);
    stream.stored(bytes);
    auto both = bytes;
    both.insert(both.end(), bytes.begin(), bytes.end());
    const auto packed = stream.finish(adler(both));
    CHECK(packed.size() < bytes.size() + bytes.size() / 20); // the runs take next to nothing
    CHECK(inflated(packed, both.size()) == both);
}

TEST_CASE("blocks in any order and of any length read back", "[pack]")
{
    std::mt19937 random(3);
    runs::RunLengthDeflate stream;
    for (int round = 0; round < 200; ++round) {
        std::vector<std::vector<std::byte>> blocks(random() % 12);
        std::vector<std::byte> all;
        for (auto& block : blocks) {
            for (auto runs = random() % 40; runs > 0; --runs) {
                block.insert(block.end(), 1 + random() % (random() % 3 == 0 ? 600 : 4),
                             static_cast<std::byte>(random()));
            }
            all.insert(all.end(), block.begin(), block.end());
        }
        stream.begin(all.size(), blocks.size());
        for (const auto& block : blocks) {
            random() % 2 == 0 ? stream.stored(block) : stream.runs(block);
        }
        CHECK(inflated(stream.finish(adler(all)), all.size()) == all);
    }
}

TEST_CASE("what repeats is packed into a small part of itself", "[pack]")
{
    const auto packing = GENERATE(runs::Packing::small, runs::Packing::quick);
    const std::vector<double> constant(4096, 0.785e-4);
    runs::Packer packer(packing);
    CHECK(packer.pack(constant).size() < 400); // of 32 kB
}
