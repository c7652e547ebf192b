#pragma once
/// One whole test as a lane runs it: half cycle after half cycle at constant current, each lane
/// through its own protocol.

#include "runs/ensemble/outputs.hpp"
#include "runs/integrate/lane_course.hpp"
#include "runs/protocol/cursor.hpp"
#include "runs/simulate/simulation.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace percolith::runs::ensemble
{

/// What a lane tells of the half cycle it has run.
struct LaneHalfCycle {
    const LaneStory& story;
    double elapsed = 0.0; ///< s
    double passed_charge = 0.0; ///< C/m2, > 0 stripped working
    double largest_voltage = 0.0; ///< max |V|, V
    double end_voltage = 0.0; ///< V
};

class LaneTest
{
public:
    /// The test, if lanes can run it: constant currents and rests for a given time, under limits
    /// that end it. Everything else is for the engines. `number` is the caller's; nothing of
    /// `setup` is kept.
    static std::optional<LaneTest> of(const TestSetup& setup, std::uint64_t number);

    std::uint64_t number() const { return number_; }
    const model::CellParameters<>& cell() const { return cell_; }
    const model::CellState<>& initial() const { return initial_; }
    const model::VoltageLimits& limits() const { return limits_; }

    /// The half cycle to run now; not to be asked once the test is over.
    double current() const { return steps_[at_.step()].current; } ///< A/m2, > 0 strips working
    double duration() const; ///< s

    /// The half cycle has been run, or ended the test.
    void passed(const LaneHalfCycle& half_cycle);

    /// Whether the test has ended, or an engine must run it from its start.
    bool over() const { return over_ || needs_engine_; }
    bool needs_engine() const { return needs_engine_; }

    /// How the test ended, with the cell as it was then. What limited the leaks for how long is not
    /// known.
    TestEnd end(const model::CellState<>& state, const model::CellMode& mode) const;
    const Depletion& depletion() const { return depletion_; }

private:
    struct Step {
        double current = 0.0;
        double duration = 0.0;
    };

    LaneTest(const TestSetup& setup, std::uint64_t number, std::vector<Step> steps);

    void begin();
    void finish(model::EventKind kind, std::optional<model::Side> side);

    std::uint64_t number_ = 0;
    model::CellParameters<> cell_;
    model::CellState<> initial_;
    model::VoltageLimits limits_;
    std::vector<Step> steps_; ///< of the protocol
    Cursor at_;
    double time_ = 0.0; ///< at the half cycle's start, s
    bool cut_ = false; ///< a loop's deadline ends the half cycle
    bool over_ = false;
    bool needs_engine_ = false;
    TestEnd end_;
    Depletion depletion_;
};

} // namespace percolith::runs::ensemble
