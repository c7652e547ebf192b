#include "model/microstructure/spheres.hpp"

#include "model/microstructure/cell_grid.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// What a grid keeps of a sphere.
struct Item {
    Vector place{};
    double radius = 0.0;
    std::uint32_t number = 0;
};

/// Spheres whose radii lie within a factor of two: one grid suits them all.
struct SizeClass {
    std::vector<Item> members{};
    double largest = 0.0;
};

/// From small to large.
std::vector<SizeClass> size_classes(const Spheres& spheres)
{
    std::vector<SizeClass> classes;
    const double smallest = *std::min_element(spheres.radius.begin(), spheres.radius.end());
    for (std::uint32_t k = 0; k < spheres.size(); ++k) {
        const double radius = spheres.radius[k];
        const auto rank = static_cast<std::size_t>(std::log2(radius / smallest) + 1e-9);
        if (classes.size() <= rank) {
            classes.resize(rank + 1);
        }
        classes[rank].members.push_back({spheres.centre[k], radius, k});
        classes[rank].largest = std::max(classes[rank].largest, radius);
    }
    std::erase_if(classes, [](const SizeClass& c) { return c.members.empty(); });
    return classes;
}

/// Each pair is wanted once: from its lower number, or a sphere and its own image upwards.
bool leads(std::uint32_t i, std::uint32_t j, const Winding& step)
{
    return i != j ? i < j : step > Winding{0, 0, 0};
}

/// Pairs of one sphere with those of a grid.
class PairFinder
{
public:
    PairFinder(const Box& box, const SizeClass& members, double reach, double gap)
        : box_(box), grid_(box, members.members, 0.5 * reach), reach_(reach), gap_(gap)
    {
        narrow_ = *std::min_element(box.edge.begin(), box.edge.end()) <= 2.0 * reach;
    }

    /// `alike`: the sphere is one of the grid's.
    void find(const Item& one, bool alike, std::vector<Neighbours>& pairs) const
    {
        grid_.near(one.place, reach_, [&](const Item& other) {
            const double least = one.radius + other.radius + gap_;
            const auto note = [&](const Winding& step) {
                if (!alike || leads(one.number, other.number, step)) {
                    pairs.push_back({one.number, other.number, step});
                }
            };
            const Way way = shortest_way(box_, one.place, other.place);
            if (!narrow_) {
                if (dot(way.apart, way.apart) < least * least) {
                    note(way.step);
                }
                return;
            }
            each_image(one, other, least, note);
        });
    }

private:
    /// In a narrow box a sphere meets another more than once, and even itself.
    template <class Note>
    void each_image(const Item& one, const Item& other, double least, const Note& note) const
    {
        for (const Winding& step : image_steps()) {
            Vector apart{};
            for (std::size_t axis = 0; axis < 3; ++axis) {
                apart[axis] = other.place[axis] + step[axis] * box_.edge[axis] - one.place[axis];
            }
            if (dot(apart, apart) < least * least) {
                note(step);
            }
        }
    }

    Box box_;
    CellGrid<Item> grid_;
    double reach_;
    double gap_;
    bool narrow_ = false;
};

} // namespace

const std::array<Winding, 27>& image_steps()
{
    static const auto steps = [] {
        std::array<Winding, 27> all{};
        for (int image = 0; image < 27; ++image) {
            all[static_cast<std::size_t>(image)] = {static_cast<std::int16_t>(image % 3 - 1),
                                                    static_cast<std::int16_t>(image / 3 % 3 - 1),
                                                    static_cast<std::int16_t>(image / 9 - 1)};
        }
        return all;
    }();
    return steps;
}

double solid_fraction(const Spheres& spheres)
{
    double solid = 0.0;
    for (const double radius : spheres.radius) {
        solid += 4.0 / 3.0 * std::numbers::pi * radius * radius * radius;
    }
    return solid / spheres.box.volume();
}

Vector between(const Spheres& spheres, const Neighbours& pair)
{
    Vector way{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        way[axis] = spheres.centre[pair.second][axis] + pair.step[axis] * spheres.box.edge[axis] -
                    spheres.centre[pair.first][axis];
    }
    return way;
}

std::vector<Neighbours> close_pairs(const Spheres& spheres, double gap)
{
    std::vector<Neighbours> pairs;
    if (spheres.size() == 0) {
        return pairs;
    }
    const auto classes = size_classes(spheres);
    const double widest = 2.0 * classes.back().largest + gap;
    if (*std::min_element(spheres.box.edge.begin(), spheres.box.edge.end()) <= widest) {
        throw std::invalid_argument("spheres: the box is narrower than its largest sphere");
    }
    for (const auto& small : classes) {
        for (const auto& large : classes) {
            if (large.largest < small.largest) {
                continue;
            }
            const double reach = small.largest + large.largest + gap;
            const PairFinder finder(spheres.box, small, reach, gap);
            for (const Item& one : large.members) {
                finder.find(one, &small == &large, pairs);
            }
        }
    }
    return pairs;
}

} // namespace percolith::microstructure
