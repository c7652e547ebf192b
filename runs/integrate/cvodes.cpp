#include "runs/integrate/cvodes.hpp"

#include "model/cell_equations.hpp"
#include "runs/integrate/advance.hpp"
#include "runs/integrate/fallen.hpp"
#include "runs/integrate/sundials_bridge.hpp"
#include "runs/integrate/sundials_handles.hpp"

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <array>

namespace percolith::runs
{

namespace
{

bool has_host(const model::CellMode& mode)
{
    return mode.working.lithium == model::LithiumMode::host ||
           mode.counter.lithium == model::LithiumMode::host;
}

template <model::Physics physics> class Cvodes final : public Integrator
{
public:
    Cvodes(const model::CellParameters<>& cell, const Tolerances& tolerances) : cell_(cell)
    {
        constexpr auto n = static_cast<sunindextype>(model::cell_size<physics>);
        y_.reset(N_VNew_Serial(n, context_.get()));
        floor_.reset(N_VNew_Serial(n, context_.get()));
        matrix_.reset(SUNDenseMatrix(n, n, context_.get()));
        linear_.reset(SUNLinSol_Dense(y_.get(), matrix_.get(), context_.get()));
        memory_.reset(CVodeCreate(CV_BDF, context_.get()));
        const auto& fields = model::layout(physics);
        for (std::size_t k = 0; k < fields.size(); ++k) {
            N_VGetArrayPointer(floor_.get())[k] = tolerances.absolute * fields[k].scale;
        }
        relative_ = tolerances.relative;
        charge_floor_ = N_VGetArrayPointer(floor_.get())[fields.size() - 1];
        auto* const memory = memory_.get();
        check_cvodes(CVodeInit(memory, plain_rates, 0.0, y_.get()), "initialisation");
        check_cvodes(CVodeSVtolerances(memory, tolerances.relative, floor_.get()), "tolerances");
        check_cvodes(CVodeSetLinearSolver(memory, linear_.get(), matrix_.get()), "linear solver");
        check_cvodes(CVodeSetUserData(memory, &bridge_), "user data");
        check_cvodes(CVodeSetErrHandlerFn(memory, keep_complaint, &bridge_), "error handler");
        check_cvodes(CVodeSetMaxNumSteps(memory, -1), "step limit");
        check_cvodes(CVodeSetNoInactiveRootWarn(memory), "root warnings");
    }

    Arrival advance(const Segment& segment, model::CellState<>& state,
                    StepObserver* observer) override
    {
        return std::visit([&](const auto& c) { return under(c, segment, state, observer); },
                          segment.control);
    }

    std::string remark() const override { return {}; }

private:
    class Between final : public StepObserver::Interpolant
    {
    public:
        Between(Cvodes& owner, double to) : owner_(owner), to_(to) {}
        model::CellState<> at(double t) const override
        {
            return t >= to_ ? owner_.state() : owner_.interpolate(t);
        }

    private:
        Cvodes& owner_;
        double to_;
    };

    std::span<double> values() { return {N_VGetArrayPointer(y_.get()), model::cell_size<physics>}; }

    /// Where the last step arrived.
    model::CellState<> state() const
    {
        return model::unpack<physics, double>(std::span<const double, model::cell_size<physics>>(
            N_VGetArrayPointer(y_.get()), model::cell_size<physics>));
    }

    model::CellState<> interpolate(double t)
    {
        if (!scratch_) {
            scratch_.reset(N_VClone(y_.get()));
        }
        check_cvodes(CVodeGetDky(memory_.get(), t, 0, scratch_.get()), "interpolation");
        return model::unpack<physics, double>(std::span<const double, model::cell_size<physics>>(
            N_VGetArrayPointer(scratch_.get()), model::cell_size<physics>));
    }

    template <class Control>
    Arrival under(const Control& control, const Segment& segment, model::CellState<>& state,
                  StepObserver* observer)
    {
        const model::CellEquations<physics, Control> equations(
            {.cell = cell_,
             .on = model::switches<double>(segment.mode),
             .control = control,
             .limits = segment.limits,
             .conditions = segment.conditions});
        bridge_.equations = &equations;
        judge_charge(!is_constant(control));
        // Difference quotients are cheaper where the rates are; a held voltage makes them dear and
        // noisy.
        constexpr bool held = std::is_same_v<Control, model::Potentiostatic<>>;
        check_cvodes(CVodeSetJacFn(memory_.get(), held ? dense_jacobian : nullptr), "Jacobian");
        // A young host stiffens or softens by decades within few steps. With the Jacobian of a
        // stiffer past Newton's method makes too small corrections and takes them for convergence.
        check_cvodes(CVodeSetJacEvalFrequency(memory_.get(), has_host(segment.mode) ? 1 : 0),
                     "Jacobian frequency");
        model::pack<physics, double>(
            state, std::span<double, model::cell_size<physics>>(N_VGetArrayPointer(y_.get()),
                                                                model::cell_size<physics>));
        guards_.resize(equations.guard_count());
        Arrival out;
        out.end_voltage = equations.guards(0.0, values(), guards_);
        out.largest_voltage = std::abs(out.end_voltage);
        out.fallen = fallen_at_start<physics>(guards_);
        if (out.fallen.empty() && begins_at_zero()) {
            out.fallen = falling_from_zero(equations);
        }
        if (out.fallen.empty() && !(segment.duration > 0.0)) {
            out.reached_end = true;
        } else if (out.fallen.empty()) {
            integrate(equations, segment, out, observer);
            state = this->state();
        }
        return out;
    }

    static bool is_constant(const model::Galvanostatic<>& given) { return given.ramp.si == 0.0; }
    static bool is_constant(const model::Potentiostatic<>&) { return false; }

    /// Whether the charge passed has a say in the step size. Under constant current every method is
    /// exact in it; and as it begins at zero in every step of a protocol, it would ask for a first
    /// step of microseconds.
    void judge_charge(bool wanted)
    {
        double& floor = N_VGetArrayPointer(floor_.get())[model::cell_size<physics> - 1];
        const double now = wanted ? charge_floor_ : 1e30;
        if (floor != now) {
            floor = now;
            check_cvodes(CVodeSVtolerances(memory_.get(), relative_, floor_.get()), "tolerances");
        }
    }

    /// Below this a guard counts as zero; voltages are known to rounding.
    static constexpr double zero = 1e-12;

    bool begins_at_zero() const
    {
        for (std::size_t k = 0; k < guards_.size(); ++k) {
            if (std::abs(guards_[k]) <= zero && judged_at_start<physics>(k)) {
                return true;
            }
        }
        return false;
    }

    /// CVODES sees changes of sign, not the fall of a guard that begins at zero, as a voltage does
    /// where the step before ended at its limit. A moment ahead tells where such guards head for.
    FallenGuards falling_from_zero(const model::Equations& equations)
    {
        constexpr double moment = 1e-6; // s
        std::array<double, model::cell_size<physics>> ahead;
        equations.rates(0.0, values(), ahead);
        for (std::size_t k = 0; k < ahead.size(); ++k) {
            ahead[k] = values()[k] + moment * ahead[k];
        }
        std::vector<double> then(guards_.size());
        equations.guards(moment, ahead, then);
        FallenGuards falling;
        for (const auto k : fallen_at_start<physics>(then)) {
            if (std::abs(guards_[k]) <= zero && then[k] < guards_[k]) {
                falling.push_back(k);
            }
        }
        return falling;
    }

    void restart(std::size_t guard_count, double duration)
    {
        auto* const memory = memory_.get();
        check_cvodes(CVodeReInit(memory, 0.0, y_.get()), "restart");
        if (guard_count != directions_.size()) {
            directions_.assign(guard_count, -1);
            fell_.assign(guard_count, 0);
            check_cvodes(CVodeRootInit(memory, static_cast<int>(guard_count), guard_roots),
                         "roots");
            check_cvodes(CVodeSetRootDirection(memory, directions_.data()), "root directions");
        }
        if (std::isfinite(duration)) {
            check_cvodes(CVodeSetStopTime(memory, duration), "stop time");
        }
    }

    void integrate(const model::Equations& equations, const Segment& segment, Arrival& out,
                   StepObserver* observer)
    {
        const double duration = segment.duration;
        restart(equations.guard_count(), duration);
        auto* const memory = memory_.get();
        const double goal = std::isfinite(duration) ? duration : 1e15;
        double t = 0.0;
        while (true) {
            const double from = t;
            const int flag = CVode(memory, goal, y_.get(), &t, CV_ONE_STEP);
            bridge_.require_success(flag, t);
            if (static_cast<double>(++out.steps) > detail::step_limit) {
                throw SolverFailure("no progress after 50 million steps in one segment");
            }
            if (observer != nullptr && t > from) {
                observer->step(from, t, Between(*this, t));
            }
            out.end_voltage = equations.guards(t, values(), guards_);
            out.largest_voltage = std::max(out.largest_voltage, std::abs(out.end_voltage));
            if (flag == CV_ROOT_RETURN) {
                check_cvodes(CVodeGetRootInfo(memory, fell_.data()), "root information");
                for (std::size_t k = 0; k < fell_.size(); ++k) {
                    if (fell_[k] != 0) {
                        out.fallen.push_back(k);
                    }
                }
                break;
            }
            if (flag == CV_TSTOP_RETURN) {
                out.reached_end = true;
                t = duration;
                break;
            }
            if (raised(segment.interrupted)) {
                out.interrupted = true;
                break;
            }
        }
        out.elapsed = t;
    }

    const model::CellParameters<>& cell_;
    CvodesBridge bridge_;
    SundialsContext context_;
    OwnedVector y_;
    OwnedVector floor_;
    double relative_ = 0.0;
    double charge_floor_ = 0.0; ///< absolute tolerance of the charge passed, C/m2
    OwnedVector scratch_;
    OwnedMatrix matrix_;
    OwnedLinearSolver linear_;
    OwnedCvodes memory_;
    std::vector<int> directions_;
    std::vector<int> fell_;
    std::vector<double> guards_;
};

} // namespace

std::unique_ptr<Integrator> make_cvodes(const model::CellParameters<>& cell, model::Physics physics,
                                        const Tolerances& tolerances)
{
    if (physics == model::Physics::core) {
        return std::make_unique<Cvodes<model::Physics::core>>(cell, tolerances);
    }
    return std::make_unique<Cvodes<model::Physics::full>>(cell, tolerances);
}

} // namespace percolith::runs
