#include "runs/design/evidence.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace percolith::runs::design
{

struct Evidence::Block {
    std::size_t choice = 0;
    std::size_t candidate = 0;
    std::vector<std::uint64_t> draws;
    double time = 0.0;
};

namespace
{

constexpr std::size_t block_size = 64; ///< a task of some milliseconds, its lanes full
constexpr std::size_t numbers = 2; ///< of an outcome: kind and time

} // namespace

Evidence::Evidence(std::span<const Trials> candidates, Surroundings surroundings,
                   std::size_t first_chunk)
    : candidates_(candidates), surroundings_(std::move(surroundings)), gathered_(first_chunk)
{
}

std::size_t Evidence::add(const Choice& choice)
{
    choices_.push_back(choice);
    known_.emplace_back(candidates_.size());
    return choices_.size() - 1;
}

const Evidence::Known* Evidence::find(std::size_t choice, std::size_t candidate,
                                      std::uint64_t draw) const
{
    const auto& draws = known_[choice][candidate];
    return draw < draws.size() ? &draws[draw] : nullptr;
}

std::vector<Evidence::Block> Evidence::missing(std::span<const Wish> wishes) const
{
    std::vector<Block> blocks;
    for (const auto& wish : wishes) {
        Block block{.choice = wish.choice,
                    .candidate = wish.group->candidate,
                    .draws = {},
                    .time = wish.time};
        const auto flush = [&] {
            if (!block.draws.empty()) {
                blocks.push_back(block);
                block.draws.clear();
            }
        };
        for (const auto draw :
             std::span(wish.group->draws).first(std::min(wish.tests, wish.group->draws.size()))) {
            const auto* known = find(wish.choice, wish.group->candidate, draw);
            if (known == nullptr || !known->until(wish.time)) {
                block.draws.push_back(draw);
            }
            if (block.draws.size() == block_size) {
                flush();
            }
        }
        flush();
    }
    return blocks;
}

void Evidence::gather(std::span<const Wish> wishes)
{
    const auto blocks = missing(wishes);
    if (blocks.empty()) {
        return;
    }
    if (!recall(blocks)) {
        const auto work = [&](std::size_t number, std::span<double> result) {
            const auto& block = blocks[number];
            const auto outcomes = candidates_[block.candidate](choices_[block.choice], block.draws,
                                                               block.time, surroundings_.stop);
            if (!outcomes) {
                return; // stopped: nobody looks at the result
            }
            for (std::size_t k = 0; k < outcomes->size(); ++k) {
                result[numbers * k] = static_cast<double>((*outcomes)[k].kind);
                result[numbers * k + 1] = (*outcomes)[k].time;
            }
        };
        const auto results = compute(blocks.size(), numbers * block_size, work,
                                     part_of(surroundings_, share_, share_), words_);
        keep(blocks, results);
        note(blocks, results);
    }
    for (const auto& block : blocks) {
        tests_run_ += block.draws.size();
    }
    ++gathered_;
}

void Evidence::note(std::span<const Block> blocks, std::span<const double> results)
{
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const auto& block = blocks[b];
        auto& draws = known_[block.choice][block.candidate];
        if (draws.size() <= block.draws.back()) {
            draws.resize(block.draws.back() + 1);
        }
        for (std::size_t k = 0; k < block.draws.size(); ++k) {
            const auto* at = &results[numbers * (b * block_size + k)];
            draws[block.draws[k]] = {{static_cast<Outcome::Kind>(at[0]), at[1]}, true};
        }
    }
}

/// What an earlier run of the same computation found; the work goes the same way each time.
bool Evidence::recall(std::span<const Block> blocks)
{
    const auto bytes =
        surroundings_.kept != nullptr ? surroundings_.kept->read(gathered_) : std::nullopt;
    std::vector<double> results(blocks.size() * block_size * numbers);
    if (!bytes || bytes->size() != results.size() * sizeof(double)) {
        return false;
    }
    std::memcpy(results.data(), bytes->data(), bytes->size());
    note(blocks, results);
    return true;
}

void Evidence::keep(std::span<const Block> blocks, std::span<const double> results)
{
    if (surroundings_.kept != nullptr && !blocks.empty()) {
        surroundings_.kept->write(
            gathered_, {reinterpret_cast<const char*>(results.data()), results.size_bytes()});
    }
}

std::vector<Outcome> Evidence::of(std::size_t choice, const Group& group, std::size_t tests) const
{
    std::vector<Outcome> all;
    for (const auto draw : std::span(group.draws).first(std::min(tests, group.draws.size()))) {
        all.push_back(known_[choice][group.candidate].at(draw).outcome);
    }
    return all;
}

} // namespace percolith::runs::design
