#include "model/microstructure/particle_clusters.hpp"

#include "model/microstructure/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <utility>

namespace percolith::microstructure
{

void ParticleClusters::add(const ContactSearch& search, std::size_t first, std::size_t surely)
{
    forest_.grow(search.size(), threads_);
    std::size_t below = first == 0 ? std::min(surely, search.size()) : first;
    auto later = join_in_any_order(search, below);
    if (!later) {
        forest_ = WindingForest(0);
        forest_.grow(search.size(), threads_);
        below = 0;
        later = join_in_any_order(search, below);
    }
    join_in_order(*later, below, search.size());
}

/// Joins all contacts among particles below number `below` and returns the others; nothing where
/// something wound.
std::optional<std::vector<ParticleClusters::Contacts>>
ParticleClusters::join_in_any_order(const ContactSearch& search, std::size_t below)
{
    const auto blocks = search.blocks();
    std::vector<Contacts> across(blocks.size());
    std::vector<Contacts> later(blocks.size());
    std::atomic<bool> winds{false};
    const auto join_here = [&](const Contact& contact) {
        if (join(contact) != std::array{false, false, false}) {
            winds = true;
        }
    };
    run_parallel(blocks.size(), threads_, [&](std::size_t b) {
        search.search(b, [&](const auto& one, const auto& other, const Winding& step) {
            const Contact contact{std::max(one.number, other.number), one.slot, other.slot, step};
            if (contact.newer >= below) {
                later[b].push_back(contact);
            } else if (blocks[b].holds(other.slot)) {
                join_here(contact);
            } else {
                across[b].push_back(contact);
            }
        });
    });
    join_across(blocks, std::move(across), join_here);
    return winds ? std::nullopt : std::optional(std::move(later));
}

/// Joins contacts between blocks in wider and wider groups of blocks, so that no two threads meet.
template <class Join>
void ParticleClusters::join_across(std::vector<ContactSearch::Block> blocks,
                                   std::vector<Contacts> across, const Join& join_here) const
{
    constexpr std::size_t group = 4;
    while (blocks.size() > 1) {
        const std::size_t groups = (blocks.size() + group - 1) / group;
        std::vector<ContactSearch::Block> wider(groups);
        std::vector<Contacts> left(groups);
        run_parallel(groups, threads_, [&](std::size_t g) {
            const std::size_t end = std::min(blocks.size(), (g + 1) * group);
            wider[g] = {blocks[g * group].first, blocks[end - 1].end};
            for (std::size_t b = g * group; b < end; ++b) {
                for (const Contact& contact : across[b]) {
                    if (wider[g].holds(contact.other)) {
                        join_here(contact);
                    } else {
                        left[g].push_back(contact);
                    }
                }
            }
        });
        blocks = std::move(wider);
        across = std::move(left);
    }
}

/// Contacts whose newer particles have numbers `first` <= n < `end`.
void ParticleClusters::join_in_order(std::vector<Contacts>& found, std::size_t first,
                                     std::size_t end)
{
    // Those who will meet are named by their clusters as they are now: few, and quickly found.
    run_parallel(found.size(), threads_, [&](std::size_t b) {
        for (Contact& contact : found[b]) {
            const auto from = forest_.look(contact.one);
            const auto to = forest_.look(contact.other);
            contact.one = from.root;
            contact.other = to.root;
            contact.step = contact.step + to.winding - from.winding;
        }
    });
    const auto ordered = sorted(found, first, end);
    constexpr std::size_t ahead = 16;
    for (std::size_t k = 0; k < ordered.size() && !winding_.complete(); ++k) {
        const Contact& soon = ordered[std::min(k + ahead, ordered.size() - 1)];
        forest_.fetch(soon.one);
        forest_.fetch(soon.other);
        winding_.note(join(ordered[k]), ordered[k].newer + std::uint64_t{1});
    }
}

/// By the number of the newer particle. The contacts of one particle come in any order, for
/// together they close the same ways around the box.
LargeArray<ParticleClusters::Contact> ParticleClusters::sorted(const std::vector<Contacts>& found,
                                                               std::size_t first,
                                                               std::size_t end) const
{
    std::vector<std::uint32_t> begin(end - first + 1, 0);
    const auto each = [&](const auto& visit) {
        run_parallel(found.size(), threads_, [&](std::size_t b) {
            for (const Contact& contact : found[b]) {
                visit(contact, std::atomic_ref(begin[contact.newer - first]));
            }
        });
    };
    each([](const Contact& /*contact*/, auto count) {
        count.fetch_add(1, std::memory_order_relaxed);
    });
    // Filled from the end of each particle's contacts to their beginning.
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    LargeArray<Contact> ordered(begin.back());
    each([&](const Contact& contact, auto place) {
        ordered[place.fetch_sub(1, std::memory_order_relaxed) - 1] = contact;
    });
    return ordered;
}

} // namespace percolith::microstructure
