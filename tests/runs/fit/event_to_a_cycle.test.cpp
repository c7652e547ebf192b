// Times of events that are known no better than to a cycle.

#include "runs/fit/solve.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using model::EventKind;

namespace
{

constexpr double hour = 3600.0;
constexpr double cycle = 2.0 * hour;

/// A cell that loses its lithium in a few dozen hours; its electronic conductivity is free.
class ThinCell
{
public:
    ThinCell()
        : source_(written_case(folder_, "cell", cell_text(leaky))),
          unknowns_(unknowns_of({{"interphase.electronic_conductivity", "S/m", 4.2e-9}})),
          start_(thetas_of(unknowns_)[0]), data_(cycled(120))
    {
        data_.voltage = {};
    }

    double start() const { return start_; }
    const runs::CellSource& source() const { return source_; }
    const CellData& data() const { return data_; }

    /// When it happens, s, as a datum of this error takes it.
    double time(std::optional<EventKind> kind, double error, double theta) const
    {
        const std::vector<double> at{theta};
        std::vector<double> r(1);
        REQUIRE(
            seen(kind, error).evaluate<double>(cell_at(source_, unknowns_, at), 1.0, r, nullptr));
        return error * r[0];
    }
    double slope(std::optional<EventKind> kind, double error, double theta) const
    {
        const std::vector<double> at{theta};
        std::vector<runs::Jet<4>> r(1);
        REQUIRE(seen(kind, error)
                    .evaluate<runs::Jet<4>>(cell_with_derivatives<4>(source_, unknowns_, 0, at),
                                            1.0, r, nullptr));
        return error * r[0].v[0];
    }

private:
    CellResiduals seen(std::optional<EventKind> kind, double error) const
    {
        data_.events = {{.kind = kind, .time = 0.0, .error = error}};
        return CellResiduals(data_);
    }

    ScratchFolder folder_;
    runs::CellSource source_;
    std::vector<CellUnknown> unknowns_;
    double start_;
    mutable CellData data_;
};

const std::vector<std::optional<EventKind>> ends{EventKind::metal_depleted, std::nullopt};

} // namespace

TEST_CASE("an end known to a cycle moves evenly with the parameters, one known better in leaps",
          "[runs][fit]")
{
    const ThinCell cell;
    const auto kind = GENERATE(from_range(ends));
    constexpr int steps = 60;
    std::vector<double> rough;
    std::vector<double> exact;
    for (int k = 0; k <= steps; ++k) {
        const double theta = cell.start() + 0.005 * k; // 35 % more, some four cycles
        rough.push_back(cell.time(kind, cycle, theta));
        exact.push_back(cell.time(kind, 60.0, theta));
    }
    const double each = (rough.front() - rough.back()) / steps;
    REQUIRE(each * steps > 3.0 * cycle);
    int leaps = 0;
    for (int k = 0; k < steps; ++k) {
        const auto n = static_cast<std::size_t>(k);
        CAPTURE(k, rough[n], exact[n], each);
        // Cycles' losses change by a third over the scan, and within a cycle by as much.
        CHECK(rough[n] - rough[n + 1] > 0.5 * each);
        CHECK(rough[n] - rough[n + 1] < 2.0 * each);
        CHECK(std::abs(rough[n] - exact[n]) < 0.5 * cycle + 1.0);
        leaps += exact[n] - exact[n + 1] > 0.8 * cycle ? 1 : 0;
    }
    CHECK(leaps >= 3);
    // Half a cycle off either way alike: the mean over some four cycles is off by a tenth of one.
    const auto mean = [](const std::vector<double>& times) {
        return std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
    };
    CHECK(std::abs(mean(rough) - mean(exact)) < 0.1 * cycle);
}

TEST_CASE("an end known to a cycle moves as its derivative says", "[runs][fit]")
{
    const ThinCell cell;
    const auto kind = GENERATE(from_range(ends));
    for (int k = 0; k < 12; ++k) {
        const double theta = cell.start() + 0.0137 * k;
        constexpr double width = 1e-4; // the end of a cycle is met once in a hundred
        const double slope =
            (cell.time(kind, cycle, theta + width) - cell.time(kind, cycle, theta - width)) /
            (2.0 * width);
        CAPTURE(k);
        // Third derivatives times width^2 / 6, and the solver's steps: parts of 1e4.
        CHECK(cell.slope(kind, cycle, theta) == Approx(slope).epsilon(1e-3));
    }
}

TEST_CASE("a charge at odds with an end known to three cycles meets it at one place from anywhere",
          "[runs][fit]")
{
    // The end an eighth late, the charge as it was. Every step of the exact time would hold a
    // solution fast.
    const ThinCell cell;
    auto data = cell.data();
    const double end = cell.time(EventKind::metal_depleted, 60.0, cell.start());
    data.points = {{.kind = PointKind::consumed_charge, .time = 5.0 * hour, .error = 1.0}};
    const std::vector<runs::CellSource> sources{cell.source()};
    Parameter p;
    p.key = p.name = "interphase.electronic_conductivity";
    p.unit = "S/m";
    p.logarithmic = true;
    p.start = 4.2e-9;
    p.cells = {0};
    const std::vector<double> truth{cell.start()};
    data.points[0].value =
        CellsObjective(sources, std::vector{data}, std::vector{p}, {1.0}).model(0, truth).points[0];
    data.points[0].error = 0.1 * data.points[0].value;
    data.events = {{.kind = EventKind::metal_depleted, .time = 1.125 * end, .error = 3.0 * cycle}};
    const std::vector cells{data};
    const CellsObjective objective(sources, cells, std::vector{p}, {1.0});
    std::vector<double> costs;
    for (double off = -0.45; off < 0.5; off += 0.1) {
        const auto found = solve(objective, std::vector{cell.start() + off});
        INFO(off << ": " << describe(found, objective.unknowns()));
        REQUIRE(found.converged());
        costs.push_back(found.cost);
    }
    const auto [low, high] = std::minmax_element(costs.begin(), costs.end());
    REQUIRE(*low > 0.1); // they are at odds
    CHECK(*high - *low < 1e-3); // what a converged solution promises
}
