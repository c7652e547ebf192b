#pragma once
/// All pairs of particles that overlap.

#include "model/microstructure/cell_grid.hpp"
#include "model/microstructure/particles.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace percolith::microstructure
{

/// Particles by their numbers. Drawing one anew may be cheaper than remembering it.
class ParticleList
{
public:
    ParticleList() = default;
    ParticleList(const ParticleList&) = delete;
    ParticleList& operator=(const ParticleList&) = delete;
    virtual ~ParticleList() = default;

    /// The same whenever they are asked, on any thread.
    virtual Particle particle(std::uint32_t number) const = 0;
    virtual Vector place(std::uint32_t number) const = 0;
};

/// A particle with the number it has in its list.
struct NumberedParticle : Particle {
    std::uint32_t number = 0;
    std::uint32_t slot = 0; ///< a second number: neighbours in space have slots near each other
};

/// A growing number of particles in cells, and which of them overlap. Every body is grown by a
/// layer. The same on any number of threads.
class ContactSearch
{
public:
    /// `layer` in unit lengths. The box must be at least twice as long as the largest body on every
    /// edge. `source`, which knows their shape, and `list` must outlive the search.
    ContactSearch(const ParticleSource& source, const ParticleList& list, double layer,
                  unsigned threads)
        : source_(source), list_(list), layer_(layer), threads_(threads)
    {
    }

    ContactSearch(const ContactSearch&) = delete;
    ContactSearch& operator=(const ContactSearch&) = delete;
    ~ContactSearch() = default;

    /// Adds a batch: the next particles of the list, up to that size. Their slots follow those of
    /// all that were here before.
    void grow(std::size_t size);
    std::size_t size() const { return size_; }

    /// Slots first .. end - 1 of the last batch: particles next to each other in space.
    struct Block {
        std::uint32_t first;
        std::uint32_t end;

        bool holds(std::uint32_t slot) const { return slot >= first && slot < end; }
    };
    /// All of the last batch.
    std::vector<Block> blocks() const;

    using Meet = std::function<void(const NumberedParticle& one, const NumberedParticle& other,
                                    const std::array<std::int16_t, 3>& step)>;
    /// Calls meet(one, other, step) for the contacts of each particle `one` of that block with all
    /// of earlier batches and those of its own: all blocks together find each contact once. `step`
    /// is how the way from one to the other leaves the box. Blocks can be searched at once.
    void search(std::size_t block, const Meet& meet) const;

private:
    /// Particles whose sizes lie within a factor of two, so that no search is wider than it must
    /// be.
    struct Level {
        std::size_t rank;
        CellGrid<NumberedParticle> grid;
        double longest; ///< semi-axis of the largest body
    };
    using Levels = std::vector<Level>; ///< sizes rising
    /// What a level is made from.
    template <class Part> struct Rank {
        std::vector<Part> parts;
        double longest = 0.0;
    };

    template <class Part>
    Levels sort(const std::vector<Rank<Part>>& ranks, std::optional<std::size_t> first_slot) const;
    void unite_batches();
    std::size_t ranks() const { return source_.size_rank(source_.largest()) + 1; }

    const ParticleSource& source_;
    const ParticleList& list_;
    double layer_;
    unsigned threads_;
    std::size_t size_ = 0;
    std::vector<Levels> batches_;
};

/// Two particles that overlap, by their numbers, and how the way from the newer to the older one
/// leaves the box.
struct ParticleContact {
    std::uint32_t newer = 0;
    std::uint32_t older = 0;
    std::array<std::int16_t, 3> step{0, 0, 0};
};

/// Contacts of the particles `first_new`, `first_new` + 1, ... with all that have a smaller number,
/// sorted by the newer one. A particle's number is its place in `all`; otherwise as
/// `ContactSearch`.
std::vector<ParticleContact> find_contacts(const ParticleSource& source,
                                           std::span<const Particle> all, std::size_t first_new,
                                           double layer, unsigned threads);

} // namespace percolith::microstructure
