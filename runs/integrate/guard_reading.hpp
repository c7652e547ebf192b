#pragma once
/// Guards as the integrators read them.

#include "model/guards.hpp"

#include <array>
#include <cstddef>

namespace percolith::runs
{

/// Largest number of conditions a segment may carry beside its fixed guards.
inline constexpr std::size_t most_conditions = 16;

template <class System>
using GuardValues =
    std::array<typename System::Scalar, model::fixed_guards<System::physics> + most_conditions>;

/// Guards at one instant, and the voltage they were judged by.
template <class System> struct GuardReading {
    GuardValues<System> values;
    typename System::Scalar voltage{0.0};
};

template <class System>
void read_guards(const System& system, const typename System::Vector& y,
                 const typename System::Scalar& t, GuardReading<System>& to)
{
    to.voltage = system.guards(y, t, to.values.data());
}

} // namespace percolith::runs
