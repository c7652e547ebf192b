#include "validation/rest_and_cycling/rest.hpp"

#include "model/small_signal.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

Overrides titration(const std::string& duration)
{
    return {"cell.kind=\"anode-free\"", "cell.working={lithium = \"0 um\"}",
            "cell.area=\"0.64 cm^2\"",
            "protocol.steps=\"Titrate working with 1 uAh at 15.6 uA/cm^2, rest until V > 0.05 V, "
            "repeat for " +
                duration + "\"",
            "protocol.at_limit=\"next step\""};
}

double consumed(const model::ElectrodeParameters<>& p, const model::ElectrodeState<>& s)
{
    const double leaked = ((s.interphase_thickness - p.initial_thickness) / p.growth).si;
    const double given_back = std::max(0.0, s.host_capacity.si - s.lithium.si);
    return leaked - given_back;
}

double resistance_growth(Interphase interphase, const Overrides& more)
{
    Overrides overrides{"protocol.steps=\"Rest for 100 hours; Rest for 300 hours\""};
    overrides.insert(overrides.end(), more.begin(), more.end());
    const auto trial = run_cell(interphase, 100, overrides);
    const auto resistance = [&](const SeenStep& step) {
        const auto on = model::switches<double>(step.cell.mode);
        return model::small_signal<model::Physics::full>(trial.cell(), step.cell.state, on,
                                                         kinetics::CurrentDensity<>{})
            .working.resistance()
            .si;
    };
    const auto& early = trial.steps().at(0);
    const auto& late = trial.steps().at(1);
    return (resistance(late) - resistance(early)) / (std::sqrt(late.time) - std::sqrt(early.time));
}

} // namespace percolith::validation
