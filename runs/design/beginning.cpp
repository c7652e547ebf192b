#include "runs/design/beginning.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace percolith::runs::design
{

Beginning beginning_of(std::span<const Trials> candidates, std::span<const Group> groups,
                       const DesignCase& asked, const Choice& choice, std::size_t tests,
                       const Surroundings& surroundings)
{
    std::vector<Group> passing;
    std::ranges::copy_if(groups, std::back_inserter(passing),
                         [](const Group& group) { return group.verdict == Verdict::pass; });
    // By then no foil is used up, and all that answers the current at once has done so.
    const double early = 0.1 * (choice.capacity / choice.current).si;
    const auto read = [&](const Trials& trials, std::uint64_t draw, CaseReader& reader,
                          std::span<double> into) {
        trials.with(choice, Form::thin, draw, early, reader, [&](const TestSetup& setup) {
            constexpr double no_limit = 1e9; // V
            auto without_alarm = setup;
            without_alarm.limits = {no_limit, -no_limit};
            TestSink nobody;
            const auto end = simulate(without_alarm, nobody, surroundings.stop);
            into[0] = end.peak_voltage;
            into[1] = end.peak_voltage >= setup.limits.high ? 1.0 : 0.0;
        });
    };
    constexpr std::size_t width = 2;
    const auto all = read_every_draw(candidates, passing, tests, width, read, surroundings,
                                     "passing cells as they begin");
    Beginning worst{.alarmed = {.count = 0, .value = -1.0, .low = 0.0, .high = 1.0}};
    for (const auto& rows : all) {
        std::vector<double> voltages;
        std::uint64_t alarmed = 0;
        for (std::size_t k = 0; k < rows.size(); k += width) {
            voltages.push_back(rows[k]);
            alarmed += rows[k + 1] > 0.0 ? 1 : 0;
        }
        const auto share = ensemble::share_of(alarmed, voltages.size(), asked.confidence);
        if (share.value > worst.alarmed.value) {
            worst = {.alarmed = share, .voltage = median_of(voltages)};
        }
    }
    return worst;
}

} // namespace percolith::runs::design
