#pragma once
/// Outcomes of tests at many settings of the bench, run as they are asked for, on all cores, and
/// kept.

#include "runs/design/judgement.hpp"
#include "runs/design/surroundings.hpp"

#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

class Evidence
{
public:
    /// All must outlive it.
    /// Chunks that are kept count from `first_chunk`.
    Evidence(std::span<const Trials> candidates, Surroundings surroundings,
             std::size_t first_chunk = 0);

    /// Another setting; its number.
    std::size_t add(const Choice& choice);
    const std::vector<Choice>& choices() const { return choices_; }

    /// The first `tests` draws of a group at a setting, to be known until `time` (s).
    struct Wish {
        std::size_t choice = 0;
        const Group* group = nullptr;
        std::size_t tests = 0;
        double time = 0.0;
    };
    /// Runs what is not known yet. Throws `Stopped`, `OutputError`.
    void gather(std::span<const Wish> wishes);

    /// What was gathered for a group, in the order of its draws.
    std::vector<Outcome> of(std::size_t choice, const Group& group, std::size_t tests) const;

    /// What progress is said to be of, and which share of all work is done before it.
    void call(std::string words, double share)
    {
        words_ = std::move(words);
        share_ = share;
    }
    /// Chunks kept by now, those of `first_chunk` and before included.
    std::size_t chunks() const { return gathered_; }
    /// Run now or recalled.
    std::uint64_t tests_run() const { return tests_run_; }

private:
    struct Block; ///< tests that one thread runs together
    struct Known {
        Outcome outcome;
        bool there = false;
        bool until(double time) const
        {
            return there && (outcome.kind != Outcome::Kind::silent || outcome.time >= time);
        }
    };
    std::vector<Block> missing(std::span<const Wish> wishes) const;
    bool recall(std::span<const Block> blocks);
    void keep(std::span<const Block> blocks, std::span<const double> results);
    void note(std::span<const Block> blocks, std::span<const double> results);
    const Known* find(std::size_t choice, std::size_t candidate, std::uint64_t draw) const;

    std::span<const Trials> candidates_;
    Surroundings surroundings_;
    std::string words_;
    double share_ = 0.0;
    std::vector<Choice> choices_;
    std::vector<std::vector<std::vector<Known>>> known_; ///< by choice, candidate and draw
    std::size_t gathered_ = 0; ///< times that something was run or recalled
    std::uint64_t tests_run_ = 0;
};

} // namespace percolith::runs::design
