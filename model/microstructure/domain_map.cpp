#include "model/microstructure/domain_map.hpp"

#include <boost/math/distributions/poisson.hpp>

#include <cmath>
#include <vector>

namespace percolith::microstructure
{

double mean_grain_number(const Domains& domains, kinetics::Length<> unit, const Box& box)
{
    const double radius = 0.5 * domains.grain_diameter.si / unit.si;
    return -std::log1p(-domains.grain_fraction) * box.volume() / Spheroid{radius, radius}.volume();
}

std::uint64_t grain_number(const Domains& domains, kinetics::Length<> unit, const Box& box,
                           const RandomSource& random)
{
    namespace bm = boost::math;
    using Smallest = bm::policies::policy<
        bm::policies::discrete_quantile<bm::policies::integer_round_up>>; // with that chance
    const double mean = mean_grain_number(domains, unit, box);
    const double chance = random.uniforms(Purpose::grain_number, 0)[0];
    return static_cast<std::uint64_t>(
        bm::quantile(bm::poisson_distribution<double, Smallest>(mean), chance));
}

DomainMap::DomainMap(const std::optional<Domains>& domains, kinetics::Length<> unit, const Box& box,
                     const RandomSource& random)
    : domains_(domains), box_(box)
{
    if (!domains_) {
        return;
    }
    radius_ = 0.5 * domains_->grain_diameter.si / unit.si;
    layer_ = domains_->layer.si / unit.si;
    std::vector<Grain> grains(grain_number(*domains_, unit, box, random));
    for (std::size_t k = 0; k < grains.size(); ++k) {
        const auto drawn = random.uniforms(Purpose::grain_place, k);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            grains[k].place[axis] = drawn[axis] * box_.edge[axis];
        }
    }
    grains_.emplace(box_, grains, 0.25 * radius_);
}

bool DomainMap::allows(const Vector& place) const
{
    if (!domains_) {
        return true;
    }
    const double reach = radius_ + layer_;
    bool inside = false;
    bool near = false;
    grains_->near(place, reach, [&](const Grain& grain) {
        const Vector apart = shortest_way(box_, place, grain.place).apart;
        const double distance_squared = dot(apart, apart);
        inside = inside || distance_squared < radius_ * radius_;
        near = near || distance_squared < reach * reach;
    });
    switch (domains_->where) {
    case Domains::Where::inside:
        return inside;
    case Domains::Where::outside:
        return !inside;
    case Domains::Where::around:
        return near && !inside;
    }
    return true;
}

} // namespace percolith::microstructure
