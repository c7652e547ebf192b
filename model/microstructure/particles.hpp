#pragma once
/// Particles of a realisation, each from its number alone.

#include "model/microstructure/overlap.hpp"
#include "model/microstructure/random.hpp"
#include "model/microstructure/structure.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace percolith::microstructure
{

/// A periodic box from 0 to `edge` along each axis, in unit lengths.
struct Box {
    Vector edge{1.0, 1.0, 1.0};

    double volume() const { return edge[0] * edge[1] * edge[2]; }
};

/// The shortest way between two points of a periodic box, and how it leaves the box.
struct Way {
    Vector apart{};
    std::array<std::int16_t, 3> step{0, 0, 0};
};
inline Way shortest_way(const Box& box, const Vector& from, const Vector& to)
{
    Way way;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double along = to[axis] - from[axis];
        if (along > 0.5 * box.edge[axis]) {
            along -= box.edge[axis];
            way.step[axis] = -1;
        } else if (along < -0.5 * box.edge[axis]) {
            along += box.edge[axis];
            way.step[axis] = 1;
        }
        way.apart[axis] = along;
    }
    return way;
}

struct Particle {
    Vector place{};
    Vector axis{0.0, 0.0, 1.0}; ///< of revolution, a unit vector
    double scale = 1.0; ///< of lengths, against the median particle
};

/// The axis that all particles share, if they do.
std::optional<std::size_t> common_axis(Orientation orientation);

/// A direction uniform over the sphere, from two numbers uniform in (0, 1).
Vector uniform_direction(double one, double other);

/// How particles are turned that are turned at random: a direction from two numbers uniform in
/// (0, 1).
using DrawDirection = Vector (*)(double one, double other);

/// Draws particle after particle, the same whoever asks.
class ParticleSource
{
public:
    ParticleSource(const Particles& particles, const Box& box, const RandomSource& random,
                   DrawDirection direction = uniform_direction);

    Particle operator()(std::uint64_t number) const;
    Vector place(std::uint64_t number) const;

    const Box& box() const { return box_; }
    /// The median particle, of the volume of a sphere of diameter 1.
    const Spheroid& shape() const { return shape_; }
    Spheroid shape_of(const Particle& particle) const { return shape_.scaled(particle.scale); }
    /// Mean volume of a particle.
    double mean_volume() const { return mean_volume_; }
    /// Smallest and largest scale that can come.
    double smallest() const { return smallest_; }
    double largest() const { return largest_; }
    /// How often the smallest size doubles below that one: a search that knows particles by rank
    /// need not reach farther than twice what it must.
    std::size_t size_rank(double scale) const;

private:
    double scale(std::uint64_t number) const;
    Vector axis(std::uint64_t number) const;

    Particles particles_;
    Box box_;
    RandomSource random_;
    DrawDirection direction_;
    Spheroid shape_;
    double large_number_share_ = 0.0; ///< of two sizes
    double mean_volume_;
    double smallest_ = 1.0;
    double largest_ = 1.0;
};

/// Widest deviation of a log-normal size from its median that is kept, in standard deviations.
inline constexpr double widest_deviation = 3.5;

} // namespace percolith::microstructure
