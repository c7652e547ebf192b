#include "runs/protocol/cycles.hpp"

#include "runs/protocol/loops.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{
namespace
{

struct Directions {
    bool strips = false;
    bool plates = false;
    bool any() const { return strips || plates; }
    bool both() const { return strips && plates; }
};

Directions sign_directions(double value)
{
    return {value > 0.0, value < 0.0};
}

Directions merged(Directions a, Directions b)
{
    return {a.strips || b.strips, a.plates || b.plates};
}

bool imposes_current(const Control& control)
{
    return !std::holds_alternative<Rest>(control) && !std::holds_alternative<Hold>(control);
}

Directions directions_of(const MeasuredCurrent& record);

Directions directions_of(const Control& control, bool holds_count)
{
    if (const auto* constant = std::get_if<ConstantCurrent>(&control)) {
        return sign_directions(constant->current.si);
    }
    if (const auto* ramp = std::get_if<CurrentRamp>(&control)) {
        return merged(sign_directions(ramp->from.si), sign_directions(ramp->to.si));
    }
    if (const auto* record = std::get_if<MeasuredCurrent>(&control)) {
        return directions_of(*record);
    }
    if (const auto* hold = std::get_if<Hold>(&control); hold != nullptr && holds_count) {
        return sign_directions(hold->voltage.si);
    }
    return {};
}

/// Pairs directions into cycles, item by item (rule 2).
class Pairing
{
public:
    /// Whether a cycle ended before this item.
    bool ended_before(Directions item)
    {
        if (!item.any()) {
            return false;
        }
        const bool returns = (first_.strips && item.strips) || (first_.plates && item.plates);
        const bool ended = seen_.both() && returns;
        if (ended || !seen_.any()) {
            first_ = item.both() ? Directions{true, false} : item;
            seen_ = item;
        } else {
            seen_ = merged(seen_, item);
        }
        return ended;
    }
    /// What has occurred since the last cycle ended.
    Directions seen() const { return seen_; }
    /// Whether a cycle ends where no further item follows. Starts anew.
    bool ended_at_end()
    {
        const bool ended = seen_.both();
        seen_ = first_ = {};
        return ended;
    }

private:
    Directions first_, seen_;
};

/// Calls `part(last, ends_cycle)` wherever the current turns behind sample `last`; returns what has
/// occurred since the last cycle ended.
template <class Part> Directions walk(const MeasuredCurrent& record, Part part)
{
    double largest = 0.0;
    for (const double i : record.current) {
        largest = std::max(largest, std::abs(i));
    }
    // A jump at the last instant leads nowhere.
    std::size_t samples = record.current.size();
    while (samples > 1 && !(record.time[samples - 1] > record.time[samples - 2])) {
        --samples;
    }
    constexpr double rest = 0.01; // of the largest current: what a cycler logs at rest is not zero
    Pairing pairing;
    Directions before;
    for (std::size_t k = 0; k < samples; ++k) {
        const double i = record.current[k];
        const auto now = sign_directions(std::abs(i) < rest * largest ? 0.0 : i);
        const bool ended = pairing.ended_before(now);
        if (k > 0 && (now.strips != before.strips || now.plates != before.plates)) {
            part(k - 1, ended);
        }
        before = now;
    }
    return pairing.seen();
}

/// The cycles inside a record are its own: what counts among steps is the rest.
Directions directions_of(const MeasuredCurrent& record)
{
    return walk(record, [](std::size_t, bool) {});
}

/// One pass over the steps in the order of the text, with the loops that begin and end at each.
class CycleFinder
{
public:
    explicit CycleFinder(const Protocol& protocol) : protocol_(protocol)
    {
        const auto& steps = protocol.steps;
        cycles_.step_ends_one.assign(steps.size(), 0);
        cycles_.pass_is_one.assign(protocol.loops.size(), 0);
        cycles_.exit_ends_one.assign(protocol.loops.size(), 0);
        const bool holds_count = std::none_of(steps.begin(), steps.end(), [](const Step& step) {
            return imposes_current(step.control);
        });
        directions_.reserve(steps.size());
        for (const auto& step : steps) {
            directions_.push_back(directions_of(step.control, holds_count));
        }
        sort_loops();
        mark_cycle_loops();
    }

    Cycles find()
    {
        for (step_ = 0; step_ < protocol_.steps.size();) {
            const auto* loop = entered_here();
            if (loop == nullptr) {
                take_item(directions_[step_], &cycles_.step_ends_one[step_], step_);
            } else if (kind_[*loop] == Kind::one_way) {
                take_item(inside_[*loop], &cycles_.exit_ends_one[*loop],
                          protocol_.loops[*loop].last);
            } else if (kind_[*loop] == Kind::cycle) {
                end_region();
                step_ = protocol_.loops[*loop].last + 1;
            } else {
                end_region(); // a block of blocks: its own steps are paired apart
                open_ends_.push_back(protocol_.loops[*loop].last);
            }
            leave_blocks();
        }
        end_region();
        return std::move(cycles_);
    }

private:
    enum class Kind { one_way, cycle, mixed };

    bool counts(std::size_t loop) const { return protocol_.loops[loop].repeats > 1; }

    void sort_loops()
    {
        for (const auto i : entry_order(protocol_)) {
            if (counts(i)) {
                entries_.push_back(i);
            }
        }
    }

    void mark_cycle_loops()
    {
        const auto& loops = protocol_.loops;
        std::vector<std::size_t> strips(directions_.size() + 1, 0), plates(strips);
        for (std::size_t i = 0; i < directions_.size(); ++i) {
            strips[i + 1] = strips[i] + (directions_[i].strips ? 1 : 0);
            plates[i + 1] = plates[i] + (directions_[i].plates ? 1 : 0);
        }
        inside_.resize(loops.size());
        kind_.assign(loops.size(), Kind::one_way);
        for (const auto i : entries_) {
            inside_[i] = {strips[loops[i].last + 1] > strips[loops[i].first],
                          plates[loops[i].last + 1] > plates[loops[i].first]};
        }
        // Inner loops stand after outer ones: the next two-way loop that lies within makes it
        // mixed.
        for (std::size_t e = entries_.size(); e-- > 0;) {
            const auto i = entries_[e];
            if (!inside_[i].both()) {
                continue;
            }
            kind_[i] = Kind::cycle;
            if (nearest_two_way_ && loops[*nearest_two_way_].first <= loops[i].last) {
                kind_[i] = Kind::mixed;
            }
            cycles_.pass_is_one[i] = kind_[i] == Kind::cycle ? 1 : 0;
            nearest_two_way_ = i;
        }
    }

    /// The outermost loop that begins at this step and was not entered yet.
    const std::size_t* entered_here()
    {
        while (next_entry_ < entries_.size() &&
               protocol_.loops[entries_[next_entry_]].first < step_) {
            ++next_entry_;
        }
        const bool begins =
            next_entry_ < entries_.size() && protocol_.loops[entries_[next_entry_]].first == step_;
        return begins ? &entries_[next_entry_++] : nullptr;
    }

    void take_item(Directions item, char* end, std::size_t last_step)
    {
        if (pairing_.ended_before(item)) {
            *last_end_ = 1;
        }
        last_end_ = end;
        step_ = last_step + 1;
    }

    void end_region()
    {
        if (pairing_.ended_at_end()) {
            *last_end_ = 1;
        }
        last_end_ = nullptr;
    }

    void leave_blocks()
    {
        while (!open_ends_.empty() && step_ > open_ends_.back()) {
            open_ends_.pop_back();
            end_region();
        }
    }

    const Protocol& protocol_;
    Cycles cycles_;
    std::vector<Directions> directions_; ///< of each step
    std::vector<Directions> inside_; ///< of each loop
    std::vector<Kind> kind_;
    std::vector<std::size_t> entries_; ///< loops in the order in which a test enters them
    std::optional<std::size_t> nearest_two_way_;
    std::size_t next_entry_ = 0;
    std::size_t step_ = 0;
    std::vector<std::size_t> open_ends_; ///< last steps of the mixed loops around
    Pairing pairing_;
    char* last_end_ = nullptr; ///< mark of the item taken last
};

} // namespace

Cycles find_cycles(const Protocol& protocol)
{
    return CycleFinder{protocol}.find();
}

std::vector<RecordPart> record_parts(const MeasuredCurrent& record)
{
    std::vector<RecordPart> parts;
    walk(record, [&](std::size_t last, bool ended) { parts.push_back({last, ended}); });
    return parts;
}

} // namespace percolith::runs
