#include "runs/fit/bend.hpp"
#include "runs/fit/profile.hpp"
#include "runs/fit/restricted.hpp"

#include "tests/support/two_cells.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;

namespace
{

/// A value lies in the profile's interval if the others can follow it.
bool in_profile(const Objective& objective, const Solution& best, std::size_t unknown, double theta)
{
    const Restricted held(objective, unknown, theta);
    const auto there = solve(held, held.others(best.theta), {.settled = 1e-4});
    CAPTURE(unknown, describe(there, held.unknowns()));
    REQUIRE(there.converged());
    return there.cost - best.cost < profile_threshold(0.95);
}

/// How often an interval held the truth, per unknown.
struct Held {
    std::vector<int> by_curvature;
    /// By the interval that the program stands by: the curvature's where it finds the valley
    /// straight, elsewhere the profile's.
    std::vector<int> by_advice;
    std::vector<int> straight;
    int sets = 0;

    void count(const TwoCells::Set& set)
    {
        const auto objective = set.fit.objective();
        const auto best = solve(objective, set.fit.start());
        INFO("set " << sets << ": " << describe(best, objective.unknowns()));
        REQUIRE(best.converged());
        const auto n = set.truth.size();
        for (auto* counts : {&by_curvature, &by_advice, &straight}) {
            counts->resize(n);
        }
        ++sets;
        const auto curvature = trust(objective, best);
        std::vector<bool> bent(n, true); // what is not determined has no interval to believe
        for (const auto& bend : bends(objective, best, curvature, {.threads = 1})) {
            bent[bend.unknown] = bend.bent;
        }
        for (std::size_t k = 0; k < n; ++k) {
            const double off = std::abs(best.theta[k] - set.truth[k]);
            const bool near = off < normal_quantile(0.95) * curvature.errors[k];
            const bool advised = bent[k] ? in_profile(objective, best, k, set.truth[k]) : near;
            by_curvature[k] += near ? 1 : 0;
            by_advice[k] += advised ? 1 : 0;
            straight[k] += bent[k] ? 0 : 1;
        }
    }
};

/// Counts that a binomial of 0.95 leaves once in a thousand on either side.
void check_binomial(int count, int sets)
{
    const boost::math::binomial_distribution<> binomial(sets, 0.95);
    CHECK(boost::math::cdf(binomial, count) > 1e-3);
    CHECK(boost::math::cdf(boost::math::complement(binomial, count - 1)) > 1e-3);
}

} // namespace

TEST_CASE("95 % intervals of cells measured as testers do hold the truth in 95 % of 200 fits",
          "[runs][fit]")
{
    const TwoCells cells;
    Held held;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        held.count(cells.measured(seed));
    }
    const auto set = cells.measured(1);
    for (std::size_t k = 0; k < held.by_advice.size(); ++k) {
        INFO(set.fit.parameters[k].name << " held in " << held.by_advice[k] << ", by curvature in "
                                        << held.by_curvature[k] << ", its valley straight in "
                                        << held.straight[k]);
        check_binomial(held.by_advice[k], held.sets);
    }
}

// Hidden: half an hour. Its outcome is in docs/concepts/fitting.md.
TEST_CASE("95 % intervals hold the truth in 93 to 97 % of 2000 fits", "[.coverage]")
{
    const TwoCells cells;
    Held held;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        held.count(cells.measured(100000 + seed));
    }
    const auto set = cells.measured(1);
    const auto near = [](int count) { return std::abs(count / 2000.0 - 0.95) < 0.02; };
    for (std::size_t k = 0; k < held.by_advice.size(); ++k) {
        WARN(set.fit.parameters[k].name << " held in " << held.by_advice[k] << ", by curvature in "
                                        << held.by_curvature[k] << ", its valley straight in "
                                        << held.straight[k]);
        CHECK(near(held.by_advice[k]));
    }
}

TEST_CASE("an interval read off a profile holds the truth where the truth fits well enough",
          "[.coverage]")
{
    const TwoCells cells;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto set = cells.measured(seed);
        const auto objective = set.fit.objective();
        const auto best = solve(objective, set.fit.start());
        INFO(describe(best, objective.unknowns()));
        REQUIRE(best.converged());
        const std::vector<std::size_t> shared{0, 1, 2};
        const auto found = profiles(objective, best, {.threads = 1, .only = shared});
        REQUIRE(found.profiles.size() == shared.size());
        for (const auto k : shared) {
            const auto& profile = found.profiles[k];
            CAPTURE(seed, k, profile.low, set.truth[k], profile.high);
            REQUIRE(profile.unknown == k);
            CHECK(in_profile(objective, best, k, set.truth[k]) ==
                  (profile.low < set.truth[k] && set.truth[k] < profile.high));
        }
    }
}
