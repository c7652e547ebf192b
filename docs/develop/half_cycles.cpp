// Four cells side by side: the same lithium, four interphases. Which one ends first?

#include "runs/integrate/half_cycle.hpp"

#include <cstdio>
#include <experimental/simd>

using namespace percolith;
using namespace percolith::kinetics;

using Lanes = std::experimental::fixed_size_simd<double, 4>;
constexpr auto core = model::Physics::core;

namespace
{

model::CellParameters<> cell_with(Conductivity<> electronic)
{
    model::ElectrodeParameters<> electrode;
    electrode.growth = VolumePerCharge<>{2.5e-10};
    electrode.separator_use = VolumePerCharge<>{1.0e-10};
    electrode.electronic = ElectronicConductivity<>{electronic};
    electrode.ionic = Conductivity<>{2e-3};
    electrode.front_resistance = ArealResistance<>{0.1};
    electrode.renewal = Renewal<>{2e-3};
    electrode.reduction_potential = Voltage<>{1.71};
    electrode.initial_thickness = Length<>{5e-9};
    electrode.exchange_current_density = CurrentDensity<>{150.0};
    model::CellParameters<> cell;
    cell.working = electrode;
    cell.counter = electrode;
    cell.separator_thickness = Length<>{1.03e-3};
    cell.separator_conductivity = Conductivity<>{0.55};
    return cell;
}

} // namespace

int main()
{
    const model::CellLanes<Lanes> cells(
        {cell_with(Conductivity<>{1e-10}), cell_with(Conductivity<>{1e-9}),
         cell_with(Conductivity<>{1e-8}), cell_with(Conductivity<>{1e-7})});
    model::CellState<Lanes> state;
    for (std::size_t k = 0; k < 4; ++k) {
        model::CellState<> fresh;
        for (auto* electrode : {&fresh.working, &fresh.counter}) {
            electrode->lithium = ArealCharge<>{150e3}; // 20 um
            electrode->interphase_thickness = cells.alone(k).working.initial_thickness;
            electrode->barrier_thickness = electrode->interphase_thickness;
        }
        model::set_lane(state, k, fresh);
    }

    const runs::HalfCycle<Lanes> strip{.current = CurrentDensity<Lanes>(Lanes(5.0)), // A/m2
                                       .duration = Time<Lanes>(Lanes(3600.0)), // s
                                       .limits = {5.0, -5.0}}; // V
    const runs::HalfCycleControl<core> control(runs::Tolerances{1e-7, 1e-7});
    auto memory = runs::at_rest<core>(cells, state);
    for (int n = 0; n < 500; ++n) {
        runs::cycle<core>(cells, state, strip, runs::reversed(strip), memory, control);
    }

    for (std::size_t k = 0; k < 4; ++k) {
        const auto& course = memory.course[k];
        std::printf("lane %zu: %zu half cycles, %.1f h, interphase %.0f nm: %s\n", k,
                    course.half_cycles, course.time / 3600.0,
                    1e9 * model::lane_of(state, k).working.interphase_thickness.si,
                    course.end == runs::LaneEnd::duration         ? "goes on"
                    : course.end == runs::LaneEnd::host_exhausted ? "nothing left to strip"
                                                                  : "ended");
    }
}
