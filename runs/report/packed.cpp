#include "runs/report/packed.hpp"

#include <boost/archive/iterators/base64_from_binary.hpp>
#include <boost/archive/iterators/transform_width.hpp>
#include <zlib.h>

#include <bit>
#include <climits>
#include <cmath>
#include <cstdint>
#include <new>
#include <vector>

namespace percolith::runs::report
{
namespace
{

using Bytes = std::vector<unsigned char>;

/// Bits of the significand that are not kept; the number is rounded, not cut.
template <int dropped, class Bits> Bits rounded(Bits bits)
{
    constexpr Bits unit = Bits(1) << dropped;
    return (bits + unit / 2) & ~(unit - 1);
}

/// Byte k of every word, then byte k + 1.
template <class Word> Bytes planes(const std::vector<Word>& words)
{
    Bytes bytes(words.size() * sizeof(Word));
    auto* to = bytes.data();
    for (std::size_t k = 0; k < sizeof(Word); ++k) {
        for (const Word word : words) {
            *to++ = static_cast<unsigned char>(word >> (CHAR_BIT * k));
        }
    }
    return bytes;
}

Bytes planes_of(std::span<const double> values, Exactness exactness)
{
    if (exactness == Exactness::shown) {
        std::vector<std::uint32_t> words;
        words.reserve(values.size());
        for (const double value : values) {
            const auto number = static_cast<float>(value);
            const auto bits = std::bit_cast<std::uint32_t>(number);
            words.push_back(std::isfinite(number) ? rounded<7>(bits) : bits);
        }
        return planes(words);
    }
    std::vector<std::uint64_t> words;
    words.reserve(values.size());
    std::uint64_t before = 0;
    for (const double value : values) {
        auto bits = std::bit_cast<std::uint64_t>(value);
        if (exactness == Exactness::instant) {
            bits = rounded<16>(bits);
            words.push_back(bits - before);
            before = bits;
        } else {
            words.push_back(bits);
        }
    }
    return planes(words);
}

Bytes deflated(const Bytes& bytes)
{
    auto size = compressBound(bytes.size());
    Bytes stream(size);
    // Fails for want of memory alone: the room is as large as it can be needed.
    if (compress2(stream.data(), &size, bytes.data(), bytes.size(), Z_DEFAULT_COMPRESSION) !=
        Z_OK) {
        throw std::bad_alloc();
    }
    stream.resize(size);
    return stream;
}

std::string base64(Bytes bytes)
{
    namespace to = boost::archive::iterators;
    using Letters = to::base64_from_binary<to::transform_width<Bytes::const_iterator, 6, CHAR_BIT>>;
    const auto padding = (3 - bytes.size() % 3) % 3;
    bytes.resize(bytes.size() + padding, 0);
    std::string text(Letters(bytes.cbegin()), Letters(bytes.cend()));
    text.replace(text.size() - padding, padding, padding, '=');
    return text;
}

} // namespace

std::string packed(std::span<const double> values, Exactness exactness)
{
    return base64(deflated(planes_of(values, exactness)));
}

} // namespace percolith::runs::report
