#include "model/microstructure/hard_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/first_winding.hpp"
#include "model/microstructure/particle_crossing.hpp"
#include "model/microstructure/periodic_cells.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <algorithm>
#include <cmath>
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
    GrowingGrid(const Box& box, double cell)
        : cells_(box, cell, 400), lists_(cells_.rows() * cells_.row_length())
    {
    }

    void add(const Vector& place, std::uint32_t number)
    {
        lists_[cells_.cell_of(place)].push_back(number);
    }

    /// Calls visit(number) for all in the cells that come within `reach` of `place` along each
    /// axis, until it returns false.
    template <class Visit> bool near(const Vector& place, double reach, const Visit& visit) const
    {
        const auto x = cells_.range(place, reach, 0);
        const auto y = cells_.range(place, reach, 1);
        const auto z = cells_.range(place, reach, 2);
        std::int32_t level = z.first;
        for (std::int32_t k = 0; k < z.count; ++k, level = cells_.next(level, 2)) {
            std::int32_t line = y.first;
            for (std::int32_t j = 0; j < y.count; ++j, line = cells_.next(line, 1)) {
                const std::size_t row = cells_.row(line, level) * cells_.row_length();
                std::int32_t at = x.first;
                for (std::int32_t i = 0; i < x.count; ++i, at = cells_.next(at, 0)) {
                    const auto& list = lists_[row + static_cast<std::size_t>(at)];
                    if (!std::all_of(list.begin(), list.end(), visit)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

private:
    PeriodicCells cells_;
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
    HardBox(const ParticleSource& source, double shell, double reach)
        : source_(source), shell_(shell), reach_(reach)
    {
        for (std::size_t rank = 0; rank <= source.size_rank(source.largest()); ++rank) {
            const double largest = std::min(
                std::exp2(static_cast<double>(rank) + 1.0) * source.smallest(), source.largest());
            const double longest = longest_of(largest);
            // Of those below the median there are too few for cells as small.
            levels_.push_back(
                {GrowingGrid(source.box(), 2.0 * std::max(longest, longest_of(1.0))), longest});
        }
    }

    /// Candidates are numbered from 1 on. Whether there was room.
    bool add(const Particle& candidate, std::uint64_t candidate_number)
    {
        neighbours_.clear();
        const double own = longest_of(candidate.scale);
        for (const Level& level : levels_) {
            if (!level.grid.near(candidate.place, own + level.longest, [&](std::uint32_t number) {
                    return has_room(candidate, number);
                })) {
                return false;
            }
        }
        const auto number = static_cast<std::uint32_t>(cores_.size());
        cores_.push_back(candidate);
        levels_[source_.size_rank(candidate.scale)].grid.add(candidate.place, number);
        volume_ += source_.shape_of(candidate).volume();
        growth_.push_back({candidate_number, filled()});
        forest_.grow(cores_.size());
        for (const auto& neighbour : neighbours_) {
            winding_.note(forest_.join(number, neighbour.number, neighbour.step), candidate_number);
        }
        return true;
    }

    std::size_t size() const { return cores_.size(); }
    const std::vector<Particle>& cores() const { return cores_; }
    /// Share of the box that they fill.
    double filled() const { return volume_ / source_.box().volume(); }
    /// Counted in candidates.
    const FirstWinding& winding() const { return winding_; }

    /// The last candidate that stayed.
    std::uint64_t last() const { return growth_.empty() ? 0 : growth_.back().candidate; }
    /// Share filled after so many candidates, in a straight line from core to core.
    double filled_after(double candidates) const
    {
        const auto next = std::ranges::find_if(growth_, [&](const Growth& step) {
            return static_cast<double>(step.candidate) >= candidates;
        });
        if (next == growth_.end()) {
            return filled();
        }
        const Growth before = next == growth_.begin() ? Growth{0, 0.0} : *std::prev(next);
        const double part = (candidates - static_cast<double>(before.candidate)) /
                            static_cast<double>(next->candidate - before.candidate);
        return before.filled + part * (next->filled - before.filled);
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

    /// Semi-axis within which such a core is felt.
    double longest_of(double scale) const
    {
        return source_.shape().scaled(scale).grown(std::max(shell_, reach_)).longest();
    }

    struct Growth {
        std::uint64_t candidate;
        double filled;
    };
    /// Cores whose sizes lie within a factor of two, so that no search is wider than it must be.
    struct Level {
        GrowingGrid grid;
        double longest; ///< of `longest_of`
    };

    const ParticleSource& source_;
    double shell_;
    double reach_; ///< half the tunnelling distance
    std::vector<Level> levels_;
    std::vector<Particle> cores_;
    std::vector<Neighbour> neighbours_; ///< of the candidate
    WindingForest forest_{0};
    double volume_ = 0.0;
    std::vector<Growth> growth_;
    FirstWinding winding_;
};

/// Offers candidates to a box.
class Filling
{
public:
    Filling(HardBox& cores, const ParticleSource& source, const DomainMap& domains)
        : cores_(cores), source_(source), domains_(domains)
    {
    }

    /// Until `enough` or the box is full.
    template <class Enough> void until(const Enough& enough)
    {
        while (!enough() && static_cast<double>(tried_) <=
                                most_candidates * static_cast<double>(cores_.size() + 10)) {
            const Particle candidate = source_(tried_++);
            if (domains_.allows(candidate.place)) {
                cores_.add(candidate, tried_);
            }
        }
    }

private:
    HardBox& cores_;
    const ParticleSource& source_;
    const DomainMap& domains_;
    std::uint64_t tried_ = 0;
};

HardBox empty_box(const Particles& particles, const ParticleSource& source)
{
    const auto& hard = std::get<HardCores>(particles.contact);
    const kinetics::Length<> unit = unit_length(particles);
    return {source, hard.insulating_shell / unit, 0.5 * (hard.tunnelling_distance / unit)};
}

} // namespace

Crossing hard_crossing(const Particles& particles, double edge, const RandomSource& random)
{
    const Box box = box_of(particles, edge);
    const ParticleSource source(particles, box, random);
    const DomainMap domains(particles.domains, unit_length(particles), box, random);
    HardBox cores = empty_box(particles, source);
    Filling filling(cores, source, domains);
    const FirstWinding& winding = cores.winding();
    filling.until([&] { return winding.complete(); });
    // Candidates, not cores, come independently of each other: how many of them an endless
    // structure has seen in the mean when this box has seen that many, and what they fill.
    const auto [x, y, z] = winding.counts();
    const auto times = arrivals({x, y, z, 0}, random);
    const double latest = *std::ranges::max_element(times);
    filling.until([&] { return static_cast<double>(cores.last()) >= latest; });
    return winding.crossing([&](auto axis) { return cores.filled_after(times[axis]); });
}

std::vector<Particle> pack_hard_cores(const Particles& particles, const ParticleSource& source,
                                      const DomainMap& domains, double metal_fraction)
{
    HardBox cores = empty_box(particles, source);
    const auto enough = [&] { return cores.filled() >= metal_fraction; };
    Filling(cores, source, domains).until(enough);
    if (!enough()) {
        throw std::domain_error("cores that exclude each other, added one by one, fill the space "
                                "to " +
                                std::to_string(cores.filled()) + ", not to " +
                                std::to_string(metal_fraction));
    }
    return cores.cores();
}

} // namespace percolith::microstructure
