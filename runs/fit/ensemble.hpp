#pragma once
/// Walkers of a sampler and how they move.

#include "model/microstructure/random.hpp"
#include "runs/fit/sample.hpp"

namespace percolith::runs::fit
{

/// The stretch move (sources at `sample`). Random numbers are by walker and step, so threads do
/// not matter.
class Ensemble
{
public:
    Ensemble(const Objective& objective, const SampleOptions& options, std::size_t walkers);

    std::size_t walkers() const { return costs_.size(); }
    const std::vector<double>& theta() const { return theta_; } ///< walker by walker
    const std::vector<double>& costs() const { return costs_; }
    std::size_t accepted() const; ///< moves, since the beginning

    /// Around the minimum, as wide as its curvature says, and no wider than a tenth of the way
    /// where it says nothing. Throws `std::invalid_argument` where walkers find no place.
    void scatter(const Solution& minimum);
    /// Both halves, one after the other; false where the flag rose before all had moved.
    bool move(std::uint64_t step);

private:
    std::span<double> at(std::size_t walker);
    double normal_number(std::uint64_t walker, std::uint64_t turn) const;
    Eigen::MatrixXd spread_at(const Solution& minimum) const;
    double cost(std::span<const double> place) const;
    void move_one(std::uint64_t step, std::size_t walker, std::size_t other_half);

    const Objective& objective_;
    const SampleOptions& options_;
    std::span<const Unknown> unknowns_;
    microstructure::RandomSource random_;
    std::vector<double> theta_;
    std::vector<double> costs_; ///< sum r^2
    std::vector<std::size_t> accepted_;
};

} // namespace percolith::runs::fit
