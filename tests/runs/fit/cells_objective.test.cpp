#include "runs/fit/cells_objective.hpp"

#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"
#include "tests/support/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using runs::CellSource;

namespace
{

/// Cells, their data and what is free: all that an objective looks at.
struct Fit {
    std::vector<CellSource> sources;
    std::vector<CellData> cells;
    std::vector<Parameter> parameters;

    CellsObjective objective(unsigned threads = 1) const
    {
        return {sources, cells, parameters, std::vector<double>(cells.size(), 1e-3), threads};
    }

    std::vector<double> truth() const
    {
        std::vector<double> theta;
        for (const auto& p : parameters) {
            theta.push_back(p.logarithmic ? std::log(p.start) : p.start);
        }
        return theta;
    }
};

Parameter free_parameter(const Key& key, std::vector<std::size_t> cells)
{
    Parameter p;
    p.key = key.key;
    p.unit = key.unit;
    p.logarithmic = key.logarithmic;
    p.start = key.value;
    p.name = key.key;
    p.cells = std::move(cells);
    return p;
}

const std::vector<Key> all_keys{{"interphase.electronic_conductivity", "S/m", 4.2e-9},
                                {"interphase.renewal", "m^2/C", 2e-3},
                                {"interphase.ionic_conductivity", "S/cm", 1e-4},
                                {"separator.ionic_conductivity", "mS/cm", 5.5},
                                {"interphase.front_resistance", "Ohm cm^2", 1000.0},
                                {"cell.working.lithium", "um", 20.0},
                                {"separator.thickness", "mm", 1.0, false},
                                {"interphase.exchange_current_density", "mA/cm^2", 5.0},
                                {"interphase.reduction_potential", "V", 1.7, false},
                                {"interphase.initial_thickness", "nm", 5.0},
                                {"cell.temperature", "K", 300.0, false},
                                {"interphase.counter.renewal", "m^2/C", 1e-3},
                                {"electrolyte.mixture.LGPS", "", 1.1, false},
                                {"cell.counter.lithium", "um", 100.0}};

/// One cell with data of every kind, and many unknowns.
Fit one_cell(const ScratchFolder& folder, std::size_t count)
{
    Fit fit;
    fit.sources.push_back(written_case(folder, "one", cell_text(leaky)));
    for (std::size_t k = 0; k < count; ++k) {
        fit.parameters.push_back(free_parameter(all_keys[k], {0}));
    }
    fit.cells.push_back(cycled(120));
    const auto objective = fit.objective();
    show(cell_at(fit.sources[0], objective.unknowns_of(0), fit.truth()), fit.cells[0]);
    fit.cells[0].events.push_back(
        {.kind = std::nullopt, .time = 30 * 3600.0, .error = 20 * 3600.0, .seen = Seen::not_yet});
    return fit;
}

/// A thin cell and a thick one: the interphase is theirs together, the lithium each one's own.
Fit two_cells(const ScratchFolder& folder)
{
    Fit fit;
    fit.sources.push_back(written_case(folder, "thin", cell_text(leaky, "", "14 um")));
    fit.sources.push_back(written_case(folder, "thick", cell_text(leaky, "", "50 um")));
    fit.parameters.push_back(free_parameter(all_keys[0], {0, 1}));
    fit.parameters.push_back(free_parameter({"cell.working.lithium", "um", 14.0}, {0}));
    fit.parameters.push_back(free_parameter(all_keys[3], {0, 1}));
    fit.parameters.push_back(free_parameter({"cell.working.lithium", "um", 50.0}, {1}));
    fit.parameters.push_back(free_parameter(all_keys[1], {1}));
    fit.parameters[2].prior = Prior{.mean = 5.5, .error = 0.02};
    fit.cells.push_back(cycled(120));
    fit.cells.push_back(cycled(60));
    const auto objective = fit.objective();
    for (std::size_t k = 0; k < 2; ++k) {
        show(cell_at(fit.sources[k], objective.unknowns_of(k), fit.truth()), fit.cells[k]);
    }
    return fit;
}

struct Evaluated {
    bool computed = false;
    std::vector<double> r;
    std::vector<double> jacobian;
};

Evaluated evaluated(const CellsObjective& objective, const std::vector<double>& theta,
                    bool slopes = true)
{
    Evaluated e;
    e.r.resize(objective.residuals());
    e.jacobian.resize(slopes ? e.r.size() * theta.size() : 0);
    e.computed = objective.evaluate(theta, e.r, e.jacobian);
    return e;
}

/// Central differences of two widths, extrapolated.
std::vector<double> differences(const CellsObjective& objective, const std::vector<double>& theta,
                                std::size_t which)
{
    const double size = objective.unknowns()[which].logarithmic ? 1.0 : std::abs(theta[which]);
    const double width = 1e-3 * size;
    const auto at = [&](double by) {
        auto there = theta;
        there[which] += by;
        const auto e = evaluated(objective, there, false);
        REQUIRE(e.computed);
        return e.r;
    };
    const auto a = at(width), b = at(-width), c = at(0.5 * width), d = at(-0.5 * width);
    std::vector<double> slopes;
    for (std::size_t k = 0; k < a.size(); ++k) {
        slopes.push_back((4.0 * (c[k] - d[k]) / width - (a[k] - b[k]) / (2.0 * width)) / 3.0);
    }
    return slopes;
}

void check_jacobian(const CellsObjective& objective, const std::vector<double>& theta)
{
    const auto e = evaluated(objective, theta);
    REQUIRE(e.computed);
    const auto plain = evaluated(objective, theta, false);
    REQUIRE(plain.computed);
    const auto n = theta.size();
    for (std::size_t row = 0; row < e.r.size(); ++row) {
        CHECK(e.r[row] == Approx(plain.r[row]).epsilon(1e-9).margin(1e-9));
    }
    for (std::size_t which = 0; which < n; ++which) {
        const auto slopes = differences(objective, theta, which);
        double largest = 0.0;
        for (const double slope : slopes) {
            largest = std::max(largest, std::abs(slope));
        }
        INFO(objective.unknowns()[which].name << ", slopes up to " << largest);
        for (std::size_t row = 0; row < e.r.size(); ++row) {
            INFO("row " << row << " of " << e.r[row]);
            // The solver's tolerance of 1e-9, magnified by the width, in units of the noise.
            CHECK(e.jacobian[row * n + which] ==
                  Approx(slopes[row]).epsilon(1e-5).margin(1e-6 * largest + 1e-6));
        }
    }
}

} // namespace

TEST_CASE("at the truth of noise-free data nothing is left", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = two_cells(folder);
    const auto objective = fit.objective();
    REQUIRE(objective.residuals() == objective.data() + 1);
    const auto e = evaluated(objective, fit.truth());
    REQUIRE(e.computed);
    for (const double r : e.r) {
        CHECK(std::abs(r) < 1e-8);
    }
}

TEST_CASE("the Jacobian is that of differences: shared and own parameters, priors", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = two_cells(folder);
    const auto objective = fit.objective();
    auto theta = fit.truth();
    theta[0] += 0.02;
    theta[2] -= 0.1;
    check_jacobian(objective, theta);
    const auto e = evaluated(objective, theta);
    // What is not a cell's own does not move it.
    const auto thin = objective.rows(0);
    for (std::size_t row = 0; row < thin.count; ++row) {
        CHECK(e.jacobian[(thin.first + row) * 5 + 3] == 0.0);
        CHECK(e.jacobian[(thin.first + row) * 5 + 4] == 0.0);
    }
    // ln 5.5 is known to 0.02.
    CHECK(e.r.back() == Approx(-0.1 / 0.02));
    CHECK(e.jacobian[(e.r.size() - 1) * 5 + 2] == Approx(50.0));
}

TEST_CASE("the Jacobian of many unknowns, in several passes, is that of differences", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = one_cell(folder, 14);
    auto theta = fit.truth();
    theta[0] += 0.01; // the end comes a little early: some samples after it, some residuals
    check_jacobian(fit.objective(), theta);
}

TEST_CASE("the Jacobian is that of differences where much was measured after the simulated end",
          "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = one_cell(folder, 6);
    auto theta = fit.truth();
    theta[5] += std::log(0.63);
    check_jacobian(fit.objective(), theta);
}

TEST_CASE("the Jacobian is that of differences where the end comes after the record", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = one_cell(folder, 6);
    auto theta = fit.truth();
    theta[5] += std::log(2.2);
    check_jacobian(fit.objective(), theta);
}

TEST_CASE("the Jacobian of random cells is that of differences", "[runs][fit]")
{
    const ScratchFolder folder;
    Draw draw(23);
    for (int n = 0; n < 6; ++n) {
        auto fit = one_cell(folder, 8);
        auto theta = fit.truth();
        for (std::size_t k = 0; k < theta.size(); ++k) {
            theta[k] +=
                (fit.parameters[k].logarithmic ? 0.5 : 0.1 * theta[k]) * draw.uniform(-1.0, 1.0);
        }
        INFO("cell " << n);
        check_jacobian(fit.objective(), theta);
    }
}

TEST_CASE("the Jacobian of cells with every sub-model is that of differences", "[runs][fit]")
{
    const ScratchFolder folder;
    const std::string everything =
        "[interphase.host]\nlaw = 'lithium-germanium'\n"
        "[contact]\nrefill_share = 0.8\nvoid_depth = '30 um'\nreplenishment = '0.3 mA/cm^2'\n"
        "healing_rate = '1e-6 1/s'\n"
        "[intrusion]\ncritical_current_density = '0.45 mA/cm^2'\nexcess_gain = 0.1\n"
        "electronic_gain = 0.1\ncreep_velocity = '10 nm/h'\n"
        "[activation]\npore_fraction = 0.1\nstrippable_share = 0.5\n";
    Fit fit;
    fit.sources.push_back(written_case(folder, "all",
                                       cell_text(leaky + "\nreachable_alloy_share = 0.6\n"
                                                         "dead_lithium_share = 0.003\n",
                                                 everything)));
    for (const auto& key : std::vector<Key>{{"contact.refill_share", "", 0.8, false},
                                            {"contact.void_depth", "um", 30.0},
                                            {"intrusion.critical_current_density", "mA/cm^2", 0.45},
                                            {"activation.pore_fraction", "", 0.1, false},
                                            {"interphase.reachable_alloy_share", "", 0.6, false},
                                            {"interphase.dead_lithium_share", "", 0.003, false},
                                            {"interphase.electronic_conductivity", "S/m", 4.2e-9},
                                            {"interphase.front_resistance", "Ohm cm^2", 1000.0},
                                            {"cell.working.lithium", "um", 20.0}}) {
        fit.parameters.push_back(free_parameter(key, {0}));
    }
    // Half cycles with a ramp into them and a rest after.
    auto data = cycled(60);
    std::vector<runs::CurrentPiece> pieces;
    for (const auto& half : data.pieces) {
        pieces.push_back({600.0, 0.0, half.current / 600.0});
        pieces.push_back({2400.0, half.current, 0.0});
        pieces.push_back({600.0, 0.0, 0.0});
    }
    data.pieces = pieces;
    fit.cells.push_back(data);
    const auto objective = fit.objective();
    show(cell_at(fit.sources[0], objective.unknowns_of(0), fit.truth()), fit.cells[0]);
    auto theta = fit.truth();
    theta[6] += 0.05;
    check_jacobian(fit.objective(), theta);
}

TEST_CASE("a factor on the measured current is that of a cell given as much more", "[runs][fit]")
{
    const ScratchFolder folder;
    auto fit = one_cell(folder, 2);
    const auto without = evaluated(fit.objective(), fit.truth(), false);
    fit.parameters.push_back(free_parameter({current_factor_key, "", 1.0}, {0}));
    auto theta = fit.truth();
    const auto at_one = evaluated(fit.objective(), theta, false);
    CHECK(at_one.r == without.r);
    theta.back() = std::log(1.03);
    const auto more = evaluated(fit.objective(), theta, false);
    for (auto& piece : fit.cells[0].pieces) {
        piece.current *= 1.03;
    }
    const auto given = evaluated(fit.objective(), fit.truth(), false);
    for (std::size_t row = 0; row < more.r.size(); ++row) {
        CHECK(more.r[row] == Approx(given.r[row]).epsilon(1e-9).margin(1e-7));
    }
}

TEST_CASE("the Jacobian by a factor on the measured current is that of differences", "[runs][fit]")
{
    const ScratchFolder folder;
    auto fit = one_cell(folder, 3);
    fit.parameters.push_back(free_parameter({current_factor_key, "", 1.0}, {0}));
    fit.parameters.push_back(free_parameter(all_keys[5], {0}));
    for (const double off : {-0.25, 0.01, 0.4}) { // ends after the record, about there, before
        auto theta = fit.truth();
        theta[3] += off;
        INFO(off);
        check_jacobian(fit.objective(), theta);
    }
}

TEST_CASE("any number of threads computes the same bits", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = two_cells(folder);
    auto theta = fit.truth();
    theta[0] += 0.3;
    const auto one = evaluated(fit.objective(1), theta);
    for (const unsigned threads : {2U, 3U, 8U}) {
        const auto more = evaluated(fit.objective(threads), theta);
        CHECK(more.r == one.r);
        CHECK(more.jacobian == one.jacobian);
    }
}

TEST_CASE("numbers that a case refuses cannot be computed, and do not throw", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = two_cells(folder);
    const auto objective = fit.objective();
    for (const double wild : {800.0, -800.0, std::nan("")}) {
        auto theta = fit.truth();
        theta[1] = wild;
        CHECK_FALSE(evaluated(objective, theta, false).computed);
        CHECK_FALSE(evaluated(objective, theta).computed);
    }
}

TEST_CASE("why a case refuses a place, or all beside it, is said with its cell", "[runs][fit]")
{
    const ScratchFolder folder;
    auto fit = two_cells(folder);
    fit.cells[0].name = "thin";
    const auto objective = fit.objective();
    CHECK(objective.refusal(fit.truth()).empty());
    auto wild = fit.truth();
    wild[1] = 800.0;
    CHECK_THAT(objective.refusal(wild), Catch::Matchers::StartsWith("thin: ") &&
                                            Catch::Matchers::Contains("cell.working.lithium"));
    // A symmetric cell has one thickness: any other of one electrode alone contradicts it.
    auto text = cell_text(leaky, "", "100 um");
    text.replace(text.find("'asymmetric'"), 12, "'symmetric'");
    Fit symmetric;
    symmetric.sources.push_back(written_case(folder, "symmetric", text));
    symmetric.parameters.push_back(free_parameter({"cell.working.lithium", "um", 100.0}, {0}));
    symmetric.cells.push_back(cycled(2));
    CHECK_THAT(symmetric.objective().refusal(symmetric.truth()),
               Catch::Matchers::Contains("choose kind = \"asymmetric\""));
}

TEST_CASE("rows of cells follow each other, and the constant adds up", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = two_cells(folder);
    const auto objective = fit.objective();
    CHECK(objective.rows(0).first == 0);
    CHECK(objective.rows(1).first == objective.rows(0).count);
    CHECK(objective.rows(1).first + objective.rows(1).count == objective.data());
    CHECK(objective.constant() == Approx(CellResiduals(fit.cells[0]).constant(1e-3) +
                                         CellResiduals(fit.cells[1]).constant(1e-3)));
    const auto voltages = objective.model(1, fit.truth()).voltages;
    REQUIRE(voltages.size() == fit.cells[1].voltage.voltage.size());
    for (std::size_t k = 0; k < voltages.size(); ++k) {
        CHECK(voltages[k] == Approx(fit.cells[1].voltage.voltage[k]).margin(1e-12));
    }
}
