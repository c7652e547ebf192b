#include "model/microstructure/finite_size.hpp"

#include "model/microstructure/random.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace percolith::microstructure;

namespace
{

double quantile(double share)
{
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * share);
}

/// Normal numbers, one after the other.
class Normal
{
public:
    explicit Normal(std::uint64_t seed) : stream_(RandomSource(seed, 1, 0), Purpose::other) {}
    double operator()() { return quantile(stream_.uniform()); }

private:
    RandomStream stream_;
};

/// Crossings with mean 0.3 and width 0.02, whose axes share the part `common` of their variance.
std::vector<Crossing> crossings(Normal& normal, std::size_t count, double common)
{
    std::vector<Crossing> drawn(count);
    for (auto& crossing : drawn) {
        const double shared = std::sqrt(common) * normal();
        for (double& fraction : crossing.fraction) {
            fraction = 0.3 + 0.02 * (shared + std::sqrt(1.0 - common) * normal());
        }
    }
    return drawn;
}

/// Sum over `number` of squared deviations in units of their claimed errors lies where chi-squared
/// of that freedom does, to `allowed` of its standard deviations.
void is_honest(const std::vector<double>& squares, double allowed)
{
    double sum = 0.0;
    for (const double square : squares) {
        sum += square;
    }
    const auto number = static_cast<double>(squares.size());
    CHECK(sum > number - allowed * std::sqrt(2.0 * number));
    CHECK(sum < number + allowed * std::sqrt(2.0 * number));
}

SizeEstimate size(double edge, double fraction, double fraction_error, double width,
                  double width_error)
{
    return {.edge = edge,
            .width = width,
            .width_error = width_error,
            .fraction = fraction,
            .fraction_error = fraction_error};
}

const std::array<double, 4> edges{8.0, 16.0, 32.0, 64.0};

} // namespace

TEST_CASE(
    "One size: mean, width and the fraction of the winding chance are found, with errors that "
    "repeated runs confirm")
{
    for (const double common : {0.0, 0.3, 1.0}) {
        CAPTURE(common);
        Normal normal(1);
        std::vector<double> mean;
        std::vector<double> width;
        std::vector<double> fraction;
        for (std::uint64_t turn = 0; turn < 100; ++turn) {
            const auto drawn = crossings(normal, 60, common);
            const auto found = estimate_size(10.0, drawn, turn);
            const auto square = [](double off, double error) {
                return off * off / (error * error);
            };
            mean.push_back(square(found.mean - 0.3, found.mean_error));
            width.push_back(square(found.width - 0.02, found.width_error));
            fraction.push_back(square(found.fraction - (0.3 + 0.02 * quantile(winding_chance)),
                                      found.fraction_error));
        }
        // Errors known to 10 % themselves: their squares scatter by 20 % more. Four deviations.
        is_honest(mean, 5.0);
        is_honest(width, 5.0);
        is_honest(fraction, 5.0);
    }
}

TEST_CASE("Axes of one realisation are not taken for independent")
{
    Normal normal(2);
    const auto drawn = crossings(normal, 400, 1.0);
    const auto found = estimate_size(10.0, drawn, 1);
    // Three equal axes say what one says.
    CHECK(found.mean_error == Approx(0.02 / std::sqrt(400.0)).epsilon(0.15));
    CHECK(found.realisations == 400);
    CHECK(found.edge == 10.0);
}

TEST_CASE("One size is estimated the same again from the same seed, and in any order")
{
    Normal normal(3);
    auto drawn = crossings(normal, 30, 0.2);
    const auto first = estimate_size(10.0, drawn, 5);
    CHECK(estimate_size(10.0, drawn, 5).fraction_error == first.fraction_error);
    CHECK(estimate_size(10.0, drawn, 6).fraction_error != first.fraction_error);
    CHECK(estimate_size(10.0, drawn, 6).fraction == first.fraction);
    std::reverse(drawn.begin(), drawn.end());
    CHECK(estimate_size(10.0, drawn, 5).fraction == Approx(first.fraction).epsilon(1e-12));
}

TEST_CASE("One realisation alone does not tell its error")
{
    const std::array<Crossing, 1> drawn{{{{0.28, 0.30, 0.35}}}};
    const auto found = estimate_size(10.0, drawn, 1);
    CHECK(found.mean == Approx(0.31));
    CHECK(found.width > 0.03);
    // Nor do its axes, which belong together, however near each other they come.
    const std::array<Crossing, 1> alike{{{{0.28, 0.28, 0.28}}}};
    for (const auto& one : {found, estimate_size(10.0, alike, 1)}) {
        CHECK(std::isnan(one.mean_error));
        CHECK(std::isnan(one.width_error));
        CHECK(std::isnan(one.fraction_error));
    }
    CHECK(found.fraction >= 0.28);
    CHECK(found.fraction <= 0.35);
}

TEST_CASE("A line through two points goes through them")
{
    const std::array x{1.0, 3.0};
    const std::array y{2.0, -4.0};
    const std::array errors{0.1, 0.2};
    const Line line = fit_line(x, y, errors);
    CHECK(line.a == Approx(5.0));
    CHECK(line.b == Approx(-3.0));
    // a = (3 y1 - y2) / 2, b = (y2 - y1) / 2
    CHECK(line.a_error == Approx(std::hypot(0.15, 0.1)).margin(1e-12));
    CHECK(line.b_error == Approx(0.5 * std::hypot(0.1, 0.2)));
    CHECK(line.freedom == 0);
    CHECK(line.chi_squared == Approx(0.0).margin(1e-12));
    CHECK(std::isnan(line.goodness()));
}

TEST_CASE("A line through points of equal errors is that of the textbook")
{
    const std::array x{-2.0, -1.0, 0.0, 1.0, 2.0};
    const std::array y{1.0, 3.0, 2.0, 5.0, 4.0};
    const std::array errors{0.5, 0.5, 0.5, 0.5, 0.5};
    const Line line = fit_line(x, y, errors);
    // a = mean y, b = sum xy / sum xx = 8 / 10.
    CHECK(line.a == Approx(3.0));
    CHECK(line.b == Approx(0.8));
    CHECK(line.a_error == Approx(0.5 / std::sqrt(5.0)));
    CHECK(line.b_error == Approx(0.5 / std::sqrt(10.0)));
    // Residuals -0.4, 0.8, -1, 1.2, -0.6: squares sum to 3.6, over 0.25.
    CHECK(line.chi_squared == Approx(14.4));
    CHECK(line.freedom == 3);
    // Of three degrees: erfc(sqrt(c/2)) + sqrt(2c/pi) exp(-c/2).
    CHECK(line.goodness() ==
          Approx(std::erfc(std::sqrt(7.2)) + std::sqrt(28.8 / std::numbers::pi) * std::exp(-7.2)));
}

TEST_CASE("A point of small error counts as many of large error do")
{
    const std::array x{0.0, 0.0, 0.0, 0.0, 1.0};
    const std::array y{1.0, 1.2, 0.8, 1.4, 2.0};
    const std::array errors{0.2, 0.2, 0.2, 0.2, 0.3};
    const Line many = fit_line(x, y, errors);
    const std::array few_x{0.0, 1.0};
    const std::array few_y{1.1, 2.0};
    const std::array few_errors{0.1, 0.3};
    const Line few = fit_line(few_x, few_y, few_errors);
    CHECK(many.a == Approx(few.a));
    CHECK(many.b == Approx(few.b));
    CHECK(many.a_error == Approx(few.a_error));
    CHECK(many.b_error == Approx(few.b_error));
}

TEST_CASE("Sizes that scale as they should extrapolate to the known threshold and nu")
{
    std::vector<SizeEstimate> sizes;
    for (const double edge : edges) {
        const double falls = std::pow(edge, -correction_exponent);
        const double width = 0.4 * std::pow(edge, -inverse_nu) * (1.0 + 0.5 * falls);
        sizes.push_back(
            size(edge, 0.3 + 0.7 * std::pow(edge, -inverse_nu) * falls, 1e-6, width, 1e-5 * width));
    }
    const Threshold found = extrapolate(sizes);
    CHECK(found.fraction == Approx(0.3).epsilon(1e-9));
    CHECK(found.nu == Approx(1.0 / inverse_nu).epsilon(1e-4));
    CHECK(found.goodness == Approx(1.0).margin(1e-6));
    CHECK(found.sizes.size() == edges.size());
}

TEST_CASE("Extrapolations of noisy sizes scatter as their errors say")
{
    Normal normal(4);
    std::vector<double> fraction;
    std::vector<double> nu;
    for (int turn = 0; turn < 200; ++turn) {
        std::vector<SizeEstimate> sizes;
        for (const double edge : edges) {
            const double falls = std::pow(edge, -correction_exponent);
            const double width = 0.4 * std::pow(edge, -inverse_nu) * (1.0 + 0.4 * falls);
            const double width_error = 0.02 * width;
            sizes.push_back(size(edge,
                                 0.3 + 0.7 * std::pow(edge, -inverse_nu) * falls + 1e-3 * normal(),
                                 1e-3, width + width_error * normal(), width_error));
        }
        const Threshold found = extrapolate(sizes);
        fraction.push_back(std::pow((found.fraction - 0.3) / found.standard_error, 2.0));
        nu.push_back(std::pow((found.nu - 1.0 / inverse_nu) / found.nu_error, 2.0));
        // Enlarged at most by the worst fit of 200, sqrt(chi^2 / 2) = 2.3.
        CHECK(found.standard_error < 2.5e-3);
        CHECK(found.nu_error < 0.06);
    }
    // Where a fit looks worse than it is, errors are enlarged, so the sum falls below its freedom:
    // for two degrees by the mean of 1/max(1, chi^2/2), about a quarter.
    double sum = 0.0;
    for (const double square : fraction) {
        sum += square;
    }
    CHECK(sum > 200.0 * 0.5);
    CHECK(sum < 200.0 + 4.0 * 20.0);
    sum = 0.0;
    for (const double square : nu) {
        sum += square;
    }
    CHECK(sum > 200.0 * 0.4);
    CHECK(sum < 200.0 + 4.0 * 20.0);
}

TEST_CASE("Sizes that contradict each other widen the error and say so")
{
    std::vector<SizeEstimate> sizes;
    std::vector<SizeEstimate> wild;
    double sign = 1.0;
    for (const double edge : edges) {
        const double width = 0.4 * std::pow(edge, -inverse_nu);
        sizes.push_back(size(edge, 0.3, 1e-4, width, 0.01 * width));
        wild.push_back(size(edge, 0.3 + sign * 1e-3, 1e-4, width, 0.01 * width));
        sign = -sign;
    }
    const Threshold calm = extrapolate(sizes);
    const Threshold torn = extrapolate(wild);
    CHECK(torn.standard_error > 5.0 * calm.standard_error);
    CHECK(torn.goodness < 1e-6);
    CHECK(calm.goodness > 0.99);
}

TEST_CASE("One size of one realisation is a threshold whose error is not known")
{
    const std::array<Crossing, 1> drawn{{{{0.28, 0.30, 0.35}}}};
    const Threshold found = extrapolate({estimate_size(10.0, drawn, 1)});
    CHECK(found.fraction == estimate_size(10.0, drawn, 1).fraction);
    CHECK(std::isnan(found.standard_error));
}

TEST_CASE("One size is its own threshold, without exponent or fit")
{
    const Threshold found = extrapolate({size(10.0, 0.3, 0.01, 0.02, 0.001)});
    CHECK(found.fraction == 0.3);
    CHECK(found.standard_error == 0.01);
    CHECK(std::isnan(found.nu));
    CHECK(std::isnan(found.goodness));
}
