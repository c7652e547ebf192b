#pragma once
/// What a cell shows at one moment of a course.

#include "model/cell_system.hpp"
#include "runs/fit/course.hpp"

namespace percolith::runs
{

/// `System` is the cell's on its branches, `state` its state at the system's time `t`.
template <class System> class SystemView final : public CourseView<typename System::Scalar>
{
public:
    using T = typename System::Scalar;
    static constexpr auto physics = System::physics;

    SystemView(const System& system, const typename System::Vector& state, double t,
               double course_time)
        : system_(system),
          state_(model::unpack<physics, T>(std::span<const T, model::cell_size<physics>>(state))),
          current_(system.current(state_, T(t))), course_time_(course_time)
    {
    }

    double time() const override { return course_time_; }
    double current() const override { return kinetics::value_of(current_.si); }

    [[gnu::flatten]] T voltage() const override
    {
        const auto& p = system_.cell;
        const auto flow = model::cell_flows(p, state_, system_.on, current_);
        const auto eta =
            system_.steady ? *system_.steady : model::overpotentials(p, state_, current_);
        const auto w = model::electrode_voltage_from<physics>(
            p.working, p, state_.working, system_.on.working, flow.working, eta.working);
        const auto c = model::electrode_voltage_from<physics>(
            p.counter, p, state_.counter, system_.on.counter, flow.counter, eta.counter);
        const auto separator =
            current_ * (model::separator_left(p, state_) / p.separator_conductivity);
        return (w.total() - c.total() + separator).si;
    }

    T observe(model::Observable what, model::Side side) const override
    {
        return model::observe<physics>(what, side, system_.cell, state_, system_.on, current_);
    }

    T host(model::Side side) const override
    {
        const auto& s = of(side);
        return kinetics::min(s.lithium, s.host_capacity).si;
    }

    T leaked(model::Side side) const override
    {
        const auto& p = parameters(side);
        return ((of(side).interphase_thickness - p.initial_thickness) / p.growth).si;
    }

    T bound(model::Side side) const override
    {
        return (1.0 - parameters(side).reversible_share) * leaked(side);
    }

    T dead(model::Side side) const override { return of(side).dead_lithium.si; }

private:
    const model::ElectrodeState<T>& of(model::Side side) const
    {
        return side == model::Side::working ? state_.working : state_.counter;
    }
    const model::ElectrodeParameters<T>& parameters(model::Side side) const
    {
        return side == model::Side::working ? system_.cell.working : system_.cell.counter;
    }

    const System& system_;
    model::CellState<T> state_;
    kinetics::CurrentDensity<T> current_;
    double course_time_;
};

} // namespace percolith::runs
