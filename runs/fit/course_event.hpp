#pragma once
/// How the time of an event moves with the parameters: dt*/dp = -(g_p + g_y s)/(g_t + g_y f).

#include "model/cell_system.hpp"
#include "model/convert.hpp"
#include "model/event.hpp"
#include "runs/fit/jet.hpp"
#include "runs/integrate/arrival.hpp"
#include "runs/integrate/guard_reading.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace percolith::runs
{

/// A fallen guard, and how its fall moves.
template <class T> struct GuardFall {
    std::size_t guard = 0;
    T delay{0.0}; ///< value 0, derivatives those of the time of the fall, s
    bool grazing = false; ///< it hardly falls
};

/// Falls of guards of one cell.
template <model::Physics physics, class T> class GuardFalls
{
public:
    using Active = model::CellSystem<physics, T, model::Galvanostatic<T>>;
    using Plain = model::CellSystem<physics, double, model::Galvanostatic<>>;

    explicit GuardFalls(const model::CellParameters<>& cell) : cell_(model::as<Moving>(cell)) {}

    /// Those of `fallen` at time t of the systems, where the state is `y` and changes at `rates`.
    /// `began` holds the guards as they were `elapsed` seconds before.
    std::vector<GuardFall<T>> operator()(const FallenGuards& fallen, const Active& active,
                                         const Plain& plain, const typename Active::Vector& y,
                                         const typename Plain::Vector& rates, double t,
                                         const GuardReading<Plain>& began, double elapsed) const
    {
        std::vector<GuardFall<T>> falls;
        if constexpr (derivatives<T> == 0) {
            for (const auto guard : fallen) {
                falls.push_back({guard});
            }
        } else {
            GuardReading<Active> at;
            read_guards(active, y, T(t), at);
            const auto slope = slopes(plain, y, rates, t);
            for (const auto guard : fallen) {
                GuardFall<T> fall{guard};
                const double height = kinetics::max(began.values[guard], 0.0);
                fall.delay.v = -at.values[guard].v / slope[guard];
                const bool meaningless = !(slope[guard] < 0.0) || !fall.delay.v.allFinite();
                fall.grazing = meaningless || slope[guard] > -least_slope * height / elapsed;
                if (meaningless) {
                    fall.delay = T(0.0);
                }
                falls.push_back(fall);
            }
        }
        return falls;
    }

private:
    using Moving = Jet<1>;
    using MovingSystem = model::CellSystem<physics, Moving, model::Galvanostatic<Moving>>;

    /// Slope at the fall, in units of the mean slope since the segment began, below which the fall
    /// is a graze. A guard with a minimum there keeps above zero when it is lifted by the square of
    /// this share of its height, so derivatives hold for no larger changes.
    static constexpr double least_slope = 1e-3;

    /// dg/dt along the state's way.
    GuardValues<Plain> slopes(const Plain& plain, const typename Active::Vector& y,
                              const typename Plain::Vector& rates, double t) const
    {
        const MovingSystem moving{.cell = cell_,
                                  .on = model::as<Moving>(plain.on),
                                  .control = {kinetics::cast<Moving>(plain.control.at_start),
                                              kinetics::cast<Moving>(plain.control.ramp)},
                                  .limits = {Moving(plain.limits.high), Moving(plain.limits.low)},
                                  .conditions = {}};
        typename MovingSystem::Vector on_its_way;
        for (std::size_t k = 0; k < on_its_way.size(); ++k) {
            on_its_way[k] = Moving(kinetics::value_of(y[k]));
            on_its_way[k].v[0] = rates[k];
        }
        GuardReading<MovingSystem> at;
        read_guards(moving, on_its_way, Moving(t, 0), at);
        GuardValues<Plain> slope;
        for (std::size_t k = 0; k < moving.guard_count(); ++k) {
            slope[k] = at.values[k].v[0];
        }
        return slope;
    }

    model::CellParameters<Moving> cell_;
};

/// Whose guard it is: 0 working, 1 counter, 2 the cell.
template <model::Physics physics> std::size_t owner_of(std::size_t guard)
{
    return std::min<std::size_t>(guard / model::electrode_guards<physics>, 2);
}

/// The electrode whose guard it is; nothing for the cell's.
template <model::Physics physics> std::optional<model::Side> side_of(std::size_t guard)
{
    const auto owner = owner_of<physics>(guard);
    return owner < 2 ? std::optional(static_cast<model::Side>(owner)) : std::nullopt;
}

/// What ended the course, of a guard whose fall does.
template <model::Physics physics> model::EventKind ending_of(std::size_t guard)
{
    using model::EventKind;
    constexpr auto n = model::electrode_guards<physics>;
    if (side_of<physics>(guard)) {
        const auto which = static_cast<model::ElectrodeGuard>(guard % n);
        return which == model::ElectrodeGuard::contact_lost ? EventKind::contact_lost
                                                            : EventKind::short_circuit;
    }
    const auto which = static_cast<model::CellGuard>(guard - 2 * n);
    return which == model::CellGuard::separator      ? EventKind::separator_consumed
           : which == model::CellGuard::voltage_high ? EventKind::voltage_limit_high
                                                     : EventKind::voltage_limit_low;
}

/// Whether it says what lithium the electrode has: the only guards at whose fall rates jump.
template <model::Physics physics> bool is_of_lithium(std::size_t guard)
{
    return owner_of<physics>(guard) < 2 &&
           guard % model::electrode_guards<physics> <=
               static_cast<std::size_t>(model::ElectrodeGuard::lithium_lower);
}

} // namespace percolith::runs
