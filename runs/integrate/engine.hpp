#pragma once
/// Choosing an integrator.

#include "runs/integrate/cvodes.hpp"
#include "runs/integrate/odeint.hpp"

#include <memory>

namespace percolith::runs
{

enum class Engine {
    sundials, ///< CVODES: the reference
    odeint, ///< Boost.Odeint: fast
};

/// Tolerances at which both engines agree to 10^-6 in states and in event times (in half cycles):
/// BDF loses about two digits against its tolerance over a long test, Dormand-Prince gains one.
constexpr Tolerances default_tolerances(Engine engine)
{
    return engine == Engine::sundials ? Tolerances{1e-10, 1e-10} : Tolerances{1e-8, 1e-8};
}

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
