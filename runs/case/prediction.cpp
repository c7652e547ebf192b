#include "runs/case/prediction.hpp"

#include "runs/case/axis_numbers.hpp"
#include "runs/case/prediction_readers.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

using ensemble::Design;

/// What a prediction is made of.
constexpr const char* needed_outputs[]{"ended_by",
                                       "ended_on",
                                       "end_time",
                                       "cycle_life",
                                       "working_initial_lithium",
                                       "working_depletion_time",
                                       "working_depletion_cycle",
                                       "largest_half_cycle"};

void take_outputs(PredictionCase& all)
{
    for (const auto* name : needed_outputs) {
        const auto& known = ensemble::all_outputs();
        all.outputs.push_back(*std::ranges::find(
            known, name, [](const ensemble::Output& output) { return output.column.name; }));
    }
}

/// [sample]: how many tests, and what is asked of them.
void read_sample(Section& root, PredictionCase& all)
{
    auto s = root.table("sample");
    auto& plan = all.plan;
    const auto tests = s.whole(
        {.name = "tests", .range = {.low = 16.0}, .meaning = "that the survival curve is made of"},
        4096);
    plan.seed = s.whole({.name = "seed",
                         .range = non_negative,
                         .meaning = "of the random numbers: the same seed, the same tests"},
                        plan.seed);
    const bool sensitivity =
        s.flag({.name = "sensitivity",
                .meaning = "whether Sobol indices are asked for: (2 + inputs) / 2 times the work"},
               true);
    all.confidence = s.number(
        {.name = "confidence", .range = proper_fraction, .meaning = "of all intervals"}, 0.95);
    plan.design = sensitivity && plan.inputs() > 1 ? Design::pick_freeze : Design::sobol;
    // Of each row of a pick-freeze design two tests are independent of each other.
    plan.size = plan.design == Design::sobol ? tests : (tests + 1) / 2 * plan.row_length();
}

void read_full_cell(Section& root, PredictionCase& all)
{
    if (auto s = root.table_if_given("full_cell")) {
        all.cathode_capacity = s->quantity<kinetics::ArealCharge<>>(
            {.name = "cathode_capacity",
             .unit = "mAh/cm^2",
             .range = positive,
             .meaning =
                 "of the full cell that working is meant for: N of N/P is working's lithium"});
    }
}

void read_prediction_root(Section root, const std::filesystem::path& folder, PredictionCase& all)
{
    all.title =
        root.text({.name = "title", .meaning = "what is predicted, in a few words"}, std::string{});
    all.source = read_varied_case(root, folder);
    read_uncertain(root, all.source, all.plan);
    read_posterior(root, folder, all);
    read_sample(root, all);
    read_full_cell(root, all);
    if (root.sound() && all.plan.axes.empty()) {
        root.fault("uncertain", "nothing is uncertain",
                   "add an [[uncertain]] key with its distribution, or a [posterior]");
    }
    check_inputs(root, all.plan);
    take_outputs(all);
}

PredictionCase prediction_of(Written&& written)
{
    auto document = document_of(written);
    PredictionCase all;
    all.predicts = true;
    read_prediction_root(document.root(), written.folder, all);
    document.finish();
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

PredictionCase parse_prediction(std::string_view text, const std::string& name,
                                std::span<const std::string> overrides,
                                const std::filesystem::path& folder)
{
    return prediction_of(written(text, name, overrides, folder));
}

PredictionCase read_prediction(const std::filesystem::path& file,
                               std::span<const std::string> overrides)
{
    return prediction_of(read_written(file, overrides, Document::too_long));
}

std::vector<KeyEntry> describe_prediction()
{
    auto document = Document::blank();
    PredictionCase ignored;
    read_prediction_root(document.root(), {}, ignored);
    return document.keys();
}

} // namespace percolith::runs
