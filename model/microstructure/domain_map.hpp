#pragma once
/// Where metal may form, in one realisation of a segregated structure.

#include "model/microstructure/cell_grid.hpp"

#include <optional>

namespace percolith::microstructure
{

/// Without domains metal forms anywhere.
class DomainMap
{
public:
    /// `unit` is the length in which the box is measured.
    DomainMap(const std::optional<Domains>& domains, kinetics::Length<> unit, const Box& box,
              const RandomSource& random);

    bool everywhere() const { return !domains_; }
    bool allows(const Vector& place) const;

private:
    struct Grain {
        Vector place{};
    };

    std::optional<Domains> domains_;
    Box box_;
    double radius_ = 0.0; ///< of a grain, in unit lengths
    double layer_ = 0.0;
    std::optional<CellGrid<Grain>> grains_;
};

/// Mean number of grains in a box: placed at random, they fill the share 1 - exp(-mean v / volume).
double mean_grain_number(const Domains& domains, kinetics::Length<> unit, const Box& box);

/// How many there are in this realisation: a Poisson number, as in a box cut out of an endless
/// structure. Where it is always the mean, crossings scatter too little (arrivals.hpp).
std::uint64_t grain_number(const Domains& domains, kinetics::Length<> unit, const Box& box,
                           const RandomSource& random);

} // namespace percolith::microstructure
