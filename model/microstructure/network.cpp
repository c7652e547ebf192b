#include "model/microstructure/network.hpp"

#include "model/microstructure/backbone.hpp"
#include "model/microstructure/circuit.hpp"
#include "model/microstructure/level_solver.hpp"
#include "model/microstructure/levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace percolith::microstructure
{

namespace
{

using Vectors = std::vector<Eigen::VectorXd>; // one a level, each with two entries that are known

double product(const Vectors& a, const Vectors& b)
{
    double sum = 0.0;
    for (std::size_t l = 0; l < a.size(); ++l) {
        sum += a[l].dot(b[l]);
    }
    return sum;
}

/// Currents that given potentials drive.
class Flow
{
public:
    Flow(const Circuit& circuit, const std::vector<Level>& levels)
        : circuit_(circuit), levels_(levels), potential_(circuit.nodes), current_(circuit.nodes)
    {
    }

    /// What flows out of the unknowns into the edges, and the power dissipated.
    double operator()(const Vectors& x, Vectors& out)
    {
        double power = 0.0;
        current_.setZero();
        for (std::size_t l = 0; l < levels_.size(); ++l) {
            sum_potentials(x, l);
            for (std::size_t k = levels_[l].begin; k < levels_[l].end; ++k) {
                const Edge& edge = circuit_.edges[k];
                const double difference = potential_[edge.a] - potential_[edge.b];
                const double current = edge.conductance * difference;
                current_[edge.a] += current;
                current_[edge.b] -= current;
                power += current * difference;
            }
            out[l].setZero();
            for (std::uint32_t node = 0; node < circuit_.nodes; ++node) {
                out[l][levels_[l].at[node]] += current_[node];
            }
            out[l].tail<2>().setZero();
        }
        return power;
    }
    /// Out of an electrode, by the call before.
    double out_of(std::uint32_t node) const { return current_[node]; }
    /// By the weakest level all contribute.
    const Eigen::VectorXd& potentials(const Vectors& x)
    {
        sum_potentials(x, 0);
        return potential_;
    }

private:
    void sum_potentials(const Vectors& x, std::size_t weakest)
    {
        potential_.setZero();
        for (std::size_t l = weakest; l < levels_.size(); ++l) {
            for (std::uint32_t node = 0; node < circuit_.nodes; ++node) {
                potential_[node] += x[l][levels_[l].at[node]];
            }
        }
    }

    const Circuit& circuit_;
    const std::vector<Level>& levels_;
    Eigen::VectorXd potential_;
    Eigen::VectorXd current_;
};

/// All levels' equations together.
class Solver
{
public:
    Solver(const Circuit& circuit, const std::vector<Level>& levels, const ConductOptions& options)
        : flow_(circuit, levels), levels_(levels), tolerance_(options.tolerance)
    {
        for (const Level& level : levels) {
            const auto unknowns = static_cast<Eigen::Index>(level.unknowns);
            diagonal_.emplace_back(Eigen::VectorXd::Ones(unknowns + 2));
            if (level.unknowns == 0) {
                solvers_.push_back(nullptr);
            } else {
                LevelMatrix matrix = level_matrix(circuit, level);
                diagonal_.back().head(unknowns) = matrix.diagonal();
                solvers_.push_back(make_level_solver(std::move(matrix), options.method));
            }
            x_.emplace_back(Eigen::VectorXd::Zero(unknowns + 2));
        }
        residual_ = old_ = corrected_ = direction_ = x_;
        for (Eigen::VectorXd& x : x_) {
            x[x.size() - 1] = 1.0;
        }
    }

    void solve(Conduction& result)
    {
        double negligible = tolerance_ * tolerance_; // energy of the error over power
        constexpr int most_restarts = 20;
        int restarts = 0;
        measure(result);
        while (iterate(result.conductance, negligible, result.iterations)) {
            if (++restarts > most_restarts) {
                throw std::runtime_error("the equations of a network did not converge");
            }
            measure(result);
        }
        // Strong resistors make a large current of a small error. Where the electrodes' currents
        // disagree by more than this, the energy is brought down further, while that helps.
        const double agreed = 100.0 * tolerance_;
        constexpr double finest = 1e-26;
        while (result.error > agreed && negligible > finest) {
            negligible *= 1e-2;
            const double before = result.error;
            const bool more = iterate(result.conductance, negligible, result.iterations);
            measure(result);
            if (more && result.error > 0.5 * before) {
                break;
            }
        }
        constexpr double nonsense = 0.1;
        if (!(result.error <= std::max(nonsense, agreed))) {
            throw std::runtime_error("the currents of a network's two electrodes do not agree");
        }
        for (std::size_t l = 0; l < levels_.size(); ++l) {
            result.levels.push_back(
                {.weakest = levels_[l].weakest,
                 .strongest = levels_[l].strongest,
                 .unknowns = levels_[l].unknowns,
                 .method = solvers_[l] ? solvers_[l]->method() : Method::direct});
        }
    }
    const Eigen::VectorXd& potentials() { return flow_.potentials(x_); }

private:
    /// Conductance and error by the potentials at hand; fills `residual_`.
    void measure(Conduction& result)
    {
        const double power = flow_(x_, residual_);
        for (Eigen::VectorXd& r : residual_) {
            r = -r;
        }
        const double in = flow_.out_of(high_node);
        const double out = -flow_.out_of(low_node);
        result.conductance = power; // of all estimates the one whose error is of second order
        result.error = std::max(std::abs(in - out), std::abs(power - 0.5 * (in + out))) / power;
    }

    /// Fills `corrected_`; returns about the energy of the error.
    double precondition()
    {
        for (std::size_t l = 0; l < levels_.size(); ++l) {
            if (solvers_[l]) {
                const auto unknowns = static_cast<Eigen::Index>(levels_[l].unknowns);
                in_ = residual_[l].head(unknowns);
                out_.resize(unknowns);
                solvers_[l]->solve(in_, out_);
                corrected_[l].head(unknowns) = out_;
            }
        }
        const double energy = product(residual_, corrected_);
        // Residuals over the diagonal bound the energy from below: half of them for one level. A
        // multigrid says less where its coarsest grid, which DUNE iterates on, came to nothing.
        double least = 0.0;
        for (std::size_t l = 0; l < levels_.size(); ++l) {
            least += (residual_[l].array().square() / diagonal_[l].array()).sum();
        }
        constexpr double doubt = 1.0 / 16.0;
        if (energy >= doubt * least) {
            return energy;
        }
        for (std::size_t l = 0; l < levels_.size(); ++l) {
            corrected_[l] = residual_[l].cwiseQuotient(diagonal_[l]);
        }
        return least;
    }

    /// Conjugate gradients (in the flexible form: a V-cycle is not quite linear) until the energy
    /// of the error is a negligible share of the power, or falls no more. Returns whether there was
    /// anything to do.
    bool iterate(double power, double negligible, int& iterations)
    {
        constexpr int most = 3000;
        constexpr int patience = 100;
        double gained = precondition();
        if (!(gained > negligible * power)) {
            return false;
        }
        direction_ = corrected_;
        Vectors& flows = corrected_;
        double best = gained;
        for (int waited = 0; gained > 0.1 * negligible * power && waited < patience; ++waited) {
            if (++iterations > most) {
                throw std::runtime_error("the equations of a network did not converge");
            }
            const double bent = flow_(direction_, flows);
            const double step = gained / bent;
            power -= step * gained;
            for (std::size_t l = 0; l < x_.size(); ++l) {
                x_[l] += step * direction_[l];
                old_[l] = residual_[l];
                residual_[l] -= step * flows[l];
            }
            const double next = precondition();
            const double turned = (next - product(old_, corrected_)) / gained;
            gained = next;
            for (std::size_t l = 0; l < x_.size(); ++l) {
                direction_[l] = corrected_[l] + turned * direction_[l];
            }
            if (gained < 0.9 * best) {
                best = gained;
                waited = 0;
            }
        }
        return true;
    }

    Flow flow_;
    const std::vector<Level>& levels_;
    double tolerance_;
    std::vector<std::unique_ptr<LevelSolver>> solvers_;
    Vectors diagonal_;
    Vectors x_;
    Vectors residual_;
    Vectors old_;
    Vectors corrected_;
    Vectors direction_;
    Eigen::VectorXd in_;
    Eigen::VectorXd out_;
};

} // namespace

Conduction conduct(Network network, const ConductOptions& options)
{
    if (!(options.tolerance > 0.0) || !(options.tolerance < 1.0)) {
        throw std::invalid_argument("a tolerance must lie between 0 and 1");
    }
    Conduction result;
    std::vector<std::uint32_t> place;
    Circuit circuit = make_circuit(std::move(network), place);
    // Dangling ends have potentials too.
    const bool prune = options.prune && !options.potentials;
    if (prune) {
        const auto marked = carrying_nodes(circuit);
        if (marked.empty()) {
            return result;
        }
        keep_nodes(circuit, marked);
    }
    if (circuit.edges.empty()) {
        return result;
    }
    const Levels levels = part_into_levels(circuit, options.widest_level);
    if (levels.part[low_node] != levels.part[high_node]) {
        return result;
    }
    result.nodes_that_carry = circuit.nodes;
    result.edges_that_carry = circuit.edges.size();
    if (options.red_bonds) {
        result.red_bonds = count_red_bonds(circuit);
    }
    Solver solver(circuit, levels.level, options);
    solver.solve(result);
    if (options.potentials) {
        const Eigen::VectorXd& potential = solver.potentials();
        for (const std::uint32_t node : place) {
            result.potentials.push_back(levels.part[node] == 0
                                            ? potential[node]
                                            : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return result;
}

} // namespace percolith::microstructure
