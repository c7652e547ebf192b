// [[candidate]] and [[uncertain]]: the interphases that may be in the cell, and what is believed of
// their numbers.

#include "runs/case/axis_numbers.hpp"
#include "runs/case/design_readers.hpp"
#include "runs/case/prediction_readers.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace percolith::runs
{
namespace
{

using ensemble::Axis;

/// What all candidates start from.
struct CommonCase {
    std::optional<std::string> file;
    std::vector<std::string> set;
};

/// A candidate and the tables that tell of it; a case alone has none of its own.
struct Told {
    Candidate candidate;
    std::optional<Section> own;
};

/// Keys that the design itself chooses, or that are none of the cell's.
struct Reserved {
    std::string_view begin; ///< of the key
    std::string_view wrong;
    std::string_view mend;
};
constexpr Reserved reserved[]{
    {"cell.working.lithium", "is for the design to choose",
     "give what foils differ by as bench.foil_tolerance"},
    {"cell.foil_capacity", "is how foils are counted",
     "give what foils differ by as bench.foil_tolerance"},
    {"protocol.voltage_limit", "is the bench's", "give bench.voltage_range"},
    {"protocol.", "belongs to the test, which is for the design to choose", "remove it"},
    {"solver.", "is nothing that a cell has", "remove it"},
    {"record.", "is nothing that a cell has", "remove it"},
};

bool refuses(Section& s, std::string_view key)
{
    const auto* const found = std::ranges::find_if(
        reserved, [&](const Reserved& own) { return key.starts_with(own.begin); });
    if (found == std::end(reserved)) {
        return false;
    }
    s.fault("key", '"' + std::string(key) + "\" " + std::string(found->wrong), found->mend);
    return true;
}

CommonCase read_common_case(Section& root)
{
    CommonCase common;
    common.file =
        root.text_if_given({.name = "case",
                            .meaning = "case file of the candidates, relative to this file",
                            .absent = "every candidate names its own"});
    common.set = root.texts(
        {.name = "set", .meaning = "\"key=value\", laid over the case of every candidate"});
    return common;
}

/// The case with what is laid over it; `s` names it.
std::optional<CellSource> source_of(Section& s, const CommonCase& given,
                                    const std::filesystem::path& folder)
{
    if (s.documenting()) {
        return std::nullopt;
    }
    if (!given.file || given.file->empty()) {
        s.fault("case", "missing", "add case = \"FILE.toml\", here or once for all above");
        return std::nullopt;
    }
    return varied_case(s, folder / *given.file, given.set);
}

Candidate read_candidate(Section& s, CommonCase given, const std::filesystem::path& folder)
{
    Candidate candidate;
    candidate.name =
        s.text({.name = "name", .meaning = "of the candidate, in messages and results"});
    const bool passes = s.flag({.name = "passes",
                                .meaning = "the verdict that it should get",
                                .absent = "[decision] tells"},
                               true);
    if (s.has("passes")) {
        candidate.verdict = passes ? Verdict::pass : Verdict::fail;
    }
    if (auto own = s.text_if_given(
            {.name = "case", .meaning = "case file of its own", .absent = "the common one"})) {
        given.file = std::move(own);
    }
    const auto set = s.texts(
        {.name = "set", .meaning = "\"key=value\", laid over its case after the common ones"});
    given.set.insert(given.set.end(), set.begin(), set.end());
    candidate.source = source_of(s, given, folder);
    return candidate;
}

/// The case itself, where there is nothing to tell it from.
Candidate only_candidate(Section& root, const CommonCase& given,
                         const std::filesystem::path& folder)
{
    Candidate candidate;
    candidate.source = source_of(root, given, folder);
    if (candidate.source) {
        const auto& written = candidate.source->as_written();
        candidate.name = written.title.empty() ? std::filesystem::path(written.file).stem().string()
                                               : written.title;
    }
    return candidate;
}

std::vector<Told> tell(Section& root, const std::filesystem::path& folder)
{
    constexpr std::size_t most = 100;
    const auto common = read_common_case(root);
    const auto before = root.faults();
    auto sections = root.list("candidate");
    std::vector<Told> all;
    if (sections.size() > most) {
        root.fault("candidate", "more candidates than any test tells apart",
                   "keep within " + std::to_string(most));
        sections.erase(sections.begin() + most, sections.end());
    }
    all.reserve(sections.size());
    for (auto& s : sections) {
        all.push_back({read_candidate(s, common, folder), s});
    }
    if (all.empty() && !root.has("candidate")) {
        all.push_back({only_candidate(root, common, folder), std::nullopt});
    } else if (all.empty() && root.faults() == before) {
        root.fault("candidate", "is empty",
                   "add [[candidate]] tables, or leave it out: the case alone is one");
    }
    return all;
}

void check_names(std::vector<Told>& all)
{
    for (auto one = all.begin(); one != all.end(); ++one) {
        const auto& name = one->candidate.name;
        const bool again = std::any_of(
            all.begin(), one, [&](const Told& other) { return other.candidate.name == name; });
        if (!one->own || !one->own->has("name")) {
            continue; // said already
        }
        if (name.empty()) {
            one->own->fault("name", "is empty", "give the candidate a name");
        } else if (again) {
            one->own->fault("name", '"' + name + "\" stands twice",
                            "give each candidate a name of its own");
        }
    }
}

/// What is believed of several keys must go together, at least in the middle.
void check_together(Section& s, const Candidate& candidate)
{
    std::vector<std::string> middle;
    middle.reserve(candidate.beliefs.axes.size());
    for (const auto& axis : candidate.beliefs.axes) {
        middle.push_back(as_override({axis.key, ensemble::value_at(axis, 0.5), axis.unit}));
    }
    try {
        static_cast<void>(candidate.source->overlaid(middle));
    } catch (const InputErrors& faults) {
        s.fault("uncertain", called(candidate) +
                                 " is no case at the medians of what is believed of it: " +
                                 faults.lines().front());
    }
}

/// The common beliefs, those of the candidate in place of those about the same key.
void read_beliefs(Section& root, Told& told)
{
    auto& [candidate, own] = told;
    const auto before = root.faults();
    const auto whose = own ? called(candidate) : "the case";
    const BeliefRules rules{.whose = whose, .refuses = refuses};
    ensemble::Plan theirs;
    if (own) {
        read_uncertain(*own, candidate.source, theirs, rules);
    }
    auto& plan = candidate.beliefs;
    read_uncertain(root, candidate.source, plan, rules);
    for (auto& axis : theirs.axes) {
        const auto common = std::ranges::find(plan.axes, axis.key, &Axis::key);
        if (common != plan.axes.end()) {
            *common = std::move(axis);
        } else {
            plan.axes.push_back(std::move(axis));
        }
    }
    plan.design = ensemble::Design::sobol;
    check_inputs(root, plan);
    if (candidate.source && root.faults() == before) {
        check_together(own && own->has("uncertain") ? *own : root, candidate);
    }
}

/// The key by which a fault of the case itself is to be mended.
void blame_case(Section& s, std::string_view wrong, std::string_view mend)
{
    s.fault(s.has("case") || !s.has("set") ? "case" : "set", wrong, mend);
}

/// What the test to be designed would not heed.
void check_unheeded(Section& s, const Candidate& candidate)
{
    if (!candidate.source->as_written().stop_when.empty()) {
        blame_case(s,
                   called(candidate) +
                       " ends its tests by protocol.stop_when, which the test to be "
                       "designed would not heed",
                   "remove it there, or add \"protocol.stop_when=\" to set");
    }
}

/// A number that belongs to the bench, of which there is one.
struct Shared {
    const char* key;
    std::string si_unit;
    const char* unit;
    double (*of)(const CellSource& source);
};

const std::array<Shared, 3>& shared_numbers()
{
    static const std::array<Shared, 3> all{
        {{"cell.foil_capacity", "C m-3", "mAh/cm^2/um", foil_capacity_of},
         {"cell.area", "m2", "cm^2",
          [](const CellSource& source) { return source.as_written().cell.area.si; }},
         {"cell.counter.lithium", "C m-2", "mAh/cm^2",
          [](const CellSource& source) { return source.as_written().cell.counter.lithium.si; }}}};
    return all;
}

void check_one_bench(Section& s, const Candidate& candidate, const Candidate& first)
{
    for (const auto& shared : shared_numbers()) {
        const double here = shared.of(*candidate.source);
        const double there = shared.of(*first.source);
        if (!is_same(here, there)) {
            const auto wanted = amount(there, shared.si_unit, shared.unit);
            blame_case(s,
                       called(candidate) + " has " + shared.key + " = " +
                           amount(here, shared.si_unit, shared.unit) + ", " + called(first) + ' ' +
                           wanted,
                       "the bench is one: give them the same");
            return; // the counter's foil follows from how foils are counted
        }
    }
}

void check_cases(Section& root, std::vector<Told>& all)
{
    const auto first =
        std::ranges::find_if(all, [](const Told& one) { return one.candidate.source.has_value(); });
    for (auto& [candidate, own] : all) {
        if (candidate.source) {
            auto& s = own ? *own : root;
            check_unheeded(s, candidate);
            check_one_bench(s, candidate, first->candidate);
        }
    }
}

} // namespace

double foil_capacity_of(const CellSource& source)
{
    const auto& values = source.as_written().values;
    const auto entry = std::ranges::find(values, "cell.foil_capacity", &Entry::name);
    return std::get<double>(entry->value);
}

void read_candidates(Section& root, const std::filesystem::path& folder, DesignCase& all)
{
    auto told = tell(root, folder);
    for (auto& one : told) {
        read_beliefs(root, one);
    }
    if (!root.documenting()) {
        check_names(told);
        check_cases(root, told);
    }
    for (auto& one : told) {
        all.candidates.push_back(std::move(one.candidate));
    }
}

} // namespace percolith::runs
