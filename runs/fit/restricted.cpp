#include "runs/fit/restricted.hpp"

namespace percolith::runs::fit
{

namespace
{

auto place(std::size_t held)
{
    return static_cast<std::ptrdiff_t>(held);
}

} // namespace

Restricted::Restricted(const Objective& whole, std::size_t held, double theta)
    : whole_(whole), held_(held), theta_(theta),
      unknowns_(whole.unknowns().begin(), whole.unknowns().end())
{
    unknowns_.erase(unknowns_.begin() + place(held));
}

std::vector<double> Restricted::joined(std::span<const double> others) const
{
    std::vector<double> all(others.begin(), others.end());
    all.insert(all.begin() + place(held_), theta_);
    return all;
}

std::vector<double> Restricted::others(std::span<const double> all) const
{
    std::vector<double> rest(all.begin(), all.end());
    rest.erase(rest.begin() + place(held_));
    return rest;
}

bool Restricted::evaluate(std::span<const double> theta, std::span<double> r,
                          std::span<double> jacobian) const
{
    const auto all = joined(theta);
    if (jacobian.empty()) {
        return whole_.evaluate(all, r, {});
    }
    std::vector<double> full(r.size() * all.size());
    if (!whole_.evaluate(all, r, full)) {
        return false;
    }
    auto to = jacobian.begin();
    for (std::size_t k = 0; k < full.size(); ++k) {
        if (k % all.size() != held_) {
            *to++ = full[k];
        }
    }
    return true;
}

} // namespace percolith::runs::fit
