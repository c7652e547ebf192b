#pragma once
/// Random numbers by place instead of by turn: the number of a particle does not depend on who
/// asked for it first, so every number of threads makes the same structure.

#include <array>
#include <cstdint>

namespace percolith::microstructure
{

/// What a draw is for; draws for different purposes are independent.
enum class Purpose : std::uint32_t {
    order, ///< in which elements are occupied
    place,
    direction,
    size,
    kind,
    grain_place,
    grain_size,
    probe, ///< points at which a volume fraction is measured
    resampling,
    other,
    arrival, ///< waits between elements
    grain_number,
};

/// One realisation of one system: Philox4x64-10 with the seed as its key (Salmon et al. 2011,
/// DOI 10.1145/2063384.2063405).
class RandomSource
{
public:
    /// `system` tells apart systems (a box size, a metal fraction) that share a seed.
    RandomSource(std::uint64_t seed, std::uint64_t system, std::uint32_t realisation)
        : key_{seed, system}, realisation_(realisation)
    {
    }

    /// Four independent words for element `index`. `turn` gives the element more of them.
    std::array<std::uint64_t, 4> words(Purpose purpose, std::uint64_t index,
                                       std::uint64_t turn = 0) const;
    /// Four independent numbers, uniform in (0, 1).
    std::array<double, 4> uniforms(Purpose purpose, std::uint64_t index,
                                   std::uint64_t turn = 0) const;

private:
    std::array<std::uint64_t, 2> key_;
    std::uint32_t realisation_;
};

/// Words one after the other, for what has an order by nature (a shuffle). A uniform random bit
/// generator as the standard library's algorithms want it.
class RandomStream
{
public:
    using result_type = std::uint64_t;

    RandomStream(const RandomSource& source, Purpose purpose) : source_(source), purpose_(purpose)
    {
    }

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }
    result_type operator()()
    {
        if (used_ == words_.size()) {
            words_ = source_.words(purpose_, next_++, 1);
            used_ = 0;
        }
        return words_[used_++];
    }
    /// Uniform in (0, 1).
    double uniform();
    /// Uniform in 0 .. count - 1, for count below 2^32, without bias that matters (2^-32).
    std::uint32_t below(std::uint32_t count)
    {
        return static_cast<std::uint32_t>(((*this)() >> 32U) * count >> 32U);
    }

private:
    RandomSource source_;
    Purpose purpose_;
    std::uint64_t next_ = 0;
    std::array<std::uint64_t, 4> words_{};
    std::size_t used_ = 4;
};

} // namespace percolith::microstructure
