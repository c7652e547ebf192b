#include "validation/check.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace percolith::validation;

TEST_CASE("bounds belong to what is accepted", "[validation]")
{
    CHECK(between({}, 1.0, 1.0, 2.0, "").verdict == Verdict::pass);
    CHECK(between({}, 2.0, 1.0, 2.0, "").verdict == Verdict::pass);
    CHECK(between({}, 2.1, 1.0, 2.0, "").verdict == Verdict::fail);
    CHECK(at_least({}, 1.0, 1.0, "").verdict == Verdict::pass);
    CHECK(at_most({}, 1.1, 1.0, "").verdict == Verdict::fail);
    CHECK(close_to({}, -9.1, -10.0, 0.1, "").verdict == Verdict::pass);
    CHECK(close_to({}, -8.9, -10.0, 0.1, "").verdict == Verdict::fail);
}

TEST_CASE("what is no number, or never happened, fails", "[validation]")
{
    const double never = std::numeric_limits<double>::infinity();
    CHECK(between({}, NAN, -never, never, "").verdict == Verdict::fail);
    CHECK(at_most({}, NAN, 1.0, "").verdict == Verdict::fail);
    CHECK(close_to({}, never, 1.0, 0.1, "").verdict == Verdict::fail);
}

TEST_CASE("a failure is known only where an explanation stands", "[validation]")
{
    const Claim explained{.name = "resistance", .known_failure = "two experiments disagree"};
    CHECK(at_most(explained, 2.0, 1.0, "").verdict == Verdict::known_failure);
    CHECK(at_most(explained, 0.5, 1.0, "").verdict == Verdict::pass);
    CHECK(at_most({.name = "resistance"}, 2.0, 1.0, "").verdict == Verdict::fail);
}

TEST_CASE("what is accepted is said with its unit and its reason", "[validation]")
{
    const Claim claim{.name = "polarization", .unit = "mV"};
    CHECK(close_to(claim, 26.0, 26.0, 0.1, "two digits").accepted ==
          "within 10 % of 26 mV: two digits");
    CHECK(at_least(claim, 26.0, 13.0, "").accepted == "at least 13 mV");
}
