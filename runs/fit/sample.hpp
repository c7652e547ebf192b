#pragma once
/// The posterior as a cloud of points, for those who do not trust that it is an ellipsoid.

#include "runs/fit/trust.hpp"

#include <cstdint>

namespace percolith::runs::fit
{

struct SampleProgress {
    std::size_t step = 0;
    std::size_t most = 0;
};

struct SampleOptions {
    std::size_t walkers = 0; ///< 0: four per unknown, at least 32; even
    std::size_t most_steps = 20000; ///< each moves all walkers once
    double independent = 1000.0; ///< effective samples of every unknown that are enough
    std::uint64_t seed = 1;
    unsigned threads = 0; ///< 0: one per core
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const SampleProgress&)> progress{};
};

/// All walkers at all steps, those before they forgot their start included.
class Chain
{
public:
    Chain(std::size_t walkers, std::size_t unknowns) : walkers_(walkers), unknowns_(unknowns) {}

    std::size_t walkers() const { return walkers_; }
    std::size_t unknowns() const { return unknowns_; }
    std::size_t steps() const { return minus_two_log_.size() / walkers_; }
    std::span<const double> theta(std::size_t step, std::size_t walker) const
    {
        return std::span(theta_).subspan((step * walkers_ + walker) * unknowns_, unknowns_);
    }
    /// sum r^2 there.
    double cost(std::size_t step, std::size_t walker) const
    {
        return minus_two_log_[step * walkers_ + walker];
    }
    void append(std::span<const double> theta, std::span<const double> costs);

private:
    std::size_t walkers_, unknowns_;
    std::vector<double> theta_;
    std::vector<double> minus_two_log_;
};

struct Sample {
    Chain chain;
    std::size_t dropped = 0; ///< steps at the beginning that do not count
    double accepted = 0.0; ///< share of all moves
    std::vector<double> autocorrelation{}; ///< integrated, in steps, per unknown
    std::vector<double> effective{}; ///< independent samples, per unknown
    bool interrupted = false;
    std::vector<std::string> warnings{};
};

/// Samples exp(-sum r^2 / 2), flat in theta within the bounds, by the stretch move of Goodman and
/// Weare 2010 (DOI 10.2140/camcos.2010.5.65), one half of the walkers moving against the other as
/// in Foreman-Mackey et al. 2013 (DOI 10.1086/670067). Starts around the minimum, ends when the
/// unknown with the longest memory has enough independent samples. The answer does not depend
/// on the number of threads. Throws `std::invalid_argument` where the model cannot be computed
/// around the minimum.
Sample sample(const Objective& objective, const Solution& minimum,
              const SampleOptions& options = {});

/// Integrated autocorrelation time, in steps, of one unknown after `dropped` steps: the mean
/// autocorrelation of all walkers, summed over a window of five times the result (Sokal 1997, DOI
/// 10.1007/978-1-4899-0319-8_6).
double autocorrelation_time(const Chain& chain, std::size_t unknown, std::size_t dropped);

/// The median of the value of an unknown, and the interval about it that holds `confidence`, as
/// much outside on either side.
struct CentralInterval {
    double low = 0.0, median = 0.0, high = 0.0;
};
CentralInterval central_interval(const Sample& sample, const Unknown& unknown, std::size_t which,
                                 double confidence);

/// How many independent samples there are, the interval of each unknown that holds `confidence` of
/// them, and the warnings, a sentence each.
std::vector<std::string> describe(const Sample& sample, std::span<const Unknown> unknowns,
                                  double confidence);

/// Of the value of an unknown, at shares between 0 and 1.
std::vector<double> quantiles(const Sample& sample, const Unknown& unknown, std::size_t which,
                              std::span<const double> shares);

} // namespace percolith::runs::fit
