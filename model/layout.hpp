#pragma once
/// What the unknowns are: one table that solvers take scales from, records names and units, and
/// messages their words; and the way between state structs and flat vectors.

#include "model/balances.hpp"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace percolith::model
{

/// One unknown, as the solver, the writer and every error message see it.
struct Field {
    std::string name; ///< as in files: "working_interphase_thickness"
    std::string unit; ///< coherent SI: "m"
    std::string long_name; ///< for axes: "interphase thickness of the working electrode"
    double scale; ///< typical size in `unit`; sets the absolute tolerance
};

using Layout = std::vector<Field>;

template <Physics physics>
inline constexpr std::size_t electrode_size = physics == Physics::core ? 4 : 8;
/// Two electrodes and the charge passed in the step.
template <Physics physics> inline constexpr std::size_t cell_size = 2 * electrode_size<physics> + 1;

template <Physics physics, class T = double> using StateVector = std::array<T, cell_size<physics>>;

/// The fields of StateVector<physics>, in its order.
const Layout& layout(Physics physics);

namespace detail
{
template <Physics physics, class T>
[[gnu::always_inline]] inline void pack_electrode(const ElectrodeState<T>& s, T* y)
{
    y[0] = s.lithium.si;
    y[1] = s.host_capacity.si;
    y[2] = s.interphase_thickness.si;
    y[3] = s.barrier_thickness.si;
    if constexpr (physics == Physics::full) {
        y[4] = s.dead_lithium.si;
        y[5] = s.contact_fraction;
        y[6] = s.intrusion_length.si;
        y[7] = s.pore_lithium.si;
    }
}

template <Physics physics, class T>
[[gnu::always_inline]] inline ElectrodeState<T> unpack_electrode(const T* y)
{
    ElectrodeState<T> s;
    s.lithium = kinetics::ArealCharge<T>(y[0]);
    s.host_capacity = kinetics::ArealCharge<T>(y[1]);
    s.interphase_thickness = kinetics::Length<T>(y[2]);
    s.barrier_thickness = kinetics::Length<T>(y[3]);
    if constexpr (physics == Physics::full) {
        s.dead_lithium = kinetics::ArealCharge<T>(y[4]);
        s.contact_fraction = y[5];
        s.intrusion_length = kinetics::Length<T>(y[6]);
        s.pore_lithium = kinetics::Length<T>(y[7]);
    } else {
        s.contact_fraction = T(1.0);
    }
    return s;
}

template <Physics physics, class T>
[[gnu::always_inline]] inline void pack_rates(const ElectrodeRates<T>& r, T* dy)
{
    dy[0] = r.lithium.si;
    dy[1] = r.host_capacity.si;
    dy[2] = r.interphase_thickness.si;
    dy[3] = r.barrier_thickness.si;
    if constexpr (physics == Physics::full) {
        dy[4] = r.dead_lithium.si;
        dy[5] = r.contact_fraction.si;
        dy[6] = r.intrusion_length.si;
        dy[7] = r.pore_lithium.si;
    }
}
} // namespace detail

/// State struct to vector. What core physics does not carry (dead lithium, contact, intrusion,
/// pores) is left out; `unpack` gives it back at rest values.
template <Physics physics, class T>
[[gnu::always_inline]] inline void pack(const CellState<T>& s, std::span<T, cell_size<physics>> y)
{
    constexpr auto n = electrode_size<physics>;
    detail::pack_electrode<physics>(s.working, y.data());
    detail::pack_electrode<physics>(s.counter, y.data() + n);
    y[2 * n] = s.passed_charge.si;
}

template <Physics physics, class T>
[[gnu::always_inline]] inline CellState<T> unpack(std::span<const T, cell_size<physics>> y)
{
    constexpr auto n = electrode_size<physics>;
    return {.working = detail::unpack_electrode<physics>(y.data()),
            .counter = detail::unpack_electrode<physics>(y.data() + n),
            .passed_charge = kinetics::ArealCharge<T>(y[2 * n])};
}

template <Physics physics, class T>
[[gnu::always_inline]] inline void pack(const CellRates<T>& r, std::span<T, cell_size<physics>> dy)
{
    constexpr auto n = electrode_size<physics>;
    detail::pack_rates<physics>(r.working, dy.data());
    detail::pack_rates<physics>(r.counter, dy.data() + n);
    dy[2 * n] = r.passed_charge.si;
}

} // namespace percolith::model
