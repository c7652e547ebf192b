#include "model/microstructure/coverage.hpp"

#include "model/microstructure/cell_grid.hpp"

#include <algorithm>
#include <limits>

namespace percolith::microstructure
{

namespace
{

constexpr std::size_t points_at_random = 1U << 16U;

bool covers(const ParticleSource& source, const Particle& particle, const Vector& point)
{
    const Vector apart = shortest_way(source.box(), particle.place, point).apart;
    const Spheroid body = source.shape_of(particle);
    const double along = dot(apart, particle.axis);
    const double across_squared = dot(apart, apart) - along * along;
    return along * along / (body.polar * body.polar) +
               across_squared / (body.equatorial * body.equatorial) <=
           1.0;
}

struct Point {
    Vector place{};
    std::uint32_t number = 0;
};

} // namespace

Coverage::Coverage(const ParticleSource& source, std::span<const Particle> all,
                   const RandomSource& random)
    : count_(all.size())
{
    std::vector<Point> points(points_at_random);
    for (std::size_t k = 0; k < points.size(); ++k) {
        const auto drawn = random.uniforms(Purpose::probe, k);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            points[k].place[axis] = drawn[axis] * source.box().edge[axis];
        }
        points[k].number = static_cast<std::uint32_t>(k);
    }
    const CellGrid<Point> grid(source.box(), points, 0.0, 4.0);
    constexpr auto never = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> first(points.size(), never);
    for (std::size_t k = 0; k < all.size(); ++k) {
        grid.near(all[k].place, source.shape_of(all[k]).longest(), [&](const Point& point) {
            if (first[point.number] == never && covers(source, all[k], point.place)) {
                first[point.number] = static_cast<std::uint32_t>(k);
            }
        });
    }
    std::erase(first, never);
    std::sort(first.begin(), first.end());
    first_ = std::move(first);
}

double Coverage::fraction(std::size_t count) const
{
    if (count == 0) {
        return 0.0;
    }
    const auto covered = std::lower_bound(first_.begin(), first_.end(), count);
    return static_cast<double>(covered - first_.begin()) / static_cast<double>(points_at_random);
}

std::size_t Coverage::count_for(double fraction) const
{
    std::size_t low = 0;
    std::size_t high = count_;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (this->fraction(middle) >= fraction) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

} // namespace percolith::microstructure
