#include "model/microstructure/contacts.hpp"

#include "model/microstructure/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace percolith::microstructure
{

namespace
{

/// Every search looks into the cells of each size of each batch; sorting them all anew costs more
/// than that, but not than so many.
std::size_t most_batches(std::size_t sizes)
{
    return sizes > 1 ? 2 : 4;
}

constexpr double per_cell = 2.0; ///< particles

/// Some particles of a list, made when they are asked for.
class ListedParticles
{
public:
    ListedParticles(const ParticleList& list, std::size_t first, std::size_t end)
        : list_(&list), first_(static_cast<std::uint32_t>(first)), size_(end - first)
    {
    }
    ListedParticles(const ParticleList& list, std::vector<std::uint32_t> numbers)
        : list_(&list), numbers_(std::move(numbers)), size_(numbers_.size())
    {
    }

    std::size_t size() const { return size_; }
    Vector place(std::size_t k) const { return list_->place(number(k)); }
    NumberedParticle operator[](std::size_t k) const
    {
        return {list_->particle(number(k)), number(k)};
    }

private:
    std::uint32_t number(std::size_t k) const
    {
        return numbers_.empty() ? first_ + static_cast<std::uint32_t>(k) : numbers_[k];
    }

    const ParticleList* list_;
    std::uint32_t first_ = 0;
    std::vector<std::uint32_t> numbers_; ///< else they follow the first one
    std::size_t size_;
};

/// As many make one task.
constexpr std::size_t part_size = std::size_t{1} << 12U;

} // namespace

template <class Part>
ContactSearch::Levels ContactSearch::sort(const std::vector<Rank<Part>>& ranks,
                                          std::optional<std::size_t> first_slot) const
{
    Levels levels;
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        const auto& [parts, longest] = ranks[rank];
        if (std::ranges::all_of(parts, [](const Part& part) { return part.size() == 0; })) {
            continue;
        }
        const auto settle = [&](NumberedParticle& particle, std::size_t position) {
            if (first_slot) {
                particle.slot = static_cast<std::uint32_t>(*first_slot + position);
            }
        };
        CellGrid<NumberedParticle> grid(source_.box(), parts, 0.5 * longest, per_cell, threads_,
                                        settle);
        if (first_slot) {
            *first_slot += grid.size();
        }
        levels.push_back({rank, std::move(grid), longest});
    }
    return levels;
}

void ContactSearch::unite_batches()
{
    std::vector<Rank<GivenItems<NumberedParticle>>> by_rank(ranks());
    for (const auto& levels : batches_) {
        for (const auto& level : levels) {
            auto& here = by_rank[level.rank];
            here.longest = std::max(here.longest, level.longest);
            for (std::size_t k = 0; k < level.grid.slices(); ++k) {
                here.parts.push_back({level.grid.slice(k)});
            }
        }
    }
    Levels united = sort(by_rank, std::nullopt);
    batches_.clear();
    batches_.push_back(std::move(united));
}

void ContactSearch::grow(std::size_t size)
{
    if (batches_.size() >= most_batches(ranks())) {
        unite_batches();
    }
    const std::size_t before = std::exchange(size_, size);
    const std::size_t parts = (size - before + part_size - 1) / part_size;
    const auto first_of = [&](std::size_t part) {
        return std::min(before + part * part_size, size);
    };
    const auto longest = [&](double scale) {
        return source_.shape().scaled(scale).grown(layer_).longest();
    };
    std::vector<Rank<ListedParticles>> by_rank(ranks());
    if (by_rank.size() == 1) {
        by_rank[0].longest = longest(source_.largest());
        for (std::size_t part = 0; part < parts; ++part) {
            by_rank[0].parts.emplace_back(list_, first_of(part), first_of(part + 1));
        }
    } else {
        struct Share {
            std::vector<std::uint32_t> numbers;
            double largest = 0.0;
        };
        std::vector<std::vector<Share>> shares(parts, std::vector<Share>(by_rank.size()));
        run_parallel(parts, threads_, [&](std::size_t part) {
            for (std::size_t k = first_of(part); k < first_of(part + 1); ++k) {
                const auto number = static_cast<std::uint32_t>(k);
                const double scale = list_.particle(number).scale;
                Share& share = shares[part][source_.size_rank(scale)];
                share.numbers.push_back(number);
                share.largest = std::max(share.largest, scale);
            }
        });
        for (auto& here : shares) {
            for (std::size_t rank = 0; rank < by_rank.size(); ++rank) {
                by_rank[rank].longest =
                    std::max(by_rank[rank].longest, longest(here[rank].largest));
                by_rank[rank].parts.emplace_back(list_, std::move(here[rank].numbers));
            }
        }
    }
    batches_.push_back(sort(by_rank, before));
}

std::vector<ContactSearch::Block> ContactSearch::blocks() const
{
    std::vector<Block> blocks;
    if (batches_.empty()) {
        return blocks;
    }
    std::size_t slots = 0;
    for (const auto& level : batches_.back()) {
        slots += level.grid.size();
    }
    std::size_t first = size_ - slots;
    for (const auto& level : batches_.back()) {
        for (std::size_t k = 0; k < level.grid.slices(); ++k) {
            const std::size_t count = level.grid.slice(k).size();
            blocks.push_back(
                {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first + count)});
            first += count;
        }
    }
    return blocks;
}

void ContactSearch::search(std::size_t block, const Meet& meet) const
{
    const Levels& last = batches_.back();
    auto own = last.begin();
    while (block >= own->grid.slices()) {
        block -= own->grid.slices();
        ++own;
    }
    for (const NumberedParticle& one : own->grid.slice(block)) {
        const Spheroid body = source_.shape_of(one).grown(layer_);
        const auto visit = [&](const NumberedParticle& other) {
            const Way way = shortest_way(source_.box(), one.place, other.place);
            const Spheroid its = source_.shape_of(other).grown(layer_);
            if (overlap(body, one.axis, its, other.axis, way.apart)) {
                meet(one, other, way.step);
            }
        };
        const auto visit_earlier = [&](const NumberedParticle& other) {
            if (other.slot < one.slot) {
                visit(other);
            }
        };
        for (auto batch = batches_.begin(); batch != batches_.end() - 1; ++batch) {
            for (const Level& level : *batch) {
                level.grid.near(one.place, body.longest() + level.longest, visit);
            }
        }
        // Of two in this batch, the smaller one finds the larger one; else the later in place.
        own->grid.near_before(one.place, body.longest() + own->longest, visit_earlier);
        for (auto level = own + 1; level != last.end(); ++level) {
            level->grid.near(one.place, body.longest() + level->longest, visit);
        }
    }
}

namespace
{

class GivenParticles : public ParticleList
{
public:
    explicit GivenParticles(std::span<const Particle> all) : all_(all) {}

    Particle particle(std::uint32_t number) const override { return all_[number]; }
    Vector place(std::uint32_t number) const override { return all_[number].place; }

private:
    std::span<const Particle> all_;
};

} // namespace

std::vector<ParticleContact> find_contacts(const ParticleSource& source,
                                           std::span<const Particle> all, std::size_t first_new,
                                           double layer, unsigned threads)
{
    const GivenParticles list(all);
    ContactSearch search(source, list, layer, threads);
    if (first_new > 0) {
        search.grow(first_new);
    }
    search.grow(all.size());
    std::vector<std::vector<ParticleContact>> found(search.blocks().size());
    run_parallel(found.size(), threads, [&](std::size_t block) {
        search.search(block, [&](const NumberedParticle& one, const NumberedParticle& other,
                                 const std::array<std::int16_t, 3>& step) {
            if (one.number > other.number) {
                found[block].push_back({one.number, other.number, step});
            } else {
                found[block].push_back(
                    {other.number,
                     one.number,
                     {static_cast<std::int16_t>(-step[0]), static_cast<std::int16_t>(-step[1]),
                      static_cast<std::int16_t>(-step[2])}});
            }
        });
    });
    std::vector<ParticleContact> contacts;
    for (const auto& part : found) {
        contacts.insert(contacts.end(), part.begin(), part.end());
    }
    std::stable_sort(contacts.begin(), contacts.end(),
                     [](const auto& a, const auto& b) { return a.newer < b.newer; });
    return contacts;
}

} // namespace percolith::microstructure
