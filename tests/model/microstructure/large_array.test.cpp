#include "model/microstructure/large_array.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

using namespace percolith::microstructure;

TEST_CASE("An array that grows from small to large keeps what was written")
{
    LargeArray<std::uint64_t> numbers;
    const std::uint64_t count = 3'000'000; // 24 MB, over pages of 2 MB
    for (std::uint64_t k = 0; k < count; ++k) {
        numbers.push_back(k * k);
    }
    numbers.resize(2 * count, 7);
    bool kept = true;
    for (std::uint64_t k = 0; k < count; ++k) {
        kept = kept && numbers[k] == k * k && numbers[count + k] == 7;
    }
    CHECK(kept);
    LargeArray<std::uint64_t> other = std::move(numbers);
    numbers = LargeArray<std::uint64_t>();
    CHECK(other[count - 1] == (count - 1) * (count - 1));
    const LargeArray<std::uint64_t> copy = other;
    CHECK(copy == other);
}

TEST_CASE("Large arrays begin with a large page")
{
    const LargeArray<char> large(std::size_t{1} << 23U);
    CHECK(reinterpret_cast<std::uintptr_t>(large.data()) % (std::size_t{1} << 21U) == 0);
}
