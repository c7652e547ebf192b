#include "runs/design/surroundings.hpp"

#include "runs/integrate/arrival.hpp"
#include "runs/tasks.hpp"

#include <utility>

namespace percolith::runs::design
{

Surroundings part_of(const Surroundings& whole, double from, double to)
{
    auto part = whole;
    if (whole.progress) {
        part.progress = [told = whole.progress, from, to](const std::string& words, double share) {
            told(words, from + share * (to - from));
        };
    }
    return part;
}

std::vector<double> compute(std::size_t count, std::size_t width,
                            const std::function<void(std::size_t, std::span<double>)>& work,
                            const Surroundings& surroundings, const std::string& words)
{
    TaskSurroundings around{.threads = surroundings.threads, .stop = surroundings.stop};
    if (surroundings.progress) {
        around.progress = [&](const TaskProgress& now) { surroundings.progress(words, now.share); };
    }
    auto results =
        run_tasks({.count = count,
                   .width = width,
                   .share = [count](std::size_t) { return 1.0 / static_cast<double>(count); },
                   .work = [&](std::size_t piece, unsigned /*threads*/,
                               std::span<double> result) { work(piece, result); }},
                  around);
    if (!results || raised(surroundings.stop)) {
        throw Stopped{};
    }
    return std::move(*results);
}

} // namespace percolith::runs::design
