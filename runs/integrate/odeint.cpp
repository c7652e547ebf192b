#include "runs/integrate/odeint.hpp"

#include "runs/integrate/advance.hpp"
#include "runs/integrate/explicit_step.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/integrate/implicit_step.hpp"
#include "runs/integrate/stiffness.hpp"

#include <fmt/core.h>

namespace percolith::runs
{

namespace
{

template <class System, class Step> class Between final : public StepObserver::Interpolant
{
public:
    Between(Step& step, double t, double h) : step_(step), t_(t), h_(h) {}
    model::CellState<> at(double t) const override
    {
        const auto y = t >= t_ + h_ ? step_.trial() : step_.between(t_, h_, t);
        return model::unpack<System::physics, double>(
            std::span<const double, std::tuple_size_v<typename System::Vector>>(y));
    }

private:
    Step& step_;
    double t_;
    double h_;
};

template <model::Physics physics> class Odeint final : public Integrator
{
public:
    Odeint(const model::CellParameters<>& cell, const Tolerances& tolerances)
        : cell_(cell), allowed_(tolerances)
    {
    }

    Arrival advance(const Segment& segment, model::CellState<>& state,
                    StepObserver* observer) override
    {
        return std::visit([&](const auto& c) { return under(c, segment, state, observer); },
                          segment.control);
    }

    std::string remark() const override
    {
        if (stiff_segments_ == 0) {
            return {};
        }
        return fmt::format(
            "too stiff for an explicit method in {} segment{} (fastest rate {:.3g} 1/s): "
            "switched to rosenbrock4 there",
            stiff_segments_, stiff_segments_ == 1 ? "" : "s", fastest_rate_);
    }

private:
    template <class Control>
    Arrival under(const Control& control, const Segment& segment, model::CellState<>& state,
                  StepObserver* observer)
    {
        using System = model::CellSystem<physics, double, Control>;
        System system{.cell = cell_,
                      .on = model::switches<double>(segment.mode),
                      .control = control,
                      .limits = segment.limits,
                      .conditions = segment.conditions};
        system.prepare(steady_);
        typename System::Vector y;
        model::pack<physics, double>(state, std::span<double, model::cell_size<physics>>(y));
        Arrival out;
        GuardReading<System> at;
        read_guards(system, y, 0.0, at);
        out.largest_voltage = std::abs(at.voltage);
        out.fallen = fallen_at_start<physics>({at.values.data(), system.guard_count()});
        if (out.fallen.empty()) {
            integrate(system, y, segment, at, out, observer);
            state = model::unpack<physics, double>(
                std::span<const double, model::cell_size<physics>>(y));
        }
        out.end_voltage = at.voltage;
        return out;
    }

    template <class System>
    void integrate(const System& system, typename System::Vector& y, const Segment& segment,
                   GuardReading<System>& at, Arrival& out, StepObserver* observer)
    {
        const double duration = segment.duration;
        interrupted_ = segment.interrupted;
        bool stiff = too_stiff(stiff_rate_, duration);
        if (!stiff) {
            stiff = !run<ExplicitStep<System>>(system, y, duration, explicit_memory_, at, out,
                                               observer, true);
        }
        if (!stiff) {
            stiff_rate_ = 0.0;
        }
        if (stiff && !out.interrupted) {
            ++stiff_segments_;
            run<ImplicitStep<System>>(system, y, duration - out.elapsed, implicit_memory_, at, out,
                                      observer, false);
            stiff_rate_ = stiffest_rate(system, out.elapsed, y);
            fastest_rate_ = std::max(fastest_rate_, stiff_rate_);
        }
        if (!out.reached_end && !out.interrupted) {
            out.fallen = fallen({at.values.data(), system.guard_count()});
        }
    }

    /// False if it gave up because the system is stiff.
    template <class Step, class System>
    bool run(const System& given, typename System::Vector& y, double duration,
             StepMemory<double>& memory, GuardReading<System>& at, Arrival& out,
             StepObserver* observer, bool may_give_up)
    {
        const double start = out.elapsed;
        System system = given;
        if constexpr (requires { system.control.ramp; }) {
            system.control.at_start += system.control.ramp * kinetics::Time<>{start};
        }
        bool gave_up = false;
        const auto watch = [&](double t, double h, Step& step) {
            if (observer != nullptr) {
                observer->step(start + t, start + t + h, Between<System, Step>(step, start + t, h));
            }
        };
        const auto give_up = [&](const Step& step, double t, double natural, double steps) {
            if (raised(interrupted_)) {
                out.interrupted = true;
                return true;
            }
            if (!may_give_up || !time_to_ask(steps)) {
                return false;
            }
            const double rate = stiffest_rate(system, t, step.state());
            gave_up = held_back(rate, natural, duration - t);
            if (gave_up) {
                fastest_rate_ = std::max(fastest_rate_, rate);
            }
            return gave_up;
        };
        const auto lane =
            runs::advance<Step>(system, y, duration, memory, allowed_, at, watch, give_up);
        if (lane.stalled) {
            throw SolverFailure(lane.steps > detail::step_limit
                                    ? "no progress after 50 million steps in one segment"
                                    : "the step size fell to nothing");
        }
        out.elapsed = lane.reached_end ? start + duration : start + lane.elapsed;
        out.reached_end = lane.reached_end;
        out.interrupted = out.interrupted && !lane.reached_end;
        out.largest_voltage = std::max(out.largest_voltage, lane.largest_voltage);
        out.steps += static_cast<std::size_t>(lane.steps);
        return !gave_up;
    }

    const model::CellParameters<>& cell_;
    AllowedError<physics> allowed_;
    const std::atomic<bool>* interrupted_ = nullptr; ///< of the segment under way
    model::SteadyOverpotentials<> steady_;
    StepMemory<double> explicit_memory_;
    StepMemory<double> implicit_memory_;
    double stiff_rate_ = 0.0; ///< of the last implicit segment's end; 0 after explicit ones
    double fastest_rate_ = 0.0;
    std::size_t stiff_segments_ = 0;
};

} // namespace

std::unique_ptr<Integrator> make_odeint(const model::CellParameters<>& cell, model::Physics physics,
                                        const Tolerances& tolerances)
{
    if (physics == model::Physics::core) {
        return std::make_unique<Odeint<model::Physics::core>>(cell, tolerances);
    }
    return std::make_unique<Odeint<model::Physics::full>>(cell, tolerances);
}

} // namespace percolith::runs
