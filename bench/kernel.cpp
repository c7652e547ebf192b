#include "bench/kernel.hpp"

#include "kinetics/charge_transfer.hpp"
#include "model/layout.hpp"

#include <algorithm>
#include <stdexcept>

namespace percolith::bench
{

namespace
{

KernelElectrode electrode(const model::ElectrodeParameters<>& p)
{
    return {.growth = p.growth.si,
            .reversible = p.reversible_share,
            .per_electronic = 1.0 / p.electronic(p.initial_thickness).si,
            .per_ionic = 1.0 / p.ionic.conductivity().si,
            .front = p.front_resistance.si,
            .renewal = p.renewal.si,
            .reduction = p.reduction_potential.si};
}

using State = KernelCell::State;

/// What one half cycle carries to the next.
struct Stepper {
    State y;
    double step = 0.0;
    double largest_voltage = 0.0;
};

/// Advances over `duration`; false if metal or voltage ran out of bounds.
bool half_cycle(const KernelCell& cell, const State& floor, double tolerance, double duration,
                double limit, Stepper& at)
{
    State& y = at.y;
    State k1, k2, k3, k4, k5, k6, k7, x;
    cell.rates(y, k1);
    at.largest_voltage = std::max(at.largest_voltage, std::abs(cell.voltage(y, k1)));
    double t = 0.0;
    double natural = at.step;
    while (t < duration) {
        const double left = duration - t;
        const double h = natural >= left ? left : 2.0 * natural > left ? 0.5 * left : natural;
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] = y[i] + h * (1.0 / 5.0) * k1[i];
        }
        cell.rates(x, k2);
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] = y[i] + h * (3.0 / 40.0 * k1[i] + 9.0 / 40.0 * k2[i]);
        }
        cell.rates(x, k3);
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] = y[i] + h * (44.0 / 45.0 * k1[i] - 56.0 / 15.0 * k2[i] + 32.0 / 9.0 * k3[i]);
        }
        cell.rates(x, k4);
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] = y[i] + h * (19372.0 / 6561.0 * k1[i] - 25360.0 / 2187.0 * k2[i] +
                               64448.0 / 6561.0 * k3[i] - 212.0 / 729.0 * k4[i]);
        }
        cell.rates(x, k5);
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] = y[i] +
                   h * (9017.0 / 3168.0 * k1[i] - 355.0 / 33.0 * k2[i] + 46732.0 / 5247.0 * k3[i] +
                        49.0 / 176.0 * k4[i] - 5103.0 / 18656.0 * k5[i]);
        }
        cell.rates(x, k6);
        for (std::size_t i = 0; i < 8; ++i) {
            x[i] =
                y[i] + h * (35.0 / 384.0 * k1[i] + 500.0 / 1113.0 * k3[i] + 125.0 / 192.0 * k4[i] -
                            2187.0 / 6784.0 * k5[i] + 11.0 / 84.0 * k6[i]);
        }
        cell.rates(x, k7);
        double worst = 0.0;
        for (std::size_t i = 0; i < 8; ++i) {
            const double error =
                h * (71.0 / 57600.0 * k1[i] - 71.0 / 16695.0 * k3[i] + 71.0 / 1920.0 * k4[i] -
                     17253.0 / 339200.0 * k5[i] + 22.0 / 525.0 * k6[i] - 1.0 / 40.0 * k7[i]);
            const double allowed = tolerance * std::max(std::abs(y[i]), std::abs(x[i])) + floor[i];
            worst = std::max(worst, std::abs(error) / allowed);
        }
        const double factor = std::clamp(0.9 * std::pow(worst + 1e-10, -0.2), 0.2, 5.0);
        if (worst > 1.0) {
            natural = h * factor;
            continue;
        }
        t = h == left ? duration : t + h;
        natural = h < natural ? std::max(natural, h * factor) : h * factor;
        y = x;
        k1 = k7;
        const double v = std::abs(cell.voltage(y, k1));
        at.largest_voltage = std::max(at.largest_voltage, v);
        if (!KernelCell::metal_left(y) || v > limit) {
            return false;
        }
    }
    at.step = natural;
    return true;
}

} // namespace

KernelCell::KernelCell(const model::CellParameters<>& p)
    : electrode_{electrode(p.working), electrode(p.counter)},
      exchange_{p.working.exchange_current_density.si, p.counter.exchange_current_density.si},
      initial_{p.working.initial_thickness.si, p.counter.initial_thickness.si},
      separator_use_{p.working.separator_use / p.working.growth,
                     p.counter.separator_use / p.counter.growth},
      separator_(p.separator_thickness.si), per_separator_(1.0 / p.separator_conductivity.si),
      thermal_voltage_(kinetics::thermal_voltage(p.temperature).si)
{
    if (p.working.electronic.depends_on_thickness() ||
        p.counter.electronic.depends_on_thickness()) {
        throw std::invalid_argument("the kernel knows constant conductivities only");
    }
}

KernelCell::State kernel_floor(double tolerance)
{
    KernelCell::State floor;
    const auto& fields = model::layout(model::Physics::core);
    for (std::size_t k = 0; k < floor.size(); ++k) {
        floor[k] = tolerance * fields[k].scale;
    }
    return floor;
}

KernelCell::State kernel_start(const model::CellState<>& s)
{
    const auto& w = s.working;
    const auto& c = s.counter;
    return {w.lithium.si, w.host_capacity.si, w.interphase_thickness.si, w.barrier_thickness.si,
            c.lithium.si, c.host_capacity.si, c.interphase_thickness.si, c.barrier_thickness.si};
}

Outcome run_kernel(const Trial& trial)
{
    KernelCell cell(trial.cell);
    const auto floor = kernel_floor(trial.tolerance);
    Stepper at{.y = kernel_start(trial.start), .step = 1.0};
    Outcome out;
    for (; out.half_cycles < trial.half_cycles; ++out.half_cycles) {
        cell.drive(out.half_cycles % 2 == 0 ? trial.current : -trial.current);
        if (!half_cycle(cell, floor, trial.tolerance, trial.half_cycle, trial.voltage_limit, at)) {
            break;
        }
    }
    out.thickness = at.y[2];
    out.largest_voltage = at.largest_voltage;
    return out;
}

} // namespace percolith::bench
