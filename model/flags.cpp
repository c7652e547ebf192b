#include "model/flags.hpp"

#include "model/control.hpp"
#include "model/convert.hpp"
#include "model/small_signal.hpp"

#include <boost/math/differentiation/autodiff.hpp>

namespace percolith::model
{

namespace
{

/// A number with its derivative by time.
using Moving = boost::math::differentiation::detail::fvar<double, 1>;

Moving moving(double value, double rate)
{
    return value + rate * boost::math::differentiation::make_fvar<double, 1>(0.0);
}

/// A state on its way: packed, so that no field is forgotten.
template <Physics physics>
ElectrodeState<Moving> moving(const ElectrodeState<>& s, const ElectrodeRates<>& r)
{
    std::array<double, electrode_size<physics>> value;
    std::array<double, electrode_size<physics>> rate;
    detail::pack_electrode<physics>(s, value.data());
    detail::pack_rates<physics>(r, rate.data());
    std::array<Moving, electrode_size<physics>> both;
    for (std::size_t k = 0; k < both.size(); ++k) {
        both[k] = moving(value[k], rate[k]);
    }
    return detail::unpack_electrode<physics>(both.data());
}

template <Physics physics>
ElectrodeRates<> rates(const ElectrodeParameters<>& p, const Submodels& with,
                       const ElectrodeState<>& s, const ElectrodeMode& mode, double current,
                       double ramp)
{
    ElectrodeSwitches<> on;
    set_mode<double>(on, 0, mode);
    return electrode_rates<physics>(p, with, s, on, kinetics::CurrentDensity<>{current},
                                    kinetics::CurrentRamp<>{ramp});
}

} // namespace

template <Physics physics>
std::array<double, flag_count> flag_slopes(const ElectrodeParameters<>& p, const Submodels& with,
                                           const ElectrodeState<>& s, const ElectrodeMode& mode,
                                           double current, double ramp)
{
    const auto values = flag_values<physics>(
        as<Moving>(p), with, moving<physics>(s, rates<physics>(p, with, s, mode, current, ramp)),
        mode, kinetics::CurrentDensity<Moving>(moving(current, ramp)));
    std::array<double, flag_count> slopes{};
    for (std::size_t k = 0; k < flag_count; ++k) {
        slopes[k] = values[k].value.derivative(1);
    }
    return slopes;
}

template <Physics physics>
MovingValue floating_above_entry(const ElectrodeParameters<>& p, const Submodels& with,
                                 const ElectrodeState<>& s, double current, double ramp)
{
    const ElectrodeMode starved{.lithium = LithiumMode::starved, .flow = Flow::plate};
    ElectrodeSwitches<Moving> on;
    set_mode<Moving>(on, 0, starved);
    const auto active = as<Moving>(p);
    const auto f =
        flows(active, moving<physics>(s, rates<physics>(p, with, s, starved, current, ramp)), on,
              kinetics::CurrentDensity<Moving>(moving(current, ramp)));
    const auto above = (f.potential - host_entry_potential(active)).si;
    return {.value = above.derivative(0), .slope = above.derivative(1)};
}

/// With an electrode sliding, the rates depend on the ramp and the ramp on the rates: linearly, so
/// two trials give the answer.
template <Physics physics>
kinetics::CurrentRamp<> holding_ramp(const CellParameters<>& p, const CellState<>& s,
                                     const CellSwitches<>& on, kinetics::CurrentDensity<> current)
{
    const auto active = as<Moving>(p);
    const CellSwitches<Moving> branches{as<Moving>(on.working), as<Moving>(on.counter)};
    const double resistance = small_signal<physics>(p, s, on, current).resistance().si;
    const auto answer_to = [&](double ramp) {
        const auto r = cell_rates<physics>(p, s, on, current, kinetics::CurrentRamp<>{ramp});
        const CellState<Moving> on_its_way{.working = moving<physics>(s.working, r.working),
                                           .counter = moving<physics>(s.counter, r.counter),
                                           .passed_charge = {}};
        const auto v =
            voltage<physics>(active, on_its_way, branches, kinetics::cast<Moving>(current));
        return -v.total().si.derivative(1) / resistance;
    };
    const double first = answer_to(0.0);
    if (!on.working.sliding && !on.counter.sliding) {
        return kinetics::CurrentRamp<>{first};
    }
    const double trial = first != 0.0 ? first : 1e-9;
    const double gain = (answer_to(trial) - first) / trial;
    return kinetics::CurrentRamp<>{first / (1.0 - gain)};
}

template std::array<double, flag_count>
flag_slopes<Physics::core>(const ElectrodeParameters<>&, const Submodels&, const ElectrodeState<>&,
                           const ElectrodeMode&, double, double);
template std::array<double, flag_count>
flag_slopes<Physics::full>(const ElectrodeParameters<>&, const Submodels&, const ElectrodeState<>&,
                           const ElectrodeMode&, double, double);
template MovingValue floating_above_entry<Physics::core>(const ElectrodeParameters<>&,
                                                         const Submodels&, const ElectrodeState<>&,
                                                         double, double);
template MovingValue floating_above_entry<Physics::full>(const ElectrodeParameters<>&,
                                                         const Submodels&, const ElectrodeState<>&,
                                                         double, double);
template kinetics::CurrentRamp<> holding_ramp<Physics::core>(const CellParameters<>&,
                                                             const CellState<>&,
                                                             const CellSwitches<>&,
                                                             kinetics::CurrentDensity<>);
template kinetics::CurrentRamp<> holding_ramp<Physics::full>(const CellParameters<>&,
                                                             const CellState<>&,
                                                             const CellSwitches<>&,
                                                             kinetics::CurrentDensity<>);

} // namespace percolith::model
