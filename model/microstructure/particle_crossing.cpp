#include "model/microstructure/particle_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/contacts.hpp"
#include "model/microstructure/coverage.hpp"
#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::microstructure
{

namespace
{

/// Clusters of a growing number of particles.
class Clusters
{
public:
    /// Takes in the contacts of the particles up to `count` in the order of the newer ones.
    void add(std::size_t count, const std::vector<ParticleContact>& contacts)
    {
        forest_.grow(count);
        for (const auto& contact : contacts) {
            const auto winds = forest_.join(contact.newer, contact.older, contact.step);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                if (winds[axis] && !crossed_[axis]) {
                    crossed_[axis] = contact.newer + std::size_t{1};
                }
            }
        }
    }
    bool complete() const { return crossed_[0] && crossed_[1] && crossed_[2]; }
    /// Number of particles with which a cluster first wound around the box.
    std::optional<std::size_t> crossed(std::size_t axis) const { return crossed_[axis]; }

private:
    WindingForest forest_{0};
    std::array<std::optional<std::size_t>, 3> crossed_{};
};

/// Adds the next particles that the domains allow, out of `tries` drawn ones.
void extend(std::vector<Particle>& all, const ParticleSource& source, const DomainMap& domains,
            std::uint64_t first, std::uint64_t tries, unsigned threads)
{
    constexpr std::uint64_t block = 1U << 14U;
    const std::uint64_t blocks = (tries + block - 1) / block;
    std::vector<std::vector<Particle>> drawn(blocks);
    run_parallel(blocks, threads, [&](std::size_t b) {
        const std::uint64_t end = std::min(tries, (b + 1) * block);
        for (std::uint64_t k = b * block; k < end; ++k) {
            const Particle particle = source(first + k);
            if (domains.allows(particle.place)) {
                drawn[b].push_back(particle);
            }
        }
    });
    for (const auto& part : drawn) {
        all.insert(all.end(), part.begin(), part.end());
    }
}

/// How many particles a large box will hold when it percolates, from one a third as wide, which
/// costs a twenty-seventh; 0 where that would be too small to tell. What is found does not depend
/// on it.
double expected_number(const Particles& particles, double edge, const RandomSource& random)
{
    constexpr double many = 1e5;
    const Box box = box_of(particles, edge);
    const ParticleSource source(particles, box, random);
    const Spheroid largest = source.shape().scaled(source.largest());
    const double narrowest = *std::ranges::min_element(box.edge);
    if (particles.domains || box.volume() / source.mean_volume() < many ||
        narrowest < 24.0 * largest.longest()) {
        return 0.0;
    }
    const Crossing small = particle_crossing(particles, edge / 3.0, random, 1);
    const double fraction = *std::ranges::min_element(small.fraction);
    return -std::log1p(-fraction) * box.volume() / source.mean_volume();
}

} // namespace

Box box_of(const Particles& particles, double edge)
{
    Box box{{edge, edge, edge}};
    if (particles.orientation == Orientation::isotropic) {
        return box;
    }
    const Spheroid shape = unit_spheroid(particles.axis_ratio);
    const std::size_t along = particles.orientation == Orientation::normal ? 2 : 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        box.edge[axis] *= 2.0 * (axis == along ? shape.polar : shape.equatorial);
    }
    return box;
}

Crossing particle_crossing(const Particles& particles, double edge, const RandomSource& random,
                           unsigned threads)
{
    const Box box = box_of(particles, edge);
    const ParticleSource source(particles, box, random);
    const DomainMap domains(particles.domains, unit_length(particles), box, random);
    // No cluster can span while particles have less than one contact in the mean; from there on the
    // number grows by steps, so that few more contacts are searched than needed.
    const Spheroid& median = source.shape();
    const double crowd = box.volume() / mean_excluded_volume(median, median);
    auto wanted =
        static_cast<std::uint64_t>(std::max(8.0, crowd / std::pow(source.largest(), 3.0)));
    std::uint64_t step = 8; // of what there is, one in so many more
    if (const double expected = expected_number(particles, edge, random); expected > 0.0) {
        wanted = static_cast<std::uint64_t>(0.96 * expected);
        step = 32;
    }
    std::uint64_t tried = 0;
    std::vector<Particle> all;
    Clusters clusters;
    // Some three contacts suffice. Where two hundred do not, domains keep the metal apart.
    const double most = 200.0 * crowd;
    while (!clusters.complete() && static_cast<double>(tried) < most) {
        const std::size_t known = all.size();
        extend(all, source, domains, tried, wanted - tried, threads);
        tried = wanted;
        wanted += wanted / step + 1;
        clusters.add(all.size(), find_contacts(source, all, known, 0.0, threads));
    }
    std::array<std::uint64_t, 4> counts{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        counts[axis] = clusters.crossed(axis).value_or(0);
    }
    // What the mean number of particles in the box is when it holds that many.
    const auto numbers = arrivals(counts, random);
    Crossing crossing;
    crossing.fraction.fill(std::numeric_limits<double>::infinity());
    const auto set = [&](const auto& fraction_of) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (counts[axis] > 0) {
                crossing.fraction[axis] = fraction_of(numbers[axis]);
            }
        }
    };
    if (domains.everywhere()) {
        const double own = source.mean_volume() / box.volume();
        set([&](double number) { return -std::expm1(-number * own); });
        return crossing;
    }
    const double most_needed = *std::max_element(numbers.begin(), numbers.end());
    while (static_cast<double>(all.size()) < most_needed) {
        extend(all, source, domains, tried, wanted - tried, threads);
        tried = wanted;
        wanted += wanted / step + 1;
    }
    const Coverage coverage(source, all, random);
    set([&](double number) {
        const double whole = std::ceil(number);
        return coverage.fraction_before(static_cast<std::size_t>(whole), whole - number);
    });
    return crossing;
}

} // namespace percolith::microstructure
