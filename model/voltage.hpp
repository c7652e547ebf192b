#pragma once
/// The cell voltage and its terms (docs/concepts/voltage.md). Every term is a named output; they
/// add up to V.

#include "kinetics/charge_transfer.hpp"
#include "model/balances.hpp"

namespace percolith::model
{

/// What one electrode adds to the cell voltage, V.
template <class T = double> struct ElectrodeVoltage {
    kinetics::Voltage<T> potential; ///< U
    kinetics::Voltage<T> charge_transfer; ///< eta
    kinetics::Voltage<T> interphase; ///< ohmic drop of ions in the interphase
    kinetics::Voltage<T> total() const { return potential + charge_transfer + interphase; }
};

/// V = working - counter + separator, each a named term.
template <class T = double> struct VoltageTerms {
    ElectrodeVoltage<T> working;
    ElectrodeVoltage<T> counter;
    kinetics::Voltage<T> separator;
    kinetics::Voltage<T> total() const { return working.total() - counter.total() + separator; }
};

/// Metal left, as charge; negative inside the host's range.
template <class T> kinetics::ArealCharge<T> metal_balance(const ElectrodeState<T>& s)
{
    return s.lithium - s.host_capacity;
}

/// Separator thickness consumed by one electrode's interphase: V_ISE/(chi z F) per leaked charge.
template <class T>
kinetics::Length<T> separator_consumed(const ElectrodeParameters<T>& p, const ElectrodeState<T>& s)
{
    return (s.interphase_thickness - p.initial_thickness) * (p.separator_use / p.growth);
}

/// h: separator left between the two interphases.
template <class T>
kinetics::Length<T> separator_left(const CellParameters<T>& p, const CellState<T>& s)
{
    return p.separator_thickness - separator_consumed(p.working, s.working) -
           separator_consumed(p.counter, s.counter);
}

/// l_ion: the ions' way through the interphase, shortened by lithium in its pores.
template <Physics physics, class T>
kinetics::Length<T> ion_path(const ElectrodeParameters<T>& p, const Submodels& with,
                             const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on)
{
    if constexpr (physics == Physics::full) {
        if (with.activation) {
            const auto by_metal = metal_balance(s) * kinetics::lithium_volume_per_charge;
            const auto bridged = kinetics::select(on.pores_by_metal, by_metal, s.pore_lithium);
            const auto shortcut = kinetics::select(on.metal, bridged, kinetics::Length<T>(T(0.0)));
            return s.interphase_thickness - shortcut / p.activation.pore_fraction;
        }
    }
    return s.interphase_thickness;
}

/// eta of both electrodes.
template <class T = double> struct Overpotentials {
    kinetics::Voltage<T> working;
    kinetics::Voltage<T> counter;
};

template <class T>
kinetics::Voltage<T> overpotential(const ElectrodeParameters<T>& p, const CellParameters<T>& cell,
                                   const ElectrodeState<T>& s, kinetics::CurrentDensity<T> current)
{
    return kinetics::charge_transfer_overpotential(current, s.contact_fraction,
                                                   p.exchange_current_density, cell.temperature);
}

template <class T>
Overpotentials<T> overpotentials(const CellParameters<T>& p, const CellState<T>& s,
                                 kinetics::CurrentDensity<T> current)
{
    return {.working = overpotential(p.working, p, s.working, current),
            .counter = overpotential(p.counter, p, s.counter, -current)};
}

/// eta at full contact of the current asked for last, lane by lane. Most half cycles ask for the
/// same again, or for its reverse, where eta is the same with the other sign, to the last bit.
template <class T = double> class SteadyOverpotentials
{
public:
    const Overpotentials<T>& operator()(const CellParameters<T>& p,
                                        kinetics::CurrentDensity<T> current)
    {
        const kinetics::Voltage<T> none(T(0.0));
        const Mask<T> back = current.si == -current_.si;
        const Mask<T> known = back || current.si == current_.si;
        if (kinetics::any(back)) {
            eta_ = {.working = kinetics::select(back, none - eta_.working, eta_.working),
                    .counter = kinetics::select(back, none - eta_.counter, eta_.counter)};
        }
        if (!kinetics::all(known)) {
            for (int k = 0; k < kinetics::lanes<T>; ++k) {
                if (!bit(known, static_cast<std::size_t>(k))) {
                    find(p, current, k);
                }
            }
        }
        current_ = current;
        return eta_;
    }

    /// Another cell is in lane k now.
    void forget(int k)
    {
        kinetics::set_lane(current_.si, k, 0.0);
        kinetics::set_lane(eta_.working.si, k, 0.0);
        kinetics::set_lane(eta_.counter.si, k, 0.0);
    }

private:
    void find(const CellParameters<T>& p, kinetics::CurrentDensity<T> current, int k)
    {
        using kinetics::lane;
        const auto of = [&](const ElectrodeParameters<T>& e, const auto& j) {
            using One = decltype(lane(j, k));
            return kinetics::charge_transfer_overpotential(
                       kinetics::CurrentDensity<One>(lane(j, k)), One(1.0),
                       kinetics::CurrentDensity<One>(lane(e.exchange_current_density.si, k)),
                       kinetics::Temperature<One>(lane(p.temperature.si, k)))
                .si;
        };
        kinetics::set_lane(eta_.working.si, k, of(p.working, current.si));
        kinetics::set_lane(eta_.counter.si, k, of(p.counter, T(-current.si)));
    }

    kinetics::CurrentDensity<T> current_{};
    Overpotentials<T> eta_{}; ///< nothing at no current
};

/// The same from flows and overpotential already known.
template <Physics physics, class T>
ElectrodeVoltage<T>
electrode_voltage_from(const ElectrodeParameters<T>& p, const CellParameters<T>& cell,
                       const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
                       const ElectrodeFlows<T>& f, kinetics::Voltage<T> charge_transfer)
{
    const auto path = ion_path<physics>(p, cell.submodels, s, on);
    return {.potential = f.potential,
            .charge_transfer = charge_transfer,
            .interphase = (f.current + f.leak) * p.ionic.resistance(path) / s.contact_fraction};
}

template <Physics physics, class T>
ElectrodeVoltage<T>
electrode_voltage_from(const ElectrodeParameters<T>& p, const CellParameters<T>& cell,
                       const ElectrodeState<T>& s, const ElectrodeSwitches<T>& on,
                       const ElectrodeFlows<T>& f)
{
    return electrode_voltage_from<physics>(p, cell, s, on, f, overpotential(p, cell, s, f.current));
}

template <Physics physics, class T>
ElectrodeVoltage<T> electrode_voltage(const ElectrodeParameters<T>& p,
                                      const CellParameters<T>& cell, const ElectrodeState<T>& s,
                                      const ElectrodeSwitches<T>& on,
                                      kinetics::CurrentDensity<T> current)
{
    return electrode_voltage_from<physics>(p, cell, s, on, flows(p, s, on, current));
}

template <Physics physics, class T>
VoltageTerms<T> voltage(const CellParameters<T>& p, const CellState<T>& s,
                        const CellSwitches<T>& on, kinetics::CurrentDensity<T> current)
{
    return {.working = electrode_voltage<physics>(p.working, p, s.working, on.working, current),
            .counter = electrode_voltage<physics>(p.counter, p, s.counter, on.counter, -current),
            .separator = current * (separator_left(p, s) / p.separator_conductivity)};
}

} // namespace percolith::model
