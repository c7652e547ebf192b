// Members of a sweep through the lanes of the processor.

#include "runs/ensemble/designs.hpp"
#include "runs/ensemble/lane_tests.hpp"
#include "runs/ensemble/members.hpp"
#include "runs/simulate/ready_test.hpp"

#include <algorithm>
#include <map>

namespace percolith::runs::ensemble
{
namespace
{

/// Hands members to the lanes and puts their rows together.
class Members final : public LaneWork
{
public:
    Members(const SweepCase& sweep, std::uint64_t first, std::uint64_t count,
            const std::atomic<bool>* stop)
        : sweep_(sweep), like_(sweep.source->as_written()), first_(first), stop_(stop),
          rows_(count), reader_(reader_of(sweep))
    {
    }

    /// Of all that lanes run: those of the case as written.
    model::Physics physics() const { return physics_of(like_.setup().cell); }
    const Tolerances& tolerances() const { return like_.setup().tolerances; }

    std::optional<LaneTest> next() override
    {
        while (begun_ < rows_.size() && !stopped()) {
            const auto number = begun_++;
            if (auto test = lane_test(number)) {
                return test;
            }
            by_engine(number);
        }
        return std::nullopt;
    }

    void ended(const LaneTest& test, const model::CellState<>& state,
               const model::CellMode& mode) override
    {
        const auto facts = facts_.extract(test.number());
        if (test.needs_engine()) {
            by_engine(test.number());
            return;
        }
        const TestSetup setup{.cell = test.cell(),
                              .initial = test.initial(),
                              .protocol = like_.setup().protocol,
                              .stop_when = {},
                              .engine = Engine::odeint};
        const auto end = test.end(state, mode);
        const auto summary = summarize(setup, end, facts.mapped());
        rows_[test.number()] =
            Row{.numbers = numbers_of(sweep_.outputs, summary, end, test.depletion())};
    }

    bool stopped() const override { return raised(stop_); }

    /// All rows, unless the work was stopped.
    std::optional<std::vector<Row>> rows() &&
    {
        std::vector<Row> all;
        all.reserve(rows_.size());
        for (auto& row : rows_) {
            if (!row) {
                return std::nullopt;
            }
            all.push_back(std::move(*row));
        }
        return all;
    }

private:
    void by_engine(std::uint64_t number)
    {
        rows_[number] = run_member(sweep_, first_ + number, reader_, stop_);
    }

    /// Nothing where it is for the engine, which also has the words for what is wrong with it.
    std::optional<LaneTest> lane_test(std::uint64_t number)
    {
        try {
            const auto& member = reader_(member_values(sweep_.plan, first_ + number));
            const ReadyTest ready(member.given, member.cell);
            const auto& setup = ready.setup();
            if (!(setup.cell.submodels == like_.setup().cell.submodels) ||
                physics_of(setup.cell) != physics()) {
                return std::nullopt;
            }
            auto test = LaneTest::of(setup, number);
            if (test) {
                facts_.emplace(number, ready.numbers());
            }
            return test;
        } catch (const InputError&) {
            return std::nullopt;
        } catch (const std::logic_error&) {
            return std::nullopt;
        }
    }

    const SweepCase& sweep_;
    ReadyTest like_; ///< the case as written
    std::uint64_t first_;
    const std::atomic<bool>* stop_;
    std::uint64_t begun_ = 0; ///< members handed out
    std::map<std::uint64_t, CaseFacts> facts_; ///< of the tests in the lanes
    std::vector<std::optional<Row>> rows_;
    CaseReader reader_;
};

} // namespace

bool suits_lanes(const SweepCase& sweep)
{
    const auto& axes = sweep.plan.axes;
    return sweep.source->as_written().solver.engine == Engine::odeint &&
           std::ranges::none_of(sweep.outputs, &Output::of_course) &&
           std::ranges::none_of(axes,
                                [](const Axis& axis) { return axis.key.starts_with("solver."); });
}

std::optional<std::vector<Row>> run_members(const SweepCase& sweep, std::uint64_t first,
                                            std::uint64_t count, const std::atomic<bool>* stop)
{
    if (suits_lanes(sweep)) {
        Members members(sweep, first, count, stop);
        run_lanes(members, members.physics(), members.tolerances());
        return std::move(members).rows();
    }
    auto reader = reader_of(sweep);
    std::vector<Row> rows;
    rows.reserve(count);
    for (std::uint64_t k = 0; k < count; ++k) {
        auto row = run_member(sweep, first + k, reader, stop);
        if (!row) {
            return std::nullopt;
        }
        rows.push_back(std::move(*row));
    }
    return rows;
}

} // namespace percolith::runs::ensemble
