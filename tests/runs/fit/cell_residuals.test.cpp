#include "runs/fit/cell_residuals.hpp"

#include "runs/fit/loss.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"

#include <catch2/catch.hpp>

#include <numbers>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using runs::CourseCell;
using runs::Moment;

namespace
{

constexpr double hour = 3600.0;

CourseCell<double> cell_of(const std::string& interphase, const std::string& working = "20 um")
{
    const ScratchFolder folder;
    return cell_at(written_case(folder, "cell", cell_text(interphase, "", working)), {}, {});
}

std::vector<double> residuals(const CellData& data, const CourseCell<double>& cell,
                              double noise = 1e-3)
{
    const CellResiduals all(data);
    std::vector<double> r(all.size());
    REQUIRE(all.evaluate<double>(cell, noise, r, nullptr));
    return r;
}

} // namespace

TEST_CASE("a cell leaves no residuals on what it showed itself", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto data = cycled(120);
    show(cell, data);
    REQUIRE(data.events.front().time > 20 * hour);
    REQUIRE(data.events.front().time < 110 * hour);
    for (const double r : residuals(data, cell)) {
        CHECK(std::abs(r) < 1e-9);
    }
}

TEST_CASE("points are looked at where they were measured, each of its own kind", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto data = cycled(10);
    data.points = {
        {.kind = PointKind::thickness, .part = Part::counter, .time = 7.5 * hour, .error = 1e-9},
        {.kind = PointKind::consumed_charge, .part = Part::cell, .time = 2.0 * hour, .error = 1.0},
        {.kind = PointKind::consumed_charge,
         .part = Part::working,
         .time = 2.0 * hour,
         .error = 1.0},
        {.kind = PointKind::consumed_charge,
         .part = Part::counter,
         .time = 2.0 * hour,
         .error = 1.0},
        {.kind = PointKind::resistance, .part = Part::cell, .time = 5.0 * hour, .error = 1e-4},
        {.kind = PointKind::resistance, .part = Part::working, .time = 5.0 * hour, .error = 1e-4},
        {.kind = PointKind::resistance, .part = Part::counter, .time = 5.0 * hour, .error = 1e-4}};
    const auto r = residuals(data, cell);
    const auto* points = r.data() + data.voltage.voltage.size();
    // What was measured as 0 leaves its value in errors.
    CHECK(points[0] * 1e-9 > cell.parameters.counter.initial_thickness.si);
    CHECK(points[1] == Approx(points[2] + points[3]).epsilon(1e-12));
    const double separator =
        cell.parameters.separator_thickness.si / cell.parameters.separator_conductivity.si;
    CHECK(points[4] > points[5] + points[6] + 1e4 * 0.99 * separator);
    CHECK(points[4] < points[5] + points[6] + 1e4 * 1.01 * separator);
    // Their order in the data does not matter to any of them.
    std::swap(data.points[0], data.points[4]);
    const auto swapped = residuals(data, cell);
    CHECK(swapped[data.voltage.voltage.size() + 4] == points[0]);
    CHECK(swapped[data.voltage.voltage.size()] == points[4]);
}

TEST_CASE("a point after the record's end is reached by going on as it went", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto brief = cycled(10);
    auto whole = cycled(30);
    brief.points = whole.points = {
        {.kind = PointKind::thickness, .part = Part::working, .time = 25.5 * hour, .error = 1e-9}};
    brief.voltage = whole.voltage = {};
    CHECK(residuals(brief, cell)[0] == Approx(residuals(whole, cell)[0]).epsilon(1e-12));
}

TEST_CASE("samples after the simulated end count by how late they come", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto data = cycled(120);
    show(cell, data);
    const auto poor = cell_of(leaky, "14 um"); // ends earlier
    auto its_own = cycled(120);
    show(poor, its_own);
    const double end = its_own.events.front().time;
    REQUIRE(end < data.events.front().time - hour);
    const auto r = residuals(data, poor);
    const double last = std::max(data.voltage.moments.back().time, data.points.back().time);
    std::size_t late = 0;
    for (std::size_t k = 0; k < data.voltage.moments.size(); ++k) {
        if (const double t = data.voltage.moments[k].time; t > end + 1e-6) {
            CHECK(r[k] == Approx((t - end) / (1e-4 * last)).epsilon(1e-9));
            ++late;
        }
    }
    CHECK(late > 3);
}

TEST_CASE("an event counts by its time, a censored one by the chance of having survived",
          "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto shown = cycled(120);
    show(cell, shown);
    const double end = shown.events.front().time;
    auto data = cycled(120);
    data.voltage = {};
    data.points = {};
    const double error = 0.5 * hour;
    for (const double off : {-3.0, -0.5, 0.0, 2.0}) {
        const double seen = end - off * error; // the event comes `off` errors after
        data.events = {{.kind = std::nullopt, .time = seen, .error = error},
                       {.kind = std::nullopt, .time = seen, .error = error, .seen = Seen::not_yet},
                       {.kind = model::EventKind::metal_depleted,
                        .side = model::Side::working,
                        .time = seen,
                        .error = error,
                        .seen = Seen::not_yet}};
        const auto r = residuals(data, cell);
        INFO(off);
        CHECK(r[0] == Approx(off).margin(1e-6));
        CHECK(r[1] == Approx(survived(off)).epsilon(1e-5));
        CHECK(r[2] >= r[1] * (1.0 - 1e-12)); // depleted no later than ended
    }
}

TEST_CASE("a time known badly is simulated as far as its errors reach", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto shown = cycled(120);
    show(cell, shown);
    const double end = shown.events.front().time;
    auto data = cycled(4);
    data.voltage = {};
    const double error = 0.4 * end;
    for (const double off : {-1.0, 1.0, 2.0}) { // 5 times later than seen, in the last
        data.events = {{.kind = std::nullopt, .time = end - off * error, .error = error},
                       {.kind = std::nullopt,
                        .time = end - off * error,
                        .error = error,
                        .seen = Seen::already}};
        const auto r = residuals(data, cell);
        INFO(off);
        // Known no better than to a cycle, of two hours: half of one off at most.
        CHECK(r[0] == Approx(off).margin(hour / error));
        CHECK(r[1] == Approx(survived(-r[0])).epsilon(1e-5));
    }
}

TEST_CASE("what was not seen to come, and does not, costs nothing", "[runs][fit]")
{
    // A tight cell, seen for ten hours only.
    const auto cell =
        cell_of("electronic_conductivity = '1e-13 S/m'\nrenewal = '1e-6 m^2/C'", "100 um");
    auto data = cycled(10);
    data.voltage = {};
    data.events = {
        {.kind = std::nullopt, .time = 10 * hour, .error = 0.5 * hour, .seen = Seen::not_yet},
        {.kind = model::EventKind::contact_lost,
         .side = model::Side::counter,
         .time = 9 * hour,
         .error = 3 * hour,
         .seen = Seen::not_yet}};
    for (const double r : residuals(data, cell)) {
        CHECK(r < 1e-6);
    }
}

TEST_CASE("residuals are in standard deviations, relative noise and losses included", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto data = cycled(4);
    show(cell, data);
    data.events.clear();
    data.points.clear();
    data.voltage.relative_noise = 0.03;
    data.voltage.loss = Loss::huber;
    data.voltage.loss_width = 2.0;
    const double noise = 1e-3;
    for (auto& v : data.voltage.voltage) {
        v += 0.01;
    }
    const auto r = residuals(data, cell, noise);
    double constant = 0.0;
    for (std::size_t k = 0; k < r.size(); ++k) {
        const double v = data.voltage.voltage[k];
        const double error = std::sqrt(noise * noise + 9e-4 * v * v);
        CHECK(r[k] == Approx(softened(Loss::huber, 2.0, -0.01 / error)).epsilon(1e-9));
        constant += std::log(2.0 * std::numbers::pi * error * error);
    }
    CHECK(CellResiduals(data).constant(noise) == Approx(constant).epsilon(1e-12));
}

TEST_CASE("the constant counts what is measured, not what survived", "[runs][fit]")
{
    auto data = cycled(2);
    data.voltage = {};
    data.points = {
        {.kind = PointKind::thickness, .part = Part::working, .time = 1.0, .error = 3.0}};
    data.events = {{.kind = std::nullopt, .time = 10.0, .error = 5.0},
                   {.kind = std::nullopt, .time = 10.0, .error = 7.0, .seen = Seen::not_yet}};
    const double each = std::log(2.0 * std::numbers::pi);
    CHECK(CellResiduals(data).constant(1e-3) == Approx(2.0 * each + 2.0 * std::log(15.0)));
}

TEST_CASE("more samples change nothing for those there before", "[runs][fit]")
{
    // Steps are the solver's own: what samples cost is one look each, and the sum grows with them.
    const auto cell = cell_of(leaky);
    const auto few = cycled(30, 4);
    const auto many = cycled(30, 40);
    const auto a = CellResiduals(few).model(cell).voltages;
    const auto b = CellResiduals(many).model(cell).voltages;
    REQUIRE(b.size() == 30 * 41);
    for (std::size_t half = 0; half < 30; ++half) {
        for (std::size_t k = 0; k <= 4; ++k) {
            CHECK(a[half * 5 + k] == b[half * 41 + 10 * k]);
        }
    }
}

TEST_CASE("a cell that ends at once leaves numbers, and an interrupted one none", "[runs][fit]")
{
    const auto cell = cell_of(leaky);
    auto data = cycled(10);
    data.limits = {1e-6, -1e-6}; // passed at the first instant
    for (const double r : residuals(data, cell)) {
        CHECK(std::isfinite(r));
    }
    auto at_zero = data;
    at_zero.voltage.moments.resize(1);
    at_zero.voltage.voltage.resize(1);
    at_zero.voltage.moments[0] = {0.0, false};
    at_zero.points.clear();
    at_zero.events.clear();
    CHECK(std::isfinite(residuals(at_zero, cell)[0]));
    const std::atomic<bool> raised{true};
    const CellResiduals all(data);
    std::vector<double> r(all.size());
    CHECK_FALSE(all.evaluate<double>(cell, 1e-3, r, &raised));
}
