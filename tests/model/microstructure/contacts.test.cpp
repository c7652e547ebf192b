#include "model/microstructure/contacts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <vector>

using namespace percolith::microstructure;

namespace
{

struct Sample {
    ParticleSource source;
    std::vector<Particle> all;
};
Sample sample(const Particles& particles, const Box& box, std::size_t count, std::uint64_t seed)
{
    Sample made{{particles, box, RandomSource(seed, 1, 0)}, {}};
    for (std::size_t k = 0; k < count; ++k) {
        made.all.push_back(made.source(k));
    }
    return made;
}

using Named = std::tuple<std::uint32_t, std::uint32_t, std::array<std::int16_t, 3>>;
std::vector<Named> named(const std::vector<ParticleContact>& contacts)
{
    std::vector<Named> names;
    for (const auto& contact : contacts) {
        names.emplace_back(contact.newer, contact.older, contact.step);
    }
    return names;
}

/// All pairs, one after the other.
std::set<Named> all_pairs(const Sample& made, std::size_t first_new, double layer)
{
    std::set<Named> found;
    for (std::size_t k = first_new; k < made.all.size(); ++k) {
        for (std::size_t m = 0; m < k; ++m) {
            const auto& one = made.all[k];
            const auto& other = made.all[m];
            const Way way = shortest_way(made.source.box(), one.place, other.place);
            if (overlap(made.source.shape_of(one).grown(layer), one.axis,
                        made.source.shape_of(other).grown(layer), other.axis, way.apart)) {
                found.emplace(k, m, way.step);
            }
        }
    }
    return found;
}

class Given : public ParticleList
{
public:
    explicit Given(const std::vector<Particle>& all) : all_(all) {}
    Particle particle(std::uint32_t number) const override { return all_[number]; }
    Vector place(std::uint32_t number) const override { return all_[number].place; }

private:
    const std::vector<Particle>& all_;
};

Particles shaped(double ratio, Sizes sizes = {})
{
    Particles particles;
    particles.axis_ratio = ratio;
    particles.sizes = sizes;
    return particles;
}

} // namespace

TEST_CASE("The search for contacts finds the pairs that a comparison of all with all finds")
{
    const std::vector<Particles> kinds{shaped(1.0), shaped(0.1), shaped(8.0),
                                       shaped(1.0, BinarySizes{5.0, 0.6}),
                                       shaped(3.0, LogNormalSizes{0.5})};
    for (const auto& kind : kinds) {
        for (const double layer : {0.0, 0.3}) {
            const auto made = sample(kind, Box{{22, 24, 50}}, 1500, 4);
            for (const std::size_t first_new : {0U, 700U}) {
                const auto found = named(find_contacts(made.source, made.all, first_new, layer, 1));
                const auto expected = all_pairs(made, first_new, layer);
                CHECK(expected.size() > 50);
                CHECK(std::set<Named>(found.begin(), found.end()) == expected);
                CHECK(found.size() == expected.size()); // none twice
                CHECK(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
                    return std::get<0>(a) < std::get<0>(b);
                }));
            }
        }
    }
}

TEST_CASE("However particles are divided into batches, each contact is found once")
{
    for (const auto& kind : {shaped(0.3), shaped(3.0, LogNormalSizes{0.5})}) {
        const auto made = sample(kind, Box{{22, 24, 50}}, 1500, 4);
        const Given list(made.all);
        ContactSearch search(made.source, list, 0.0, 2);
        std::set<Named> found;
        std::size_t times = 0;
        // Seven batches, more than are kept apart, and one of them empty.
        for (const std::size_t end : {500U, 501U, 700U, 700U, 1000U, 1100U, 1500U}) {
            search.grow(end);
            REQUIRE(search.size() == end);
            const auto blocks = search.blocks();
            for (std::size_t b = 0; b < blocks.size(); ++b) {
                search.search(b, [&](const auto& one, const auto& other, const auto& step) {
                    REQUIRE(blocks[b].holds(one.slot));
                    ++times;
                    const bool newer = one.number > other.number;
                    const auto back = [](std::int16_t turns) {
                        return static_cast<std::int16_t>(-turns);
                    };
                    const std::array there{back(step[0]), back(step[1]), back(step[2])};
                    found.emplace(std::max(one.number, other.number),
                                  std::min(one.number, other.number), newer ? step : there);
                });
            }
        }
        const auto expected = all_pairs(made, 0, 0.0);
        CHECK(found == expected);
        CHECK(times == expected.size());
        CHECK(times > 100);
    }
}

TEST_CASE("Every number of threads finds the same contacts in the same order")
{
    // Enough particles for several blocks of work.
    const auto made = sample(shaped(2.0, LogNormalSizes{0.3}), Box{{25, 25, 25}}, 15000, 5);
    const auto one = named(find_contacts(made.source, made.all, 100, 0.0, 1));
    CHECK(one.size() > 10000);
    CHECK(named(find_contacts(made.source, made.all, 100, 0.0, 2)) == one);
    CHECK(named(find_contacts(made.source, made.all, 100, 0.0, 5)) == one);
}

TEST_CASE("A particle has eta <V_ex>/v contacts in the mean, at every axis ratio")
{
    for (const double ratio : {0.01, 0.03, 0.1, 0.5, 1.0, 2.0, 10.0, 30.0, 100.0}) {
        CAPTURE(ratio);
        const Spheroid shape = unit_spheroid(ratio);
        const double edge = std::max(12.0, 4.0 * shape.longest());
        const Box box{{edge, edge, edge}};
        const double excluded = mean_excluded_volume(shape, shape);
        // So many that about 4000 pairs meet.
        const double count = std::floor(std::sqrt(8000.0 * box.volume() / excluded));
        const auto made = sample(shaped(ratio), box, static_cast<std::size_t>(count), 16);
        const auto found = find_contacts(made.source, made.all, 0, 0.0, 1).size();
        // Two pairs that share a particle are independent too, because its surroundings look the
        // same from every direction: the number of contacts is binomial.
        const double chance = excluded / box.volume();
        const double pairs = 0.5 * count * (count - 1.0);
        const double eta = count * shape.volume() / box.volume();
        const double contacts = 2.0 * static_cast<double>(found) / (count - 1.0);
        const double expected = eta * excluded / shape.volume();
        const double error = 2.0 * std::sqrt(pairs * chance * (1.0 - chance)) / (count - 1.0);
        CHECK(std::abs(contacts - expected) < 3.0 * error);
        CHECK(error < 0.02 * expected); // which is worth saying
    }
}

TEST_CASE("Particles of many sizes meet as often as their excluded volumes say")
{
    const Box box{{30, 30, 30}};
    for (const Sizes& sizes : {Sizes{BinarySizes{4.0, 0.7}}, Sizes{LogNormalSizes{0.5}}}) {
        const auto made = sample(shaped(0.3, sizes), box, 1500, 7);
        double expected = 0.0;
        for (std::size_t k = 0; k < made.all.size(); ++k) {
            for (std::size_t m = 0; m < k; ++m) {
                expected += mean_excluded_volume(made.source.shape_of(made.all[k]),
                                                 made.source.shape_of(made.all[m])) /
                            box.volume();
            }
        }
        const auto found =
            static_cast<double>(find_contacts(made.source, made.all, 0, 0.0, 1).size());
        CHECK(std::abs(found - expected) < 3.0 * std::sqrt(expected));
        CHECK(expected > 400.0);
    }
}
