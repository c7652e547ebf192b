#pragma once
/// With the voltage held the current is unknown until the branches are, and the branches depend on
/// it.

#include "model/control.hpp"
#include "model/transitions.hpp"

namespace percolith::runs
{

/// Branches and current that go together at a held voltage.
struct HeldBranches {
    model::CellState<> state;
    model::SettledCell settled;
    double current = 0.0;
};

/// Branches and current at the held voltage, from the state and a `hint` of the current (A/m2).
/// Throws std::domain_error where no current holds it.
template <model::Physics physics>
HeldBranches held_branches(const model::Potentiostatic<>& held, const model::CellParameters<>& cell,
                           const model::CellState<>& state, double hint);

extern template HeldBranches held_branches<model::Physics::core>(const model::Potentiostatic<>&,
                                                                 const model::CellParameters<>&,
                                                                 const model::CellState<>&, double);
extern template HeldBranches held_branches<model::Physics::full>(const model::Potentiostatic<>&,
                                                                 const model::CellParameters<>&,
                                                                 const model::CellState<>&, double);

} // namespace percolith::runs
