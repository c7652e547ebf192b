#pragma once
/// Random protocols: half cycles, rests, ramps, holds and measured currents, ended by time or
/// threshold.

#include "tests/support/random_cell.hpp"
#include "tests/support/two_engines.hpp"

namespace percolith::tests
{

inline runs::Piece constant_current(double current, double duration)
{
    return {model::Galvanostatic<>{kinetics::CurrentDensity<>{current}, {}}, duration};
}

/// From one current to another in the given time.
inline runs::Piece ramp(double from, double to, double duration)
{
    return {model::Galvanostatic<>{kinetics::CurrentDensity<>{from},
                                   kinetics::CurrentRamp<>{(to - from) / duration}},
            duration};
}

inline runs::Piece hold(double voltage, double duration)
{
    return {model::Potentiostatic<>{kinetics::Voltage<>{voltage}, {}}, duration};
}

/// A current as a cycler records it, linear between samples, through zero many times.
inline std::vector<runs::Piece> measured_current(Draw& draw, double amplitude, double duration)
{
    std::vector<runs::Piece> pieces;
    const int samples = 4 + static_cast<int>(draw.uniform(0.0, 20.0));
    double from = draw.uniform(-amplitude, amplitude);
    for (int k = 0; k < samples; ++k) {
        const double to = chance(draw, 0.15) ? 0.0 : draw.uniform(-amplitude, amplitude);
        pieces.push_back(ramp(from, to, duration / samples));
        from = to;
    }
    return pieces;
}

inline TestStep random_step(Draw& draw, double current, double duration, int index)
{
    TestStep step;
    const double kind = draw.uniform(0.0, 1.0);
    const double sign = index % 2 == 0 ? 1.0 : -1.0;
    if (kind < 0.60) {
        step.pieces = {constant_current(sign * current, duration)};
        step.text = "half cycle";
    } else if (kind < 0.72) {
        step.pieces = {constant_current(0.0, duration * draw.logarithmic(0.1, 20.0))};
        step.text = "rest";
    } else if (kind < 0.82) {
        step.pieces = {ramp(draw.uniform(-current, current), sign * current, duration)};
        step.text = "ramp";
    } else if (kind < 0.90) {
        step.pieces = {hold(draw.uniform(-0.3, 0.3), duration)};
        step.text = "hold";
    } else {
        step.pieces = measured_current(draw, current, duration);
        step.text = "measured";
    }
    return step;
}

struct RandomCase {
    model::CellParameters<> cell;
    model::CellState<> start;
    std::vector<TestStep> steps;
    bool limit_stops = true;
};

inline double random_lithium(Draw& draw)
{
    const double kind = draw.uniform(0.0, 1.0);
    const double thin = draw.logarithmic(3e3, 1.5e5);
    return kind < 0.2 ? 0.0 : kind < 0.7 ? thin : 7.38e5;
}

inline RandomCase random_case(std::uint32_t seed)
{
    Draw draw(seed);
    const double law = draw.uniform(0.0, 1.0);
    const Barrier kind = law < 0.6   ? Barrier::constant
                         : law < 0.8 ? Barrier::kinked
                                     : Barrier::smooth;
    const model::Submodels with{chance(draw, 0.5), chance(draw, 0.5), chance(draw, 0.5)};
    RandomCase c{.cell = random_cell(draw, kind, with), .start = {}, .steps = {}};
    c.start.working = fresh(c.cell.working, random_lithium(draw));
    c.start.counter = fresh(c.cell.counter, chance(draw, 0.8) ? 7.38e5 : random_lithium(draw));
    c.limit_stops = chance(draw, 0.5);
    const double current = draw.logarithmic(0.05, 20.0);
    const double duration = draw.logarithmic(1e2, 3e5) / std::max(1.0, current);
    const int first = chance(draw, 0.5) ? 1 : 0;
    const int steps = 2 + static_cast<int>(draw.uniform(0.0, 14.0));
    for (int k = 0; k < steps; ++k) {
        c.steps.push_back(random_step(draw, current, duration, first + k));
    }
    return c;
}

} // namespace percolith::tests
