#pragma once
/// A cell of an ensemble and the half cycle asked of it.

#include "runs/integrate/half_cycle.hpp"

namespace percolith::tests
{

/// One cell of an ensemble and what is asked of it.
struct Subject {
    model::CellParameters<> cell;
    model::CellState<> start;
    double current = 0.0;
    double duration = 0.0;
    double limit = 5.0;

    runs::HalfCycle<> forth() const
    {
        return {.current = kinetics::CurrentDensity<>{current},
                .duration = kinetics::Time<>{duration},
                .limits = {limit, -limit}};
    }
};

} // namespace percolith::tests
