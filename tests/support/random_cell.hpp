#pragma once
/// Random cells within what is physically sensible: every sub-model on and off, every kind of
/// electrode and of conductivity law.

#include "kinetics/constants.hpp"
#include "model/electrode.hpp"
#include "model/parameters.hpp"
#include "tests/support/random.hpp"

namespace percolith::tests
{

/// True with the given probability.
inline bool chance(Draw& draw, double probability)
{
    return draw.uniform(0.0, 1.0) < probability;
}

/// Zero with probability `none`, else uniform in the logarithm.
inline double some(Draw& draw, double none, double lower, double upper)
{
    const double drawn = draw.logarithmic(lower, upper);
    return chance(draw, none) ? 0.0 : drawn;
}

/// What the conductivity of a barrier may depend on.
enum class Barrier { constant, kinked, smooth };

inline kinetics::ElectronicConductivity<> random_barrier(Draw& draw, Barrier kind,
                                                         double conductivity)
{
    using namespace kinetics;
    if (kind == Barrier::constant) {
        return ElectronicConductivity<>{Conductivity<>{conductivity}};
    }
    const double threshold = draw.uniform(0.05, 0.3);
    const double fraction = threshold * draw.uniform(0.5, 1.1);
    const FiniteThickness<> film{Length<>{draw.logarithmic(2e-10, 5e-9)}, draw.uniform(0.3, 1.0),
                                 0.88, 0.0};
    const Conductivity<> insulator{conductivity * draw.logarithmic(1e-3, 0.3)};
    const Conductivity<> conductor{conductivity * draw.logarithmic(1.0, 1e2)};
    if (kind == Barrier::kinked) {
        return {PowerLaw<>{insulator, conductor, threshold, 2.0}, fraction, film};
    }
    return {TwoSidedScaling<>{insulator, conductor, threshold, 0.73, 2.0}, fraction, film};
}

inline model::ElectrodeParameters<> random_electrode(Draw& draw, Barrier kind)
{
    using namespace kinetics;
    model::ElectrodeParameters<> e;
    e.growth = VolumePerCharge<>{draw.logarithmic(1e-10, 6e-10)};
    e.separator_use = e.growth * draw.uniform(0.4, 1.0);
    e.reversible_share = some(draw, 0.25, 1e-3, 0.3);
    e.electronic = random_barrier(draw, kind, draw.logarithmic(1e-11, 1e-6));
    e.ionic = Conductivity<>{draw.logarithmic(1e-5, 1e-1)};
    e.front_resistance = ArealResistance<>{some(draw, 0.2, 1e-4, 3.0)};
    e.renewal = Renewal<>{some(draw, 0.4, 1e-6, 2e-2)};
    e.reduction_potential = Voltage<>{draw.uniform(0.0, 1.0) < 0.1 ? 0.05 : draw.uniform(0.3, 2.5)};
    e.initial_thickness = Length<>{draw.logarithmic(1e-9, 2e-8)};
    e.exchange_current_density = CurrentDensity<>{draw.logarithmic(1.0, 1e3)};
    if (chance(draw, 0.3)) {
        e.host = HostCurve<>{LithiumGermaniumHost<>{}};
    } else {
        e.host = HostCurve<>{LinearHost<>{Voltage<>{draw.uniform(0.05, 0.6)}}};
    }
    e.dead_share = some(draw, 0.6, 1e-5, 1e-2);
    e.decay_length = Length<>{draw.logarithmic(1e-7, 1e-3)};
    e.contact = {.void_capacity =
                     Length<>{draw.logarithmic(1e-6, 5e-5)} / lithium_volume_per_charge,
                 .replenishment = CurrentDensity<>{some(draw, 0.2, 0.05, 20.0)},
                 .refill_share = draw.uniform(0.0, 1.0),
                 .healing = Rate<>{some(draw, 0.2, 1e-7, 1e-3)},
                 .minimum = 0.01};
    e.intrusion = {.critical = CurrentDensity<>{draw.logarithmic(0.3, 30.0)},
                   .excess_gain = draw.logarithmic(0.1, 30.0),
                   .electronic_gain = some(draw, 0.3, 0.01, 10.0),
                   .creep = Velocity<>{some(draw, 0.5, 1e-14, 1e-10)}};
    e.activation = {.pore_fraction = draw.uniform(0.01, 0.3),
                    .filling_limit = draw.uniform(0.5, 1.0),
                    .strippable_share = chance(draw, 0.3) ? 0.0 : draw.uniform(0.0, 1.0)};
    e.double_layer = ArealCapacitance<>{draw.logarithmic(1e-3, 1.0)};
    e.permittivity = vacuum_permittivity * draw.uniform(5.0, 50.0);
    return e;
}

/// Both electrodes drawn on their own, so that nothing cancels by symmetry.
inline model::CellParameters<> random_cell(Draw& draw, Barrier kind, model::Submodels with)
{
    using namespace kinetics;
    return {.working = random_electrode(draw, kind),
            .counter = random_electrode(draw, kind),
            .separator_thickness = Length<>{draw.logarithmic(1e-5, 1e-3)},
            .separator_conductivity = Conductivity<>{draw.logarithmic(0.01, 1.0)},
            .temperature = Temperature<>{draw.uniform(260.0, 350.0)},
            .short_resistance = ArealResistance<>{1e-6},
            .submodels = with};
}

/// A fresh electrode with `lithium` (C/m2) of metal: full contact, the first film alone.
inline model::ElectrodeState<> fresh(const model::ElectrodeParameters<>& e, double lithium)
{
    model::ElectrodeState<> s;
    s.lithium = kinetics::ArealCharge<>{lithium};
    s.interphase_thickness = e.initial_thickness;
    s.barrier_thickness = e.initial_thickness;
    return s;
}

} // namespace percolith::tests
