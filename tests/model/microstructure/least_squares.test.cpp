#include "model/microstructure/least_squares.hpp"

#include <catch2/catch.hpp>

using namespace percolith::microstructure;

TEST_CASE("The mean is the value with the least squares, and its error falls with the number")
{
    const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(4, 1);
    Eigen::VectorXd values(4);
    values << 1.0, 2.0, 3.0, 6.0;
    const auto fit = least_squares(ones, values);
    CHECK(fit.coefficients[0] == Approx(3.0));
    CHECK(fit.covariance(0, 0) == Approx(0.25));
    CHECK(fit.chi_squared == Approx(4.0 + 1.0 + 9.0));
}

TEST_CASE("As many terms as points leave nothing over")
{
    Eigen::MatrixXd terms(3, 3);
    terms << 1.0, 2.0, 4.0, 1.0, 3.0, 9.0, 1.0, 5.0, 25.0;
    const Eigen::Vector3d known(0.5, -2.0, 1.5);
    const auto fit = least_squares(terms, terms * known);
    CHECK((fit.coefficients - known).norm() < 1e-10);
    CHECK(fit.chi_squared < 1e-18);
}
