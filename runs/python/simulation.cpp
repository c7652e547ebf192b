#include "runs/python/simulation.hpp"

#include "runs/output/keep_apart.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/python/watch.hpp"
#include "runs/record/record.hpp"
#include "runs/record/run_tables.hpp"
#include "runs/simulate/run_case.hpp"

#include <fmt/core.h>
#include <pybind11/stl.h>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

/// Rows for memory and, where there is one, for a file.
class Both final : public RunRows
{
public:
    Both(RunTables& tables, RunRecord* record) : tables_(tables), record_(record) {}

    bool keeps_series() const override { return tables_.keeps_series(); }
    void sample(std::span<const double> row) override
    {
        tables_.sample(row);
        if (record_ != nullptr) {
            record_->sample(row);
        }
    }
    void cycle(std::span<const double> row) override
    {
        tables_.cycle(row);
        if (record_ != nullptr) {
            record_->cycle(row);
        }
    }
    void event(const EventRecord& happened) override
    {
        tables_.event(happened);
        if (record_ != nullptr) {
            record_->event(happened);
        }
    }
    void finish(const Outcome& outcome)
    {
        tables_.finish(outcome);
        if (record_ != nullptr) {
            record_->finish(outcome);
        }
    }

private:
    RunTables& tables_;
    RunRecord* record_;
};

struct Simulated {
    std::shared_ptr<RunTables> run;
    std::string json;
    std::string text;
};

/// What the command `simulate` does, with the rows kept in memory as well.
Simulated run_case(const Case& given, const std::optional<std::string>& output, Watch& watch)
{
    const ReadyTest test(given);
    check_steps(given);
    std::optional<RunRecord> record;
    if (output) {
        keep_apart(*output, inputs_of(given));
        record.emplace(*output, test.header());
    }
    const auto tables = std::make_shared<RunTables>(test.header());
    Both rows(*tables, record ? &*record : nullptr);
    const double whole = longest_duration(given.protocol);
    const auto progress = [&](double time, std::uint64_t cycles) {
        if (watch.due()) {
            watch.tell(std::isfinite(whole) ? time / whole
                                            : std::numeric_limits<double>::quiet_NaN(),
                       fmt::format("{:.1f} h of the test, {} cycles", time / 3600.0, cycles));
        }
    };
    try {
        const auto end = run_into(test, &rows, &watch.stop(), progress);
        const auto summary = summarize(test.setup(), end, test.facts());
        rows.finish(outcome_of(end, summary));
        return {tables, as_json(summary), as_text(summary)};
    } catch (const SolverFailure& e) {
        rows.finish(outcome_of(e));
        throw;
    }
}

py::tuple simulate_case(const std::shared_ptr<Case>& given,
                        const std::optional<std::string>& output, const py::object& progress)
{
    const auto done =
        watched(progress, [&](Watch& watch) { return run_case(*given, output, watch); });
    return py::make_tuple(done.run, done.json, done.text);
}

} // namespace

void bind_simulation(py::module_& module)
{
    module.def("simulate", &simulate_case, py::arg("case"), py::arg("output"), py::arg("progress"),
               "The run, its summary as JSON and as text.");
}

} // namespace percolith::runs::python
