#pragma once
/// A conductivity and its reciprocal: resistances are asked for at every step, and a product is
/// cheaper than a quotient.

#include "kinetics/quantity.hpp"

#include <limits>

namespace percolith::kinetics
{

/// sigma in S/m; an insulator unless given.
template <class T = double> class Conductor
{
public:
    Conductor() = default;
    Conductor(const Conductivity<T>& conductivity)
        : conductivity_(conductivity), resistivity_(T(1.0) / conductivity)
    {
    }

    const Conductivity<T>& conductivity() const { return conductivity_; }

    /// Of a path of this length, per area, Ohm m2.
    ArealResistance<T> resistance(const Length<T>& path) const { return path * resistivity_; }

private:
    using Resistivity = decltype(T(1.0) / Conductivity<T>{});
    Conductivity<T> conductivity_{T(0.0)};
    Resistivity resistivity_{T(std::numeric_limits<double>::infinity())};
};

} // namespace percolith::kinetics
