#pragma once
/// How many tests are still alive after so many cycles, and by when a share of them has ended: the
/// product-limit estimate (Kaplan and Meier 1958, DOI 10.1080/01621459.1958.10501452) with the
/// intervals of Greenwood on the scale log(-log S) (Kalbfleisch and Prentice 2002,
/// DOI 10.1002/9781118032985, section 1.4).

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace percolith::runs::ensemble
{

/// After `life` cycles, the share still alive.
struct SurvivalStep {
    std::uint64_t life = 0;
    double alive = 1.0; ///< share that reaches more than `life` whole cycles
    double low = 1.0, high = 1.0; ///< of its interval
    std::uint64_t at_risk = 0; ///< tests that were known to have come this far
};

/// A quantile of the life, as far as the tests tell.
struct LifeQuantile {
    double share = 0.5; ///< of tests that have ended by then
    std::optional<std::uint64_t> life{}; ///< nothing where too few ended
    std::optional<std::uint64_t> low{}, high{}; ///< of its interval; nothing: beyond the tests
};

/// Counts of lives: memory grows with how many different ones there are.
class Lives
{
public:
    /// A test ended after `life` whole cycles, or went on when nobody looked any more.
    void add(std::uint64_t life, bool ended) { ++(ended ? ended_ : going_on_)[life]; }

    std::uint64_t size() const;
    std::uint64_t ended() const;
    std::uint64_t last() const; ///< most cycles that any test showed

    /// One step for each life at which tests ended. `confidence` in (0, 1).
    std::vector<SurvivalStep> curve(double confidence) const;
    LifeQuantile quantile(double share, double confidence) const;

private:
    std::map<std::uint64_t, std::uint64_t> ended_; ///< tests by whole cycles
    std::map<std::uint64_t, std::uint64_t> going_on_;
};

} // namespace percolith::runs::ensemble
