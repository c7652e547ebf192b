#pragma once
/// One segment of a course: doubles decide each step, derivatives follow it.

#include "model/cell_equations.hpp"
#include "model/convert.hpp"
#include "runs/fit/course.hpp"
#include "runs/integrate/advance.hpp"
#include "runs/integrate/explicit_step.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/integrate/forward_sensitivities.hpp"
#include "runs/integrate/stiffness.hpp"

#include <memory>

namespace percolith::runs
{

/// The same branches and control over doubles and over T.
template <model::Physics physics, class T> struct CourseSystems {
    using Plain = model::CellSystem<physics, double, model::Galvanostatic<>>;
    using Active = model::CellSystem<physics, T, model::Galvanostatic<T>>;
    Plain plain;
    Active active;
};

/// The same system with all that a rate needs in one function: Jets are too large to be handed from
/// one small function to the next (twice the speed).
template <class System> struct Inlined : System {
    explicit Inlined(const System& system) : System(system) {}

    template <class Vector, class T>
    [[gnu::flatten]] void operator()(const Vector& y, Vector& dy, const T& t,
                                     model::CellFlows<T>& f) const
    {
        System::operator()(y, dy, t, f);
    }
};

/// Takes values and derivatives through segments.
template <model::Physics physics, class T> class SegmentRunner
{
public:
    using Systems = CourseSystems<physics, T>;
    using Plain = typename Systems::Plain;
    using Active = typename Systems::Active;
    using Vector = typename Active::Vector;
    using Numbers = typename Plain::Vector;

    SegmentRunner(const CourseSetup& setup, CourseEngine engine)
        : setup_(setup), engine_(engine), allowed_(setup.tolerances)
    {
    }

    /// Advances `y`. `at` holds the guards at the segment's start, none of them down for good.
    /// `look(active, late, from, to, at)` sees every step: `active` at its time t stands `late`
    /// seconds after the segment's start, and at(t) is the state at t within [from, to].
    template <class Look>
    Arrival operator()(const Systems& systems, Vector& y, double duration, GuardReading<Plain> at,
                       const Look& look)
    {
        Arrival out;
        bool stiff = engine_ == CourseEngine::reference || too_stiff(stiff_rate_, duration);
        if (!stiff) {
            stiff = !explicitly(systems, y, duration, at, out, look);
        }
        if (!stiff) {
            stiff_rate_ = 0.0;
        }
        if (stiff && !out.interrupted) {
            stiff_segments_ += engine_ == CourseEngine::quick ? 1 : 0;
            with_cvodes(systems, y, duration, out, look);
            stiff_rate_ = stiffest_rate(systems.plain, out.elapsed, values(y));
        }
        return out;
    }

    std::size_t stiff_segments() const { return stiff_segments_; }

    static Numbers values(const Vector& y)
    {
        Numbers plain;
        std::transform(y.begin(), y.end(), plain.begin(),
                       [](const T& x) { return kinetics::value_of(x); });
        return plain;
    }

private:
    /// False if it gave up because the system is stiff.
    template <class Look>
    bool explicitly(const Systems& systems, Vector& y, double duration, GuardReading<Plain>& at,
                    Arrival& out, const Look& look)
    {
        auto plain = values(y);
        const Inlined<Active> inlined(systems.active);
        ExplicitStep<Inlined<Active>, double> follower(inlined, y);
        const auto watch = [&](double t, double h, const auto&) {
            follower.attempt(t, h);
            look(systems.active, 0.0, t, t + h, [&](double when) {
                return when >= t + h ? follower.trial() : follower.between(t, h, when);
            });
            follower.commit(true);
        };
        bool gave_up = false;
        const auto give_up = [&](const auto& step, double t, double natural, double steps) {
            if (raised(setup_.interrupted)) {
                out.interrupted = true;
                return true;
            }
            gave_up = time_to_ask(steps) && held_back(stiffest_rate(systems.plain, t, step.state()),
                                                      natural, duration - t);
            return gave_up;
        };
        const auto lane = runs::advance<ExplicitStep<Plain>>(systems.plain, plain, duration,
                                                             memory_, allowed_, at, watch, give_up);
        if (lane.stalled) {
            throw SolverFailure("the step size fell to nothing");
        }
        y = follower.state();
        for (std::size_t k = 0; k < y.size(); ++k) {
            set_value(y[k], plain[k]);
        }
        out.reached_end = lane.reached_end;
        out.interrupted = out.interrupted && !lane.reached_end;
        out.elapsed = lane.reached_end ? duration : lane.elapsed;
        out.end_voltage = at.voltage;
        if (!out.reached_end && !out.interrupted && !gave_up) {
            out.fallen = fallen({at.values.data(), systems.plain.guard_count()});
        }
        return !gave_up;
    }

    /// From where the segment stands to its end.
    template <class Look>
    void with_cvodes(const Systems& given, Vector& y, double duration, Arrival& out,
                     const Look& look)
    {
        const double late = out.elapsed;
        Systems systems = given;
        systems.plain.control.at_start += systems.plain.control.ramp * kinetics::Time<>{late};
        systems.active.control.at_start += systems.active.control.ramp * kinetics::Time<T>(T(late));
        const model::CellEquations<physics, model::Galvanostatic<>> equations(systems.plain);
        if (!cvodes_) {
            cvodes_ = std::make_unique<ForwardSensitivities>(
                model::layout(physics), static_cast<std::size_t>(derivatives<T>),
                Tolerances{bdf(setup_.tolerances.relative), bdf(setup_.tolerances.absolute)});
        }
        const SensitiveSegment segment{.equations = equations,
                                       .sensitivity_rates =
                                           [&](double t, std::span<const double> at,
                                               std::span<const double> s, std::span<double> ds) {
                                               Vector rate;
                                               systems.active(joined(at, s), rate, T(t));
                                               split(rate, ds);
                                           },
                                       .duration = duration - late,
                                       .interrupted = setup_.interrupted};
        auto plain = values(y);
        std::vector<double> s(static_cast<std::size_t>(derivatives<T>) * plain.size());
        split(y, s);
        Numbers y_between;
        std::vector<double> s_between(s.size());
        const auto watch = [&](double from, double to, const auto& at) {
            look(systems.active, late, from, to, [&](double when) {
                at(when, y_between, s_between);
                return joined(y_between, s_between);
            });
        };
        const auto arrival = cvodes_->advance(segment, plain, s, watch);
        y = joined(plain, s);
        out.elapsed = arrival.reached_end ? duration : late + arrival.elapsed;
        out.reached_end = arrival.reached_end;
        out.interrupted = arrival.interrupted;
        out.fallen = arrival.fallen;
        GuardReading<Plain> at;
        read_guards(systems.plain, plain, arrival.elapsed, at);
        out.end_voltage = at.voltage;
    }

    static void set_value(T& x, double value)
    {
        if constexpr (derivatives<T> > 0) {
            x.a = value;
        } else {
            x = value;
        }
    }

    /// Derivatives of `y`, parameter by parameter.
    static void split(const Vector& y, std::span<double> s)
    {
        if constexpr (derivatives<T> > 0) {
            for (int k = 0; k < derivatives<T>; ++k) {
                for (std::size_t i = 0; i < y.size(); ++i) {
                    s[static_cast<std::size_t>(k) * y.size() + i] = y[i].v[k];
                }
            }
        }
    }

    static Vector joined(std::span<const double> y, std::span<const double> s)
    {
        Vector both;
        for (std::size_t i = 0; i < both.size(); ++i) {
            both[i] = T(y[i]);
            if constexpr (derivatives<T> > 0) {
                for (int k = 0; k < derivatives<T>; ++k) {
                    both[i].v[k] = s[static_cast<std::size_t>(k) * both.size() + i];
                }
            }
        }
        return both;
    }

    /// BDF's errors add up, Dormand-Prince's stay far below its tolerance: what of the one is worth
    /// so much of the other. Below 10^-12 there is rounding.
    static double bdf(double tolerance)
    {
        constexpr double share = default_tolerances(Engine::sundials).relative /
                                 default_tolerances(Engine::odeint).relative;
        return std::max(share * tolerance, 1e-12);
    }

    const CourseSetup& setup_;
    CourseEngine engine_;
    AllowedError<physics> allowed_;
    StepMemory<double> memory_;
    std::unique_ptr<ForwardSensitivities> cvodes_; ///< made when first needed
    double stiff_rate_ = 0.0; ///< of the last segment that was; 0 after explicit ones
    std::size_t stiff_segments_ = 0;
};

} // namespace percolith::runs
