#pragma once
/// Random parameters for property tests: the same on every machine and in every run.

#include <cmath>
#include <cstdint>
#include <random>

namespace percolith::tests
{

class Draw
{
public:
    explicit Draw(std::uint32_t seed) : engine_(seed) {}

    /// The standard fixes the engine's numbers but not those of its distributions.
    double uniform(double lower, double upper)
    {
        return lower + (upper - lower) * (static_cast<double>(engine_()) / 4294967296.0);
    }

    /// Uniform in the logarithm.
    double logarithmic(double lower, double upper)
    {
        return std::exp(uniform(std::log(lower), std::log(upper)));
    }

private:
    std::mt19937 engine_;
};

} // namespace percolith::tests
