#include "runs/fit/compare.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace percolith;
using Catch::Matchers::Contains;
using namespace runs::fit;

namespace
{

/// A model with nothing to fit, of given residuals.
FittedModel fixed(const std::string& name, std::vector<double> r)
{
    const auto data = r.size();
    return {.name = name,
            .r = std::move(r),
            .jacobian = {},
            .unknowns = 0,
            .data = data,
            .constant = 0.0};
}

/// One that can move every residual by the same: a constant.
FittedModel level(const std::string& name, std::vector<double> r)
{
    auto model = fixed(name, std::move(r));
    model.jacobian.assign(model.data, -1.0);
    model.unknowns = 1;
    return model;
}

} // namespace

TEST_CASE("information criteria are those of their authors", "[runs][fit]")
{
    auto model = level("constant", {1.0, -1.0, 2.0, -2.0});
    model.constant = 5.0;
    const auto compared = compare(std::vector{model});
    const auto& criteria = compared.criteria[0];
    CHECK(criteria.log_likelihood == Approx(-7.5));
    CHECK(criteria.parameters == Approx(1.0));
    CHECK(criteria.aic == Approx(15.0 + 2.0));
    CHECK(criteria.aicc == Approx(17.0 + 2.0 * 2.0 / 2.0));
    CHECK(criteria.bic == Approx(15.0 + std::log(4.0)));
    CHECK_FALSE(compared.chosen);
}

TEST_CASE("an unknown that its prior knows better than the data counts for less than one",
          "[runs][fit]")
{
    // Four data of error 1 and a prior as heavy as all four: half of the unknown is theirs.
    auto model = level("constant", {0.0, 0.0, 0.0, 0.0});
    model.r.push_back(0.0);
    model.jacobian.push_back(2.0);
    CHECK(compare(std::vector{model}).criteria[0].parameters == Approx(0.5));
}

TEST_CASE("an unknown that data do not see does not count", "[runs][fit]")
{
    auto model = fixed("two", {0.0, 0.0, 0.0});
    model.unknowns = 2;
    model.jacobian = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    CHECK(compare(std::vector{model}).criteria[0].parameters == Approx(1.0));
}

TEST_CASE("directions that only one of two models has are counted", "[runs][fit]")
{
    auto line = fixed("line", {0.0, 0.0, 0.0, 0.0});
    line.unknowns = 2;
    line.jacobian = {1.0, 0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0};
    const auto nested = compare(std::vector{line, level("constant", {0.0, 0.0, 0.0, 0.0})});
    CHECK(nested.pairs[0].directions == Approx(1.0));
    auto jump = level("jump", {0.0, 0.0, 0.0, 0.0});
    jump.jacobian = {1.0, -1.0, 1.0, -1.0};
    const auto apart = compare(std::vector{jump, level("constant", {0.0, 0.0, 0.0, 0.0})});
    CHECK(apart.pairs[0].directions == Approx(2.0));
}

TEST_CASE("where both risks are equal the needed separation is that of the derivation",
          "[runs][fit]")
{
    // Cumulative non-central chi-squared: 4.4 % below 7.655 for delta = 20, 8.8 % above it for 2.
    CHECK(needed_separation(1.0) == Approx(7.655).margin(1e-3));
    CHECK(needed_separation(2.0) == Approx(8.739).margin(1e-3));
    CHECK(needed_separation(4.0) == Approx(10.865).margin(1e-3));
    // One more unknown by hand: (sqrt(delta) + z)^2, z normal.
    const auto below = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
    const double root = std::sqrt(needed_separation(1.0));
    CHECK((below(root - std::sqrt(20.0)) - below(-root - std::sqrt(20.0))) / 0.05 ==
          Approx((1.0 - below(root - std::sqrt(2.0)) + below(-root - std::sqrt(2.0))) / 0.10));
}

TEST_CASE("a model is chosen only over every other, and what remains is said", "[runs][fit]")
{
    const std::vector<double> good{0.0, 0.0, 0.0, 0.0};
    const std::vector models{fixed("reaction", {0.5, 0.5, 0.5, 0.5}), fixed("electron", good),
                             fixed("ion", {5.0, 0.0, 0.0, 5.0})};
    const auto compared = compare(models);
    CHECK_FALSE(compared.chosen);
    CHECK(compared.remaining == std::vector<std::size_t>{0, 1});
    const auto said = describe(compared, models);
    REQUIRE(said.size() == 4);
    CHECK(said[0] == "undecided between reaction and electron");
    CHECK_THAT(said[1], Contains("electron fits better than reaction by 0.5 in ln L: undecided, "
                                 "their curves are too close"));
    CHECK_THAT(said[3], Contains("electron fits better than ion by 25 in ln L: decisive"));
    const std::vector two{models[1], models[2]};
    const auto decisive = compare(two);
    REQUIRE(decisive.chosen);
    CHECK(describe(decisive, two)[0] == "the data choose electron");
}

TEST_CASE("models far apart that fit equally badly are undecided", "[runs][fit]")
{
    const std::vector models{fixed("up", {3.0, 3.0, 3.0, 3.0}),
                             fixed("down", {-3.0, -3.0, -3.0, -3.1})};
    const auto compared = compare(models);
    CHECK_FALSE(compared.chosen);
    CHECK_THAT(describe(compared, models)[1], Contains("2 needed"));
}

TEST_CASE("models of different data cannot be compared", "[runs][fit]")
{
    const std::vector models{fixed("a", {0.0}), fixed("b", {0.0, 0.0})};
    CHECK_THROWS_AS(compare(models), std::invalid_argument);
}
