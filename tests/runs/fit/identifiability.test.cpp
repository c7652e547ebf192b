#include "runs/fit/identifiability.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith;
using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using namespace runs::fit;

namespace
{

Unknown logarithmic(const std::string& name)
{
    return {.name = name, .logarithmic = true, .start = 1.0};
}

std::vector<std::string> sentences(const std::vector<Unknown>& unknowns,
                                   const std::vector<double>& jacobian)
{
    const std::vector<double> theta(unknowns.size(), 0.0);
    return describe(identifiability(unknowns, theta, jacobian), unknowns);
}

} // namespace

TEST_CASE("eigenvalues and eigenvectors are those of the Fisher information", "[runs][fit]")
{
    // J^T J = [[5, 4], [4, 5]]: 9 along (1, 1) and 1 along (1, -1).
    const std::vector jacobian{2.0, 1.0, 1.0, 2.0};
    const std::vector unknowns{logarithmic("A"), logarithmic("B")};
    const auto found = identifiability(unknowns, std::vector{0.0, 0.0}, jacobian);
    REQUIRE(found.directions.size() == 2);
    CHECK(found.directions[0].information == Approx(9.0));
    CHECK(found.directions[0].error == Approx(1.0 / 3.0));
    CHECK(found.directions[0].weights[0] == Approx(std::sqrt(0.5)));
    CHECK(found.directions[0].weights[1] == Approx(std::sqrt(0.5)));
    CHECK(found.directions[1].information == Approx(1.0));
    // (J^T J)^-1 = [[5, -4], [-4, 5]] / 9.
    CHECK(found.errors[0] == Approx(std::sqrt(5.0 / 9.0)));
}

TEST_CASE("a product that alone is seen is named with its error", "[runs][fit]")
{
    const auto said = sentences({logarithmic("sigma_e"), logarithmic("R_k")}, {100.0, 100.0});
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "only the product sigma_e x R_k is determined, to 1 %; sigma_e and R_k apart "
                     "are not");
}

TEST_CASE("a ratio that alone is seen is named, and other unknowns are not drawn in", "[runs][fit]")
{
    const auto said = sentences({logarithmic("A"), logarithmic("C"), logarithmic("B")},
                                {50.0, 0.0, -50.0, 0.0, 25.0, 0.0});
    REQUIRE(said.size() == 2);
    CHECK(said[0] == "determined to better than 10 %: C (to 4 %)");
    CHECK(said[1] == "only the ratio A / B is determined, to 2 %; A and B apart are not");
}

TEST_CASE("powers of a combination are found", "[runs][fit]")
{
    CHECK_THAT(sentences({logarithmic("A"), logarithmic("B")}, {200.0, 100.0})[0],
               Contains("only A^2 x B is determined, to 1 %"));
    CHECK_THAT(sentences({logarithmic("A"), logarithmic("B")}, {-200.0, 300.0})[0],
               Contains("only A^2 / B^3 is determined, to 1 %"));
    CHECK_THAT(sentences({logarithmic("A"), logarithmic("B"), logarithmic("C")},
                         {100.0, -100.0, 200.0})[0],
               Contains("only A x C^2 / B is determined, to 1 %; A, B and C apart are not"));
}

TEST_CASE("of three unknowns in one poor direction two combinations are named", "[runs][fit]")
{
    // A B and B C are seen.
    const auto said = sentences({logarithmic("A"), logarithmic("B"), logarithmic("C")},
                                {100.0, 100.0, 0.0, 0.0, 50.0, 50.0});
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0], Contains("of A, B and C only "));
    CHECK_THAT(said[0], Contains("are determined; A, B and C apart are not"));
    CHECK(((said[0].find("A x B (to 1 %)") != std::string::npos) ||
           (said[0].find("B x C (to 2 %)") != std::string::npos)));
}

TEST_CASE("two separate degeneracies are two sentences", "[runs][fit]")
{
    const auto said =
        sentences({logarithmic("A"), logarithmic("B"), logarithmic("C"), logarithmic("D")},
                  {100.0, 100.0, 0.0, 0.0, 0.0, 0.0, 100.0, -100.0});
    REQUIRE(said.size() == 2);
    CHECK_THAT(said[0], Contains("product A x B"));
    CHECK_THAT(said[1], Contains("ratio C / D"));
}

TEST_CASE("a nearly exact degeneracy gives the errors of each as well", "[runs][fit]")
{
    // The ratio is seen too, a hundred times worse.
    const auto said = sentences({logarithmic("A"), logarithmic("B")}, {100.0, 100.0, 1.0, -1.0});
    REQUIRE(said.size() == 1);
    // ln A = (ln AB + ln A/B) / 2, errors 0.01 and 1: 0.50002, a factor 1.65.
    CHECK(said[0] == "only the product A x B is determined, to 1 %; A alone to a factor 1.6 and "
                     "B alone to a factor 1.6");
}

TEST_CASE("powers that are no small whole numbers are given with two decimals", "[runs][fit]")
{
    const auto said = sentences({logarithmic("A"), logarithmic("B")}, {100.0, 37.0});
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "only A x B^0.37 is determined, to 1 %; A and B apart are not");
}

TEST_CASE("a direction that is no product of powers is listed by its weights", "[runs][fit]")
{
    // One is on a logarithmic scale, the other is not.
    const auto said = sentences({logarithmic("A"), {.name = "B", .start = 1.0}}, {100.0, 37.0});
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "A and B are not determined: poorly known is 0.94 B - 0.35 ln A (not at all)");
}

TEST_CASE("powers that nobody can read are not given", "[runs][fit]")
{
    for (const double other : {100.0, 15.0}) {
        const auto said = sentences({logarithmic("A"), logarithmic("B")}, {100.0, 100.0 * other});
        REQUIRE(said.size() == 1);
        CHECK_THAT(said[0], Contains("B (to ") || Contains("A and B are not determined"));
        CHECK_THAT(said[0], !Contains("B^"));
    }
}

TEST_CASE("bounds alone determine nothing", "[runs][fit]")
{
    auto idle = logarithmic("idle");
    idle.low = 0.99;
    idle.high = 1.01;
    const auto said = sentences({logarithmic("A"), idle}, {100.0, 0.0});
    REQUIRE(said.size() == 2);
    CHECK(said[0] == "determined to better than 10 %: A (to 1 %)");
    CHECK(said[1] == "idle has no effect on these data");
    auto poor = logarithmic("poor");
    poor.low = 0.97;
    poor.high = 1.03;
    CHECK(sentences({poor}, {5.0})[0] == "poor is determined only to 20 %");
    auto tied = logarithmic("tied");
    tied.low = 0.97;
    tied.high = 1.03;
    CHECK_THAT(sentences({poor, tied}, {100.0, 100.0})[0],
               Contains("only the product poor x tied is determined, to 1 %"));
}

TEST_CASE("the value of what is determined is given in the units of its members", "[runs][fit]")
{
    auto ionic = logarithmic("sigma_i");
    ionic.unit = "S/m";
    auto electronic = logarithmic("sigma_e");
    electronic.unit = "nS/m";
    const std::vector unknowns{electronic, ionic};
    const std::vector theta{std::log(5.0), std::log(0.2)};
    const auto said =
        describe(identifiability(unknowns, theta, std::vector{100.0, -200.0}), unknowns, {}, theta);
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0], Contains("only sigma_e / sigma_i^2 = 125 nS/m (S/m)^-2 is determined"));
}

TEST_CASE("an unknown that an unseen valley moves by less than its bounds allow is determined",
          "[runs][fit]")
{
    // (0.9, -0.44, 0.001) is not seen at all: A^0.44 x B^0.9 and C are. From bound to bound it is
    // 10 long, of which a standard deviation is 2.9: C moves by 0.3 percent then, A x B^2 by six.
    auto A = logarithmic("A"), B = logarithmic("B"), C = logarithmic("C");
    std::vector unknowns{A, B, C};
    const std::vector jacobian{48.9, 100.0, -10.0, 0.0, 1.0, 440.0};
    const auto free = sentences(unknowns, jacobian);
    REQUIRE(free.size() == 1);
    CHECK_THAT(free[0], Contains("A, B and C") || Contains("of A"));
    for (auto& unknown : unknowns) {
        unknown.low = std::exp(-4.5);
        unknown.high = std::exp(4.5);
    }
    const auto bounded = sentences(unknowns, jacobian);
    REQUIRE(bounded.size() == 2);
    CHECK_THAT(bounded[0], Contains("determined to better than 10 %: C (to "));
    CHECK_THAT(bounded[1], Contains("only A x B^2 is determined, to 6.1 %; A and B apart are not"));
}

TEST_CASE("unknowns on the value scale that only their sum determines are named so", "[runs][fit]")
{
    const std::vector<Unknown> offsets{{.name = "offset 1", .unit = "mV", .start = 5.0},
                                       {.name = "offset 2", .unit = "mV", .start = 20.0}};
    const auto said = sentences(offsets, {2.0, 2.0});
    REQUIRE(said.size() == 1);
    CHECK(said[0] == "only the sum offset 1 + offset 2 is determined, to 0.5 mV; offset 1 and "
                     "offset 2 apart are not");
}

TEST_CASE("an unknown without effect is named", "[runs][fit]")
{
    const auto said = sentences({logarithmic("A"), logarithmic("idle")}, {100.0, 0.0});
    REQUIRE(said.size() == 2);
    CHECK(said[1] == "idle has no effect on these data");
}

TEST_CASE("an unknown that is poorly seen but by itself is said with its error", "[runs][fit]")
{
    const auto said = sentences({logarithmic("A"), logarithmic("B")}, {100.0, 0.0, 0.0, 0.5});
    REQUIRE(said.size() == 2);
    CHECK(said[1] == "B is determined only to a factor 7.4");
}

TEST_CASE("errors of unknowns on the value scale are relative to their size", "[runs][fit]")
{
    const std::vector<Unknown> unknowns{{.name = "E", .unit = "V", .start = 2.0}};
    const auto found = identifiability(unknowns, std::vector{4.0}, std::vector{10.0});
    CHECK(found.errors[0] == Approx(0.1 / 4.0));
}

TEST_CASE("where nothing is unknown nothing is said", "[runs][fit]")
{
    CHECK(sentences({}, {}).empty());
}
