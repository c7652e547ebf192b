#pragma once
/// Walks the steps of a protocol through its loops: memory grows with the text, never with the
/// repeats, and one `next` is a few branches.
///
///     for (Cursor at{protocol}; !at.done();) {
///         const auto end = run(protocol.steps[at.step()], at.deadline());
///         end.by_deadline ? at.cut(end.time) : at.next(end.time);
///     }

#include "runs/protocol/protocol.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace percolith::runs
{

class Cursor
{
public:
    /// At the first step. `start` is the test time in s. The protocol is not kept.
    /// Throws `std::invalid_argument` for loops that do not nest (loops.hpp).
    explicit Cursor(const Protocol& protocol, double start = 0.0);

    bool done() const { return step_ == places_.size(); }
    std::size_t step() const { return step_; } ///< index into the steps
    std::uint64_t steps_done() const { return steps_done_; } ///< steps ended so far, in all passes
    std::uint64_t cycles() const { return cycles_; } ///< whole cycles so far (cycles.hpp)

    /// Test time (s) at which a loop around this step is left, whatever its step does then;
    /// infinity where no loop has a duration.
    double deadline() const { return deadline_; }

    /// The step ended by itself at test time `now` (s). A loop whose time is over but for rounding
    /// (1e-12 of the test time) is left.
    void next(double now)
    {
        ++steps_done_;
        const auto place = places_[step_];
        cycles_ += place.ends_cycle;
        if (place.is_plain && now < nearly_) [[likely]] {
            ++step_;
        } else {
            leave(now, true);
        }
    }

    /// The step was cut short at test time `now` (s) because `deadline`, which must be finite,
    /// came.
    void cut(double now)
    {
        ++steps_done_;
        leave(now < deadline_ ? deadline_ : now, false);
    }

    /// Whether some loop ran a whole pass in no time at all: such a test would never advance.
    bool stalled() const { return stalled_; }

    /// Finished passes of the loops around this step, outer before inner; for messages.
    std::vector<std::uint64_t> passes() const;

private:
    /// Sums of step durations come this close to a deadline that they meet.
    static constexpr double rounding = 1e-12;
    static constexpr double never = std::numeric_limits<double>::infinity();

    struct Place {
        std::uint8_t ends_cycle = 0;
        bool is_plain = true; ///< no loop ends with this step, none begins with the next
    };
    /// A loop with the state of the visit under way.
    struct Round {
        std::size_t first = 0;
        std::size_t last = 0;
        std::uint64_t repeats = 1;
        double duration = never; ///< s
        std::uint8_t pass_is_cycle = 0;
        std::uint8_t exit_ends_cycle = 0;
        std::uint64_t passes = 0; ///< finished
        double pass_began = 0.0; ///< test time, s
        double left_at = never; ///< test time, s
    };

    static double just_before(double time);
    void leave(double now, bool complete);
    void enter(std::size_t from, double now);
    std::size_t first_expired(double now) const;
    void find_deadline();

    std::vector<Place> places_; ///< of each step
    std::vector<Round> rounds_; ///< in the order in which they are entered
    std::vector<std::size_t> first_round_; ///< of each step: the first round that may begin there
    std::vector<std::size_t> active_; ///< rounds around this step, outer before inner
    std::size_t step_ = 0;
    std::uint64_t steps_done_ = 0;
    std::uint64_t cycles_ = 0;
    double deadline_ = never;
    double nearly_ = never; ///< the deadline less rounding
    bool stalled_ = false;
};

} // namespace percolith::runs
