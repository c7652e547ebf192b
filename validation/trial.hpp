#pragma once
/// A case of this room, run from start to end, as checks look at it.

#include "runs/case/case.hpp"
#include "runs/simulate/ready_test.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::validation
{

using Overrides = std::vector<std::string>;

/// An embedded case. What overrides do to its keys is part of a check's method.
runs::Case load(std::string_view path, const Overrides& overrides = {});

/// An event, and the cell just after it.
struct SeenEvent {
    runs::TestEvent event;
    runs::CellUnderTest cell;
};

/// The cell at the end of a protocol step.
struct SeenStep {
    double time = 0.0; ///< s from the test's start
    double largest_voltage = 0.0; ///< max |V| in the step, V
    runs::CellUnderTest cell;
};

/// Everything a test showed.
class Trial
{
public:
    /// Runs it. Throws what the program throws.
    explicit Trial(std::string_view path, const Overrides& overrides = {});

    const runs::Case& given() const { return *given_; }
    const model::CellParameters<>& cell() const { return ready_->setup().cell; }
    const runs::TestEnd& end() const { return end_; }
    const std::vector<SeenEvent>& events() const { return events_; }
    const std::vector<SeenStep>& steps() const { return steps_; }
    /// Test time of the last instant, s.
    double duration() const { return end_.at.time; }
    /// Largest relative departure of the ledger at any step of the solver and at any event.
    double ledger_error() const { return ledger_error_; }

    /// The first such event of that electrode.
    const SeenEvent* first(model::EventKind kind, model::Side side) const;
    /// Its time in s; infinite where it never happened.
    double time_of(model::EventKind kind, model::Side side) const;
    /// Largest |V| before the test ended, V.
    double peak() const { return end_.peak_voltage; }
    /// Lithium metal left on working at the end, as a share of its lithium at the start.
    double metal_left() const;

private:
    class Watch;

    std::unique_ptr<runs::Case> given_;
    std::unique_ptr<runs::ReadyTest> ready_;
    runs::TestEnd end_;
    std::vector<SeenEvent> events_;
    std::vector<SeenStep> steps_;
    double ledger_error_ = 0.0;
};

} // namespace percolith::validation
