#include "model/microstructure/particles.hpp"

#include <boost/math/special_functions/erf.hpp>

#include <cmath>
#include <numbers>

namespace percolith::microstructure
{

Vector uniform_direction(double one, double other)
{
    // Equal areas of a sphere lie between equal steps of height (Archimedes).
    const double height = 2.0 * one - 1.0;
    const double radius = std::sqrt(1.0 - height * height);
    const double turn = 2.0 * std::numbers::pi * other;
    return {radius * std::cos(turn), radius * std::sin(turn), height};
}

std::optional<std::size_t> common_axis(Orientation orientation)
{
    switch (orientation) {
    case Orientation::normal:
        return 2;
    case Orientation::lateral:
        return 0;
    case Orientation::isotropic:
        break;
    }
    return std::nullopt;
}

namespace
{

/// Chance that a standard normal number lies below z.
double below(double z)
{
    return 0.5 * boost::math::erfc(-z / std::numbers::sqrt2);
}

/// Mean third power of a log-normal size, cut off as it is.
double mean_cube(double deviation)
{
    const double moved = 3.0 * deviation;
    return std::exp(0.5 * moved * moved) *
           (below(widest_deviation - moved) - below(-widest_deviation - moved)) /
           (below(widest_deviation) - below(-widest_deviation));
}

} // namespace

ParticleSource::ParticleSource(const Particles& particles, const Box& box,
                               const RandomSource& random, DrawDirection direction)
    : particles_(particles), box_(box), random_(random), direction_(direction),
      shape_(unit_spheroid(particles.axis_ratio)), mean_volume_(shape_.volume())
{
    if (const auto* two = std::get_if<BinarySizes>(&particles.sizes)) {
        const double large = two->large_share / (two->ratio * two->ratio * two->ratio);
        large_number_share_ = large / (large + 1.0 - two->large_share);
        // As many large ones as fill their share, on top of the small ones.
        mean_volume_ /= large + 1.0 - two->large_share;
        smallest_ = two->large_share < 1.0 ? 1.0 : two->ratio;
        largest_ = two->large_share > 0.0 ? two->ratio : 1.0;
    } else if (const auto* many = std::get_if<LogNormalSizes>(&particles.sizes)) {
        largest_ = std::exp(widest_deviation * many->deviation);
        smallest_ = 1.0 / largest_;
        mean_volume_ *= mean_cube(many->deviation);
    }
}

std::size_t ParticleSource::size_rank(double scale) const
{
    return static_cast<std::size_t>(std::log2(scale / smallest_) + 1e-9);
}

double ParticleSource::scale(std::uint64_t number) const
{
    if (std::holds_alternative<EqualSizes>(particles_.sizes)) {
        return 1.0;
    }
    const double drawn = random_.uniforms(Purpose::size, number)[0];
    if (const auto* two = std::get_if<BinarySizes>(&particles_.sizes)) {
        return drawn < large_number_share_ ? two->ratio : 1.0;
    }
    // By inversion, so that the tails can be cut off without trying again.
    static const double cut = below(-widest_deviation);
    const double share = cut + drawn * (1.0 - 2.0 * cut);
    const double normal = -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * share);
    return std::exp(std::get<LogNormalSizes>(particles_.sizes).deviation * normal);
}

Vector ParticleSource::axis(std::uint64_t number) const
{
    if (const auto common = common_axis(particles_.orientation)) {
        Vector axis{};
        axis[*common] = 1.0;
        return axis;
    }
    if (shape_.polar == shape_.equatorial) {
        return {0.0, 0.0, 1.0};
    }
    const auto drawn = random_.uniforms(Purpose::direction, number);
    return direction_(drawn[0], drawn[1]);
}

Vector ParticleSource::place(std::uint64_t number) const
{
    const auto drawn = random_.uniforms(Purpose::place, number);
    Vector place{};
    for (std::size_t k = 0; k < 3; ++k) {
        place[k] = drawn[k] * box_.edge[k];
    }
    return place;
}

Particle ParticleSource::operator()(std::uint64_t number) const
{
    return {place(number), axis(number), scale(number)};
}

} // namespace percolith::microstructure
