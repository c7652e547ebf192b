#pragma once
/// A trial step may lead to where the equations have no answer (no current holds the cell at the
/// asked voltage). That is a bad step, to be tried again shorter.

#include <limits>
#include <stdexcept>

namespace percolith::runs
{

/// Runs `step`; where a law refuses, the error becomes NaN, which no tolerance allows.
template <class Vector, class Step> void attempt_or_refuse(Vector& error, Step&& step)
{
    try {
        step();
    } catch (const std::domain_error&) {
        error.fill(typename Vector::value_type(std::numeric_limits<double>::quiet_NaN()));
    }
}

} // namespace percolith::runs
