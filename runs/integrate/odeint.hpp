#pragma once
/// The fast engine: Boost.Odeint, explicit where it can be, implicit where it must.

#include "runs/integrate/arrival.hpp"

#include <memory>

namespace percolith::runs
{

/// `cell` must outlive the integrator.
std::unique_ptr<Integrator> make_odeint(const model::CellParameters<>& cell, model::Physics physics,
                                        const Tolerances& tolerances);

} // namespace percolith::runs
