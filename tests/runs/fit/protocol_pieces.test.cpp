#include "runs/fit/protocol_pieces.hpp"

#include "cells/cell.hpp"
#include "runs/case/case.hpp"
#include "runs/fit/course.hpp"
#include "runs/protocol/parse.hpp"
#include "runs/simulate/simulation.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/same_cell.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using Catch::Contains;
using runs::CurrentPiece;
using runs::fit::pieces_of;

namespace
{

const kinetics::Area<> area{1e-4};

std::vector<CurrentPiece> pieces(const std::string& text)
{
    return pieces_of(runs::parse_protocol(text, area));
}

double length(const std::vector<CurrentPiece>& all)
{
    double sum = 0.0;
    for (const auto& piece : all) {
        sum += piece.duration;
    }
    return sum;
}

} // namespace

TEST_CASE("steps of a protocol become pieces of current", "[runs][fit]")
{
    const auto all = pieces("Strip working at 0.5 mA/cm^2 for 1 hour\nRest for 10 minutes\n"
                            "Plate working at 1 mA/cm^2 for 30 minutes\nrepeat 3 times");
    REQUIRE(all.size() == 9);
    for (std::size_t k = 0; k < 9; k += 3) {
        CHECK(all[k].current == Approx(5.0));
        CHECK(all[k].duration == Approx(3600.0));
        CHECK(all[k + 1].current == 0.0);
        CHECK(all[k + 1].duration == Approx(600.0));
        CHECK(all[k + 2].current == Approx(-10.0));
        CHECK(all[k + 2].ramp == 0.0);
    }
}

TEST_CASE("a capacity under constant current is a time", "[runs][fit]")
{
    CHECK(length(pieces("Strip working at 0.5 mA/cm^2 until 1 mAh/cm^2")) == Approx(7200.0));
    CHECK(length(pieces("Strip working at 0.5 mA/cm^2 for 1 hour or until 1 mAh/cm^2")) ==
          Approx(3600.0));
}

TEST_CASE("a step whose end nobody knows beforehand is refused by its words", "[runs][fit]")
{
    CHECK_THROWS_WITH(pieces("Strip working at 0.5 mA/cm^2 until |V| > 1 V"),
                      Contains("Strip working at 0.5 mA/cm^2") && Contains("data = "));
    CHECK_THROWS_WITH(pieces("Hold at 0.1 V for 1 hour"),
                      Contains("Hold at 0.1 V for 1 hour") && Contains("a voltage is held"));
    CHECK_THROWS_WITH(pieces("Rest for 1 second\nrepeat 2000000 times"),
                      Contains("a million pieces"));
}

TEST_CASE("pieces of a protocol lead a cell where the simulator leads it", "[runs][fit]")
{
    const auto text = GENERATE(
        as<std::string>{},
        "Strip working at 0.5 mA/cm^2 for 1 hour\nPlate working at 0.5 mA/cm^2 for 1 hour\n"
        "repeat 7 times",
        "Rest for 3 hours\nStrip working at 0.1 mA/cm^2 for 30 minutes\nrepeat 3 times\n"
        "Plate working at 0.2 mA/cm^2 for 1 hour\nrepeat 2 times",
        // A loop that time cuts inside a step.
        "Strip working at 0.5 mA/cm^2 for 1 hour\nPlate working at 0.5 mA/cm^2 for 1 hour\n"
        "repeat for 9.3 hours\nRest for 1 hour",
        "Ramp current from 0.1 mA/cm^2 to 1 mA/cm^2 at 0.3 mA/cm^2 per hour\n"
        "Plate working at 0.3 mA/cm^2 for 2 hours");
    INFO(text);
    const auto protocol = runs::parse_protocol(text, area);
    const auto given = runs::read_case(tests::shipped_cases / "first_cell.toml");
    const auto cell = cells::assemble(given.cell);
    const auto initial = cells::initial_state(given.cell);
    runs::TestSink nothing;
    const auto simulated =
        runs::simulate({.cell = cell,
                        .initial = initial,
                        .protocol = protocol,
                        .stop_when = {},
                        .engine = runs::Engine::odeint,
                        .tolerances = runs::default_tolerances(runs::Engine::odeint)},
                       nothing);
    const auto replayed = pieces_of(protocol);
    const auto course = runs::run_course<double>(
        {cell, initial}, {.pieces = replayed, .moments = {}, .limits = {5.0, -5.0}}, {});
    CHECK(course.time == Approx(simulated.at.time).epsilon(1e-12));
    const auto a = tests::numbers_of(course.state);
    auto b = tests::numbers_of(simulated.cell.state);
    b.back() = a.back(); // the charge passed counts from a step's start
    for (std::size_t k = 0; k < a.size(); ++k) {
        INFO("number " << k);
        // Where the pieces begin decides the solver's steps: its tolerance of 1e-9.
        CHECK(a[k] == Approx(b[k]).epsilon(1e-8).margin(1e-18));
    }
}
