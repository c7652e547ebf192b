#pragma once
/// Networks of resistors between two electrodes, and what they conduct.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace percolith::microstructure
{

/// A resistor between two nodes.
struct Edge {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double conductance = 0.0; ///< S, or any one unit for the whole network; > 0 and finite
};

/// Nodes 0 .. nodes - 1. Edges may be parallel; one from a node to itself carries nothing.
struct Network {
    std::uint32_t nodes = 0;
    std::vector<Edge> edges{};
    std::vector<std::uint32_t> high{}; ///< nodes held at potential 1
    std::vector<std::uint32_t> low{}; ///< nodes held at potential 0
};

/// How the equations of one level of conductances are solved.
enum class Method {
    automatic, ///< by the structure: direct where little fill is expected, else multigrid
    direct, ///< sparse Cholesky factorization
    multigrid, ///< algebraic multigrid
};

struct ConductOptions {
    Method method = Method::automatic;
    bool potentials = false; ///< keep them; nothing is pruned then
    /// Drop first what carries no current. Off only where everything is known to carry some.
    bool prune = true;
    bool red_bonds = false; ///< count them
    /// Conductances that lie apart by more than this factor are solved for on levels of their own.
    double widest_level = 1e4;
    /// Relative error of the potentials, in the measure of power. That of the conductance is its
    /// square, that of the two currents which `error` compares is of its order.
    double tolerance = 1e-9;
};

/// Equations of one level: the strongest level comes last.
struct LevelReport {
    double weakest = 0.0; ///< conductances of this level
    double strongest = 0.0;
    std::uint32_t unknowns = 0;
    Method method = Method::direct; ///< direct or multigrid
};

/// What a network conducts.
struct Conduction {
    double conductance =
        0.0; ///< in the unit of the edges; 0 where the electrodes are not connected
    /// Estimate of the relative error: the larger of the difference between the currents of the two
    /// electrodes and that between the power dissipated and current times voltage.
    double error = 0.0;
    std::uint32_t nodes_that_carry = 0; ///< nodes left after pruning, each electrode as one
    std::uint64_t edges_that_carry = 0;
    /// Where asked for: edges that each alone hold the electrodes together.
    std::uint64_t red_bonds = 0;
    int iterations = 0; ///< of conjugate gradients
    std::vector<LevelReport> levels{}; ///< none where nothing had to be solved
    /// Of each node, 0..1, where asked for and the electrodes are connected; not a number for nodes
    /// that are not connected to them.
    std::vector<double> potentials{};
};

/// Conductance between the electrodes at any contrast of the edges (tested to 1e16).
///
/// Potentials are kept level by level: a cluster of strong resistors has one potential, its nodes
/// differ from it by what the weaker currents make of it. So no difference is ever taken of two
/// numbers that agree in all digits, which is what makes a contrast of 1e16 insoluble in one step.
/// Conjugate gradients on all levels together, each level preconditioned by its own solver.
///
/// Throws std::invalid_argument for an edge that is not positive and finite or names no node, for
/// an empty electrode, for a node in both and for a tolerance that is not in (0, 1);
/// std::runtime_error where the solver fails.
Conduction conduct(Network network, const ConductOptions& options = {});

} // namespace percolith::microstructure
