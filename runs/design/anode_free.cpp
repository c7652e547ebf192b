#include "runs/design/anode_free.hpp"

#include <numbers>
#include <utility>

namespace percolith::runs::design
{
namespace
{

/// The charge that went to bare working and came back from it.
class FirstCycle : public TestSink
{
public:
    void step_ends(const Instant& /*at*/, const StepEnd& step,
                   const CellUnderTest& /*cell*/) override
    {
        plated += step.plated;
        stripped += step.stripped;
    }
    double plated = 0.0, stripped = 0.0;
};

} // namespace

AnodeFreeCycle anode_free_cycle(std::span<const Trials> candidates, std::span<const Group> groups,
                                const DesignCase& asked, const Choice& choice, std::size_t tests,
                                const Surroundings& surroundings)
{
    AnodeFreeCycle first{.time = 2.0 * (choice.capacity / choice.current).si};
    const auto read = [&](const Trials& trials, std::uint64_t draw, CaseReader& reader,
                          std::span<double> into) {
        trials.with(choice, Form::anode_free, draw, first.time, reader,
                    [&](const TestSetup& setup) {
                        FirstCycle cycle;
                        const auto end = simulate(setup, cycle, surroundings.stop);
                        into[0] = cycle.plated > 0.0 ? cycle.stripped / cycle.plated : 0.0;
                        into[1] = outcome_of(end).kind == Outcome::Kind::alarm ? 1.0 : 0.0;
                    });
    };
    const auto all =
        read_every_draw(candidates, groups, tests, 2, read, surroundings, "anode-free cells");
    std::vector<Readings> efficiency;
    first.runs_out = {.count = 0, .value = -1.0, .low = 0.0, .high = 1.0};
    for (std::size_t g = 0; g < groups.size(); ++g) {
        Readings readings;
        std::vector<double> exact;
        std::uint64_t out = 0;
        for (std::size_t k = 0; 2 * k < all[g].size(); ++k) {
            const double off = asked.bench.charge_accuracy * std::numbers::sqrt2 * // of two charges
                               candidates[groups[g].candidate].reading(groups[g].draws[k]).charge;
            exact.push_back(all[g][2 * k]);
            readings.values.push_back(all[g][2 * k] * (1.0 + off));
            out += all[g][2 * k + 1] > 0.0 ? 1 : 0;
        }
        first.efficiency.push_back(median_of(exact));
        if (groups[g].verdict == Verdict::pass && !readings.values.empty()) {
            const auto share = ensemble::share_of(out, readings.values.size(), asked.confidence);
            first.runs_out = share.value > first.runs_out.value ? share : first.runs_out;
        }
        efficiency.push_back(std::move(readings));
    }
    first.by_efficiency = separation_of(efficiency, groups, asked.false_alarm);
    return first;
}

} // namespace percolith::runs::design
