#pragma once
/// A cell under a given current, observed at given times: as doubles, or as Jets that carry exact
/// derivatives by N parameters through events, resets and changes of branch.
///
/// Branches, steps and events are decided on doubles, exactly as the simulator decides them; Jets
/// follow (docs/develop/derivatives.md).

#include "model/condition.hpp"
#include "model/event.hpp"
#include "model/guards.hpp"
#include "runs/fit/course_troughs.hpp"
#include "runs/fit/current_piece.hpp"
#include "runs/fit/jet.hpp"
#include "runs/integrate/tolerances.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace percolith::runs
{

/// What is asked of a course. Spans must outlive it.
struct CourseSetup {
    std::span<const CurrentPiece> pieces{};
    /// Ascending; at equal times the closing ones first.
    std::span<const Moment> moments{};
    model::VoltageLimits limits{}; ///< reaching one ends the course
    Tolerances tolerances = default_tolerances(Engine::odeint);
    /// Once raised, the course ends after its next step. May be null.
    const std::atomic<bool>* interrupted = nullptr;
};

/// T is double or a Jet. In Jets, both parameters and initial state carry derivatives by the same
/// N directions. A Conductor keeps its reciprocal: derivatives go in through its constructor.
template <class T> struct CourseCell {
    model::CellParameters<T> parameters;
    model::CellState<T> initial;
    T current_factor{1.0}; ///< on the current of all pieces
};

/// What the cell shows at one moment. Each number is computed when asked for; valid within the call
/// that passes it.
template <class T> class CourseView
{
public:
    virtual ~CourseView() = default;
    virtual double time() const = 0; ///< s since the course's start
    virtual double current() const = 0; ///< A/m2
    virtual T voltage() const = 0; ///< V
    /// Any observable, in coherent SI.
    virtual T observe(model::Observable what, model::Side side) const = 0;
    /// Lithium in the reversible alloy host, min(q, c_r), C/m2.
    virtual T host(model::Side side) const = 0;
    /// Charge that has leaked through the interphase, (l - b_0)/v, C/m2.
    virtual T leaked(model::Side side) const = 0;
    /// Lithium bound in the interphase for good, C/m2.
    virtual T bound(model::Side side) const = 0;
    /// Stripped lithium that can no longer be reached, C/m2.
    virtual T dead(model::Side side) const = 0;
};

/// Called once per moment reached, in their order.
template <class T> using CourseObserver = std::function<void(std::size_t, const CourseView<T>&)>;

/// An event and its time, s since the course's start.
template <class T> struct CourseEvent {
    model::EventKind kind = model::EventKind::protocol_finished;
    std::optional<model::Side> side;
    T time{};
    std::optional<Troughs<T>> troughs{}; ///< of one that takes the last lithium of a half cycle
};

/// Where derivatives do not exist, or hold for the smallest changes only. Those after it are to be
/// distrusted.
struct CourseKink {
    enum class Why {
        grazing, ///< an event that a small change of parameters makes vanish
        coincidence, ///< two changes at once that the parameters would move apart
    };
    Why why = Why::grazing;
    std::optional<model::Side> side;
    double time = 0.0; ///< s
};

/// How a course ended.
template <class T> struct CourseEnd {
    enum class Why { pieces_done, event, interrupted };
    Why why = Why::pieces_done;
    T time{}; ///< s; at an event with its derivative
    std::size_t observed = 0; ///< moments reached
    std::vector<CourseEvent<T>> events; ///< the last one ended the course where `why` says event
    std::vector<CourseKink> kinks;
    model::CellState<T> state; ///< then; derivatives are those at this fixed time
    std::size_t segments = 0;
    std::size_t stiff_segments = 0; ///< of them, finished by CVODES
};

/// Explicit steps, and CVODES where those become dear; or CVODES alone, with forward sensitivities.
enum class CourseEngine { quick, reference };

/// Runs a course. `observer` may be empty. T is double or Jet<4>, Jet<8>, Jet<12>.
/// Throws `SolverFailure` where the solver cannot go on, `std::invalid_argument` unless the moments
/// are in order.
template <class T>
CourseEnd<T> run_course(const CourseCell<T>& cell, const CourseSetup& setup,
                        const CourseObserver<T>& observer,
                        CourseEngine engine = CourseEngine::quick);

} // namespace percolith::runs
