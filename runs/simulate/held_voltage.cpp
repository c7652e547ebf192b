#include "runs/simulate/held_voltage.hpp"

#include <cmath>
#include <limits>

namespace percolith::runs
{

namespace
{

bool stripped_bare(const HeldBranches& b)
{
    return b.settled.working_stripped_bare || b.settled.counter_stripped_bare;
}

/// The current at the held voltage on the branches that `current` and `ramp` lead to.
template <model::Physics physics>
HeldBranches branches_near(const model::Potentiostatic<>& held, const model::CellParameters<>& cell,
                           const model::CellState<>& state, double current, double ramp)
{
    HeldBranches b{.state = state, .settled = {}};
    b.settled = model::settle<physics>(cell, b.state, current, ramp, false);
    b.current = stripped_bare(b)
                    ? 0.0
                    : model::cell_current<physics>(
                          {held.voltage, kinetics::CurrentDensity<>{current}}, cell, b.state,
                          model::switches<double>(b.settled.mode), kinetics::Time<>{0.0})
                          .si;
    return b;
}

/// V - held at this current on its own branches: rises with the current, and without bound where an
/// electrode has nothing left to strip.
template <model::Physics physics>
double excess_voltage(const model::Potentiostatic<>& held, const model::CellParameters<>& cell,
                      model::CellState<> state, double current)
{
    const auto settled = model::settle<physics>(cell, state, current, 0.0, false);
    if (settled.working_stripped_bare || settled.counter_stripped_bare) {
        return std::copysign(std::numeric_limits<double>::infinity(), current);
    }
    const auto v = model::voltage<physics>(cell, state, model::switches<double>(settled.mode),
                                           kinetics::CurrentDensity<>{current});
    return (v.total() - held.voltage).si;
}

constexpr double smallest_current = 1e-12; // A/m2
constexpr double largest_current = 1e7;

/// By bisection over all branches, each current on its own.
template <model::Physics physics>
double current_at(const model::Potentiostatic<>& held, const model::CellParameters<>& cell,
                  const model::CellState<>& state)
{
    const double up = excess_voltage<physics>(held, cell, state, smallest_current);
    const double down = excess_voltage<physics>(held, cell, state, -smallest_current);
    if (up >= 0.0 && down <= 0.0) {
        // An exhausted electrode blocks the way: the terminal event shows on its side.
        return std::isinf(down) && !std::isinf(up) ? -smallest_current : smallest_current;
    }
    const double sign = up < 0.0 ? 1.0 : -1.0;
    double low = std::log(smallest_current);
    double high = std::log(largest_current);
    for (int round = 0; round < 80; ++round) {
        const double middle = 0.5 * (low + high);
        const double e = sign * excess_voltage<physics>(held, cell, state, sign * std::exp(middle));
        (e < 0.0 ? low : high) = middle;
    }
    return sign * std::exp(0.5 * (low + high));
}

/// Where a flag's quantity or the current itself is zero, the drift of the current decides.
template <model::Physics physics>
HeldBranches refined_by_drift(const model::Potentiostatic<>& held,
                              const model::CellParameters<>& cell, const model::CellState<>& state,
                              HeldBranches here)
{
    for (int round = 0; round < 5; ++round) {
        const auto ramp = model::holding_ramp<physics>(cell, here.state,
                                                       model::switches<double>(here.settled.mode),
                                                       kinetics::CurrentDensity<>{here.current});
        const auto next = branches_near<physics>(held, cell, state, here.current, ramp.si);
        const bool same = next.settled.mode == here.settled.mode;
        here = next;
        if (same) {
            break;
        }
    }
    return here;
}

} // namespace

template <model::Physics physics>
HeldBranches held_branches(const model::Potentiostatic<>& held, const model::CellParameters<>& cell,
                           const model::CellState<>& state, double hint)
{
    auto here = branches_near<physics>(held, cell, state, hint, 0.0);
    bool agreed = false;
    for (int round = 0; round < 5 && !agreed && !stripped_bare(here); ++round) {
        const auto next = branches_near<physics>(held, cell, state, here.current, 0.0);
        agreed = next.settled.mode == here.settled.mode;
        here = next;
    }
    if (!agreed) {
        here =
            branches_near<physics>(held, cell, state, current_at<physics>(held, cell, state), 0.0);
    }
    return stripped_bare(here) ? here : refined_by_drift<physics>(held, cell, state, here);
}

template HeldBranches held_branches<model::Physics::core>(const model::Potentiostatic<>&,
                                                          const model::CellParameters<>&,
                                                          const model::CellState<>&, double);
template HeldBranches held_branches<model::Physics::full>(const model::Potentiostatic<>&,
                                                          const model::CellParameters<>&,
                                                          const model::CellState<>&, double);

} // namespace percolith::runs
