#include "runs/ensemble/prediction.hpp"

#include "runs/ensemble/designs.hpp"
#include "runs/record/fit.hpp"
#include "tests/support/small_sweep.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <map>

using namespace percolith;
using namespace tests;
using Catch::Matchers::Contains;
using runs::PredictionCase;
using runs::ensemble::Design;

namespace
{

const std::string conductivity = "[[uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
                                 "distribution = 'log-normal'\nmedian = '4e-9 S/m'\nfactor = 2\n";
const std::string lithium = "[[uncertain]]\nkey = 'cell.working.lithium'\n"
                            "distribution = 'normal'\nmean = '4 um'\ndeviation = '1 um'\n"
                            "from = '2 um'\n";

PredictionCase parsed(const ScratchFolder& folder, const std::string& text)
{
    std::ofstream(folder / "cell.toml") << cycled_text();
    return runs::parse_prediction("case = 'cell.toml'\n" + text, "prediction.toml", {},
                                  folder.path());
}

/// What the program says of such a prediction.
std::string refusal(const ScratchFolder& folder, const std::string& text)
{
    try {
        parsed(folder, text);
    } catch (const runs::InputErrors& faults) {
        CHECK(faults.lines().size() == 1);
        return faults.what();
    }
    return "";
}

/// The answer, computed in a folder of its own.
runs::ensemble::Prediction answer_of(const ScratchFolder& folder, const PredictionCase& asked)
{
    const auto chunks = runs::ensemble::chunks_of(asked);
    runs::WorkFolder work((folder / "out.h5").string(),
                          runs::ensemble::fingerprint_of(asked, chunks));
    REQUIRE(runs::ensemble::run_chunks(asked, chunks, work));
    auto answer = runs::ensemble::predict(asked, chunks, work);
    work.remove();
    return answer;
}

/// A fit of two keys and one that every cell has its own of, with three draws of its posterior.
void write_fit(const ScratchFolder& folder, bool with_samples)
{
    runs::FitRecord fit;
    fit.header = {.title = "two keys", .fit_text = "x"};
    fit.cells = {{.name = "one"}};
    runs::FittedMechanism mechanism;
    for (const auto& [name, key, unit] :
         {std::array{"conductivity", "interphase.electronic_conductivity", "S/m"},
          std::array{"renewal", "interphase.renewal", "m^2/C"},
          std::array{"thickness, one", "separator.thickness", "mm"},
          std::array{"thickness, two", "separator.thickness", "mm"}}) {
        mechanism.parameters.push_back({.name = name, .key = key, .unit = unit, .value = 1e-3});
    }
    mechanism.correlation.assign(16, 0.0);
    mechanism.cells = {{.noise = 1e-3}};
    if (with_samples) {
        mechanism.samples = {1e-9, 1e-3, 1.0, 1.1, 2e-9, 2e-3, 1.0, 1.1, 4e-9, 4e-3, 1.0, 1.1};
    }
    fit.mechanisms = {mechanism};
    runs::FitFile(folder / "fit.h5").write(fit);
}

} // namespace

TEST_CASE("a prediction is an ensemble over what is believed", "[runs][prediction]")
{
    const ScratchFolder folder;
    const auto asked = parsed(folder, conductivity + lithium + "[sample]\ntests = 100\n");
    CHECK(asked.plan.design == Design::pick_freeze);
    CHECK(asked.plan.size == 200); // two inputs: rows of four, of which two are independent
    CHECK(asked.plan.axes[0].si_unit == "S m-1");
    CHECK(asked.plan.axes[1].unit == "um");
    const auto alone = parsed(folder, conductivity + "[sample]\ntests = 100\n");
    CHECK(alone.plan.design == Design::sobol);
    CHECK(alone.plan.size == 100);
}

TEST_CASE("what cannot be believed is refused in one line", "[runs][prediction]")
{
    const ScratchFolder folder;
    const auto with = [&](const std::string& text, const std::string& change,
                          const std::string& to) {
        auto changed = text;
        changed.replace(changed.find(change), change.size(), to);
        return refusal(folder, changed);
    };
    CHECK_THAT(refusal(folder, ""), Contains("nothing is uncertain"));
    CHECK_THAT(with(lithium, "cell.working.lithium", "cell.working.lithum"),
               Contains("cell.working.lithium"));
    CHECK_THAT(with(lithium, "deviation = '1 um'\n", ""), Contains("uncertain.deviation: missing"));
    CHECK_THAT(with(lithium, "deviation = '1 um'", "deviation = '0 um'"), Contains("not above 0"));
    CHECK_THAT(with(lithium, "deviation = '1 um'", "deviation = '1 s'"),
               Contains("cannot convert"));
    CHECK_THAT(with(lithium, "from = '2 um'", "from = '20 um'"), Contains("far end"));
    CHECK_THAT(with(lithium, "from = '2 um'", "from = '20 um'\nto = '3 um'"),
               Contains("does not lie above from"));
    CHECK_THAT(with(lithium, "mean = '4 um'", "mean = '4 um'\nfactor = 2"),
               Contains("means nothing to this distribution"));
    CHECK_THAT(with(conductivity, "factor = 2", "factor = 1"), Contains("factor"));
    CHECK_THAT(with(conductivity, "median = '4e-9 S/m'", "median = '-4e-9 S/m'"),
               Contains("not above 0"));
    CHECK_THAT(refusal(folder, lithium + lithium), Contains("stands twice"));
    CHECK_THAT(refusal(folder, lithium + "[sample]\ntests = 3\n"), Contains("tests"));
    CHECK_THAT(refusal(folder, lithium + "[full_cell]\ncathode_capacity = '3 mAh'\n"),
               Contains("cathode_capacity"));
}

TEST_CASE("a fit's posterior is drawn from row by row", "[runs][prediction]")
{
    const ScratchFolder folder;
    write_fit(folder, true);
    const std::string posterior =
        "[posterior]\nfit = 'fit.h5'\nwithout = ['separator.thickness']\n";
    const auto asked = parsed(folder, lithium + posterior + "[sample]\ntests = 50\n");
    REQUIRE(asked.plan.axes.size() == 3);
    CHECK(asked.plan.inputs() == 2);
    for (std::uint64_t k = 0; k < asked.plan.size; ++k) {
        const auto values = runs::ensemble::member_values(asked.plan, k);
        CHECK(values[2] == Approx(1e6 * values[1])); // of one row
    }
    CHECK_THAT(refusal(folder, "[posterior]\nfit = 'fit.h5'\n"), Contains("one for each cell"));
    CHECK_THAT(refusal(folder, posterior + conductivity), Contains("in [[uncertain]] too"));
    CHECK_THAT(refusal(folder, posterior + "mechanism = 'other'\n"), Contains("none of this name"));
    CHECK_THAT(refusal(folder, "[posterior]\nfit = 'none.h5'\n"), Contains("none.h5"));
    const ScratchFolder bare;
    write_fit(bare, false);
    CHECK_THAT(refusal(bare, posterior), Contains("no sample of the posterior"));
}

TEST_CASE("a prediction counts what its tests come to, one by one", "[runs][prediction]")
{
    const ScratchFolder folder;
    const auto asked = parsed(folder, conductivity + lithium +
                                          "[sample]\ntests = 64\n[full_cell]\n"
                                          "cathode_capacity = '0.5 mAh/cm^2'\n");
    const auto answer = answer_of(folder, asked);
    std::map<std::string, std::uint64_t> ends;
    runs::ensemble::Lives lives;
    std::vector<double> excess;
    for (std::uint64_t k = 0; k < asked.plan.size; ++k) {
        if (k % 4 < 2) {
            const auto row = tests::member_alone(asked, k);
            REQUIRE(row);
            const auto& word = asked.outputs[0].words.at(static_cast<std::size_t>(row->numbers[0]));
            ++ends[word];
            lives.add(static_cast<std::uint64_t>(row->numbers[3]), word != "protocol finished");
            excess.push_back(row->numbers[4] / 1.8e4);
        }
    }
    CHECK(answer.tests == 64);
    CHECK(answer.refused == 0);
    CHECK(ends.size() >= 2); // some die within the ten hours, some do not
    std::uint64_t counted = 0;
    for (const auto& way : answer.ends) {
        CHECK(way.share.count == ends[way.event]);
        CHECK(way.share.low < way.share.value);
        CHECK(way.share.high > way.share.value);
        counted += way.share.count;
    }
    CHECK(counted == 64);
    CHECK(answer.lives.ended() == lives.ended());
    CHECK(answer.quantiles[1].life == lives.quantile(0.25, 0.95).life);
    REQUIRE(answer.full_cell);
    std::ranges::sort(excess);
    CHECK(answer.full_cell->excess[1] == Approx(excess[31]));
    CHECK(answer.full_cell->largest_half_cycle == Approx(1.8e4));
    REQUIRE(answer.influences.size() == 2);
    // What an input does with others counts in its total alone.
    for (const auto& influence : answer.influences) {
        CHECK(influence.index.total > -2.0 * influence.index.total_error);
        CHECK(influence.index.total_error > 0.0);
    }
    const auto text = runs::ensemble::as_text(answer);
    CHECK_THAT(text, Contains("N/P"));
    CHECK_THAT(text, Contains("interphase.electronic_conductivity"));
}
