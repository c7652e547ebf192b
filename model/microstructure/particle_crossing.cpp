#include "model/microstructure/particle_crossing.hpp"

#include "model/microstructure/arrivals.hpp"
#include "model/microstructure/contacts.hpp"
#include "model/microstructure/coverage.hpp"
#include "model/microstructure/domain_map.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/particle_clusters.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::microstructure
{

namespace
{

/// Particles that come one by one, where the domains allow them.
class Arriving : public ParticleList
{
public:
    Arriving(const ParticleSource& source, const DomainMap& domains, unsigned threads)
        : source_(source), domains_(domains), threads_(threads)
    {
    }

    Particle particle(std::uint32_t number) const override { return source_(candidate(number)); }
    Vector place(std::uint32_t number) const override { return source_.place(candidate(number)); }

    /// The next ones, out of all that are drawn until there have been `tries`.
    void until(std::uint64_t tries)
    {
        if (!domains_.everywhere()) {
            constexpr std::uint64_t block = 1U << 12U;
            std::vector<std::vector<std::uint64_t>> allowed((tries - tried_ + block - 1) / block);
            run_parallel(allowed.size(), threads_, [&](std::size_t b) {
                const std::uint64_t first = tried_ + b * block;
                for (std::uint64_t k = first; k < std::min(tries, first + block); ++k) {
                    if (domains_.allows(source_.place(k))) {
                        allowed[b].push_back(k);
                    }
                }
            });
            for (const auto& part : allowed) {
                allowed_.insert(allowed_.end(), part.begin(), part.end());
            }
        }
        tried_ = tries;
    }
    std::size_t size() const { return domains_.everywhere() ? tried_ : allowed_.size(); }

    std::vector<Particle> all() const
    {
        std::vector<Particle> all(size());
        for (std::size_t k = 0; k < all.size(); ++k) {
            all[k] = particle(static_cast<std::uint32_t>(k));
        }
        return all;
    }

private:
    std::uint64_t candidate(std::uint32_t number) const
    {
        return domains_.everywhere() ? number : allowed_[number];
    }

    const ParticleSource& source_;
    const DomainMap& domains_;
    unsigned threads_;
    std::uint64_t tried_ = 0;
    std::vector<std::uint64_t> allowed_; ///< candidates
};

/// How many particles are drawn from batch to batch.
class Steps
{
public:
    /// `expected`: as many as will be needed, to some two per cent; 0 where that is not known.
    Steps(const ParticleSource& source, double expected)
    {
        const Spheroid& median = source.shape();
        crowd_ = source.box().volume() / mean_excluded_volume(median, median);
        // No cluster can span while particles have less than one contact in the mean; from there on
        // the number grows by steps, so that few more contacts are searched than needed.
        wanted_ =
            static_cast<std::uint64_t>(std::max(8.0, crowd_ / std::pow(source.largest(), 3.0)));
        surely_ = wanted_;
        if (expected > 0.0) {
            surely_ = static_cast<std::uint64_t>(0.93 * expected);
            wanted_ = static_cast<std::uint64_t>(1.03 * expected);
            step_ = 32;
        }
        // The contacts of a batch are kept until they are sorted: so many for each of a crowd, and
        // no more, however closely the domains are packed.
        constexpr double contacts_kept = 64.0;
        closest_ = contacts_kept * crowd_ * crowd_ * median.volume() / source.mean_volume();
    }

    std::uint64_t wanted() const { return wanted_; }
    /// Among the first so many nothing winds, very likely.
    std::uint64_t surely() const { return surely_; }
    /// Some three contacts suffice. Where two hundred do not, domains keep the metal apart.
    bool in_vain() const { return static_cast<double>(wanted_) >= 200.0 * crowd_; }

    void next()
    {
        const double few = closest_ / static_cast<double>(wanted_);
        wanted_ += std::min(wanted_ / step_, static_cast<std::uint64_t>(few)) + 1;
    }

private:
    double crowd_; ///< so many median ones meet each other once in the mean
    double closest_;
    std::uint64_t wanted_;
    std::uint64_t surely_;
    std::uint64_t step_ = 4; ///< of what there is, one in so many more
};

/// How many particles a large box will hold when it percolates, from one a third as wide, which
/// costs a twenty-seventh; 0 where that would be too small to tell. What is found does not depend
/// on it.
double expected_number(const Particles& particles, double edge, const RandomSource& random,
                       unsigned threads, DrawDirection direction)
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
    const Crossing small = particle_crossing(particles, edge / 3.0, random, threads, direction);
    const double fraction = *std::ranges::min_element(small.fraction);
    return -std::log1p(-fraction) * box.volume() / source.mean_volume();
}

} // namespace

Box box_of(const Particles& particles, double edge)
{
    Box box{{edge, edge, edge}};
    const auto along = common_axis(particles.orientation);
    if (!along) {
        return box;
    }
    const Spheroid shape = unit_spheroid(particles.axis_ratio);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        box.edge[axis] *= 2.0 * (axis == *along ? shape.polar : shape.equatorial);
    }
    return box;
}

double particle_memory(const Particles& particles, double edge)
{
    // A record of each particle, two while batches are united, its links, and its contacts while
    // they are sorted.
    constexpr double each = 200.0;
    constexpr double little = 1e7;
    const double volume = edge * edge * edge;
    if (std::holds_alternative<HardCores>(particles.contact)) {
        // Cores added one by one fill less than 0.4 of the space; a median one has pi/6.
        return each * 0.8 * volume + little;
    }
    const Spheroid median = unit_spheroid(particles.axis_ratio);
    const double crowd = volume / mean_excluded_volume(median, median);
    if (!particles.domains) {
        return each * 3.0 * crowd + little; // three contacts are the most that any shape needs
    }
    const auto& domains = *particles.domains;
    const double share = domains.where == Domains::Where::inside ? domains.grain_fraction
                                                                 : 1.0 - domains.grain_fraction;
    // In the bottlenecks between domains ten, of which many are kept at once.
    return 2.0 * each * 10.0 * share * crowd + little;
}

Crossing particle_crossing(const Particles& particles, double edge, const RandomSource& random,
                           unsigned threads, DrawDirection direction)
{
    const Box box = box_of(particles, edge);
    const ParticleSource source(particles, box, random, direction);
    const DomainMap domains(particles.domains, unit_length(particles), box, random);
    Steps steps(source, expected_number(particles, edge, random, threads, direction));
    Arriving arriving(source, domains, threads);
    ContactSearch search(source, arriving, 0.0, threads);
    ParticleClusters clusters(threads);
    for (bool in_vain = false; !clusters.winding().complete() && !in_vain; steps.next()) {
        const std::size_t known = search.size();
        arriving.until(steps.wanted());
        search.grow(arriving.size());
        clusters.add(search, known, steps.surely());
        in_vain = steps.in_vain();
    }
    const FirstWinding& winding = clusters.winding();
    const auto [x, y, z] = winding.counts();
    // What the mean number of particles in the box is when it holds that many.
    const auto numbers = arrivals({x, y, z, 0}, random);
    if (domains.everywhere()) {
        const double own = source.mean_volume() / box.volume();
        return winding.crossing([&](auto axis) { return -std::expm1(-numbers[axis] * own); });
    }
    const double most_needed = *std::max_element(numbers.begin(), numbers.end());
    while (static_cast<double>(arriving.size()) < most_needed) {
        arriving.until(steps.wanted());
        steps.next();
    }
    const auto all = arriving.all();
    const Coverage coverage(source, all, random);
    return winding.crossing([&](auto axis) {
        const double whole = std::ceil(numbers[axis]);
        return coverage.fraction_before(static_cast<std::size_t>(whole), whole - numbers[axis]);
    });
}

} // namespace percolith::microstructure
