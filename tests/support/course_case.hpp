#pragma once
/// Random cells under random given currents, with knobs to differentiate by.

#include "model/convert.hpp"
#include "runs/fit/course.hpp"
#include "tests/support/random_protocol.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace percolith::tests
{

/// What the tests differentiate by: logarithms of factors on parameters and initial state.
inline constexpr std::size_t knobs = 12;
template <class T> using Knobs = std::array<T, knobs>;

/// All knobs as they are: each a variable in Jets.
template <class T> Knobs<T> at_rest()
{
    Knobs<T> x;
    for (std::size_t k = 0; k < knobs; ++k) {
        if constexpr (runs::derivatives<T> > 0) {
            x[k] = T(0.0, static_cast<int>(k));
        } else {
            x[k] = 0.0;
        }
    }
    return x;
}

template <class T> kinetics::Conductivity<T> constant_part(const model::ElectrodeParameters<T>& e)
{
    return e.electronic(kinetics::Length<T>(T(1e-8)));
}

/// The cell with its knobs turned.
template <class T>
runs::CourseCell<T> turned(const model::CellParameters<>& cell, const model::CellState<>& start,
                           const Knobs<T>& x)
{
    using kinetics::exp;
    runs::CourseCell<T> c{model::as<T>(cell), model::as<T>(start)};
    auto& w = c.parameters.working;
    auto& o = c.parameters.counter;
    const auto scale = [&](auto& what, std::size_t knob) { what = what * exp(x[knob]); };
    const auto conduct = [&](model::ElectrodeParameters<T>& e, std::size_t knob) {
        if (e.electronic.depends_on_thickness()) {
            scale(e.growth, knob);
            scale(e.separator_use, knob);
        } else {
            e.electronic = kinetics::ElectronicConductivity<T>(constant_part(e) * exp(x[knob]));
        }
    };
    conduct(w, 0);
    scale(w.renewal, 1);
    scale(w.front_resistance, 2);
    scale(w.growth, 3);
    w.ionic = kinetics::Conductor<T>(w.ionic.conductivity() * exp(x[4]));
    scale(c.initial.working.lithium, 5);
    conduct(o, 6);
    scale(w.reduction_potential, 7);
    scale(w.contact.replenishment, 8);
    scale(w.reversible_share, 8);
    scale(w.contact.void_capacity, 9);
    scale(o.renewal, 9);
    scale(w.intrusion.critical, 10);
    scale(o.intrusion.critical, 10);
    scale(o.growth, 10);
    scale(w.initial_thickness, 11);
    scale(c.initial.working.interphase_thickness, 11);
    scale(c.initial.working.barrier_thickness, 11);
    return c;
}

/// A cell, its current and when it is looked at.
struct CourseCase {
    model::CellParameters<> cell;
    model::CellState<> start;
    std::vector<runs::CurrentPiece> pieces;
    std::vector<runs::Moment> moments;
    model::VoltageLimits limits{5.0, -5.0};

    double duration() const
    {
        double sum = 0.0;
        for (const auto& piece : pieces) {
            sum += piece.duration;
        }
        return sum;
    }

    runs::CourseSetup setup(const runs::Tolerances& tolerances) const
    {
        return {.pieces = pieces, .moments = moments, .limits = limits, .tolerances = tolerances};
    }
};

inline void look_evenly(CourseCase& c, std::size_t count)
{
    const double duration = c.duration();
    for (std::size_t k = 0; k < count; ++k) {
        c.moments.push_back(
            {duration * (static_cast<double>(k) + 0.5) / static_cast<double>(count)});
    }
}

/// The given currents of a random protocol.
inline CourseCase random_course(std::uint32_t seed, std::size_t moments)
{
    const auto random = random_case(seed);
    CourseCase c{.cell = random.cell, .start = random.start, .pieces = {}, .moments = {}};
    for (const auto& step : random.steps) {
        for (const auto& piece : step.pieces) {
            if (const auto* given = std::get_if<model::Galvanostatic<>>(&piece.control)) {
                c.pieces.push_back({piece.duration, given->at_start.si, given->ramp.si});
            }
        }
    }
    look_evenly(c, moments);
    return c;
}

/// What a course showed.
template <class T> struct CourseTrace {
    runs::CourseEnd<T> end;
    std::vector<T> voltage;
    std::vector<T> thickness; ///< of working
    std::vector<T> lithium; ///< of working
};

template <class T>
CourseTrace<T> run_case(const CourseCase& c, const Knobs<T>& x, const runs::Tolerances& tolerances,
                        runs::CourseEngine engine = runs::CourseEngine::quick)
{
    CourseTrace<T> trace;
    const auto cell = turned<T>(c.cell, c.start, x);
    const auto watch = [&](std::size_t, const runs::CourseView<T>& now) {
        trace.voltage.push_back(now.voltage());
        trace.thickness.push_back(
            now.observe(model::Observable::interphase_thickness, model::Side::working));
        trace.lithium.push_back(now.observe(model::Observable::lithium, model::Side::working));
    };
    trace.end = runs::run_course<T>(cell, c.setup(tolerances), watch, engine);
    return trace;
}

} // namespace percolith::tests
