#include "runs/fit/assumed.hpp"

#include "runs/fit/solve.hpp"
#include "runs/fit/trust.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/fitted_cell.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace percolith;
using namespace tests;
using namespace runs::fit;
using Catch::Matchers::Contains;
using runs::CellSource;

namespace
{

/// A fit at its truth, with data that the truth leaves without residuals.
struct AtTruth {
    std::vector<CellSource> sources;
    std::vector<CellData> cells;
    std::vector<Parameter> parameters;
    std::vector<double> noise;

    CellsObjective objective() const { return {sources, cells, parameters, noise}; }

    std::vector<double> theta() const
    {
        std::vector<double> all;
        for (const auto& p : parameters) {
            all.push_back(p.theta(p.start));
        }
        return all;
    }

    void measure(int half_cycles)
    {
        for (std::size_t k = 0; k < sources.size(); ++k) {
            auto data = cycled(half_cycles);
            data.name = k == 0 ? "thin" : "thick";
            cells.push_back(std::move(data));
        }
        noise.assign(cells.size(), 1e-4);
        const auto all = objective();
        for (std::size_t k = 0; k < cells.size(); ++k) {
            show(cell_at(sources[k], all.unknowns_of(k), theta()), cells[k]);
        }
    }

    struct Answer {
        std::vector<Assumed> assumed;
        std::vector<std::string> said;
    };
    Answer answer() const
    {
        const auto all = objective();
        const auto place = theta();
        std::vector<double> r(all.residuals()), jacobian(r.size() * place.size());
        REQUIRE(all.evaluate(place, r, jacobian));
        const auto trusted = trust(all.unknowns(), place, jacobian);
        const auto found = identifiability(all.unknowns(), place, jacobian);
        const auto combinations = products(found);
        const auto numbers =
            assumed_numbers({.sources = sources,
                             .cells = cells,
                             .parameters = parameters,
                             .theta = place,
                             .noise = noise,
                             .jacobian = decompose_free(jacobian, place.size(), {}),
                             .combinations = combinations,
                             .errors = trusted.errors});
        return {numbers, describe(numbers, all.unknowns(), combinations, place, trusted.errors)};
    }
};

Parameter free(const std::string& key, const std::string& unit, double start,
               std::vector<std::size_t> cells)
{
    Parameter p;
    p.name = p.key = key;
    p.unit = unit;
    p.logarithmic = true;
    p.start = start;
    p.cells = std::move(cells);
    return p;
}

const Assumed* named(const std::vector<Assumed>& all, const std::string& name)
{
    const auto found = std::ranges::find(all, name, &Assumed::name);
    return found == all.end() ? nullptr : &*found;
}

AtTruth thin_and_thick(const ScratchFolder& folder)
{
    AtTruth fit;
    fit.sources.push_back(written_case(folder, "thin", cell_text(leaky, "", "20 um")));
    fit.sources.push_back(written_case(folder, "thick", cell_text(leaky, "", "50 um")));
    fit.parameters.push_back(free("separator.ionic_conductivity", "mS/cm", 5.5, {0, 1}));
    fit.parameters.push_back(free("interphase.ionic_conductivity", "S/cm", 1e-4, {0}));
    fit.parameters.push_back(free("interphase.electronic_conductivity", "S/m", 4.2e-9, {0, 1}));
    fit.measure(20);
    return fit;
}

} // namespace

TEST_CASE("a fit with another assumed number ends where it was said to", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = thin_and_thick(folder);
    const auto assumed = fit.answer().assumed;
    REQUIRE(assumed.size() > 5);
    int looked_at = 0;
    for (const auto& number : assumed) {
        if (number.key == current_factor_key) {
            continue;
        }
        INFO(number.name);
        // A share of 1 cannot be larger.
        const double by = number.change > 0.0 ? 1e-3 : -1e-3;
        auto other = fit;
        for (const auto cell : number.cells) {
            const std::vector more{
                runs::as_override({number.key, number.value * std::exp(by), number.unit})};
            other.sources[cell] = fit.sources[cell].overlaid(more);
        }
        const auto found = solve(other.objective(), fit.theta());
        REQUIRE(found.converged());
        for (std::size_t k = 0; k < number.moves.size(); ++k) {
            const double moved = found.theta[k] - fit.theta()[k];
            // Half a per cent of the largest: what a parabola leaves.
            CHECK(moved == Approx(by * number.moves[k]).epsilon(5e-3).margin(1e-6));
        }
        if (number.noticed < 1.0) {
            CHECK(found.cost == Approx(std::pow(by / number.noticed, 2)).epsilon(0.02));
        } else {
            CHECK(found.cost < 1.1 * by * by);
        }
        ++looked_at;
    }
    CHECK(looked_at > 5);
}

TEST_CASE("a factor on the current is as good as the area's inverse, and no number of the case",
          "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = thin_and_thick(folder);
    const auto assumed = fit.answer().assumed;
    const auto* factor = named(assumed, current_factor_key);
    REQUIRE(factor != nullptr);
    CHECK(factor->value == 1.0);
    CHECK(factor->cells == std::vector<std::size_t>{0, 1});
    auto with = fit;
    with.parameters.push_back(free(current_factor_key, "", 1.0, {0, 1}));
    CHECK(named(with.answer().assumed, current_factor_key) == nullptr);
}

TEST_CASE("equal numbers of two cells are one, others are told apart, free ones are none",
          "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = thin_and_thick(folder);
    const auto assumed = fit.answer().assumed;
    REQUIRE(named(assumed, "separator.thickness") != nullptr);
    CHECK(named(assumed, "separator.thickness")->cells == std::vector<std::size_t>{0, 1});
    // Free in the thin cell alone.
    REQUIRE(named(assumed, "thick: interphase.ionic_conductivity") != nullptr);
    for (const auto& number : assumed) {
        CHECK(number.key != "separator.ionic_conductivity");
        CHECK(number.key != "interphase.electronic_conductivity");
    }
}

TEST_CASE("a resistance in series with what is fitted is called unnoticed", "[runs][fit]")
{
    const ScratchFolder folder;
    AtTruth fit;
    fit.sources.push_back(written_case(folder, "thin", cell_text(leaky)));
    fit.parameters.push_back(free("separator.ionic_conductivity", "mS/cm", 5.5, {0}));
    fit.measure(6);
    fit.cells[0].points.clear(); // the voltages alone
    const auto [assumed, said] = fit.answer();
    const auto* thickness = named(assumed, "separator.thickness");
    REQUIRE(thickness != nullptr);
    // What the interphase takes of the pellet is all that tells one from the other.
    CHECK(thickness->moves.at(0) == Approx(1.0).epsilon(5e-3));
    CHECK(thickness->noticed > 1.0);
    REQUIRE(said.size() == 1);
    CHECK_THAT(said[0], Contains("separator.ionic_conductivity would be") &&
                            Contains("11 % higher with 10 % more separator.thickness") &&
                            Contains("the fit would be as good"));
    CHECK_THAT(said[0], !Contains("temperature"));
}

TEST_CASE("of what is determined as a product alone, the product moves", "[runs][fit]")
{
    const ScratchFolder folder;
    AtTruth fit;
    // The pellet's resistance is its thickness over its conductivity.
    fit.sources.push_back(written_case(folder, "thin", cell_text(leaky)));
    fit.parameters.push_back(free("separator.thickness", "mm", 1.0, {0}));
    fit.parameters.push_back(free("separator.ionic_conductivity", "mS/cm", 5.5, {0}));
    fit.measure(6);
    fit.cells[0].points.clear();
    const auto [assumed, said] = fit.answer();
    const auto* factor = named(assumed, current_factor_key);
    REQUIRE(factor != nullptr);
    REQUIRE(factor->combined.size() == 1);
    const auto has_ratio = [](const std::string& sentence) {
        return sentence.starts_with("separator.thickness / separator.ionic_conductivity would be");
    };
    CHECK(std::ranges::count_if(said, has_ratio) == 1);
}

TEST_CASE("what is not determined is not said to move", "[runs][fit]")
{
    const ScratchFolder folder;
    AtTruth fit;
    fit.sources.push_back(written_case(folder, "thin", cell_text(leaky)));
    fit.parameters.push_back(free("cell.counter.lithium", "um", 100.0, {0})); // more than enough
    fit.parameters.push_back(free("separator.ionic_conductivity", "mS/cm", 5.5, {0}));
    fit.measure(6);
    const auto [assumed, said] = fit.answer();
    REQUIRE(!assumed.empty());
    for (const auto& number : assumed) {
        CHECK(std::isnan(number.moves.at(0)));
        CHECK(std::isfinite(number.moves.at(1)));
    }
    for (const auto& sentence : said) {
        CHECK_THAT(sentence, !Contains("lithium would"));
    }
}

TEST_CASE("a number that cannot be larger is spoken of as less", "[runs][fit]")
{
    const ScratchFolder folder;
    const auto fit = thin_and_thick(folder);
    const auto assumed = fit.answer().assumed;
    REQUIRE(named(assumed, "electrolyte.converted_fraction") != nullptr);
    CHECK(named(assumed, "electrolyte.converted_fraction")->change == -0.1);
    REQUIRE(named(assumed, "separator.thickness") != nullptr);
    CHECK(named(assumed, "separator.thickness")->change == 0.1);
}
