#pragma once
/// A course under way: pieces, segments between events, and the derivatives' way over events.
///
/// At an event the state's derivatives are moved to the event's own time (+ f- dt*), follow what
/// settling does to the state there, and are moved back to the fixed time (- f+ dt*). Under given
/// current the electrodes do not see each other, so each has an own time of its own.

#include "model/lithium_events.hpp"
#include "runs/fit/course_event.hpp"
#include "runs/fit/course_moments.hpp"
#include "runs/fit/course_segment.hpp"
#include "runs/fit/course_settle.hpp"
#include "runs/fit/course_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace percolith::runs
{

template <model::Physics physics, class T> class CourseRun
{
public:
    CourseRun(const CourseCell<T>& cell, const CourseSetup& setup,
              const CourseObserver<T>& observer, CourseEngine engine)
        : cell_(cell), setup_(setup), observer_(observer), moments_(setup.moments),
          values_(model::as<double>(cell.parameters)), falls_(values_), run_(setup, engine)
    {
        model::pack<physics, T>(cell.initial, std::span<T, size>(y_));
        auto start = model::as<double>(cell.initial);
        mode_ = model::settle<physics>(values_, start, 0.0, 0.0, true).mode;
    }

    CourseEnd<T> operator()()
    {
        const auto last = last_piece();
        double end = 0.0;
        for (std::size_t n = 0; n < setup_.pieces.size() && !over_; ++n) {
            const auto& piece = setup_.pieces[n];
            const double start = end;
            end += piece.duration;
            if (piece.duration > 0.0) {
                moments_.hand_out(end, n == last);
                run(piece, start);
            }
        }
        out_.time = over_ ? out_.time : T(end);
        out_.observed = moments_.seen();
        out_.state = state();
        out_.stiff_segments = run_.stiff_segments();
        return std::move(out_);
    }

private:
    using Systems = CourseSystems<physics, T>;
    using Plain = typename Systems::Plain;
    using Active = typename Systems::Active;
    using Vector = typename Active::Vector;
    using Numbers = typename Plain::Vector;
    static constexpr auto size = model::cell_size<physics>;
    static constexpr auto half = model::electrode_size<physics>;
    static constexpr std::size_t segment_limit = 2'000'000;

    std::size_t last_piece() const
    {
        std::size_t last = 0;
        for (std::size_t n = 0; n < setup_.pieces.size(); ++n) {
            last = setup_.pieces[n].duration > 0.0 ? n : last;
        }
        return last;
    }

    model::CellState<T> state() const
    {
        return model::unpack<physics, T>(std::span<const T, size>(y_));
    }

    void run(const CurrentPiece& piece, double start)
    {
        double elapsed = 0.0;
        bool passed = false;
        fell_ = {false, false};
        troughs_.piece_begins(start, start + piece.duration, state());
        while (!passed && !over_) {
            if (raised(setup_.interrupted)) {
                stop(CourseEnd<T>::Why::interrupted, T(start + elapsed));
                return;
            }
            if (!settle(control(piece, elapsed), start + elapsed)) {
                return;
            }
            passed = segment(piece, start, elapsed);
        }
        if (passed) {
            troughs_.piece_ended(state());
        }
    }

    void stop(typename CourseEnd<T>::Why why, const T& time)
    {
        if (!over_) {
            over_ = true;
            out_.why = why;
            out_.time = time;
        }
    }

    void report(model::EventKind kind, std::optional<model::Side> side, const T& time)
    {
        out_.events.push_back(
            {kind, side, time, side ? troughs_.around(kind, *side, time) : std::nullopt});
    }

    /// The branches at `time`, and what became of the lithium. False when that ended the course.
    bool settle(const model::Galvanostatic<T>& now, double time)
    {
        const T& current = now.at_start.si;
        const double ramp = kinetics::value_of(now.ramp.si);
        auto s = state();
        const auto& p = cell_.parameters;
        const auto w = settle_with_derivatives<physics>(values_.working, p.working, p.submodels,
                                                        s.working, current, ramp);
        const auto c = settle_with_derivatives<physics>(values_.counter, p.counter, p.submodels,
                                                        s.counter, T(-current), -ramp);
        model::pack<physics, T>(s, std::span<T, size>(y_));
        const auto before = std::exchange(mode_, {w.mode, c.mode});
        tell(model::Side::working, before.working, w, time);
        tell(model::Side::counter, before.counter, c, time);
        return !over_;
    }

    void tell(model::Side side, const model::ElectrodeMode& before, const model::Settled& now,
              double time)
    {
        const auto k = static_cast<std::size_t>(side);
        const bool had = before.lithium == model::LithiumMode::metal ||
                         before.lithium == model::LithiumMode::host;
        if (had && before.lithium != now.mode.lithium && !fell_[k]) {
            out_.kinks.push_back({CourseKink::Why::coincidence, side, time});
        }
        const T when = T(time) + delay_[k];
        const auto say = [&](model::EventKind kind) { report(kind, side, when); };
        model::lithium_events(before.lithium, now.mode.lithium, now.stripped_bare, say);
        if (now.stripped_bare) {
            say(side == model::Side::working ? model::EventKind::voltage_limit_high
                                             : model::EventKind::voltage_limit_low);
            end_at(when);
        }
    }

    /// Ends the course by an event; the state moves to the event's time as a whole.
    void end_at(const T& when)
    {
        if (over_) {
            return;
        }
        const T whole = when - kinetics::value_of(when);
        for (std::size_t k = 0; k < size; ++k) {
            const T done = k < 2 * half ? delay_[k / half] : T(0.0);
            y_[k] = y_[k] + (whole - done) * rates_[k];
        }
        stop(CourseEnd<T>::Why::event, when);
    }

    /// Moves each electrode's derivatives in time by `sign` of its delay.
    void shift(const Numbers& rates, double sign)
    {
        if constexpr (derivatives<T> > 0) {
            for (std::size_t k = 0; k < 2 * half; ++k) {
                y_[k].v += (sign * rates[k]) * delay_[k / half].v;
            }
        }
    }

    model::Galvanostatic<T> control(const CurrentPiece& piece, double elapsed) const
    {
        const T& factor = cell_.current_factor;
        return {kinetics::CurrentDensity<T>((piece.current + piece.ramp * elapsed) * factor),
                kinetics::CurrentRamp<T>(piece.ramp * factor)};
    }

    Systems systems(const CurrentPiece& piece, double elapsed)
    {
        const auto on = model::switches<double>(mode_);
        const auto given = control(piece, elapsed);
        const auto& limits = setup_.limits;
        Systems both{.plain = {.cell = values_,
                               .on = on,
                               .control = {kinetics::cast<double>(given.at_start),
                                           kinetics::cast<double>(given.ramp)},
                               .limits = limits,
                               .conditions = {}},
                     .active = {.cell = cell_.parameters,
                                .on = model::as<T>(on),
                                .control = given,
                                .limits = {T(limits.high), T(limits.low)},
                                .conditions = {}}};
        both.plain.prepare(plain_steady_);
        both.active.prepare(steady_);
        return both;
    }

    /// Until the piece is over (true) or something happened.
    bool segment(const CurrentPiece& piece, double start, double& elapsed)
    {
        const auto both = systems(piece, elapsed);
        const double begin = start + elapsed;
        if (moved_) {
            both.plain(SegmentRunner<physics, T>::values(y_), rates_, 0.0);
            shift(rates_, -1.0);
        }
        GuardReading<Plain> began;
        read_guards(both.plain, SegmentRunner<physics, T>::values(y_), 0.0, began);
        require_number(began.voltage, begin);
        const auto down = fallen_at_start<physics>({began.values.data(), both.plain.guard_count()});
        if (!down.empty()) {
            const auto latest = delay_;
            both.plain(SegmentRunner<physics, T>::values(y_), rates_, 0.0);
            delay_ = {T(0.0), T(0.0)};
            std::vector<GuardFall<T>> falls;
            for (const auto guard : down) {
                falls.push_back({guard, cause_of(latest)});
            }
            judge(falls, begin);
            return false;
        }
        delay_ = {T(0.0), T(0.0)};
        moved_ = false;
        const auto look = [&](const Active& active, double late, double from, double to,
                              const auto& at) { observe(active, begin + late, from, to, at); };
        const auto arrival = run_(both, y_, piece.duration - elapsed, began, look);
        ++out_.segments;
        if (out_.segments > segment_limit) {
            throw SolverFailure("the branches of the cell's laws chatter");
        }
        require_number(arrival.end_voltage, begin + arrival.elapsed);
        if (arrival.interrupted) {
            stop(CourseEnd<T>::Why::interrupted, T(begin + arrival.elapsed));
            return false;
        }
        if (arrival.reached_end ||
            turned_at_end<physics>(arrival.fallen, piece.duration - elapsed - arrival.elapsed)) {
            // Moments of this piece that rounding put beyond it.
            observe(
                both.active, begin, arrival.elapsed, arrival.elapsed, [&](double) { return y_; },
                true);
            elapsed = piece.duration;
            return true;
        }
        elapsed += arrival.elapsed;
        cross(both, arrival, start + elapsed, began);
        return false;
    }

    /// The event at the segment's end.
    void cross(const Systems& both, const Arrival& arrival, double time,
               const GuardReading<Plain>& began)
    {
        const auto at = SegmentRunner<physics, T>::values(y_);
        both.plain(at, rates_, arrival.elapsed);
        const auto falls = falls_(arrival.fallen, both.active, both.plain, y_, rates_,
                                  arrival.elapsed, began, arrival.elapsed);
        fell_ = {false, false};
        delay_ = {T(0.0), T(0.0)};
        for (const auto& fall : falls) {
            note_graze(fall, time);
            const auto owner = owner_of<physics>(fall.guard);
            if (owner < 2 && is_of_lithium<physics>(fall.guard)) {
                fell_[owner] = true;
                delay_[owner] = fall.delay;
            }
        }
        moved_ = fell_[0] || fell_[1];
        shift(rates_, 1.0);
        const auto& given = both.active.control;
        const kinetics::Time<T> passed(T(arrival.elapsed));
        if (settle({given.at_start + given.ramp * passed, given.ramp}, time)) {
            judge(falls, time);
        }
    }

    void note_graze(const GuardFall<T>& fall, double time)
    {
        if (fall.grazing) {
            out_.kinks.push_back({CourseKink::Why::grazing, side_of<physics>(fall.guard), time});
        }
    }

    /// A limit passed at the very moment of an event is that event's.
    static T cause_of(const std::array<T, 2>& delays)
    {
        if constexpr (derivatives<T> > 0) {
            return delays[0].v.isZero(0.0) ? delays[1] : delays[0];
        } else {
            return 0.0;
        }
    }

    /// Whether a fallen guard ended the course. All that say so are reported.
    void judge(const std::vector<GuardFall<T>>& falls, double time)
    {
        for (const auto& fall : falls) {
            if (!judged_at_start<physics>(fall.guard)) {
                continue;
            }
            const T when = T(time) + fall.delay;
            report(ending_of<physics>(fall.guard), side_of<physics>(fall.guard), when);
            end_at(when);
        }
    }

    template <class At>
    void observe(const Active& active, double base, double from, double to, const At& at,
                 bool all = false)
    {
        const double until = all ? std::numeric_limits<double>::infinity() : to;
        moments_.pass(base, until, [&](std::size_t number, double t) {
            if (observer_) {
                const double within = std::clamp(t, from, to);
                observer_(number, SystemView<Active>(active, at(within), within,
                                                     setup_.moments[number].time));
            }
        });
    }

    static void require_number(double voltage, double time)
    {
        if (!std::isfinite(voltage)) {
            throw SolverFailure("the voltage is no number any more " + std::to_string(time) +
                                " s into the course; some parameter is out of all proportion");
        }
    }

    const CourseCell<T>& cell_;
    const CourseSetup& setup_;
    const CourseObserver<T>& observer_;
    CourseMoments moments_;
    model::CellParameters<> values_;
    GuardFalls<physics, T> falls_;
    SegmentRunner<physics, T> run_;
    model::SteadyOverpotentials<> plain_steady_;
    model::SteadyOverpotentials<T> steady_;
    Vector y_;
    model::CellMode mode_;
    Numbers rates_{}; ///< of the state at the last event
    std::array<T, 2>
        delay_{}; ///< by how much each electrode's state is that of an event's own time
    std::array<bool, 2> fell_{}; ///< whose lithium guards fell at this event
    TroughWatch<T> troughs_;
    bool moved_ = false; ///< some delay is to be taken back
    bool over_ = false;
    CourseEnd<T> out_;
};

/// Core physics where neither values nor derivatives need more.
template <class T> model::Physics course_physics(const model::CellParameters<T>& cell)
{
    const auto dies = [](const T& share) {
        if constexpr (derivatives<T> > 0) {
            return share.a > 0.0 || !share.v.isZero(0.0);
        } else {
            return share > 0.0;
        }
    };
    const bool full =
        cell.submodels.any() || dies(cell.working.dead_share) || dies(cell.counter.dead_share);
    return full ? model::Physics::full : model::Physics::core;
}

template <class T>
CourseEnd<T> run_course(const CourseCell<T>& cell, const CourseSetup& setup,
                        const CourseObserver<T>& observer, CourseEngine engine)
{
    try {
        return course_physics(cell.parameters) == model::Physics::core
                   ? CourseRun<model::Physics::core, T>(cell, setup, observer, engine)()
                   : CourseRun<model::Physics::full, T>(cell, setup, observer, engine)();
    } catch (const std::domain_error& fault) {
        throw SolverFailure(fault.what());
    }
}

} // namespace percolith::runs
