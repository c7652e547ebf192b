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

/// With the voltage held, the current couples everything: central differences, each unknown nudged
/// by 10^-6 of itself or of its scale.
template <Physics physics>
void differentiate(const CellSystem<physics, double, Potentiostatic<>>& system, double t,
                   std::span<const double> y, std::vector<Eigen::Triplet<double>>& entries)
{
    const auto& fields = layout(physics);
    StateVector<physics> at;
    std::copy(y.begin(), y.end(), at.begin());
    StateVector<physics> up;
    StateVector<physics> down;
    for (std::size_t column = 0; column < at.size(); ++column) {
        const double centre = at[column];
        const double nudge = 1e-6 * std::max(std::abs(centre), fields[column].scale);
        at[column] = centre + nudge;
        system(at, up, t);
        at[column] = centre - nudge;
        system(at, down, t);
        at[column] = centre;
        for (std::size_t row = 0; row < at.size(); ++row) {
            entries.emplace_back(static_cast<int>(row), static_cast<int>(column),
                                 (up[row] - down[row]) / (2.0 * nudge));
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
