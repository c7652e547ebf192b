/// One benchmark cell, its core physics solved by one contestant: time per half cycle, the state at
/// the end and every number that went in, as JSON. Other programs solve the same case from it
/// (compare_pybamm.py), so that no number is written twice.
///
///     reference_case CELL ENGINE [HALF_CYCLES [TOLERANCE [ROUNDS]]]
///
/// CELL is lpsc, lpsc_lgps_4_1 or lgps; ENGINE is kernel, bare_cvode, odeint or sundials. Nothing
/// is recorded, nothing printed meanwhile.

#include "bench/article_cells.hpp"
#include "bench/engines.hpp"
#include "bench/kernel.hpp"
#include "bench/measure.hpp"
#include "kinetics/charge_transfer.hpp"
#include "model/layout.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

using namespace percolith;
using namespace percolith::bench;

namespace
{

Outcome solve(std::string_view engine, const Trial& trial)
{
    if (engine == "kernel") {
        return run_kernel(trial);
    }
    if (engine == "bare_cvode") {
        return run_bare_cvode(trial);
    }
    return run_engine(trial, engine == "odeint" ? Engine::odeint : Engine::sundials,
                      model::Physics::core);
}

bool known(std::string_view engine)
{
    return engine == "kernel" || engine == "bare_cvode" || engine == "odeint" ||
           engine == "sundials";
}

std::optional<Interphase> interphase(std::string_view cell)
{
    if (cell == "lpsc") {
        return Interphase::lpsc;
    }
    if (cell == "lpsc_lgps_4_1") {
        return Interphase::lpsc_lgps_4_1;
    }
    if (cell == "lgps") {
        return Interphase::lgps;
    }
    return std::nullopt;
}

void print(const char* name, double value)
{
    std::printf("  \"%s\": %.17g,\n", name, value);
}

/// SI units throughout.
void print_electrode(const model::ElectrodeParameters<>& p, const model::ElectrodeState<>& start)
{
    print("growth", p.growth.si);
    print("reversible_share", p.reversible_share);
    print("electronic_conductivity", p.electronic(p.initial_thickness).si);
    print("ionic_conductivity", p.ionic.conductivity().si);
    print("front_resistance", p.front_resistance.si);
    print("renewal", p.renewal.si);
    print("reduction_potential", p.reduction_potential.si);
    print("initial_lithium", start.lithium.si);
    print("initial_host_capacity", start.host_capacity.si);
    print("initial_thickness", start.interphase_thickness.si);
    print("initial_barrier", start.barrier_thickness.si);
}

void print_scales()
{
    const auto& fields = model::layout(model::Physics::core);
    std::printf("  \"absolute_tolerance_scales\": [%g, %g, %g, %g],\n", fields[0].scale,
                fields[1].scale, fields[2].scale, fields[3].scale);
}

int measure(Interphase cell, const std::string& engine, std::size_t half_cycles, double tolerance,
            int rounds)
{
    auto test = trial(cell, half_cycles);
    test.tolerance = tolerance;
    Outcome out;
    const auto taken = take_turns({[&] { out = solve(engine, test); }}, rounds).front();

    std::printf("{\n  \"cell\": \"%s\",\n  \"engine\": \"%s\",\n", test.name.c_str(),
                engine.c_str());
    // Both electrodes are alike.
    print_electrode(test.cell.working, test.start.working);
    print("exchange_current_density", test.cell.working.exchange_current_density.si);
    print("thermal_voltage", kinetics::thermal_voltage(test.cell.temperature).si);
    print("separator_thickness", test.cell.separator_thickness.si);
    print("separator_conductivity", test.cell.separator_conductivity.si);
    print("voltage_limit", test.voltage_limit);
    print("current", test.current);
    print("half_cycle", test.half_cycle);
    print("tolerance", test.tolerance);
    print_scales();
    const auto count = static_cast<double>(out.half_cycles);
    print("seconds_per_half_cycle", taken.median() / count);
    print("quickest_seconds_per_half_cycle", taken.quickest() / count);
    std::printf("  \"half_cycles\": %zu,\n  \"thickness\": %.17g\n}\n", out.half_cycles,
                out.thickness);
    return out.half_cycles == half_cycles ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    const auto cell = interphase(argc > 1 ? argv[1] : "");
    const std::string engine = argc > 2 ? argv[2] : "";
    const long half_cycles = argc > 3 ? std::atol(argv[3]) : 1000;
    const double tolerance = argc > 4 ? std::atof(argv[4]) : 1e-7;
    const int rounds = argc > 5 ? std::atoi(argv[5]) : 1;
    if (!cell || !known(engine) || half_cycles < 1 || !(tolerance > 0.0) || rounds < 1) {
        std::fprintf(stderr, "usage: reference_case lpsc|lpsc_lgps_4_1|lgps "
                             "kernel|bare_cvode|odeint|sundials "
                             "[HALF_CYCLES [TOLERANCE [ROUNDS]]]\n");
        return 2;
    }
    try {
        return measure(*cell, engine, static_cast<std::size_t>(half_cycles), tolerance, rounds);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "reference_case: %s\n", error.what());
        return 1;
    }
}
