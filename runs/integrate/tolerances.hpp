#pragma once
/// Which engine, and how exact: plain data that a case can carry.

namespace percolith::runs
{

/// Error control: a step is good when each unknown's error is below
/// relative |y| + absolute * scale, the scale from the layout.
struct Tolerances {
    double relative = 1e-8;
    double absolute = 1e-8;
    bool operator==(const Tolerances&) const = default;
};

enum class Engine {
    sundials, ///< CVODES: the reference
    odeint, ///< Boost.Odeint: fast
};

/// Tolerances at which both engines agree to 10^-6 in states and in event times (in half cycles),
/// over tests of several hundred half cycles: BDF's errors add up from one half cycle to the next,
/// Dormand-Prince's stay far below its tolerance.
constexpr Tolerances default_tolerances(Engine engine)
{
    return engine == Engine::sundials ? Tolerances{3e-12, 3e-12} : Tolerances{1e-9, 1e-9};
}

} // namespace percolith::runs
