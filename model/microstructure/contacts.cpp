#include "model/microstructure/contacts.hpp"

#include "model/microstructure/cell_grid.hpp"
#include "model/microstructure/parallel.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::microstructure
{

namespace
{

struct Numbered : Particle {
    std::uint32_t number = 0;
};

/// Particles whose sizes lie within a factor of two, so that no search is wider than it must be.
struct Level {
    CellGrid<Numbered> grid;
    double longest; ///< semi-axis of the largest body
};

std::vector<Level> sort_by_size(const ParticleSource& source, std::span<const Particle> all,
                                double layer)
{
    const auto level_of = [&](double scale) {
        return static_cast<std::size_t>(std::log2(scale / source.smallest()) + 1e-9);
    };
    std::vector<std::vector<Numbered>> sorted(level_of(source.largest()) + 1);
    for (std::size_t k = 0; k < all.size(); ++k) {
        sorted[level_of(all[k].scale)].push_back({all[k], static_cast<std::uint32_t>(k)});
    }
    std::vector<Level> levels;
    for (const auto& items : sorted) {
        if (!items.empty()) {
            double largest = 0.0;
            for (const auto& item : items) {
                largest = std::max(largest, item.scale);
            }
            const double longest = source.shape().scaled(largest).grown(layer).longest();
            levels.push_back({CellGrid<Numbered>(source.box(), items, 0.5 * longest), longest});
        }
    }
    return levels;
}

} // namespace

std::vector<ParticleContact> find_contacts(const ParticleSource& source,
                                           std::span<const Particle> all, std::size_t first_new,
                                           double layer, unsigned threads)
{
    constexpr std::size_t block = 4096;
    const auto levels = sort_by_size(source, all, layer);
    std::vector<std::vector<ParticleContact>> found;
    for (const auto& own : levels) {
        const std::size_t blocks = (own.grid.size() + block - 1) / block;
        const std::size_t before = found.size();
        found.resize(before + blocks);
        run_parallel(blocks, threads, [&](std::size_t b) {
            auto& here = found[before + b];
            const std::size_t end = std::min(own.grid.size(), (b + 1) * block);
            for (std::size_t k = b * block; k < end; ++k) {
                const Numbered& one = own.grid[k];
                if (one.number < first_new) {
                    continue;
                }
                const Spheroid body = source.shape_of(one).grown(layer);
                for (const auto& level : levels) {
                    level.grid.near(
                        one.place, body.longest() + level.longest, [&](const Numbered& other) {
                            if (other.number >= one.number) {
                                return;
                            }
                            const Way way = shortest_way(source.box(), one.place, other.place);
                            const Spheroid its = source.shape_of(other).grown(layer);
                            if (overlap(body, one.axis, its, other.axis, way.apart)) {
                                here.push_back({one.number, other.number, way.step});
                            }
                        });
                }
            }
        });
    }
    std::vector<ParticleContact> contacts;
    for (const auto& part : found) {
        contacts.insert(contacts.end(), part.begin(), part.end());
    }
    std::stable_sort(contacts.begin(), contacts.end(),
                     [](const auto& a, const auto& b) { return a.newer < b.newer; });
    return contacts;
}

} // namespace percolith::microstructure
