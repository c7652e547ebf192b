#include "runs/simulate/columns.hpp"

#include "model/small_signal.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::runs
{

namespace
{

void both_sides(std::vector<Column>& columns, const std::string& name, const std::string& unit,
                const std::string& long_name)
{
    for (const auto* side : {"working", "counter"}) {
        columns.push_back(
            {std::string(side) + "_" + name, unit, long_name + ", " + side + " electrode"});
    }
}

/// What each electrode tells beside its state.
void push_electrode(std::vector<double>& row, const model::ElectrodeLedger& lithium,
                    const model::ElectrodeFlows<>& f, const model::ElectrodeVoltage<>& v,
                    const model::ElectrodeSmallSignal<>& z)
{
    for (const double x :
         {lithium.interphase, f.leak.si, v.potential.si, v.charge_transfer.si, v.interphase.si,
          z.interphase.si, z.charge_transfer.si, z.interphase_capacitance.si, z.double_layer.si}) {
        row.push_back(x);
    }
}

} // namespace

std::vector<Column> series_columns(model::Physics physics)
{
    std::vector<Column> columns{
        {"time", "s", "time since the test began"},
        {"cycle", "1", "whole cycles done"},
        {"step", "1", "steps done, all passes of loops counted"},
        {"current_density", "A m-2", "cell current density, > 0 strips working"},
        {"voltage", "V", "cell voltage, working against counter"},
        {"separator_drop", "V", "ohmic drop in the separator"},
        {"short_circuit_drop", "V", "what a short circuit takes from the sum of the other terms"},
        {"separator_resistance", "ohm m2", "small-signal resistance of the separator"},
        {"ledger_error", "1", "relative departure of the lithium ledger from its start"},
    };
    auto fields = model::layout(physics);
    fields.pop_back(); // the charge passed in a step restarts at every step
    for (const auto& field : fields) {
        columns.push_back({field.name, field.unit, field.long_name});
    }
    for (const auto* side : {"working", "counter"}) {
        const auto add = [&](const char* name, const char* unit, const char* long_name) {
            columns.push_back({std::string(side) + "_" + name, unit,
                               std::string(long_name) + ", " + side + " electrode"});
        };
        add("interphase_lithium", "C m-2", "lithium bound in the interphase");
        add("leak_current_density", "A m-2", "leak current density");
        add("potential", "V", "electrode potential against lithium");
        add("charge_transfer_overpotential", "V", "charge-transfer overpotential");
        add("interphase_drop", "V", "ohmic drop of ions in the interphase");
        add("interphase_resistance", "ohm m2", "small-signal resistance of the interphase");
        add("charge_transfer_resistance", "ohm m2", "small-signal charge-transfer resistance");
        add("interphase_capacitance", "F m-2", "capacitance of the interphase");
        add("double_layer_capacitance", "F m-2", "double-layer capacitance");
    }
    return columns;
}

template <model::Physics physics>
std::vector<double>&
SeriesRow<physics>::operator()(const Instant& at, const model::CellState<>& state,
                               const model::CellSwitches<>& on, kinetics::CurrentDensity<> current,
                               double voltage)
{
    const auto w = model::flows(cell_.working, state.working, on.working, current);
    const auto c = model::flows(cell_.counter, state.counter, on.counter, -current);
    auto vw =
        model::electrode_voltage_from<physics>(cell_.working, cell_, state.working, on.working, w);
    const auto vc =
        model::electrode_voltage_from<physics>(cell_.counter, cell_, state.counter, on.counter, c);
    const auto small = model::small_signal<physics>(cell_, state, on, current);
    const double separator = (current * small.separator).si;
    const double sum = vw.total().si - vc.total().si + separator;
    const double shown = std::isnan(voltage) ? sum : voltage;
    const auto lithium = model::ledger(cell_, state);

    row_.clear();
    for (const double x : {at.time, static_cast<double>(at.cycle), static_cast<double>(at.step),
                           current.si, shown, separator, shown - sum, small.separator.si,
                           model::ledger_error(lithium, initial_lithium_)}) {
        row_.push_back(x);
    }
    model::StateVector<physics> y;
    model::pack<physics, double>(state, std::span<double, model::cell_size<physics>>(y));
    row_.insert(row_.end(), y.begin(), y.end() - 1);
    push_electrode(row_, lithium.working, w, vw, small.working);
    push_electrode(row_, lithium.counter, c, vc, small.counter);
    return row_;
}

template class SeriesRow<model::Physics::core>;
template class SeriesRow<model::Physics::full>;

std::vector<Column> cycle_columns()
{
    std::vector<Column> columns{
        {"cycle", "1", "cycle number, from 1"},
        {"time", "s", "end of the cycle, since the test began"},
        {"stripped_charge", "C m-2", "charge that left working in the cycle"},
        {"plated_charge", "C m-2", "charge that came to working in the cycle"},
        {"peak_voltage", "V", "largest polarization |V| in the cycle"},
        {"end_voltage", "V", "voltage at the end of the cycle's last current"},
        {"cell_resistance", "ohm m2", "small-signal resistance of the cell"},
    };
    both_sides(columns, "interface_resistance", "ohm m2", "small-signal resistance");
    both_sides(columns, "interphase_thickness", "m", "interphase thickness");
    both_sides(columns, "barrier_thickness", "m", "barrier thickness");
    both_sides(columns, "contact_fraction", "1", "contact fraction");
    both_sides(columns, "intrusion_length", "m", "length of the deepest lithium intrusion");
    both_sides(columns, "metal_lithium", "C m-2", "lithium left as metal");
    both_sides(columns, "host_lithium", "C m-2", "lithium left in the alloy host");
    both_sides(columns, "interphase_lithium", "C m-2", "lithium bound in the interphase");
    both_sides(columns, "dead_lithium", "C m-2", "dead lithium");
    both_sides(columns, "coulombic_efficiency", "1",
               "one less the lithium lost in the cycle over the charge plated on either side");
    columns.push_back({"cumulative_loss", "C m-2", "lithium lost so far, both sides"});
    columns.push_back({"ledger_error", "1", "relative departure of the lithium ledger"});
    return columns;
}

std::vector<double> cycle_row(const CycleSummary& cycle, const model::CellParameters<>& parameters,
                              const CellUnderTest& cell, const model::CellLedger& ledger,
                              const model::CellLedger& before, double initial_lithium)
{
    const auto& s = cell.state;
    const auto small =
        model::small_signal<model::Physics::full>(parameters, s, model::switches<double>(cell.mode),
                                                  kinetics::CurrentDensity<>{cell.current});
    const auto efficiency = [&](const model::ElectrodeLedger& now,
                                const model::ElectrodeLedger& then, double plated) {
        return 1.0 - (now.lost() - then.lost()) / plated;
    };
    return {static_cast<double>(cycle.cycle),
            cycle.end,
            cycle.stripped,
            cycle.plated,
            cycle.peak_voltage,
            cycle.end_voltage,
            small.resistance().si,
            small.working.resistance().si,
            small.counter.resistance().si,
            s.working.interphase_thickness.si,
            s.counter.interphase_thickness.si,
            s.working.barrier_thickness.si,
            s.counter.barrier_thickness.si,
            s.working.contact_fraction,
            s.counter.contact_fraction,
            s.working.intrusion_length.si,
            s.counter.intrusion_length.si,
            ledger.working.metal,
            ledger.counter.metal,
            ledger.working.host,
            ledger.counter.host,
            ledger.working.interphase,
            ledger.counter.interphase,
            ledger.working.dead,
            ledger.counter.dead,
            efficiency(ledger.working, before.working, cycle.plated),
            efficiency(ledger.counter, before.counter, cycle.stripped),
            ledger.working.lost() + ledger.counter.lost(),
            model::ledger_error(ledger, initial_lithium)};
}

} // namespace percolith::runs
