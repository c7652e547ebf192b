#pragma once
/// What `model::settle` does to a state, as a map of derivatives.
///
/// The state is that at the event's own time, which moves with the parameters. Where `settle` sets
/// a number, so is its derivative; where it solves for one, the derivative follows from the
/// equation solved.

#include "model/convert.hpp"
#include "model/transitions.hpp"
#include "runs/fit/jet.hpp"

namespace percolith::runs
{

namespace detail
{

/// The same derivatives at another value.
template <class T> T with_value(double value, const T& x)
{
    if constexpr (derivatives<T> > 0) {
        return T(value, x.v);
    } else {
        return value;
    }
}

/// Derivative of the root x of r(x, p) = 0, whose slope by x is known: -(r_p)/(r_x).
template <class T> T implicit_root(double root, const T& residual, double slope)
{
    return with_value(root, T(residual * (-1.0 / slope)));
}

/// b on the sliding manifold: b/sigma_e(b) = theta E_red/|j| - R_k.
template <class T>
T manifold_barrier(const model::ElectrodeParameters<>& values,
                   const model::ElectrodeParameters<T>& p, const model::ElectrodeState<T>& s,
                   kinetics::Length<> barrier, const T& j)
{
    const auto resistance = [](const auto& law, const auto& b) { return (b / law(b)).si; };
    const auto nudge = 1e-5 * barrier;
    const double slope = (resistance(values.electronic, barrier + nudge) -
                          resistance(values.electronic, barrier - nudge)) /
                         (2.0 * nudge.si);
    const T wanted = s.contact_fraction * p.reduction_potential.si / -j - p.front_resistance.si;
    const kinetics::Length<T> passive(T(barrier.si));
    return implicit_root(barrier.si, T(resistance(p.electronic, passive) - wanted), slope);
}

/// q/c_r of a bare collector's first host.
template <class T>
T seed_ratio(const model::ElectrodeParameters<>& values, const model::ElectrodeParameters<T>& p,
             const model::ElectrodeState<T>& s, double ratio, const T& j)
{
    const double nudge = 1e-6;
    const auto plain = model::as<double>(s);
    const double current = kinetics::value_of(j);
    const double slope = (model::detail::host_surplus(values, plain, current, ratio + nudge) -
                          model::detail::host_surplus(values, plain, current, ratio - nudge)) /
                         (2.0 * nudge);
    return implicit_root(ratio, model::detail::host_surplus(p, s, j, T(ratio)), slope);
}

/// Derivatives of `s` follow what settling made of its values.
template <class T>
void follow(const model::ElectrodeParameters<>& values, const model::ElectrodeParameters<T>& p,
            const model::ElectrodeState<>& before, const model::ElectrodeState<>& after,
            model::LithiumMode mode, const T& j, model::ElectrodeState<T>& s)
{
    const bool seeded = after.host_capacity.si != before.host_capacity.si;
    const bool none_left = before.lithium.si <= model::empty_charge && after.lithium.si == 0.0;
    if (mode == model::LithiumMode::sliding) {
        s.lithium = s.host_capacity;
        const bool whole = after.barrier_thickness.si == after.interphase_thickness.si;
        s.barrier_thickness =
            whole ? s.interphase_thickness
                  : kinetics::Length<T>(manifold_barrier(values, p, s, after.barrier_thickness, j));
    } else if (seeded) {
        const double ratio = (after.lithium / after.host_capacity);
        s.host_capacity.si = T(after.host_capacity.si);
        s.lithium = s.host_capacity * seed_ratio(values, p, s, ratio, j);
    } else if (none_left && mode != model::LithiumMode::metal) {
        s.lithium.si = T(0.0);
    }
    if (after.pore_lithium.si != before.pore_lithium.si) {
        s.pore_lithium.si = T(after.pore_lithium.si);
    }
    s.lithium.si = with_value(after.lithium.si, s.lithium.si);
}

} // namespace detail

/// `model::settle` of one electrode under given current, derivatives included.
template <model::Physics physics, class T>
model::Settled settle_with_derivatives(const model::ElectrodeParameters<>& values,
                                       const model::ElectrodeParameters<T>& p,
                                       const model::Submodels& with, model::ElectrodeState<T>& s,
                                       const T& j, double ramp)
{
    const auto before = model::as<double>(s);
    auto after = before;
    const auto settled =
        model::settle<physics>(values, with, after, kinetics::value_of(j), ramp, true);
    detail::follow(values, p, before, after, settled.mode.lithium, j, s);
    return settled;
}

} // namespace percolith::runs
