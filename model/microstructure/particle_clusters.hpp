#pragma once
/// Clusters of overlapping particles, joined by all threads.

#include "model/microstructure/contacts.hpp"
#include "model/microstructure/first_winding.hpp"
#include "model/microstructure/large_array.hpp"
#include "model/microstructure/winding_forest.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace percolith::microstructure
{

/// Clusters of a growing number of particles. What is found depends on neither the number of
/// threads nor the batches.
class ParticleClusters
{
public:
    explicit ParticleClusters(unsigned threads) : threads_(threads) {}

    /// Takes in the last batch of the search: particles number `first` and following. Where nothing
    /// winds the order does not matter: the first batch's particles below number `surely` are
    /// joined as they are found, by all threads. If something winds among them after all, the batch
    /// is searched once more and joined in order.
    void add(const ContactSearch& search, std::size_t first, std::size_t surely);

    /// Counted in particles.
    const FirstWinding& winding() const { return winding_; }

private:
    struct Contact {
        std::uint32_t newer; ///< number of the newer particle
        std::uint32_t one; ///< slots
        std::uint32_t other;
        PackedWinding step;
    };
    using Contacts = std::vector<Contact>;

    std::array<bool, 3> join(const Contact& contact)
    {
        return forest_.join(contact.one, contact.other, contact.step);
    }
    std::optional<std::vector<Contacts>> join_in_any_order(const ContactSearch& search,
                                                           std::size_t below);
    template <class Join>
    void join_across(std::vector<ContactSearch::Block> blocks, std::vector<Contacts> across,
                     const Join& join_here) const;
    void join_in_order(std::vector<Contacts>& found, std::size_t first, std::size_t end);
    LargeArray<Contact> sorted(const std::vector<Contacts>& found, std::size_t first,
                               std::size_t end) const;

    unsigned threads_;
    WindingForest forest_{0};
    FirstWinding winding_;
};

} // namespace percolith::microstructure
