// Whole fits of cells from far away: whether residuals and their slopes lead home.

#include "runs/fit/multi_start.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"
#include "tests/support/two_cells.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;

namespace
{

Parameter shared(const char* key, const char* unit, double start)
{
    Parameter p;
    p.key = p.name = key;
    p.unit = unit;
    p.logarithmic = true;
    p.start = start;
    p.low = 1e-4 * start;
    p.high = 1e4 * start;
    p.cells = {0, 1};
    return p;
}

} // namespace

TEST_CASE("a fit that starts a factor of 100 off comes home", "[runs][fit]")
{
    // A thin cell, seen to its end, and a thick one; what both determine is the product of
    // conductivity and renewal, the ionic conductivity and the separator.
    const ScratchFolder folder;
    const std::vector<runs::CellSource> sources{
        written_case(folder, "thin", cell_text(leaky, "", "6 um")),
        written_case(folder, "thick", cell_text(leaky, "", "100 um"))};
    const std::vector<Parameter> parameters{
        shared("interphase.electronic_conductivity", "S/m", 4.2e-9),
        shared("interphase.ionic_conductivity", "S/cm", 1e-4),
        shared("separator.ionic_conductivity", "mS/cm", 5.5)};
    std::vector<CellData> cells{cycled(40), cycled(20)};
    for (std::size_t k = 0; k < 2; ++k) {
        show(cell_at(sources[k], {}, {}), cells[k]);
        cells[k].points.clear(); // what a cycler sees, and no more
    }
    REQUIRE(cells[0].events.size() >= 1);
    const CellsObjective objective(sources, cells, parameters, {5e-4, 5e-4});
    std::vector<double> truth;
    for (const auto& p : parameters) {
        truth.push_back(std::log(p.start));
    }
    const auto off =
        GENERATE(std::vector<double>{0.01, 1.0, 1.0}, std::vector<double>{100.0, 1.0, 1.0});
    auto start = truth;
    for (std::size_t k = 0; k < start.size(); ++k) {
        start[k] += std::log(off[k]);
    }
    const auto found = solve(objective, start);
    INFO("from " << off[0] << " " << off[1] << " " << off[2]);
    REQUIRE(found.converged());
    for (std::size_t k = 0; k < truth.size(); ++k) {
        CHECK(found.theta[k] == Approx(truth[k]).margin(1e-5)); // much less than its error
    }
}

TEST_CASE(
    "a search that starts in any corner, each of three unknowns a factor 100 off, ends at the "
    "truth",
    "[runs][fit]")
{
    // A sum of squares is below that of the truth by chi-squared of seven unknowns: more than this
    // once in a thousand.
    const double noise =
        boost::math::quantile(boost::math::complement(boost::math::chi_squared(7.0), 1e-3));
    const TwoCells cells;
    for (std::uint64_t corner = 0; corner < 8; ++corner) {
        auto set = cells.measured(500 + corner);
        for (std::size_t k = 0; k < 3; ++k) {
            set.fit.parameters[k].start =
                std::exp(set.truth[k]) * (((corner >> k) & 1U) != 0 ? 100.0 : 0.01);
        }
        const auto objective = set.fit.objective();
        std::vector<double> r(objective.residuals());
        REQUIRE(objective.evaluate(set.truth, r, {}));
        double at_truth = 0.0;
        for (const double x : r) {
            at_truth += x * x;
        }
        // From the corner alone seven of the eight come home; half the program's starts do it for
        // all.
        const auto search = search_minima(objective, {.starts = 4, .threads = 1});
        const auto& best = search.best();
        CAPTURE(corner, best.cost, at_truth);
        INFO(describe(best, objective.unknowns()));
        REQUIRE(best.converged());
        CHECK(best.cost < at_truth);
        CHECK(best.cost > at_truth - noise);
    }
}
