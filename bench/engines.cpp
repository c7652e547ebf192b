#include "bench/engines.hpp"

#include "runs/integrate/cvodes.hpp"
#include "runs/integrate/half_cycle.hpp"
#include "runs/integrate/odeint.hpp"
#include "runs/simulate/step_run.hpp"

#include <algorithm>
#include <array>

namespace percolith::bench
{

namespace
{

template <model::Physics physics> Outcome run(const Trial& trial, Engine engine)
{
    using namespace runs;
    const Tolerances tolerances{trial.tolerance, trial.tolerance};
    const auto integrator = engine == Engine::odeint ? make_odeint(trial.cell, physics, tolerances)
                                                     : make_cvodes(trial.cell, physics, tolerances);
    const StepRunner<physics> runner(trial.cell, *integrator, true);
    const auto piece = [&](double current) {
        return Piece{model::Galvanostatic<>{kinetics::CurrentDensity<>{current}, {}},
                     trial.half_cycle};
    };
    const std::array<Piece, 2> pieces{piece(trial.current), piece(-trial.current)};
    const model::VoltageLimits limits{trial.voltage_limit, -trial.voltage_limit};
    CellUnderTest test{.state = trial.start, .mode = {}};

    Outcome out;
    for (; out.half_cycles < trial.half_cycles; ++out.half_cycles) {
        const std::span<const Piece> now(&pieces[out.half_cycles % 2], 1);
        test.state.passed_charge = {};
        const auto end = runner.run({now, limits, {}}, test, nullptr);
        out.largest_voltage = std::max(out.largest_voltage, end.largest_voltage);
        if (end.why == StepEnd::Why::terminal) {
            break;
        }
    }
    out.thickness = test.state.working.interphase_thickness.si;
    return out;
}

template <model::Physics physics> Outcome run_plainly(const Trial& trial)
{
    using namespace runs;
    const model::CellLanes<double> cell({trial.cell});
    const HalfCycleControl<physics> control(Tolerances{trial.tolerance, trial.tolerance});
    auto state = trial.start;
    auto memory = at_rest<physics>(cell, state);
    HalfCycle<> asked{.current = kinetics::CurrentDensity<>{trial.current},
                      .duration = kinetics::Time<>{trial.half_cycle},
                      .limits = {trial.voltage_limit, -trial.voltage_limit}};
    Outcome out;
    for (; out.half_cycles < trial.half_cycles; ++out.half_cycles) {
        const auto end = half_cycle<physics>(cell, state, asked, memory, control);
        asked = reversed(asked);
        out.largest_voltage = std::max(out.largest_voltage, end.largest_voltage);
        if (end.lanes[0].end != LaneEnd::duration) {
            break;
        }
    }
    out.thickness = state.working.interphase_thickness.si;
    return out;
}

} // namespace

Outcome run_half_cycles(const Trial& trial, model::Physics physics)
{
    return physics == model::Physics::core ? run_plainly<model::Physics::core>(trial)
                                           : run_plainly<model::Physics::full>(trial);
}

Outcome run_engine(const Trial& trial, Engine engine, model::Physics physics)
{
    return physics == model::Physics::core ? run<model::Physics::core>(trial, engine)
                                           : run<model::Physics::full>(trial, engine);
}

} // namespace percolith::bench
