#pragma once
/// A fit with one unknown held at a value.

#include "runs/fit/objective.hpp"

namespace percolith::runs::fit
{

/// The same residuals, as a function of the other unknowns. The objective must outlive it.
class Restricted : public Objective
{
public:
    Restricted(const Objective& whole, std::size_t held, double theta);

    std::span<const Unknown> unknowns() const override { return unknowns_; }
    std::size_t residuals() const override { return whole_.residuals(); }
    std::size_t data() const override { return whole_.data(); }
    double constant() const override { return whole_.constant(); }
    bool evaluate(std::span<const double> theta, std::span<double> r,
                  std::span<double> jacobian) const override;
    std::string difference(std::span<const double> here,
                           std::span<const double> there) const override
    {
        return whole_.difference(joined(here), joined(there));
    }

    /// All unknowns from the others, and the others from all.
    std::vector<double> joined(std::span<const double> others) const;
    std::vector<double> others(std::span<const double> all) const;

private:
    const Objective& whole_;
    std::size_t held_;
    double theta_;
    std::vector<Unknown> unknowns_;
};

} // namespace percolith::runs::fit
