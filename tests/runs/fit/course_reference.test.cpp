#include "tests/support/course_case.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::tests;

namespace
{

using J = runs::Jet<12>;

/// The largest departure of value or derivatives, in units of each, or of a thousandth of the value
/// where a derivative is less.
double apart_by(const J& a, const J& b, double floor)
{
    const double size = std::abs(a.a) + floor;
    double worst = std::abs(a.a - b.a) / size;
    for (int k = 0; k < 12; ++k) {
        worst = std::max(worst, std::abs(a.v[k] - b.v[k]) /
                                    (std::abs(a.v[k]) + std::abs(b.v[k]) + 1e-3 * size));
    }
    return worst;
}

} // namespace

// Jets through Dormand-Prince against forward sensitivities of CVODES: two methods, two step size
// controls, one of which knows of the derivatives' errors.
TEST_CASE("two integrators agree in derivatives of voltage, thickness, lithium and event times",
          "[fit]")
{
    const auto tolerances = runs::default_tolerances(runs::Engine::odeint);
    for (std::uint32_t seed = 20; seed < 36; ++seed) {
        const auto c = random_course(seed, 10);
        const auto quick = run_case<J>(c, at_rest<J>(), tolerances);
        const auto reference =
            run_case<J>(c, at_rest<J>(), tolerances, runs::CourseEngine::reference);
        INFO("seed " << seed);
        // A derivative's own error is 100 times the tolerance's, and adds up over half cycles.
        constexpr double agreement = 3e-5;
        REQUIRE(quick.end.events.size() == reference.end.events.size());
        for (std::size_t k = 0; k < quick.end.events.size(); ++k) {
            CHECK(apart_by(quick.end.events[k].time, reference.end.events[k].time, 1e-12) <
                  agreement);
        }
        REQUIRE(quick.voltage.size() == reference.voltage.size());
        for (std::size_t k = 0; k < quick.voltage.size(); ++k) {
            CHECK(apart_by(quick.voltage[k], reference.voltage[k], 1e-6) < agreement);
            CHECK(apart_by(quick.thickness[k], reference.thickness[k], 0.0) < agreement);
            CHECK(apart_by(quick.lithium[k], reference.lithium[k], 1e-3) < agreement);
        }
    }
}
