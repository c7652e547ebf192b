#pragma once
/// What a design can determine at all: the directions of the Fisher information, in words. Needs
/// derivatives only, so it can be asked before anything is measured.

#include "runs/fit/objective.hpp"

#include <Eigen/Core>

namespace percolith::runs::fit
{

/// An eigenvector of the Fisher information J^T J in scaled unknowns: logarithmic ones as they
/// are, others in units of their magnitude, so that errors are relative ones. Poorly determined
/// ones whose eigenvalues are within a factor of two of the next are known as a subspace only, and
/// so are those that the residuals do not see: of it, the direction along the unknown that it moves
/// most, then of the rest likewise.
struct Direction {
    Eigen::VectorXd weights; ///< of length 1, the largest positive (the first of equal ones)
    double information = 0.0; ///< eigenvalue, or 1 / error^2 in a subspace
    double error = 0.0; ///< 1 / sqrt(eigenvalue); infinite where the residuals do not see it
};

/// A product of powers (or, of unknowns that are not logarithmic, a sum) that is determined
/// although its members apart are not.
struct Combination {
    std::vector<std::size_t> unknowns;
    std::vector<double> powers; ///< the first one positive; small whole numbers where those will do
    double error = 0.0; ///< relative for products, in the unknowns' unit for sums
    bool product = true;
};

/// Unknowns that poorly determined directions tie together, or one that is poor alone.
struct Poor {
    std::vector<std::size_t> unknowns;
    std::vector<std::size_t> directions; ///< of `Identifiability::directions`
    /// All that the data say of them; empty where powers with two decimals do not say it.
    std::vector<Combination> combinations;
};

struct Identifiability {
    std::vector<Direction> directions; ///< the best determined first
    /// Relative, per unknown; infinite where not determined. A direction that the residuals do not
    /// see ends where an unknown of it meets a bound. Of unknowns that hardly move along it, and
    /// are determined even so, the error holds what they move, every place between the bounds being
    /// equally likely.
    std::vector<double> errors;
    double level = 0.1;
    std::vector<std::size_t> determined; ///< to better than the level
    std::vector<std::size_t> without_effect;
    std::vector<Poor> poor;
};

/// Of residuals' derivatives (rows) at `theta`. An unknown is determined where its relative error,
/// all others being unknown too, is below `level`.
Identifiability identifiability(std::span<const Unknown> unknowns, std::span<const double> theta,
                                std::span<const double> jacobian, double level = 0.1);

/// All products that are determined although their members apart are not.
std::vector<Combination> products(const Identifiability& findings);

/// "A^2 x B / C" or "A + 2 B - C".
std::string name_of(const Combination& combination, std::span<const Unknown> unknowns);

/// One sentence per finding, the determined ones first, with the value of combinations at `theta`
/// where that is given. Findings are of slopes at one place; of an unknown in `bounded`, which is
/// bounded farther out, it is not said that the data do not see it.
std::vector<std::string> describe(const Identifiability& findings,
                                  std::span<const Unknown> unknowns,
                                  std::span<const std::size_t> bounded = {},
                                  std::span<const double> theta = {});

} // namespace percolith::runs::fit
