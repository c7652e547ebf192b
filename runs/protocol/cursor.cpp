#include "runs/protocol/cursor.hpp"

#include "runs/protocol/cycles.hpp"
#include "runs/protocol/loops.hpp"

#include <algorithm>

namespace percolith::runs
{

Cursor::Cursor(const Protocol& protocol, double start)
    : places_(protocol.steps.size()), first_round_(protocol.steps.size())
{
    const auto cycles = find_cycles(protocol);
    for (std::size_t i = 0; i < places_.size(); ++i) {
        places_[i].ends_cycle = cycles.step_ends_one[i] != 0 ? 1 : 0;
    }
    for (const auto i : entry_order(protocol)) {
        const auto& loop = protocol.loops[i];
        Round round{.first = loop.first, .last = loop.last, .repeats = loop.repeats};
        round.duration = loop.duration ? loop.duration->si : never;
        round.pass_is_cycle = cycles.pass_is_one[i] != 0 ? 1 : 0;
        round.exit_ends_cycle = cycles.exit_ends_one[i] != 0 ? 1 : 0;
        rounds_.push_back(round);
        places_[loop.last].is_plain = false;
        if (loop.first > 0) {
            places_[loop.first - 1].is_plain = false;
        }
    }
    for (std::size_t step = 0, round = 0; step < places_.size(); ++step) {
        while (round < rounds_.size() && rounds_[round].first < step) {
            ++round;
        }
        first_round_[step] = round;
    }
    if (!done()) {
        enter(first_round_[0], start);
    }
}

double Cursor::just_before(double time)
{
    return time * (1.0 - rounding);
}

/// Enters the rounds that begin at this step, from index `from` on.
void Cursor::enter(std::size_t from, double now)
{
    bool timed = false;
    for (auto i = from; i < rounds_.size() && rounds_[i].first == step_; ++i) {
        auto& round = rounds_[i];
        round.passes = 0;
        round.pass_began = now;
        round.left_at = now + round.duration;
        timed = timed || round.left_at < never;
        active_.push_back(i);
    }
    if (timed) {
        find_deadline();
    }
}

void Cursor::find_deadline()
{
    deadline_ = never;
    for (const auto i : active_) {
        deadline_ = std::min(deadline_, rounds_[i].left_at);
    }
    nearly_ = just_before(deadline_);
}

/// Depth of the outermost round whose time is over; the number of rounds if there is none.
std::size_t Cursor::first_expired(double now) const
{
    std::size_t depth = active_.size();
    if (now >= nearly_) {
        const auto expired = std::find_if(active_.begin(), active_.end(), [&](auto i) {
            return now >= just_before(rounds_[i].left_at);
        });
        depth = static_cast<std::size_t>(expired - active_.begin());
    }
    return depth;
}

/// Leaves this step, from the innermost round outwards: back to the start of the first round that
/// goes on, or on to the step behind. `complete`: what was inside ended by itself, not by a
/// deadline of something around it.
void Cursor::leave(double now, bool complete)
{
    const auto expired = first_expired(now);
    while (!active_.empty()) {
        auto& round = rounds_[active_.back()];
        const bool is_over = active_.size() > expired;
        const bool at_end = complete && round.last == step_;
        if (!at_end && !is_over) {
            break;
        }
        if (at_end) {
            ++round.passes;
            cycles_ += round.pass_is_cycle;
            if (!is_over && round.passes < round.repeats) {
                stalled_ = stalled_ || now <= round.pass_began;
                round.pass_began = now;
                step_ = round.first;
                enter(active_.back() + 1, now);
                return;
            }
        }
        complete = (at_end && round.passes >= round.repeats) || now >= just_before(round.left_at);
        cycles_ += complete ? round.exit_ends_cycle : 0U;
        step_ = round.last;
        active_.pop_back();
    }
    if (deadline_ < never) {
        find_deadline();
    }
    ++step_;
    if (!done()) {
        enter(first_round_[step_], now);
    }
}

std::vector<std::uint64_t> Cursor::passes() const
{
    std::vector<std::uint64_t> finished;
    finished.reserve(active_.size());
    for (const auto i : active_) {
        finished.push_back(rounds_[i].passes);
    }
    return finished;
}

} // namespace percolith::runs
