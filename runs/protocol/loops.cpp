#include "runs/protocol/loops.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

void check_alone(const Loop& loop, std::size_t steps)
{
    if (loop.first > loop.last || loop.last >= steps) {
        throw std::invalid_argument("a loop holds steps that do not exist");
    }
    if (loop.repeats == 0) {
        throw std::invalid_argument("a loop never runs");
    }
    if (loop.duration && !(loop.duration->si > 0.0)) {
        throw std::invalid_argument("a loop's duration is not above 0");
    }
}

} // namespace

std::vector<std::size_t> entry_order(const Protocol& protocol)
{
    const auto& loops = protocol.loops;
    for (const auto& loop : loops) {
        check_alone(loop, protocol.steps.size());
    }
    std::vector<std::size_t> order(loops.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (loops[a].first != loops[b].first) {
            return loops[a].first < loops[b].first;
        }
        return loops[a].last != loops[b].last ? loops[a].last > loops[b].last : a > b;
    });
    std::vector<std::size_t> open; // last steps of the loops around
    for (const auto i : order) {
        while (!open.empty() && open.back() < loops[i].first) {
            open.pop_back();
        }
        if (!open.empty() && loops[i].last > open.back()) {
            throw std::invalid_argument("two loops overlap without one holding the other");
        }
        open.push_back(loops[i].last);
    }
    return order;
}

} // namespace percolith::runs
