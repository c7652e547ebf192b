#pragma once
/// Cells of an ensemble and the half cycles asked of them.

#include "runs/integrate/half_cycle.hpp"
#include "tests/support/random_cell.hpp"
#include "tests/support/two_engines.hpp"

#include <vector>

namespace percolith::tests
{

/// One cell of an ensemble and what is asked of it.
struct Subject {
    model::CellParameters<> cell;
    model::CellState<> start;
    double current = 0.0;
    double duration = 0.0;
    double limit = 5.0;

    runs::HalfCycle<> forth() const
    {
        return {.current = kinetics::CurrentDensity<>{current},
                .duration = kinetics::Time<>{duration},
                .limits = {limit, -limit}};
    }
};

/// Foils from none at all to more than is ever used, each side on its own.
inline Subject random_subject(Draw& draw, model::Physics physics)
{
    const auto kind = static_cast<Barrier>(static_cast<int>(draw.uniform(0.0, 3.0)));
    const bool full = physics == model::Physics::full;
    Subject s{.cell =
                  random_cell(draw, kind, {.contact = full, .intrusion = full, .activation = full}),
              .start = {}};
    if (!full) {
        s.cell.working.dead_share = 0.0;
        s.cell.counter.dead_share = 0.0;
    }
    s.current = draw.logarithmic(0.1, 10.0) * (chance(draw, 0.3) ? -1.0 : 1.0);
    s.duration = draw.logarithmic(300.0, 10000.0);
    const auto lithium = [&] {
        const double whole = std::abs(s.current) * s.duration;
        return some(draw, 0.2, 0.3 * whole, 30.0 * whole);
    };
    s.start.working = fresh(s.cell.working, lithium());
    s.start.counter = fresh(s.cell.counter, lithium());
    s.limit = draw.logarithmic(0.05, 20.0);
    if (chance(draw, 0.2)) {
        // A bare collector without a host: starved until its leak has fallen to the plating at a
        // barrier of 20 nm, then sliding, for renewal outruns growth there.
        auto& e = s.cell.working;
        const kinetics::Length<> balance{20e-9};
        s.current = -std::abs(s.current);
        e.initial_thickness = kinetics::Length<>{5e-9};
        e.electronic = kinetics::ElectronicConductivity<>{
            balance * (kinetics::CurrentDensity<>{-s.current} / e.reduction_potential)};
        e.front_resistance = {};
        e.renewal = draw.uniform(1.5, 5.0) * (e.growth / balance);
        e.reversible_share = 0.0;
        s.start.working = fresh(e, 0.0);
        s.limit = 20.0;
    }
    return s;
}

inline std::vector<Subject> subjects(std::uint32_t seed, std::size_t count, model::Physics physics)
{
    Draw draw(seed);
    std::vector<Subject> all;
    for (std::size_t k = 0; k < count; ++k) {
        all.push_back(random_subject(draw, physics));
    }
    return all;
}

/// `half_cycles` of a subject, forth and back, through StepRunner.
template <model::Physics physics>
RunTrace alternating(const Subject& s, runs::Engine engine, const runs::Tolerances& tolerances,
                     int half_cycles)
{
    std::vector<TestStep> steps;
    for (int n = 0; n < half_cycles; ++n) {
        const double current = n % 2 == 0 ? s.current : -s.current;
        steps.push_back(
            {.pieces = {{model::Galvanostatic<>{kinetics::CurrentDensity<>{current}, {}},
                         s.duration}},
             .conditions = {},
             .limits = {s.limit, -s.limit},
             .text = {}});
    }
    return run_protocol<physics>(s.cell, s.start, steps, true, engine, tolerances);
}

} // namespace percolith::tests
