#include "model/microstructure/random.hpp"

#include <Random123/philox.h>

namespace percolith::microstructure
{

namespace
{

/// The upper 52 bits and a half: never 0, never 1.
double in_unit_interval(std::uint64_t word)
{
    return (static_cast<double>(word >> 12U) + 0.5) * 0x1p-52;
}

} // namespace

std::array<std::uint64_t, 4> RandomSource::words(Purpose purpose, std::uint64_t index,
                                                 std::uint64_t turn) const
{
    const std::uint64_t what = (static_cast<std::uint64_t>(purpose) << 32U) | realisation_;
    const r123::Philox4x64::ctr_type counter{{index, turn, what, 0}};
    const r123::Philox4x64::key_type key{{key_[0], key_[1]}};
    const auto drawn = r123::Philox4x64{}(counter, key);
    return {drawn[0], drawn[1], drawn[2], drawn[3]};
}

std::array<double, 4> RandomSource::uniforms(Purpose purpose, std::uint64_t index,
                                             std::uint64_t turn) const
{
    const auto drawn = words(purpose, index, turn);
    return {in_unit_interval(drawn[0]), in_unit_interval(drawn[1]), in_unit_interval(drawn[2]),
            in_unit_interval(drawn[3])};
}

double RandomStream::uniform()
{
    return in_unit_interval((*this)());
}

} // namespace percolith::microstructure
