#include "runs/fit/multi_start.hpp"
#include "runs/fit/profile.hpp"
#include "runs/fit/restricted.hpp"
#include "runs/fit/trust.hpp"

#include "tests/support/synthetic_fits.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;

namespace
{

constexpr double film_conductivity = 4.2e-9; // S/m
constexpr double ionic_conductivity = 1e-4; // S/cm
constexpr double renewal = 2e-3; // m2/C

/// A cell that lasts, and one whose lithium is used up; the interphase is theirs together, current
/// and lithium each one's own.
class TwoCells
{
public:
    TwoCells()
    {
        sources_.push_back(written_case(folder_, "thick", cell_text(leaky, "", "50 um")));
        sources_.push_back(written_case(folder_, "thin", cell_text(leaky, "", "6 um")));
    }

    /// One set of data, and the truth behind it.
    struct Set {
        SyntheticFit fit;
        std::vector<double> truth;
    };

    Set measured(std::uint64_t seed) const
    {
        Draw draw(static_cast<std::uint32_t>(seed));
        Set set;
        auto& fit = set.fit;
        fit.sources = sources_;
        const std::vector<double> true_values{film_conductivity, renewal, ionic_conductivity};
        fit.parameters = {
            free_factor({"interphase.electronic_conductivity", "S/m", film_conductivity}, {0, 1}),
            free_factor({"interphase.renewal", "m^2/C", renewal}, {0, 1}),
            free_factor({"interphase.ionic_conductivity", "S/cm", ionic_conductivity}, {0, 1})};
        set.truth = fit.start();
        const std::vector<double> lithium{50.0, 6.0};
        // Nobody knows the start: a factor up to 2 off.
        for (auto& p : fit.parameters) {
            p.start *= draw.logarithmic(0.5, 2.0);
        }
        const auto scatter = normal_noise(4, 7 * seed);
        for (std::size_t k = 0; k < 2; ++k) {
            auto current = free_factor({current_factor_key, "", 1.0, false}, {k});
            current.prior = Prior{.mean = 1.0, .error = 1e-3};
            auto thickness = free_factor({"cell.working.lithium", "um", lithium[k]}, {k});
            thickness.prior = Prior{.mean = lithium[k], .error = 0.02};
            fit.parameters.push_back(current);
            fit.parameters.push_back(thickness);
            set.truth.push_back(1.0 + 1e-3 * scatter[2 * k]);
            set.truth.push_back(std::log(lithium[k]) + 0.02 * scatter[2 * k + 1]);
            fit.cells.push_back(irregularly_sampled(30, 1.0 / 3.0, k == 0 ? 5.0 : 3.0, 4, draw));
            // A coulometric titration: what the voltage alone leaves open, how much of the film's
            // resistance is thickness.
            fit.cells[k].points = {{.kind = PointKind::consumed_charge,
                                    .part = Part::cell,
                                    .time = 3.0 * 3600.0,
                                    .error = 1000.0},
                                   {.kind = PointKind::consumed_charge,
                                    .part = Part::cell,
                                    .time = 1.0 * 3600.0,
                                    .error = 300.0}};
            fit.noise.push_back(draw.logarithmic(1e-4, 1e-3));
        }
        for (std::size_t k = 0; k < 2; ++k) {
            measure(fit, k, set.truth, 60.0, 1000003 * seed + k);
        }
        return set;
    }

private:
    ScratchFolder folder_;
    std::vector<runs::CellSource> sources_;
};

/// How often an interval held the truth, per unknown.
struct Held {
    std::vector<int> by_curvature, by_profile;
    int sets = 0;

    /// Profiles are asked for the first `profiled` unknowns.
    void count(const TwoCells::Set& set, std::size_t profiled)
    {
        const auto objective = set.fit.objective();
        const auto best = solve(objective, set.fit.start());
        INFO("set " << sets << ": " << describe(best, objective.unknowns()));
        REQUIRE(best.converged());
        const auto n = set.truth.size();
        by_curvature.resize(n);
        by_profile.resize(profiled);
        ++sets;
        const auto errors = trust(objective, best).errors;
        for (std::size_t k = 0; k < n; ++k) {
            const double off = std::abs(best.theta[k] - set.truth[k]);
            by_curvature[k] += off < normal_quantile(0.95) * errors[k] ? 1 : 0;
        }
        for (std::size_t k = 0; k < profiled; ++k) {
            // A value lies in the profile's interval if the others can follow it.
            const Restricted held(objective, k, set.truth[k]);
            const auto there = solve(held, held.others(best.theta));
            REQUIRE(there.converged());
            by_profile[k] += there.cost - best.cost < profile_threshold(0.95) ? 1 : 0;
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
        held.count(cells.measured(seed), 1);
    }
    const auto set = cells.measured(1);
    // Left out: electronic conductivity and renewal, which nearly trade off. Their curvature
    // promises more than it holds (171 and 173 of 200), which is what profiles are for.
    for (std::size_t k = 2; k < held.by_curvature.size(); ++k) {
        INFO(set.fit.parameters[k].name << " held by curvature " << held.by_curvature[k]);
        check_binomial(held.by_curvature[k], held.sets);
    }
    INFO("electronic conductivity held by profile " << held.by_profile[0]);
    check_binomial(held.by_profile[0], held.sets);
}

// Hidden: some minutes. Its outcome is in docs/concepts/fitting.md.
TEST_CASE("95 % intervals hold the truth in 93 to 97 % of 2000 fits", "[.coverage]")
{
    const TwoCells cells;
    Held held;
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        held.count(cells.measured(100000 + seed), 3);
    }
    const auto set = cells.measured(1);
    const auto near = [](int count) { return std::abs(count / 2000.0 - 0.95) < 0.02; };
    for (std::size_t k = 2; k < held.by_curvature.size(); ++k) {
        WARN(set.fit.parameters[k].name << " held by curvature " << held.by_curvature[k]);
        CHECK(near(held.by_curvature[k]));
    }
    for (std::size_t k = 0; k < held.by_profile.size(); ++k) {
        WARN(set.fit.parameters[k].name << " held by profile " << held.by_profile[k]);
        CHECK(near(held.by_profile[k]));
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
            const Restricted held(objective, k, set.truth[k]);
            const auto there = solve(held, held.others(best.theta));
            const auto& profile = found.profiles[k];
            CAPTURE(seed, k, profile.low, set.truth[k], profile.high);
            REQUIRE(profile.unknown == k);
            CHECK((there.cost - best.cost < found.threshold) ==
                  (profile.low < set.truth[k] && set.truth[k] < profile.high));
        }
    }
}

TEST_CASE("a fit of cells that starts a factor 100 off finds the truth", "[.coverage]")
{
    const TwoCells cells;
    for (std::uint64_t corner = 0; corner < 8; ++corner) {
        auto set = cells.measured(500 + corner);
        for (std::size_t k = 0; k < 3; ++k) {
            set.fit.parameters[k].start =
                std::exp(set.truth[k]) * (((corner >> k) & 1U) != 0 ? 100.0 : 0.01);
        }
        const auto objective = set.fit.objective();
        const auto search = search_minima(objective, {.starts = 8, .threads = 1});
        CAPTURE(corner, search.best().cost, objective.data());
        INFO(describe(search.best(), objective.unknowns()));
        REQUIRE(search.best().converged());
        const auto errors = trust(objective, search.best()).errors;
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(std::abs(search.best().theta[k] - set.truth[k]) < 5.0 * errors[k]);
        }
    }
}
