#include "runs/case/design.hpp"

#include "runs/case/design_readers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace percolith::runs
{
namespace
{

/// [errors]: how often the answer may be wrong.
void read_errors(Section& root, DesignCase& all)
{
    constexpr Range share{.low = 0.0, .high = 0.5, .open_low = true, .open_high = true};
    auto s = root.table("errors");
    all.false_alarm = s.number({.name = "false_alarm",
                                .range = share,
                                .meaning = "share of passing cells that may be failed"},
                               all.false_alarm);
    all.miss = s.number(
        {.name = "miss", .range = share, .meaning = "share of failing cells that may be passed"},
        all.miss);
}

/// [sample]: how many tests the answer rests on.
void read_design_sample(Section& root, DesignCase& all)
{
    auto s = root.table("sample");
    all.tests = s.whole({.name = "tests",
                         .range = {.low = 64.0},
                         .meaning = "of each candidate that the final answer rests on"},
                        all.tests);
    all.seed = s.whole({.name = "seed",
                        .range = non_negative,
                        .meaning = "of the random numbers: the same seed, the same answer"},
                       all.seed);
    all.confidence =
        s.number({.name = "confidence", .range = proper_fraction, .meaning = "of all intervals"},
                 all.confidence);
    // A share is estimated from what it leaves of the tests: at least one.
    const double least = 1.0 / std::min(all.miss, all.false_alarm);
    if (!s.documenting() && static_cast<double>(all.tests) < least) {
        s.fault("tests",
                fmt::format("{} tests cannot tell a share of {:.3g}", all.tests, 1.0 / least),
                fmt::format("take at least {:.0f}", std::ceil(least)));
    }
    for (auto& candidate : all.candidates) {
        candidate.beliefs.size = all.tests;
        candidate.beliefs.seed = all.seed;
    }
}

void read_design_root(Section root, const std::filesystem::path& folder, DesignCase& all)
{
    all.title = root.text({.name = "title", .meaning = "what is to be told, in a few words"},
                          std::string{});
    read_candidates(root, folder, all);
    read_decision(root, all);
    read_errors(root, all);
    read_bench(root, all);
    read_design_sample(root, all);
}

DesignCase design_of(Written&& written)
{
    auto document = document_of(written);
    DesignCase all;
    read_design_root(document.root(), written.folder, all);
    document.finish();
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

std::string called(const Candidate& candidate)
{
    return "candidate \"" + candidate.name + '"';
}

DesignCase parse_design(std::string_view text, const std::string& name,
                        std::span<const std::string> overrides, const std::filesystem::path& folder)
{
    return design_of(written(text, name, overrides, folder));
}

DesignCase read_design(const std::filesystem::path& file, std::span<const std::string> overrides)
{
    return design_of(read_written(file, overrides, Document::too_long));
}

std::vector<KeyEntry> describe_design()
{
    auto document = Document::blank();
    DesignCase ignored;
    read_design_root(document.root(), {}, ignored);
    return document.keys();
}

} // namespace percolith::runs
