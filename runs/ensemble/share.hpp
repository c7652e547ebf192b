#pragma once
/// A share of tests with its Wilson interval (Wilson 1927, DOI 10.1080/01621459.1927.10502953).

#include <cstdint>

namespace percolith::runs::ensemble
{

struct Share {
    std::uint64_t count = 0;
    double value = 0.0, low = 0.0, high = 1.0;
};

/// `count` of `of` tests, at least one; `confidence` in (0, 1).
Share share_of(std::uint64_t count, std::uint64_t of, double confidence);

} // namespace percolith::runs::ensemble
