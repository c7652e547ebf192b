#include "bench/article_cells.hpp"

#include "cells/cell.hpp"
#include "runs/case/materials.hpp"

namespace percolith::bench
{

namespace
{

using namespace kinetics;

/// What differs between the interphases.
struct Numbers {
    std::string_view name;
    double lpsc; ///< molar parts
    double lgps;
    double electronic; ///< S/m
    double ionic; ///< S/m
    double renewal; ///< m2/C
    double strippable;
};

Numbers numbers(Interphase interphase)
{
    switch (interphase) {
    case Interphase::lpsc:
        return {"LPSC", 1, 0, 2.4e-10, 3e-3, 0.0, 1.0};
    case Interphase::lpsc_lgps_4_1:
        return {"LPSC:LGPS 4:1", 4, 1, 4.2e-9, 1.45e-2, 2e-3, 0.05};
    case Interphase::lgps:
        break;
    }
    return {"LGPS", 0, 1, 6.0e-8, 2e-3, 2e-3, 1.0};
}

cells::Interphase film(const Numbers& n)
{
    cells::Interphase f;
    f.electronic = FixedConductivity<>{Conductivity<>{n.electronic}};
    f.ionic.at_reference = Conductivity<>{n.ionic};
    f.front_resistance.at_reference = ArealResistance<>{0.1};
    f.renewal = Renewal<>{n.renewal};
    f.reduction_potential = Voltage<>{1.71};
    f.initial_thickness = Length<>{5e-9};
    f.reachable_alloy_share = 0.25;
    f.exchange_current_density.at_reference = CurrentDensity<>{150.0};
    f.contact.void_capacity = cells::void_capacity(Length<>{15e-6});
    f.contact.replenishment = CurrentDensity<>{2.5};
    f.contact.refill_share = 0.8;
    f.contact.healing = Rate<>{1.8e-5};
    f.replenishment_gain = 10.0;
    f.intrusion.critical = CurrentDensity<>{7.05};
    f.intrusion.excess_gain = 25.0;
    f.activation.strippable_share = n.strippable;
    return f;
}

} // namespace

std::string_view name(Interphase interphase)
{
    return numbers(interphase).name;
}

Trial trial(Interphase interphase, std::size_t half_cycles)
{
    const auto n = numbers(interphase);
    cells::CellDescription cell;
    cell.electrolyte =
        cells::resolve(runs::builtin_materials(), {.shares = {{"LPSC", n.lpsc}, {"LGPS", n.lgps}},
                                                   .basis = cells::Basis::molar,
                                                   .composition = {}});
    cell.separator_thickness = Length<>{1.0};
    cell.separator_conductivity = {.at_reference = Conductivity<>{0.55 / 1.03e-3}};
    cell.working = {.lithium = ArealCharge<>{1e9}, .interphase = film(n)};
    cell.counter = cell.working;
    cell.submodels = {.contact = true, .intrusion = true, .activation = true};
    return {.name = std::string(n.name),
            .cell = cells::assemble(cell),
            .start = cells::initial_state(cell),
            .half_cycles = half_cycles};
}

} // namespace percolith::bench
