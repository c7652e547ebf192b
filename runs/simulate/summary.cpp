#include "runs/simulate/summary.hpp"

#include "model/regime.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::runs
{

namespace
{

/// What limited the leak while there was one; idle only where nothing ever leaked.
std::string longest_regime(const std::array<double, 4>& durations)
{
    static_assert(static_cast<int>(model::Regime::idle) == 3);
    const auto most = std::max_element(durations.begin(), durations.end() - 1);
    return *most > 0.0 ? model::name(static_cast<model::Regime>(most - durations.begin()))
                       : model::name(model::Regime::idle);
}

/// What a person should know beside the numbers.
std::string remarks(const TestSetup& setup, const TestEnd& end)
{
    std::string all = end.remark;
    const auto add = [&all](const std::string& more) { all += (all.empty() ? "" : "; ") + more; };
    for (const auto* side : {"working", "counter"}) {
        const auto& p = side == std::string("working") ? setup.cell.working : setup.cell.counter;
        const auto& s =
            side == std::string("working") ? end.cell.state.working : end.cell.state.counter;
        const bool starts = !p.electronic.in_domain(p.initial_thickness);
        if (starts || !p.electronic.in_domain(s.barrier_thickness)) {
            add(std::string("the barrier of the ") + side + " electrode " +
                (starts ? "starts" : "ends") + " thinner than the law of its conductivity covers");
        }
    }
    return all;
}

/// Tables alone know how sure they are.
double relative_error(const kinetics::ElectronicLaw<>& law, double metal_fraction,
                      kinetics::Length<> barrier)
{
    const auto* table = std::get_if<kinetics::Tabulated<>>(&law);
    return table == nullptr ? std::numeric_limits<double>::quiet_NaN()
                            : (table->standard_error(metal_fraction, barrier) /
                               (*table)(metal_fraction, barrier));
}

ElectrodeSummary electrode(const model::ElectrodeParameters<>& p,
                           const model::ElectrodeState<>& at_start,
                           const model::ElectrodeState<>& s, const std::array<double, 4>& regimes,
                           double alloy_share, double half_cycle)
{
    ElectrodeSummary out;
    out.initial_lithium = at_start.lithium.si;
    out.lithium = model::ledger(p, s);
    out.interphase_thickness = s.interphase_thickness.si;
    out.barrier_thickness = s.barrier_thickness.si;
    out.contact_fraction = s.contact_fraction;
    out.intrusion_length = s.intrusion_length.si;
    out.regime = longest_regime(regimes);
    out.electronic_conductivity = p.electronic(s.barrier_thickness).si;
    out.limiting_thickness = p.electronic.limiting_thickness();
    out.has_alloy = alloy_share > 0.0;
    if (out.has_alloy && out.initial_lithium > 0.0) {
        out.host =
            model::host_criterion(p.reversible_share, alloy_share, out.initial_lithium, half_cycle);
    }
    return out;
}

} // namespace

Summary summarize(const TestSetup& setup, const TestEnd& end, const CaseFacts& facts)
{
    const bool whole = end.status == TestEnd::Status::ended;
    const auto total = model::ledger(setup.cell, setup.initial).total();
    const auto& cell = end.cell.state;
    Summary s;
    s.title = facts.title;
    s.status = whole ? "ended" : "interrupted";
    s.ended_by = whole ? model::name(end.cause.kind) : "interrupt";
    s.ended_on = whole && end.cause.electrode ? model::name(*end.cause.electrode) : "";
    s.condition = end.text;
    s.end_time = end.at.time;
    s.cycle_life = end.at.cycle;
    const auto if_any = [](double there, double value) {
        return there > 0.0 ? value : std::numeric_limits<double>::quiet_NaN();
    };
    s.peak_polarization = if_any(end.peak_voltage, end.peak_voltage);
    s.peak_time = if_any(end.peak_voltage, end.peak_time);
    s.end_polarization = if_any(end.end_polarization, end.end_polarization);
    s.first_stripped = end.first_stripped ? model::name(*end.first_stripped) : "none";
    s.metal_volume_fraction = facts.metal_volume_fraction;
    s.imposed_metal = facts.imposed_metal;
    s.foil = facts.foil;
    s.notes = facts.notes;
    s.ledger_error = model::ledger_error(model::ledger(setup.cell, cell), total);
    s.engine = setup.engine == Engine::sundials ? "sundials" : "odeint";
    s.remark = remarks(setup, end);
    s.working = electrode(setup.cell.working, setup.initial.working, cell.working, end.regimes[0],
                          facts.reversible_fraction, end.largest_half_cycle);
    s.counter = electrode(setup.cell.counter, setup.initial.counter, cell.counter, end.regimes[1],
                          facts.reversible_fraction, end.largest_half_cycle);
    s.working.conductivity_error = relative_error(facts.electronic[0], s.metal_volume_fraction,
                                                  cell.working.barrier_thickness);
    s.counter.conductivity_error = relative_error(facts.electronic[1], s.metal_volume_fraction,
                                                  cell.counter.barrier_thickness);
    return s;
}

} // namespace percolith::runs
