#include "runs/ensemble/designs.hpp"
#include "runs/ensemble/sensitivity.hpp"
#include "runs/ensemble/survival.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <random>

using namespace percolith::runs::ensemble;
using Kind = Distribution::Kind;

namespace
{

double normal_share_below(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

/// The share of the distribution below x, by its definition.
double share_below(const Distribution& d, double x)
{
    const auto whole = [&](double at) {
        switch (d.kind) {
        case Kind::uniform:
            return at;
        case Kind::log_uniform:
            return std::log(at);
        case Kind::normal:
            return normal_share_below((at - d.centre) / d.spread);
        case Kind::log_normal:
            break;
        }
        return at > 0.0 ? normal_share_below(std::log(at / d.centre) / std::log(d.spread)) : 0.0;
    };
    return (whole(x) - whole(d.low)) / (whole(d.high) - whole(d.low));
}

/// Lives of leukaemia patients under 6-mercaptopurine, in weeks (Freireich et al. 1963,
/// DOI 10.1182/blood.V21.6.699.699), the classical example of a product-limit estimate.
Lives remissions()
{
    Lives lives;
    for (const std::uint64_t ended : {6U, 6U, 6U, 7U, 10U, 13U, 16U, 22U, 23U}) {
        lives.add(ended, true);
    }
    for (const std::uint64_t going_on :
         {6U, 9U, 10U, 11U, 17U, 19U, 20U, 25U, 32U, 32U, 34U, 35U}) {
        lives.add(going_on, false);
    }
    return lives;
}

/// Ishigami and Homma's function of three numbers that are uniform in -pi .. pi, whose indices have
/// closed forms (DOI 10.1109/ISUMA.1990.151285).
double ishigami(std::span<const double> x)
{
    return std::sin(x[0]) + 7.0 * std::pow(std::sin(x[1]), 2) +
           0.1 * std::pow(x[2], 4) * std::sin(x[0]);
}

Plan ishigami_plan(std::uint64_t rows, std::uint64_t seed)
{
    Plan plan{.design = Design::pick_freeze, .seed = seed};
    const Distribution angle{
        .kind = Kind::uniform, .low = -std::numbers::pi, .high = std::numbers::pi};
    for (const auto* name : {"a", "b", "c"}) {
        plan.axes.push_back({.key = name, .belief = angle});
    }
    plan.size = rows * plan.row_length();
    return plan;
}

std::vector<SobolIndex> indices_of(const Plan& plan)
{
    Sensitivity sensitivity(plan.inputs());
    for (std::uint64_t row = 0; row < plan.size / plan.row_length(); ++row) {
        std::vector<double> answers;
        for (std::uint64_t k = 0; k < plan.row_length(); ++k) {
            answers.push_back(ishigami(member_values(plan, row * plan.row_length() + k)));
        }
        sensitivity.add(row, answers, 3.0);
    }
    return sensitivity.indices();
}

constexpr std::array<double, 3> ishigami_first{0.31391, 0.44241, 0.0};
constexpr std::array<double, 3> ishigami_total{0.55759, 0.44241, 0.24368};

} // namespace

TEST_CASE("the share below a quantile is what was asked for", "[runs][ensemble]")
{
    const std::array<Distribution, 8> all{{
        {.kind = Kind::uniform, .low = -1.0, .high = 3.0},
        {.kind = Kind::log_uniform, .low = 1e-3, .high = 10.0},
        {.kind = Kind::normal, .centre = 20.0, .spread = 2.0},
        {.kind = Kind::normal, .centre = 20.0, .spread = 2.0, .low = 19.0, .high = 21.0},
        {.kind = Kind::normal, .centre = 0.0, .spread = 1.0, .low = 4.0},
        {.kind = Kind::log_normal, .centre = 4e-9, .spread = 2.0},
        {.kind = Kind::log_normal, .centre = 4e-9, .spread = 2.0, .low = 2e-9, .high = 5e-9},
        {.kind = Kind::log_normal, .centre = 4e-9, .spread = 2.0, .high = 1e-9},
    }};
    for (const auto& d : all) {
        double before = -std::numeric_limits<double>::infinity();
        for (const double p : {1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0 - 1e-6}) {
            const double x = quantile(d, p);
            INFO("kind " << static_cast<int>(d.kind) << ", share " << p << ", quantile " << x);
            CHECK(share_below(d, x) == Approx(p).epsilon(1e-9).margin(1e-11));
            CHECK(x > before);
            CHECK(x >= d.low);
            CHECK(x <= d.high);
            before = x;
        }
    }
    CHECK(quantile(all[5], 0.5) == Approx(4e-9));
    // One standard deviation up is one factor up.
    CHECK(quantile(all[5], normal_share_below(1.0)) == Approx(8e-9));
}

TEST_CASE("the survival curve is the product-limit estimate with its textbook intervals",
          "[runs][ensemble]")
{
    const auto curve = remissions().curve(0.95);
    const std::array<std::uint64_t, 7> lives{6, 7, 10, 13, 16, 22, 23};
    const std::array<std::uint64_t, 7> at_risk{21, 17, 15, 12, 11, 7, 6};
    const std::array<double, 7> alive{0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448};
    const std::array<double, 7> low{0.620, 0.563, 0.503, 0.432, 0.368, 0.268, 0.188};
    const std::array<double, 7> high{0.952, 0.923, 0.889, 0.849, 0.805, 0.747, 0.680};
    REQUIRE(curve.size() == 7);
    for (std::size_t k = 0; k < curve.size(); ++k) {
        CHECK(curve[k].life == lives[k]);
        CHECK(curve[k].at_risk == at_risk[k]);
        CHECK(curve[k].alive == Approx(alive[k]).margin(6e-4)); // as many digits as are printed
        CHECK(curve[k].low == Approx(low[k]).margin(6e-4));
        CHECK(curve[k].high == Approx(high[k]).margin(6e-4));
    }
}

TEST_CASE("a quantile beyond the tests is not made up", "[runs][ensemble]")
{
    const auto lives = remissions();
    CHECK(lives.quantile(0.5, 0.95).life == 23U);
    CHECK(lives.quantile(0.5, 0.95).low == 13U);
    CHECK_FALSE(lives.quantile(0.5, 0.95).high);
    CHECK_FALSE(lives.quantile(0.75, 0.95).life);
    Lives all_equal;
    for (int k = 0; k < 10; ++k) {
        all_equal.add(7, true);
    }
    CHECK(all_equal.quantile(0.05, 0.95).life == 7U);
    CHECK(all_equal.quantile(0.95, 0.95).life == 7U);
    CHECK(all_equal.quantile(0.95, 0.95).high == 7U);
}

TEST_CASE("the interval of a median holds the truth as often as it says", "[runs][ensemble]")
{
    // Geometric lives of which the median is 69 cycles, seen until cycle 100.
    std::mt19937_64 random(7);
    std::geometric_distribution<std::uint64_t> life(0.01);
    int held = 0;
    constexpr int trials = 1000;
    for (int trial = 0; trial < trials; ++trial) {
        Lives lives;
        for (int k = 0; k < 200; ++k) {
            const auto drawn = life(random);
            lives.add(std::min<std::uint64_t>(drawn, 100), drawn < 100);
        }
        const auto median = lives.quantile(0.5, 0.95);
        // P(life > 67) = 0.99^68 = 0.505, P(life > 68) = 0.4998: the median is 68.
        held += median.low && *median.low <= 68 && (!median.high || *median.high >= 68) ? 1 : 0;
    }
    // Three standard errors of the count, and what a discrete life adds above.
    CHECK(held > 0.95 * trials - 3.0 * std::sqrt(trials * 0.95 * 0.05));
    CHECK(held < 0.99 * trials);
}

TEST_CASE("Sobol indices are those of a function that has them in closed form", "[runs][ensemble]")
{
    const auto indices = indices_of(ishigami_plan(1U << 13U, 3));
    REQUIRE(indices.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        INFO("input " << k);
        // What a Sobol sequence of 2^13 rows leaves; random rows would leave ten times as much.
        CHECK(indices[k].first == Approx(ishigami_first[k]).margin(0.004));
        CHECK(indices[k].total == Approx(ishigami_total[k]).margin(0.004));
    }
}

TEST_CASE("errors of Sobol indices are not smaller than their scatter", "[runs][ensemble]")
{
    std::array<int, 3> within{};
    constexpr int trials = 40;
    for (std::uint64_t seed = 1; seed <= trials; ++seed) {
        const auto indices = indices_of(ishigami_plan(256, seed));
        REQUIRE(indices.size() == 3);
        for (std::size_t k = 0; k < 3; ++k) {
            within.at(k) +=
                std::abs(indices[k].total - ishigami_total.at(k)) < 2.0 * indices[k].total_error
                    ? 1
                    : 0;
        }
    }
    for (const int count : within) {
        CHECK(count >= trials * 9 / 10); // of 95 %: the sequence does better than its groups show
    }
}

TEST_CASE("an answer that does not vary has no indices", "[runs][ensemble]")
{
    Sensitivity sensitivity(2);
    for (std::uint64_t row = 0; row < 40; ++row) {
        sensitivity.add(row, std::array{5.0, 5.0, 5.0, 5.0}, 5.0);
    }
    CHECK(sensitivity.rows() == 40);
    CHECK(sensitivity.indices().empty());
}

TEST_CASE("a pick-freeze row changes one input at a time, drawn numbers together",
          "[runs][ensemble]")
{
    Plan plan{.design = Design::pick_freeze, .seed = 2};
    plan.axes = {
        {.key = "a", .belief = Distribution{.kind = Kind::normal}},
        {.key = "b", .drawn = 0},
        {.key = "c", .belief = Distribution{.kind = Kind::uniform, .low = 0.0, .high = 1.0}},
        {.key = "d", .drawn = 1}};
    plan.draws = {.width = 2, .values = {1.0, 10.0, 2.0, 20.0, 3.0, 30.0}};
    REQUIRE(plan.inputs() == 3);
    REQUIRE(plan.row_length() == 5);
    plan.size = 100 * plan.row_length();
    std::array<int, 3> drawn{};
    for (std::uint64_t row = 0; row < 100; ++row) {
        const auto a = member_values(plan, 5 * row);
        const auto b = member_values(plan, 5 * row + 1);
        CHECK(member_values(plan, 5 * row + 2) == std::vector<double>{b[0], a[1], a[2], a[3]});
        CHECK(member_values(plan, 5 * row + 3) == std::vector<double>{a[0], a[1], b[2], a[3]});
        CHECK(member_values(plan, 5 * row + 4) == std::vector<double>{a[0], b[1], a[2], b[3]});
        CHECK(a[3] == 10.0 * a[1]); // of one draw
        ++drawn.at(static_cast<std::size_t>(a[1]) - 1);
    }
    for (const int count : drawn) {
        CHECK(count == Approx(33.3).margin(3.0)); // a sequence spreads evenly
    }
}
