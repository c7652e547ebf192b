#include "runs/simulate/run_case.hpp"

#include "runs/simulate/prepared_step.hpp"
#include "runs/simulate/recorder.hpp"

#include <memory>
#include <stdexcept>

namespace percolith::runs
{

void check_steps(const Case& given)
{
    try {
        for (const auto& step : given.protocol.steps) {
            static_cast<void>(prepare(step, given.stop_when));
        }
    } catch (const std::invalid_argument& e) {
        throw InputError({given.file}, "protocol", e.what());
    }
}

TestEnd run_into(const ReadyTest& test, RunRows* rows, const std::atomic<bool>* interrupted,
                 const ProgressReport& progress)
{
    std::unique_ptr<TestSink> sink = std::make_unique<TestSink>();
    if (rows != nullptr) {
        sink = make_recorder(test.setup(), *rows);
    }
    return simulate(test.setup(), *sink, interrupted, progress);
}

Outcome outcome_of(const TestEnd& end, const Summary& summary)
{
    const bool whole = end.status == TestEnd::Status::ended;
    return {.status = whole ? Outcome::Status::ended : Outcome::Status::interrupted,
            .reason = summary.ended_by,
            .summary = as_entries(summary)};
}

Outcome outcome_of(const SolverFailure& why)
{
    return {.status = Outcome::Status::failed, .reason = why.what(), .summary = {}};
}

} // namespace percolith::runs
