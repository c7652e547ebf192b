#include "bench/plain_conduction.hpp"

#include "model/microstructure/clusters.hpp"

#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseCore>

#include <array>
#include <stdexcept>
#include <vector>

namespace percolith::bench
{

namespace
{
using Matrix = Eigen::SparseMatrix<double>;
using Solver = Eigen::ConjugateGradient<Matrix, Eigen::Lower, Eigen::IncompleteCholesky<double>>;
constexpr double per_electrode = 2.0; // half a voxel
} // namespace

PlainConduction conduct_plainly(const microstructure::VoxelGrid& grid)
{
    const auto clusters = microstructure::find_clusters(grid);
    std::vector<bool> spans(clusters.size.size(), false);
    for (const auto label : clusters.spanning) {
        spans[label] = true;
    }
    std::vector<int> row(grid.size(), -1);
    int rows = 0;
    for (std::size_t voxel = 0; voxel < grid.size(); ++voxel) {
        if (spans[clusters.label[voxel]]) {
            row[voxel] = rows++;
        }
    }
    if (rows == 0) {
        return {};
    }
    std::vector<Eigen::Triplet<double>> entries;
    Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(rows);
    Eigen::VectorXd current = Eigen::VectorXd::Zero(rows);
    const auto [width, depth, thickness] = grid.shape;
    for (int k = 0; k < thickness; ++k) {
        for (int j = 0; j < depth; ++j) {
            for (int i = 0; i < width; ++i) {
                const int own = row[grid.index(i, j, k)];
                if (own < 0) {
                    continue;
                }
                if (k == 0) {
                    diagonal[own] += per_electrode;
                    current[own] += per_electrode;
                }
                if (k + 1 == thickness) {
                    diagonal[own] += per_electrode;
                }
                const std::array<int, 3> next{
                    row[grid.index((i + 1) % width, j, k)], row[grid.index(i, (j + 1) % depth, k)],
                    k + 1 < thickness ? row[grid.index(i, j, k + 1)] : -1};
                for (const int other : next) {
                    if (other >= 0) {
                        diagonal[own] += 1.0;
                        diagonal[other] += 1.0;
                        entries.emplace_back(std::max(own, other), std::min(own, other), -1.0);
                    }
                }
            }
        }
    }
    for (int own = 0; own < rows; ++own) {
        entries.emplace_back(own, own, diagonal[own]);
    }
    Matrix matrix(rows, rows);
    matrix.setFromTriplets(entries.begin(), entries.end());
    Solver solver;
    solver.setTolerance(1e-9);
    solver.setMaxIterations(100000);
    solver.compute(matrix);
    const Eigen::VectorXd potential = solver.solve(current);
    if (solver.info() != Eigen::Success) {
        throw std::runtime_error("the plain solver did not converge");
    }
    // What leaves the high electrode.
    const double total = current.sum() - current.dot(potential);
    return {.conductivity = total * thickness / (static_cast<double>(width) * depth),
            .unknowns = static_cast<std::size_t>(rows),
            .iterations = static_cast<std::size_t>(solver.iterations())};
}

} // namespace percolith::bench
