#include "model/cell_equations.hpp"

#include "model/convert.hpp"

#include <boost/math/differentiation/autodiff.hpp>

#include <algorithm>
#include <vector>

namespace percolith::model
{

namespace
{

using Dual = boost::math::differentiation::detail::fvar<double, 1>;

/// Column by column with one derivative each. Under given current the electrodes do not see each
/// other, so both are differentiated at once: half the passes, and half the matrix is structurally
/// zero.
template <Physics physics>
void differentiate(const CellSystem<physics, double, Galvanostatic<>>& system, double t,
                   std::span<const double> y, std::vector<Eigen::Triplet<double>>& entries)
{
    constexpr auto n = electrode_size<physics>;
    const auto cell = as<Dual>(system.cell);
    const CellSystem<physics, Dual, Galvanostatic<Dual>> active{
        .cell = cell,
        .on = {as<Dual>(system.on.working), as<Dual>(system.on.counter)},
        .control = {kinetics::cast<Dual>(system.control.at_start),
                    kinetics::cast<Dual>(system.control.ramp)},
        .limits = {},
        .conditions = {}};
    for (std::size_t column = 0; column < n; ++column) {
        StateVector<physics, Dual> at;
        StateVector<physics, Dual> rate;
        for (std::size_t k = 0; k < at.size(); ++k) {
            const bool seeded = k == column || k == column + n;
            at[k] = seeded ? boost::math::differentiation::make_fvar<double, 1>(y[k]) : Dual(y[k]);
        }
        active(at, rate, Dual(t));
        for (const std::size_t block : {std::size_t{0}, n}) {
            for (std::size_t row = 0; row < n; ++row) {
                entries.emplace_back(static_cast<int>(block + row),
                                     static_cast<int>(block + column),
                                     rate[block + row].derivative(1));
            }
        }
    }
}

/// With the voltage held, the current follows from the state: di/dy = -(dV/dy)/(dV/di) couples
/// everything.
template <Physics physics>
void differentiate(const CellSystem<physics, double, Potentiostatic<>>& system, double t,
                   std::span<const double> y, std::vector<Eigen::Triplet<double>>& entries)
{
    constexpr auto n = cell_size<physics>;
    const auto cell = as<Dual>(system.cell);
    const CellSwitches<Dual> on{as<Dual>(system.on.working), as<Dual>(system.on.counter)};
    const double current = system.current(unpack<physics, double>(y.template first<n>()), t).si;

    /// Rates and voltage, differentiated by one unknown; by the current where `column` is n.
    struct Slopes {
        StateVector<physics, Dual> rate;
        double voltage = 0.0;
    };
    const auto along = [&](std::size_t column) {
        const auto seeded = [&](double x, std::size_t k) {
            return k == column ? boost::math::differentiation::make_fvar<double, 1>(x) : Dual(x);
        };
        StateVector<physics, Dual> at;
        for (std::size_t k = 0; k < n; ++k) {
            at[k] = seeded(y[k], k);
        }
        const auto s = unpack<physics, Dual>(std::span<const Dual, n>(at));
        const kinetics::CurrentDensity<Dual> i(seeded(current, n));
        Slopes slopes;
        pack<physics, Dual>(cell_rates<physics>(cell, s, on, i, kinetics::CurrentRamp<Dual>{}),
                            std::span<Dual, n>(slopes.rate));
        slopes.voltage = voltage<physics>(cell, s, on, i).total().si.derivative(1);
        return slopes;
    };
    const auto by_current = along(n);
    for (std::size_t column = 0; column < n; ++column) {
        const auto slopes = along(column);
        const double follows = -slopes.voltage / by_current.voltage;
        for (std::size_t row = 0; row < n; ++row) {
            entries.emplace_back(static_cast<int>(row), static_cast<int>(column),
                                 slopes.rate[row].derivative(1) +
                                     by_current.rate[row].derivative(1) * follows);
        }
    }
}

} // namespace

template <Physics physics, class Control>
void CellEquations<physics, Control>::rates(double t, std::span<const double> y,
                                            std::span<double> dy) const
{
    typename System::Vector at;
    typename System::Vector rate;
    std::copy(y.begin(), y.end(), at.begin());
    system_(at, rate, t);
    std::copy(rate.begin(), rate.end(), dy.begin());
}

template <Physics physics, class Control>
void CellEquations<physics, Control>::jacobian(double t, std::span<const double> y,
                                               Eigen::SparseMatrix<double>& matrix) const
{
    const auto size = static_cast<Eigen::Index>(y.size());
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(y.size() * y.size());
    differentiate<physics>(system_, t, y, entries);
    matrix.resize(size, size);
    matrix.setFromTriplets(entries.begin(), entries.end());
}

template <Physics physics, class Control>
double CellEquations<physics, Control>::guards(double t, std::span<const double> y,
                                               std::span<double> g) const
{
    typename System::Vector at;
    std::copy(y.begin(), y.end(), at.begin());
    return system_.guards(at, t, g.data());
}

template class CellEquations<Physics::core, Galvanostatic<>>;
template class CellEquations<Physics::core, Potentiostatic<>>;
template class CellEquations<Physics::full, Galvanostatic<>>;
template class CellEquations<Physics::full, Potentiostatic<>>;

} // namespace percolith::model
