#include "validation/trial.hpp"

#include "model/ledger.hpp"
#include "validation/files.hpp"

#include <algorithm>
#include <limits>

namespace percolith::validation
{

runs::Case load(std::string_view path, const Overrides& overrides)
{
    return runs::parse_case(file_text(path), "validation/" + std::string(path), overrides);
}

/// Keeps what happens, and holds the ledger against the start at every step of the solver.
class Trial::Watch final : public runs::TestSink, private runs::StepObserver
{
public:
    explicit Watch(Trial& trial)
        : trial_(trial), cell_(trial.cell()),
          at_start_(model::ledger(cell_, trial.ready_->setup().initial).total())
    {
    }

    runs::StepObserver* segment(const runs::Instant&, const runs::Segment&,
                                const runs::CellUnderTest& cell) override
    {
        hold(cell.state);
        return this;
    }

    void step_ends(const runs::Instant& at, const runs::StepEnd& end,
                   const runs::CellUnderTest& cell) override
    {
        hold(cell.state);
        trial_.steps_.push_back({at.time, end.largest_voltage, cell});
    }

    void event(const runs::TestEvent& event, const runs::CellUnderTest& cell) override
    {
        hold(cell.state);
        trial_.events_.push_back({event, cell});
    }

private:
    void step(double from, double to, const Interpolant& between) override
    {
        hold(between.at(0.5 * (from + to)));
        hold(between.at(to));
    }

    void hold(const model::CellState<>& state)
    {
        const double error = model::ledger_error(model::ledger(cell_, state), at_start_);
        // Not max(): a NaN must stay.
        if (!(error <= trial_.ledger_error_)) {
            trial_.ledger_error_ = error;
        }
    }

    Trial& trial_;
    const model::CellParameters<>& cell_;
    double at_start_;
};

Trial::Trial(std::string_view path, const Overrides& overrides)
    : given_(std::make_unique<runs::Case>(load(path, overrides))),
      ready_(std::make_unique<runs::ReadyTest>(*given_))
{
    Watch watch(*this);
    end_ = runs::simulate(ready_->setup(), watch);
}

const SeenEvent* Trial::first(model::EventKind kind, model::Side side) const
{
    const auto found = std::find_if(events_.begin(), events_.end(), [&](const SeenEvent& seen) {
        return seen.event.what.kind == kind && seen.event.what.electrode == side;
    });
    return found == events_.end() ? nullptr : &*found;
}

double Trial::time_of(model::EventKind kind, model::Side side) const
{
    const auto* seen = first(kind, side);
    return seen != nullptr ? seen->event.at.time : std::numeric_limits<double>::infinity();
}

double Trial::metal_left() const
{
    const auto metal = model::ledger(cell().working, end_.cell.state.working).metal;
    return metal / ready_->setup().initial.working.lithium.si;
}

} // namespace percolith::validation
