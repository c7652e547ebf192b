#include "model/microstructure/level_solver.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

namespace percolith::microstructure
{

namespace
{

// Below this many unknowns a factorization costs milliseconds, whatever the structure.
constexpr Eigen::Index small = 2000;
// An ordering is worth its time only while fill is in doubt. The simple cubic lattice has two
// cycles a node, the square one; the backbone at the threshold has about a fifth.
constexpr double few_cycles = 0.5;
// Multiplications for each unknown that a multigrid would need as well.
constexpr double work_of_multigrid = 5e3;

/// Independent cycles of the graph for each unknown, where everything is connected.
double cycles_per_unknown(const LevelMatrix& matrix)
{
    const auto unknowns = static_cast<double>(matrix.rows());
    const double edges = 0.5 * (static_cast<double>(matrix.nonZeros()) - unknowns);
    return std::max(0.0, edges - unknowns) / unknowns;
}

} // namespace

LevelMatrix level_matrix(const Circuit& circuit, const Level& level)
{
    const auto unknowns = static_cast<std::size_t>(level.unknowns);
    std::vector<std::uint64_t> begin(unknowns + 1, 1); // the diagonal
    begin[unknowns] = 0;
    const auto for_each = [&](auto&& visit) {
        for (std::size_t k = level.begin; k < level.end; ++k) {
            const Edge& edge = circuit.edges[k];
            visit(level.at[edge.a], level.at[edge.b], edge.conductance);
        }
    };
    for_each([&](std::uint32_t a, std::uint32_t b, double) {
        if (a < unknowns && b < unknowns) {
            ++begin[a];
            ++begin[b];
        }
    });
    std::uint64_t sum = 0;
    for (std::uint64_t& entry : begin) {
        sum += entry;
        entry = sum;
    }
    if (sum >= static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw std::runtime_error("a network of this size cannot be solved");
    }
    std::vector<double> diagonal(unknowns, 0.0);
    std::vector<std::pair<int, double>> entries(sum);
    for_each([&](std::uint32_t a, std::uint32_t b, double conductance) {
        if (a < unknowns && b < unknowns) {
            entries[--begin[a]] = {static_cast<int>(b), -conductance};
            entries[--begin[b]] = {static_cast<int>(a), -conductance};
        }
        if (a < unknowns) {
            diagonal[a] += conductance;
        }
        if (b < unknowns) {
            diagonal[b] += conductance;
        }
    });
    for (std::size_t row = 0; row < unknowns; ++row) {
        entries[--begin[row]] = {static_cast<int>(row), diagonal[row]};
    }
    LevelMatrix matrix(static_cast<int>(unknowns), static_cast<int>(unknowns));
    matrix.reserve(static_cast<Eigen::Index>(sum));
    for (std::size_t row = 0; row < unknowns; ++row) {
        matrix.startVec(static_cast<Eigen::Index>(row));
        const auto first = entries.begin() + static_cast<std::ptrdiff_t>(begin[row]);
        const auto last = entries.begin() + static_cast<std::ptrdiff_t>(begin[row + 1]);
        std::sort(first, last, [](const auto& a, const auto& b) { return a.first < b.first; });
        for (auto entry = first; entry != last; ++entry) {
            if (entry != first && entry->first == std::prev(entry)->first) {
                matrix.valuePtr()[matrix.outerIndexPtr()[row + 1] - 1] += entry->second;
            } else {
                matrix.insertBackByOuterInner(static_cast<Eigen::Index>(row), entry->first) =
                    entry->second;
            }
        }
    }
    matrix.finalize();
    return matrix;
}

std::unique_ptr<LevelSolver> make_level_solver(LevelMatrix&& matrix, Method method)
{
    if (method == Method::direct) {
        return factorize(matrix, std::numeric_limits<double>::infinity());
    }
    if (method == Method::automatic &&
        (matrix.rows() <= small || cycles_per_unknown(matrix) <= few_cycles)) {
        const double budget = static_cast<double>(std::max(matrix.rows(), small));
        if (auto direct = factorize(matrix, work_of_multigrid * budget)) {
            return direct;
        }
    }
    return make_multigrid(std::move(matrix));
}

} // namespace percolith::microstructure
