#include "runs/case/fit.hpp"

#include "runs/case/fit_readers.hpp"

#include <utility>

namespace percolith::runs
{
namespace
{

fit::Plan read_plan(Section& root)
{
    auto search = root.table("search");
    auto trust = root.table("trust");
    fit::Plan plan;
    plan.seed = search.whole({.name = "seed",
                              .range = non_negative,
                              .meaning = "of the random numbers: the same seed, the same answer"},
                             plan.seed);
    plan.starts = search.whole(
        {.name = "starts",
         .range = {.low = 1.0, .high = 10000.0},
         .meaning = "fits begun at points that fill the bounds evenly; the first is the one given"},
        plan.starts);
    plan.confidence =
        trust.number({.name = "confidence",
                      .range = proper_fraction,
                      .meaning = "share of repetitions in which an interval holds the truth"},
                     plan.confidence);
    plan.profiles = trust.flag({.name = "profiles",
                                .meaning = "intervals by profile likelihood, for every "
                                           "parameter"},
                               plan.profiles);
    plan.samples = trust.whole({.name = "samples",
                                .range = {.low = 0.0, .high = 1e7},
                                .meaning = "drawn from the posterior; none by default"},
                               plan.samples);
    return plan;
}

void read_root(Section root, const std::filesystem::path& folder, FitCase& all)
{
    all.title =
        root.text({.name = "title", .meaning = "what is fitted, in a few words"}, std::string{});
    read_fit_cells(root, folder, all);
    read_fit_parameters(root, all);
    read_fit_mechanisms(root, all);
    all.plan = read_plan(root);
}

FitCase fit_of(Written&& written)
{
    auto document = document_of(written);
    FitCase all;
    read_root(document.root(), written.folder, all);
    document.finish();
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

FitCase parse_fit(std::string_view text, const std::string& name,
                  std::span<const std::string> overrides, const std::filesystem::path& folder)
{
    return fit_of(written(text, name, overrides, folder));
}

FitCase read_fit(const std::filesystem::path& file, std::span<const std::string> overrides)
{
    return fit_of(read_written(file, overrides, "keep measured data in files of their own"));
}

std::vector<KeyEntry> describe_fit()
{
    auto document = Document::blank();
    FitCase ignored;
    read_root(document.root(), {}, ignored);
    return document.keys();
}

} // namespace percolith::runs
