#include "model/microstructure/hard_crossing.hpp"

#include "model/microstructure/particle_crossing.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace percolith::microstructure
{

namespace
{

constexpr double most_candidates = 2000.0; ///< for each core that stayed

/// Cores in cells, a list for each, so that one more costs nothing.
class GrowingGrid
{
public:
    GrowingGrid(const Box& box, double cell) : box_(box)
    {
        std::size_t all = 1;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const double cells = std::floor(box.edge[axis] / cell);
            cells_[axis] = static_cast<std::int32_t>(std::clamp(cells, 1.0, 400.0));
            all *= static_cast<std::size_t>(cells_[axis]);
        }
        lists_.resize(all);
    }

    void add(const Vector& place, std::uint32_t number)
    {
        lists_[cell(at(place, 0), at(place, 1), at(place, 2))].push_back(number);
    }

    /// Calls visit(number) for all in the cells around `place`, until it returns false.
    template <class Visit> bool near(const Vector& place, const Visit& visit) const
    {
        for (std::int32_t k = first(2); k <= last(2); ++k) {
            for (std::int32_t j = first(1); j <= last(1); ++j) {
                for (std::int32_t i = first(0); i <= last(0); ++i) {
                    const auto& list =
                        lists_[cell(at(place, 0) + i, at(place, 1) + j, at(place, 2) + k)];
                    if (!std::all_of(list.begin(), list.end(), visit)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

private:
    /// Steps to neighbouring cells; with few cells along an axis each is met once.
    std::int32_t first(std::size_t axis) const { return cells_[axis] < 3 ? 0 : -1; }
    std::int32_t last(std::size_t axis) const { return cells_[axis] < 2 ? 0 : 1; }

    std::int32_t at(const Vector& place, std::size_t axis) const
    {
        const auto here = static_cast<std::int32_t>(place[axis] / box_.edge[axis] * cells_[axis]);
        return std::clamp(here, 0, cells_[axis] - 1);
    }
    std::size_t cell(std::int32_t i, std::int32_t j, std::int32_t k) const
    {
        const auto wrapped = [this](std::int32_t at, std::size_t axis) {
            return static_cast<std::size_t>((at + cells_[axis]) % cells_[axis]);
        };
        return (wrapped(k, 2) * static_cast<std::size_t>(cells_[1]) + wrapped(j, 1)) *
                   static_cast<std::size_t>(cells_[0]) +
               wrapped(i, 0);
    }

    Box box_;
    std::array<std::int32_t, 3> cells_{1, 1, 1};
    std::vector<std::vector<std::uint32_t>> lists_;
};

struct Neighbour {
    std::uint32_t number;
    Winding step;
};

/// The cores that stayed, and their clusters.
class HardBox
{
public:
    /// `part`: which part of the particle that closes a cluster counts as not yet there.
    HardBox(const ParticleSource& source, double shell, double reach,
            const std::array<double, 4>& part)
        : part_(part), source_(source), shell_(shell), reach_(reach),
          grid_(source.box(),
                2.0 *
                    source.shape().scaled(source.largest()).grown(std::max(shell, reach)).longest())
    {
        fraction_.fill(std::numeric_limits<double>::infinity());
    }

    /// Whether there was room.
    bool add(const Particle& candidate)
    {
        neighbours_.clear();
        if (!grid_.near(candidate.place,
                        [&](std::uint32_t number) { return has_room(candidate, number); })) {
            return false;
        }
        const auto number = static_cast<std::uint32_t>(cores_.size());
        cores_.push_back(candidate);
        grid_.add(candidate.place, number);
        const double own = source_.shape_of(candidate).volume();
        volume_ += own;
        forest_.grow(cores_.size());
        for (const auto& neighbour : neighbours_) {
            const auto winds = forest_.join(number, neighbour.number, neighbour.step);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                if (winds[axis] && !std::isfinite(fraction_[axis])) {
                    const double before = volume_ - part_[axis] * own;
                    fraction_[axis] = before / source_.box().volume();
                }
            }
        }
        return true;
    }

    std::size_t size() const { return cores_.size(); }
    const std::vector<Particle>& cores() const { return cores_; }
    /// Share of the box that they fill.
    double filled() const { return volume_ / source_.box().volume(); }
    const std::array<double, 3>& fraction() const { return fraction_; }
    bool complete() const
    {
        return std::all_of(fraction_.begin(), fraction_.end(),
                           [](double f) { return std::isfinite(f); });
    }

private:
    /// Notes the core as a neighbour where electrons reach it.
    bool has_room(const Particle& candidate, std::uint32_t number)
    {
        const Particle& other = cores_[number];
        const Way way = shortest_way(source_.box(), candidate.place, other.place);
        const Spheroid body = source_.shape_of(candidate);
        const Spheroid its = source_.shape_of(other);
        const auto meet = [&](double layer) {
            return overlap(body.grown(layer), candidate.axis, its.grown(layer), other.axis,
                           way.apart);
        };
        if (!meet(reach_)) {
            return true;
        }
        if (meet(shell_)) {
            return false;
        }
        neighbours_.push_back({number, way.step});
        return true;
    }

    std::array<double, 4> part_;
    const ParticleSource& source_;
    double shell_;
    double reach_; ///< half the tunnelling distance
    GrowingGrid grid_;
    std::vector<Particle> cores_;
    std::vector<Neighbour> neighbours_; ///< of the candidate
    WindingForest forest_{0};
    double volume_ = 0.0;
    std::array<double, 3> fraction_{};
};

} // namespace

namespace
{

/// Adds candidates until `enough` or the box is full.
template <class Enough>
void fill(HardBox& cores, const ParticleSource& source, const DomainMap& domains,
          const Enough& enough)
{
    for (std::uint64_t k = 0; !enough(); ++k) {
        if (static_cast<double>(k) > most_candidates * static_cast<double>(cores.size() + 10)) {
            return;
        }
        const Particle candidate = source(k);
        if (domains.allows(candidate.place)) {
            cores.add(candidate);
        }
    }
}

HardBox empty_box(const Particles& particles, const ParticleSource& source,
                  const RandomSource& random)
{
    const auto& hard = std::get<HardCores>(particles.contact);
    const kinetics::Length<> unit = unit_length(particles);
    return {source, hard.insulating_shell / unit, 0.5 * (hard.tunnelling_distance / unit),
            random.uniforms(Purpose::other, 0)};
}

} // namespace

Crossing hard_crossing(const Particles& particles, double edge, const RandomSource& random)
{
    const Box box = box_of(particles, edge);
    const ParticleSource source(particles, box, random);
    const DomainMap domains(particles.domains, unit_length(particles), box, random);
    HardBox cores = empty_box(particles, source, random);
    fill(cores, source, domains, [&] { return cores.complete(); });
    return {cores.fraction()};
}

std::vector<Particle> pack_hard_cores(const Particles& particles, const ParticleSource& source,
                                      const DomainMap& domains, double metal_fraction,
                                      const RandomSource& random)
{
    HardBox cores = empty_box(particles, source, random);
    const auto enough = [&] { return cores.filled() >= metal_fraction; };
    fill(cores, source, domains, enough);
    if (!enough()) {
        throw std::domain_error("cores that exclude each other, added one by one, fill the space "
                                "to " +
                                std::to_string(cores.filled()) + ", not to " +
                                std::to_string(metal_fraction));
    }
    return cores.cores();
}

} // namespace percolith::microstructure
