#pragma once
/// Choosing an integrator.

#include "runs/integrate/cvodes.hpp"
#include "runs/integrate/odeint.hpp"

#include <memory>

namespace percolith::runs
{

/// Core physics where every sub-model is off and no lithium dies, full physics else.
inline model::Physics physics_of(const model::CellParameters<>& cell)
{
    const bool core = !cell.submodels.any() && !(cell.working.dead_share > 0.0) &&
                      !(cell.counter.dead_share > 0.0);
    return core ? model::Physics::core : model::Physics::full;
}

/// `cell` must outlive the integrator.
inline std::unique_ptr<Integrator>
make_integrator(Engine engine, const model::CellParameters<>& cell, const Tolerances& tolerances)
{
    const auto physics = physics_of(cell);
    return engine == Engine::sundials ? make_cvodes(cell, physics, tolerances)
                                      : make_odeint(cell, physics, tolerances);
}

} // namespace percolith::runs
