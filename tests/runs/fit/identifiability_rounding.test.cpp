#include "runs/fit/identifiability.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <Eigen/SVD>

#include <array>
#include <random>

using namespace percolith;
using namespace runs::fit;

namespace
{

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Eigen::Index;

std::vector<std::string> sentences(const Rows& jacobian, bool logarithmic)
{
    std::vector<Unknown> unknowns;
    for (Index k = 0; k < jacobian.cols(); ++k) {
        unknowns.push_back({.name = fmt::format("x{}", k),
                            .unit = logarithmic ? "" : "mV",
                            .logarithmic = logarithmic,
                            .start = 1.0});
    }
    const std::vector<double> theta(unknowns.size(), 1.0);
    const std::span values(jacobian.data(), static_cast<std::size_t>(jacobian.size()));
    return describe(identifiability(unknowns, theta, values), unknowns);
}

class Random
{
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    Index whole(Index low, Index high)
    {
        return std::uniform_int_distribution<Index>(low, high)(engine_);
    }
    /// Logarithmically between powers of ten.
    double size(double low, double high)
    {
        return std::pow(10.0, std::uniform_real_distribution(low, high)(engine_));
    }
    Rows noise(Index rows, Index columns)
    {
        std::normal_distribution normal;
        return Rows::NullaryExpr(rows, columns, [&] { return normal(engine_); });
    }

private:
    std::mt19937_64 engine_;
};

/// Columns of length 1 at right angles.
Rows orthogonal(Random& random, Index rows, Index columns)
{
    return Rows(Eigen::JacobiSVD<Eigen::MatrixXd>(random.noise(rows, columns), Eigen::ComputeThinU)
                    .matrixU());
}

Rows of_full_rank(Random& random)
{
    const auto n = random.whole(2, 6);
    Rows jacobian = random.noise(n + 6, n);
    for (Index k = 0; k < n; ++k) {
        jacobian.col(k) *= random.size(-3.0, 3.0);
    }
    return jacobian;
}

/// Combinations with powers from -2 to 2, fewer than there are unknowns.
Rows exactly_singular(Random& random)
{
    const auto n = random.whole(2, 6);
    const auto seen = random.whole(1, n - 1);
    const Rows powers =
        Rows::NullaryExpr(seen, n, [&] { return static_cast<double>(random.whole(-2, 2)); });
    return 100.0 * random.noise(seen + 3, seen) * powers;
}

/// Pairs and triples of which a combination with powers of 1 is seen well, the others badly.
Rows nearly_singular(Random& random)
{
    const auto blocks = random.whole(1, 3);
    Rows powers = Rows::Zero(9, 9);
    Index n = 0;
    for (Index block = 0; block < blocks; ++block) {
        const auto size = random.whole(2, 3);
        const double poorly = random.size(-4.0, 0.0);
        powers.block(n, n, size, size) = poorly * random.noise(size, size);
        for (Index k = 0; k < size; ++k) {
            powers(n, n + k) = random.whole(0, 1) == 0 ? -1.0 : 1.0;
        }
        n += size;
    }
    return 100.0 * orthogonal(random, n + 3, n) * powers.topLeftCorner(n, n);
}

/// Blocks that are all alike, seen equally well, so that any mixture of their directions is an
/// eigenvector too; in every other case by residuals that see several blocks at once.
Rows of_equal_eigenvalues(Random& random)
{
    const auto blocks = random.whole(1, 3);
    const auto size = random.whole(1, 3);
    const auto n = blocks * size;
    constexpr std::array poor{0.0, 0.01, 0.5, 3.0, 10.0}; // the last at the level exactly
    const double poorly = poor[static_cast<std::size_t>(random.whole(0, 4))];
    const double well = random.whole(0, 1) == 0 ? 100.0 : 50.0;
    const Eigen::MatrixXd mean =
        Eigen::MatrixXd::Constant(size, size, 1.0 / static_cast<double>(size));
    const Eigen::MatrixXd block =
        well * mean + poorly * (Eigen::MatrixXd::Identity(size, size) - mean);
    Rows powers = Rows::Zero(n, n);
    for (Index at = 0; at < n; at += size) {
        powers.block(at, at, size, size) = block;
    }
    return random.whole(0, 1) == 0 ? powers : Rows(orthogonal(random, n + 3, n) * powers);
}

/// Says what a design of each kind determines, and again under 20 perturbations.
void check_of(Rows (*design)(Random&), std::uint64_t seed)
{
    Random random(seed);
    for (int which = 0; which < 100; ++which) {
        const Rows jacobian = design(random);
        const bool logarithmic = which % 4 != 3;
        const auto said = sentences(jacobian, logarithmic);
        for (int perturbation = 0; perturbation < 20; ++perturbation) {
            const Rows noise = random.noise(jacobian.rows(), jacobian.cols());
            const Rows other = jacobian.array() * (1.0 + 1e-10 * noise.array());
            INFO("design " << which << ", perturbation " << perturbation << "\n" << jacobian);
            CHECK(sentences(other, logarithmic) == said);
        }
    }
}

} // namespace

TEST_CASE("what is said of designs of full rank does not hang on rounding", "[runs][fit]")
{
    check_of(of_full_rank, 1);
}

TEST_CASE("what is said of exactly singular designs does not hang on rounding", "[runs][fit]")
{
    check_of(exactly_singular, 2);
}

TEST_CASE("what is said of nearly singular designs does not hang on rounding", "[runs][fit]")
{
    check_of(nearly_singular, 3);
}

TEST_CASE("what is said of designs with equal eigenvalues does not hang on rounding", "[runs][fit]")
{
    check_of(of_equal_eigenvalues, 4);
}
