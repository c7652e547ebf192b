#include "runs/protocol/estimate.hpp"

#include "runs/protocol/cycles.hpp"
#include "runs/protocol/loops.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::runs
{
namespace
{

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b)
{
    return a > most - b ? most : a + b;
}

std::uint64_t saturated_product(std::uint64_t a, std::uint64_t b)
{
    return b != 0 && a > most / b ? most : a * b;
}

double length_of(const Control& control)
{
    if (const auto* ramp = std::get_if<CurrentRamp>(&control)) {
        const double length = (ramp->to.si - ramp->from.si) / ramp->rate.si;
        return length >= 0.0 ? length : unbounded;
    }
    if (const auto* record = std::get_if<MeasuredCurrent>(&control)) {
        return record->time.empty() ? 0.0 : record->time.back();
    }
    return unbounded;
}

/// Folds the values of steps over the loops: `enclose` turns the sum inside a loop into that of all
/// its passes, index given.
template <class T, class OfStep, class Add, class Enclose>
T fold(const Protocol& protocol, OfStep of_step, Add add, Enclose enclose)
{
    struct Open {
        std::size_t loop;
        T sum;
    };
    const auto order = entry_order(protocol);
    std::vector<Open> open;
    T total{};
    std::size_t entry = 0;
    for (std::size_t step = 0; step < protocol.steps.size(); ++step) {
        for (; entry < order.size() && protocol.loops[order[entry]].first == step; ++entry) {
            open.push_back({order[entry], T{}});
        }
        T& here = open.empty() ? total : open.back().sum;
        here = add(here, of_step(step));
        while (!open.empty() && protocol.loops[open.back().loop].last == step) {
            const T whole = enclose(open.back().sum, open.back().loop);
            open.pop_back();
            T& outer = open.empty() ? total : open.back().sum;
            outer = add(outer, whole);
        }
    }
    return total;
}

} // namespace

double longest_duration(const Step& step)
{
    double longest = length_of(step.control);
    for (const auto& ending : step.until) {
        if (ending.after) {
            longest = std::min(longest, ending.after->si);
        }
        const auto* constant = std::get_if<ConstantCurrent>(&step.control);
        if (ending.charge && constant != nullptr && constant->current.si != 0.0) {
            longest = std::min(longest, ending.charge->si / std::abs(constant->current.si));
        }
    }
    return longest;
}

double longest_duration(const Protocol& protocol)
{
    return fold<double>(
        protocol, [&](std::size_t step) { return longest_duration(protocol.steps[step]); },
        [](double a, double b) { return a + b; },
        [&](double pass, std::size_t i) {
            const auto& loop = protocol.loops[i];
            const double all = loop.repeats == Loop::forever
                                   ? unbounded
                                   : pass * static_cast<double>(loop.repeats);
            return loop.duration ? std::min(all, loop.duration->si) : all;
        });
}

Extent extent(const Protocol& protocol)
{
    const auto cycles = find_cycles(protocol);
    return fold<Extent>(
        protocol,
        [&](std::size_t step) { return Extent{1, cycles.step_ends_one[step] != 0 ? 1U : 0U}; },
        [](const Extent& a, const Extent& b) {
            return Extent{saturated_sum(a.steps, b.steps), saturated_sum(a.cycles, b.cycles)};
        },
        [&](const Extent& pass, std::size_t i) {
            const auto repeats = protocol.loops[i].repeats;
            const auto in_pass = saturated_sum(pass.cycles, cycles.pass_is_one[i] != 0 ? 1U : 0U);
            const auto at_exit = cycles.exit_ends_one[i] != 0 ? 1U : 0U;
            return Extent{saturated_product(pass.steps, repeats),
                          saturated_sum(saturated_product(in_pass, repeats), at_exit)};
        });
}

} // namespace percolith::runs
