#pragma once
/// What an integrator is asked to do and why it came back. Values, because every way back is
/// normal.

#include "model/cell_system.hpp"
#include "runs/integrate/tolerances.hpp"

#include <atomic>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace percolith::runs
{

/// The solver could not go on; `what` says where and why.
struct SolverFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// How one segment is driven.
using SegmentControl = std::variant<model::Galvanostatic<>, model::Potentiostatic<>>;

/// One stretch with fixed branches and fixed control.
struct Segment {
    model::CellMode mode;
    SegmentControl control;
    double duration = 0.0; ///< s; infinite if only a guard can end it
    model::VoltageLimits limits;
    std::span<const model::Condition> conditions;
    /// Once raised, the integrator comes back after its next step. May be null.
    const std::atomic<bool>* interrupted = nullptr;
};

inline bool raised(const std::atomic<bool>* flag)
{
    return flag != nullptr && flag->load(std::memory_order_relaxed);
}

/// Guards that fell, one bit each, in the order of model/guards.hpp.
using FallenGuards = std::vector<std::size_t>;

/// What happened in a segment.
struct Arrival {
    double elapsed = 0.0; ///< s from the segment's start
    bool reached_end = false; ///< the duration passed; else guards fell
    bool interrupted = false; ///< neither: somebody wants the program to end
    FallenGuards fallen; ///< empty when the end was reached
    double largest_voltage = 0; ///< max |V| seen at step ends, V
    double end_voltage = 0; ///< V at arrival, on the segment's branches
    std::size_t steps = 0;
};

/// Watches accepted steps. `at(t)` interpolates the state within [from, to] to the order of the
/// step.
class StepObserver
{
public:
    class Interpolant
    {
    public:
        virtual ~Interpolant() = default;
        virtual model::CellState<> at(double t) const = 0;
    };
    virtual ~StepObserver() = default;
    virtual void step(double from, double to, const Interpolant& between) = 0;
};

/// Takes a state through one segment. Two implementations: SUNDIALS CVODES (the reference) and
/// Boost.Odeint (fast).
class Integrator
{
public:
    virtual ~Integrator() = default;
    /// `observer` may be null. Throws SolverFailure.
    virtual Arrival advance(const Segment& segment, model::CellState<>& state,
                            StepObserver* observer) = 0;
    /// What a person should know of how it went ("switched to rosenbrock4 ..."); may be empty.
    virtual std::string remark() const = 0;
};

} // namespace percolith::runs
