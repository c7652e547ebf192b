#include "runs/ensemble/members.hpp"

#include "runs/ensemble/designs.hpp"
#include "runs/simulate/ready_test.hpp"

#include <stdexcept>
#include <utility>

namespace percolith::runs::ensemble
{
namespace
{

Row refused(const SweepCase& sweep, const std::string& why)
{
    Row row{.numbers = {}, .refusal = one_line(why)};
    for (const auto& output : sweep.outputs) {
        row.numbers.push_back(output.missing());
    }
    return row;
}

/// What `run` gives, or why it could not.
template <class Run> std::optional<Row> row_or_refusal(const SweepCase& sweep, const Run& run)
{
    try {
        return run();
    } catch (const InputError& fault) {
        const std::string lines = fault.what();
        return refused(sweep, lines.substr(0, lines.find('\n')));
    } catch (const SolverFailure& failure) {
        return refused(sweep, failure.what());
    } catch (const std::domain_error& outside) {
        return refused(sweep, outside.what());
    } catch (const std::invalid_argument& contradiction) {
        return refused(sweep, contradiction.what());
    }
}

} // namespace

CaseReader reader_of(const SweepCase& sweep)
{
    std::vector<Varied> keys;
    keys.reserve(sweep.plan.axes.size());
    for (const auto& axis : sweep.plan.axes) {
        keys.push_back({axis.key, axis.unit});
    }
    return {*sweep.source, std::move(keys)};
}

std::optional<Row> run_member(const SweepCase& sweep, std::uint64_t number, CaseReader& reader,
                              const std::atomic<bool>* stop)
{
    return row_or_refusal(sweep, [&]() -> std::optional<Row> {
        const auto& member = reader(member_values(sweep.plan, number));
        const ReadyTest test(member.given, member.cell);
        OutputWatch watch;
        const auto end = simulate(test.setup(), watch, stop);
        if (end.status == TestEnd::Status::interrupted) {
            return std::nullopt;
        }
        const auto summary = summarize(test.setup(), end, test.facts());
        return Row{.numbers = numbers_of(sweep.outputs, summary, end, watch.depletion())};
    });
}

std::string refusal_of_cell(const SweepCase& sweep, std::uint64_t number, CaseReader& reader)
{
    return row_or_refusal(sweep,
                          [&]() -> std::optional<Row> {
                              const auto& member = reader(member_values(sweep.plan, number));
                              const ReadyTest ready(member.given, member.cell);
                              return Row{};
                          })
        ->refusal;
}

} // namespace percolith::runs::ensemble
