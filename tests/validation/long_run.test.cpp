#include "validation/percolation/parts.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith;
using validation::Verdict;
using validation::percolation::meets_long_run;

namespace
{

Verdict judged(double fraction, double error)
{
    microstructure::Threshold ours;
    ours.fraction = fraction;
    ours.standard_error = error;
    return meets_long_run({.name = "plates"}, ours, {.value = 0.01, .error = 3e-5}, 0.02, 0.05)
        .verdict;
}

} // namespace

TEST_CASE("a threshold is held to a long run within its errors and what small boxes shift")
{
    // Four times 5e-5 and 2 %: 4e-4 on either side.
    CHECK(judged(0.01, 4e-5) == Verdict::pass);
    CHECK(judged(0.01039, 4e-5) == Verdict::pass);
    CHECK(judged(0.00961, 4e-5) == Verdict::pass);
    CHECK(judged(0.01041, 4e-5) == Verdict::fail);
    CHECK(judged(0.00959, 4e-5) == Verdict::fail);
    // A run that knows little is not thereby right.
    CHECK(judged(0.01051, 0.01) == Verdict::fail);
    CHECK(judged(0.01, std::nan("")) == Verdict::fail);
}
