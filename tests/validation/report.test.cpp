#include "validation/report.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <limits>

using namespace percolith::validation;

namespace
{

std::vector<Report> two_checks(Verdict second)
{
    const double open = std::numeric_limits<double>::infinity();
    const Claim known{.name = "second", .statement = "It is.", .known_failure = "It is not."};
    const Check first{.claim = {.name = "first", .statement = "So.", .unit = "mV"},
                      .value = 13.5,
                      .lowest = 12.0,
                      .highest = open,
                      .accepted = "at least 12 mV",
                      .verdict = Verdict::pass};
    const Check other{.claim = known,
                      .value = open,
                      .lowest = -open,
                      .highest = 1.0,
                      .accepted = "at most 1",
                      .verdict = second};
    return {{{"twelve_cells", "cells", nullptr}, {first, other}, 0.5}};
}

} // namespace

TEST_CASE("the report for programs has stable keys, and null for what is open", "[validation]")
{
    const auto json = nlohmann::json::parse(as_json(two_checks(Verdict::known_failure)));
    CHECK(json["format"] == "percolith-validation");
    CHECK(json["version"] == 1);
    CHECK(json["passed"] == true);
    const auto& one = json["validations"][0];
    CHECK(one["name"] == "twelve_cells");
    const auto& first = one["checks"][0];
    for (const auto* key : {"name", "statement", "value", "unit", "lowest", "highest", "accepted",
                            "verdict", "kind", "note", "known_failure"}) {
        CHECK(first.contains(key));
    }
    CHECK(first["value"] == 13.5);
    CHECK(first["highest"].is_null());
    CHECK(one["checks"][1]["value"].is_null());
    CHECK(one["checks"][1]["verdict"] == "known failure");
}

TEST_CASE("known failures do not fail the program, others do", "[validation]")
{
    CHECK_FALSE(any_failure(two_checks(Verdict::pass)));
    CHECK_FALSE(any_failure(two_checks(Verdict::known_failure)));
    CHECK(any_failure(two_checks(Verdict::fail)));
}

TEST_CASE("a known failure is printed with its explanation and among the totals", "[validation]")
{
    const auto reports = two_checks(Verdict::known_failure);
    CHECK_THAT(as_text(reports[0]), Catch::Contains("why it fails: It is not."));
    CHECK_THAT(totals_as_text(reports), Catch::Contains("known failure twelve_cells/second"));
}

TEST_CASE("every kind of check has a line of its own among the totals", "[validation]")
{
    auto reports = two_checks(Verdict::pass);
    auto& checks = reports[0].checks;
    checks[0].claim.kind = Kind::consequence;
    checks[1].claim.kind = Kind::predicted;
    checks.push_back(checks[0]);
    const auto text = totals_as_text(reports);
    CHECK_THAT(text, Catch::Contains("\nconsequence           2      2"));
    CHECK_THAT(text, Catch::Contains("\npredicted             1      1"));
    CHECK(nlohmann::json::parse(as_json(reports))["validations"][0]["checks"][0]["kind"] ==
          "consequence");
}

TEST_CASE("a claim that does not say what it is worth is no prediction", "[validation]")
{
    CHECK(Claim{}.kind == Kind::consequence);
}
