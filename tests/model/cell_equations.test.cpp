#include "model/cell_equations.hpp"
#include "tests/support/random_state.hpp"

#include <Eigen/Dense>
#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::kinetics;
using namespace percolith::model;
using namespace percolith::tests;

namespace
{

/// What differences of rates say the Jacobian is: central ones over 3e-4 of each unknown,
/// once and twice, extrapolated to the fourth order.
template <Physics physics>
Eigen::MatrixXd differences(const Equations& equations, const StateVector<physics>& y)
{
    constexpr auto n = static_cast<Eigen::Index>(cell_size<physics>);
    const auto& fields = layout(physics);
    Eigen::MatrixXd slopes(n, n);
    for (std::size_t column = 0; column < y.size(); ++column) {
        const double nudge = 3e-4 * (y[column] != 0.0 ? std::abs(y[column]) : fields[column].scale);
        const auto rates_at = [&](double off) {
            StateVector<physics> at = y;
            at[column] += off;
            Eigen::VectorXd dy(n);
            equations.rates(0.0, at, {dy.data(), at.size()});
            return dy;
        };
        const auto slope = [&](double h) -> Eigen::VectorXd {
            return (rates_at(h) - rates_at(-h)) / (2.0 * h);
        };
        slopes.col(static_cast<Eigen::Index>(column)) =
            (4.0 * slope(nudge) - slope(2.0 * nudge)) / 3.0;
    }
    return slopes;
}

/// Largest difference of two Jacobians, each entry times its unknown in units of the largest term
/// of its row.
template <Physics physics>
double jacobian_error(const Equations& equations, const StateVector<physics>& y)
{
    Eigen::SparseMatrix<double> sparse;
    equations.jacobian(0.0, y, sparse);
    Eigen::MatrixXd exact(sparse);
    Eigen::MatrixXd found = differences<physics>(equations, y);
    StateVector<physics> dy;
    equations.rates(0.0, y, dy);
    double worst = 0.0;
    for (Eigen::Index row = 0; row < exact.rows(); ++row) {
        // The barrier grows as the interphase does, less what is renewed: the two may cancel.
        const auto r = static_cast<std::size_t>(row);
        const bool barrier = r % electrode_size<physics> == 3;
        double size = std::max(std::abs(dy[r]), barrier ? std::abs(dy[r - 1]) : 0.0);
        double error = 0.0;
        for (Eigen::Index column = 0; column < exact.cols(); ++column) {
            const auto k = static_cast<std::size_t>(column);
            const double unknown = y[k] != 0.0 ? std::abs(y[k]) : layout(physics)[k].scale;
            size = std::max(size, std::abs(exact(row, column)) * unknown);
            const double off = std::abs(exact(row, column) - found(row, column)) * unknown;
            error = off <= error ? error : off;
        }
        const double relative = error == 0.0 ? 0.0 : error / size;
        worst = relative <= worst ? worst : relative;
    }
    return worst;
}

/// A film so close to a kink of its conductivity that a difference would straddle it.
bool near_kink(const PlacedCell& c)
{
    const auto close = [](const ElectrodeParameters<>& p, const ElectrodeState<>& s) {
        const auto at = [&](double share) {
            return p.electronic.branch(s.barrier_thickness * share);
        };
        return (at(0.99) > 0.0) != (at(1.01) > 0.0);
    };
    return close(c.cell.working, c.state.working) || close(c.cell.counter, c.state.counter);
}

template <Physics physics> void check_galvanostatic(std::uint32_t seed)
{
    Draw draw(seed);
    for (const auto mode : every_lithium_mode) {
        double worst = 0.0;
        for (int trial = 0; trial < 200; ++trial) {
            const auto c = random_placed_cell<physics>(draw, mode);
            if (near_kink(c)) {
                continue;
            }
            const CellEquations<physics, Galvanostatic<>> equations({.cell = c.cell,
                                                                     .on = c.on(),
                                                                     .control = {c.i(), c.slope()},
                                                                     .limits = {},
                                                                     .conditions = {}});
            StateVector<physics> y;
            pack<physics, double>(c.state, y);
            const double error = jacobian_error<physics>(equations, y);
            if (!(error < 1e-6)) {
                UNSCOPED_INFO("trial " << trial << ": " << error);
            }
            worst = error <= worst ? worst : error;
        }
        CAPTURE(static_cast<int>(mode));
        // What is left of the differences' curvature is (3e-4)^4, and their rounding 1e-12, of
        // terms that may cancel. The sliding share is a quotient of differences over 1e-5.
        CHECK(worst < (mode == LithiumMode::sliding ? 1e-4 : 1e-6));
    }
}

template <Physics physics> void check_potentiostatic(std::uint32_t seed)
{
    Draw draw(seed);
    for (const auto mode : {LithiumMode::metal, LithiumMode::host, LithiumMode::starved}) {
        double worst = 0.0;
        for (int trial = 0; trial < 200; ++trial) {
            const auto c = random_placed_cell<physics>(draw, mode);
            if (near_kink(c) || c.current == 0.0) {
                continue;
            }
            // Held where it is.
            const auto held = voltage<physics>(c.cell, c.state, c.on(), c.i()).total();
            const CellEquations<physics, Potentiostatic<>> equations({.cell = c.cell,
                                                                      .on = c.on(),
                                                                      .control = {held, c.i()},
                                                                      .limits = {},
                                                                      .conditions = {}});
            StateVector<physics> y;
            pack<physics, double>(c.state, y);
            const double error = jacobian_error<physics>(equations, y);
            if (!(error < 1e-5)) {
                UNSCOPED_INFO("trial " << trial << ": " << error << " i " << c.current);
            }
            worst = error <= worst ? worst : error;
        }
        CAPTURE(static_cast<int>(mode));
        CHECK(worst < 1e-5);
    }
}

} // namespace

TEST_CASE("under given current the Jacobian is the slope of the rates, in every mode", "[model]")
{
    check_galvanostatic<Physics::core>(261);
    check_galvanostatic<Physics::full>(262);
}

TEST_CASE("under held voltage the Jacobian includes what the current does", "[model]")
{
    check_potentiostatic<Physics::core>(263);
    check_potentiostatic<Physics::full>(264);
}

TEST_CASE("the equations of a cell are those of its system", "[model]")
{
    Draw draw(265);
    for (int trial = 0; trial < 50; ++trial) {
        const auto c = random_placed_cell<Physics::full>(draw, LithiumMode::metal);
        const CellSystem<Physics::full, double, Galvanostatic<>> system{
            .cell = c.cell,
            .on = c.on(),
            .control = {c.i(), c.slope()},
            .limits = {5.0, -5.0},
            .conditions = {}};
        const CellEquations<Physics::full, Galvanostatic<>> equations(system);
        CHECK(&equations.layout() == &layout(Physics::full));
        CHECK(equations.guard_count() == system.guard_count());
        StateVector<Physics::full> y;
        pack<Physics::full, double>(c.state, y);
        StateVector<Physics::full> expected;
        StateVector<Physics::full> found;
        system(y, expected, 3.0);
        equations.rates(3.0, y, found);
        CHECK(found == expected);
        std::vector<double> g(system.guard_count());
        std::vector<double> h(system.guard_count());
        CHECK(equations.guards(3.0, y, g) == system.guards(y, 3.0, h.data()));
        CHECK(g == h);
    }
}
