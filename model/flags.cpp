#include "model/flags.hpp"

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
double holding_ramp(const CellParameters<>& p, const CellState<>& s, const CellMode& mode,
                    double current)
{
    const CellState<Moving> on_its_way{
        .working = moving<physics>(s.working, rates<physics>(p.working, p.submodels, s.working,
                                                             mode.working, current, 0.0)),
        .counter = moving<physics>(s.counter, rates<physics>(p.counter, p.submodels, s.counter,
                                                             mode.counter, -current, 0.0)),
        .passed_charge = {}};
    const kinetics::CurrentDensity<> i{current};
    const auto drift = voltage<physics>(as<Moving>(p), on_its_way, switches<Moving>(mode),
                                        kinetics::CurrentDensity<Moving>(Moving(current)));
    const auto resistance = small_signal<physics>(p, s, switches<double>(mode), i).resistance();
    return -drift.total().si.derivative(1) / resistance.si;
}

template std::array<double, flag_count>
flag_slopes<Physics::core>(const ElectrodeParameters<>&, const Submodels&, const ElectrodeState<>&,
                           const ElectrodeMode&, double, double);
template std::array<double, flag_count>
flag_slopes<Physics::full>(const ElectrodeParameters<>&, const Submodels&, const ElectrodeState<>&,
                           const ElectrodeMode&, double, double);
template double holding_ramp<Physics::core>(const CellParameters<>&, const CellState<>&,
                                            const CellMode&, double);
template double holding_ramp<Physics::full>(const CellParameters<>&, const CellState<>&,
                                            const CellMode&, double);

} // namespace percolith::model
