#include "bench/measure.hpp"

#include <algorithm>
#include <ctime>

namespace percolith::bench
{

namespace
{
double middle(std::vector<double> values)
{
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}
} // namespace

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double seconds(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    const double start = now();
    work();
    return now() - start;
}

double Samples::quickest() const
{
    return *std::min_element(values.begin(), values.end());
}

double Samples::median() const
{
    return middle(values);
}

std::vector<Samples> take_turns(const std::vector<std::function<void()>>& contestants, int rounds)
{
    std::vector<Samples> samples(contestants.size());
    for (int round = 0; round <= rounds; ++round) {
        for (std::size_t k = 0; k < contestants.size(); ++k) {
            const double taken = seconds(contestants[k]);
            if (round > 0) {
                samples[k].values.push_back(taken);
            }
        }
    }
    return samples;
}

double median_ratio(const Samples& a, const Samples& b)
{
    std::vector<double> ratios;
    for (std::size_t k = 0; k < a.values.size(); ++k) {
        ratios.push_back(a.values[k] / b.values[k]);
    }
    return middle(std::move(ratios));
}

} // namespace percolith::bench
