#include "model/microstructure/lattice_scaling.hpp"

#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/joined.hpp"
#include "model/microstructure/least_squares.hpp"
#include "model/microstructure/network.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

/// Plates are nodes 0 and 1; L - 1 layers of sites lie between them, L bonds across. Calls
/// bond(a, b, occupied) for each.
template <class Bond>
void for_each_bond(std::uint32_t length, const RandomSource& random, Bond bond)
{
    const auto site = [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
        if (k == 0) {
            return 0U;
        }
        return k == length ? 1U : 2 + ((k - 1) * length + j % length) * length + i % length;
    };
    for (std::uint32_t k = 0; k < length; ++k) {
        for (std::uint32_t j = 0; j < length; ++j) {
            for (std::uint32_t i = 0; i < length; ++i) {
                const std::uint64_t index =
                    (std::uint64_t{k} * length + j) * std::uint64_t{length} + i;
                const auto u = random.uniforms(Purpose::order, index);
                const std::uint32_t at = site(i, j, k);
                bond(at, site(i, j, k + 1), u[0] < cubic_bond_threshold);
                if (k > 0) { // bonds within a plate carry nothing
                    bond(at, site(i + 1, j, k), u[1] < cubic_bond_threshold);
                    bond(at, site(i, j + 1, k), u[2] < cubic_bond_threshold);
                }
            }
        }
    }
}

std::uint32_t sites(std::uint32_t length)
{
    return 2 + length * length * (length - 1);
}

/// Of one lattice, per conductivity of a bond.
double conductivity(std::uint32_t length, const RandomSource& random)
{
    Network network{.nodes = sites(length), .edges = {}, .high = {0}, .low = {1}};
    for_each_bond(length, random, [&](std::uint32_t a, std::uint32_t b, bool occupied) {
        if (occupied) {
            network.edges.push_back({.a = a, .b = b, .conductance = 1.0});
        }
    });
    return conduct(std::move(network)).conductance / length;
}

/// Of one lattice; 0 where occupied bonds short the plates.
double resistivity(std::uint32_t length, const RandomSource& random)
{
    std::vector<std::uint32_t> above(sites(length));
    std::iota(above.begin(), above.end(), 0U);
    for_each_bond(length, random, [&](std::uint32_t a, std::uint32_t b, bool occupied) {
        if (occupied) {
            const std::uint32_t one = root_of(above, a);
            const std::uint32_t other = root_of(above, b);
            above[std::max(one, other)] = std::min(one, other);
        }
    });
    if (root_of(above, 1) == 0) {
        return 0.0;
    }
    std::vector<std::uint32_t> cluster(above.size());
    Network network{.nodes = 0, .edges = {}, .high = {0}, .low = {1}};
    for (std::uint32_t node = 0; node < above.size(); ++node) {
        const std::uint32_t root = root_of(above, node);
        cluster[node] = root == node ? network.nodes++ : cluster[root];
    }
    for_each_bond(length, random, [&](std::uint32_t a, std::uint32_t b, bool occupied) {
        if (!occupied && cluster[a] != cluster[b]) {
            network.edges.push_back({.a = cluster[a], .b = cluster[b], .conductance = 1.0});
        }
    });
    return length / conduct(std::move(network), {.prune = false}).conductance;
}

} // namespace

ScalingPoint conduct_lattices(Bonds bonds, std::int32_t length, std::uint32_t realisations,
                              std::uint64_t seed, unsigned threads, const std::atomic<bool>* stop)
{
    constexpr std::int32_t longest = 1024; // sites are numbered with 32 bits
    if (length < 2 || length > longest || realisations < 2) {
        throw std::invalid_argument("a size needs 2 to 1024 bonds an edge and two realisations");
    }
    const auto edge = static_cast<std::uint32_t>(length);
    std::vector<double> found(realisations);
    const bool whole = run_parallel(
        realisations, threads,
        [&](std::size_t k) {
            const RandomSource random(seed, edge, static_cast<std::uint32_t>(k));
            found[k] = bonds == Bonds::metal_in_vacuum ? conductivity(edge, random)
                                                       : resistivity(edge, random);
        },
        stop);
    ScalingPoint point{.length = length};
    if (!whole) {
        return point;
    }
    point.realisations = realisations;
    std::erase(found, 0.0);
    const auto count = static_cast<double>(found.size());
    point.spanning = bonds == Bonds::metal_in_vacuum
                         ? static_cast<std::uint32_t>(found.size())
                         : realisations - static_cast<std::uint32_t>(found.size());
    if (found.size() < 2) {
        return point;
    }
    point.mean = std::accumulate(found.begin(), found.end(), 0.0) / count;
    double squares = 0.0;
    for (const double value : found) {
        squares += (value - point.mean) * (value - point.mean);
    }
    point.standard_error = std::sqrt(squares / (count * (count - 1.0)));
    return point;
}

ExponentFit fit_exponent(std::span<const ScalingPoint> points, double correction)
{
    const Eigen::Index numbers = correction > 0.0 ? 3 : 2;
    const auto rows = static_cast<Eigen::Index>(points.size());
    if (rows < numbers) {
        throw std::invalid_argument("an exponent needs more sizes than numbers to fit");
    }
    Eigen::MatrixXd terms(rows, numbers); // each row in units of its standard error
    Eigen::VectorXd values(rows);
    for (Eigen::Index row = 0; row < rows; ++row) {
        const ScalingPoint& point = points[static_cast<std::size_t>(row)];
        if (!(point.mean > 0.0) || !(point.standard_error > 0.0)) {
            throw std::invalid_argument("an exponent needs sizes whose mean is above 0");
        }
        const double weight = point.mean / point.standard_error;
        terms(row, 0) = weight;
        terms(row, 1) = -weight * inverse_nu * std::log(point.length);
        if (numbers == 3) {
            terms(row, 2) = weight * std::pow(point.length, -correction);
        }
        values[row] = weight * std::log(point.mean);
    }
    const LeastSquares fit = least_squares(terms, values);
    return {.exponent = fit.coefficients[1],
            .standard_error = std::sqrt(fit.covariance(1, 1)),
            .chi_squared = fit.chi_squared,
            .degrees_of_freedom = static_cast<std::int32_t>(rows - numbers)};
}

} // namespace percolith::microstructure
