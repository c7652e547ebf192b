#include "runs/case/sweep.hpp"

#include "runs/case/axis_numbers.hpp"
#include "runs/case/suggest.hpp"
#include "runs/case/sweep_readers.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

using ensemble::Design;

constexpr Named<Design> designs[]{{"grid", Design::grid},
                                  {"list", Design::list},
                                  {"latin hypercube", Design::latin_hypercube},
                                  {"sobol", Design::sobol}};

/// What a map shows unless the user asks for something else.
constexpr const char* usual_outputs[]{"ended_by", "end_time", "cycle_life"};

void read_outputs(Section& root, SweepCase& all)
{
    auto names = root.texts({.name = "outputs",
                             .meaning = "names of what the map shows; left out: ended_by, "
                                        "end_time, cycle_life"});
    if (root.documenting()) {
        return;
    }
    if (!root.has("outputs")) {
        names.assign(std::begin(usual_outputs), std::end(usual_outputs));
    }
    const auto& known = ensemble::all_outputs();
    const auto known_names = ensemble::names_of(known);
    for (auto name = names.begin(); name != names.end(); ++name) {
        const auto at = std::ranges::find(known_names, *name);
        if (at == known_names.end()) {
            root.fault("outputs", '"' + *name + "\" is no output", suggest(*name, known_names));
        } else if (std::find(names.begin(), name, *name) != name) {
            root.fault("outputs", '"' + *name + "\" stands twice", "keep one");
        } else {
            all.outputs.push_back(known[static_cast<std::size_t>(at - known_names.begin())]);
        }
    }
}

void read_sweep_root(Section root, const std::filesystem::path& folder, SweepCase& all)
{
    all.title =
        root.text({.name = "title", .meaning = "what is mapped, in a few words"}, std::string{});
    all.source = read_varied_case(root, folder);
    read_outputs(root, all);
    read_sweep_sample(root, all);
    read_sweep_axes(root, all);
}

SweepCase sweep_of(Written&& written)
{
    auto document = document_of(written);
    SweepCase all;
    read_sweep_root(document.root(), written.folder, all);
    document.finish();
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

void read_sweep_sample(Section& root, SweepCase& all)
{
    auto s = root.table("sample");
    auto& plan = all.plan;
    plan.design =
        s.choice<Design>({.name = "design", .meaning = "how the members are spread over the axes"},
                         designs, Design::grid);
    const auto size =
        s.whole_if_given({.name = "size",
                          .range = {.low = 1.0},
                          .meaning = "members of a Latin hypercube or a Sobol sequence",
                          .absent = "the axes of a grid or a list tell"});
    plan.seed = s.whole({.name = "seed",
                         .range = non_negative,
                         .meaning = "of the random numbers: the same seed, the same members"},
                        plan.seed);
    if (s.documenting()) {
        return;
    }
    const bool fills = plan.design == Design::latin_hypercube || plan.design == Design::sobol;
    if (fills && !s.has("size")) {
        s.fault("size", "missing", "say how many members, as in size = 1000");
    } else if (!fills && size) {
        s.fault("size", "follows from the axes of a grid or a list", "leave it out");
    }
    plan.size = size.value_or(0);
}

SweepCase parse_sweep(std::string_view text, const std::string& name,
                      std::span<const std::string> overrides, const std::filesystem::path& folder)
{
    return sweep_of(written(text, name, overrides, folder));
}

SweepCase read_sweep(const std::filesystem::path& file, std::span<const std::string> overrides)
{
    return sweep_of(
        read_written(file, overrides, "give ranges of many points by from, to and points"));
}

std::vector<std::filesystem::path> inputs_of(const SweepCase& sweep)
{
    std::vector<std::filesystem::path> inputs{sweep.file};
    const auto more = inputs_of(sweep.source->as_written());
    inputs.insert(inputs.end(), more.begin(), more.end());
    if (sweep.fit) {
        inputs.push_back(*sweep.fit);
    }
    return inputs;
}

std::vector<KeyEntry> describe_sweep()
{
    auto document = Document::blank();
    SweepCase ignored;
    read_sweep_root(document.root(), {}, ignored);
    return document.keys();
}

} // namespace percolith::runs
