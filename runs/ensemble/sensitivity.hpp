#pragma once
/// Which of the uncertain inputs an answer hangs on: Sobol indices from the rows of a pick-freeze
/// design, first order by Saltelli et al. 2010 (DOI 10.1016/j.cpc.2009.09.018) and total by Jansen
/// 1999 (DOI 10.1016/S0010-4655(98)00154-4), with errors from groups of rows left out one by one.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::runs::ensemble
{

/// Shares of the answer's variance; errors are standard errors.
struct SobolIndex {
    double first = 0.0; ///< that of the input alone
    double first_error = 0.0;
    double total = 0.0; ///< that would go if the input were known, with all it does together
    double total_error = 0.0;
};

/// Sums over rows: memory does not grow with them.
class Sensitivity
{
public:
    explicit Sensitivity(std::size_t inputs);

    /// Answers of row `number`: at A, at B, and at A with each input from B. Rows may come in any
    /// order; `first_answer` is taken off all answers against cancellation, the same in each call.
    void add(std::uint64_t number, std::span<const double> answers, double first_answer);

    std::uint64_t rows() const;
    /// One an input; none where the answer does not vary or there are less than two rows.
    std::vector<SobolIndex> indices() const;

private:
    /// Rows are left out in this many groups.
    static constexpr std::size_t groups = 32;
    struct Sums {
        double rows = 0.0;
        double answer = 0.0; ///< of A and B
        double square = 0.0;
        std::vector<double> first{}; ///< f(B) (f(A with B's) - f(A))
        std::vector<double> total{}; ///< (f(A) - f(A with B's))^2 / 2
    };

    static void add(Sums& to, const Sums& some, double times);
    static std::vector<SobolIndex> estimate(const Sums& sums);

    std::size_t inputs_;
    std::array<Sums, groups> sums_;
};

} // namespace percolith::runs::ensemble
