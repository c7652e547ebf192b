// [decision], or the verdicts of the candidates: what the test is to say of an interphase.

#include "runs/case/axis_numbers.hpp"
#include "runs/case/design_readers.hpp"
#include "runs/case/suggest.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

using ensemble::Axis;

/// All candidates have a verdict, and not all the same one.
void check_verdicts(Section& root, const DesignCase& all)
{
    const auto passing = std::ranges::count(all.candidates, Verdict::pass, &Candidate::verdict);
    if (passing == 0 || static_cast<std::size_t>(passing) == all.candidates.size()) {
        root.fault("candidate",
                   passing == 0 ? "none of the candidates passes: there is nothing to tell apart"
                                : "all candidates pass: there is nothing to tell apart",
                   "add one that should get the other verdict");
    }
}

/// Some have a verdict, some have not.
void ask_for_verdicts(Section& root, const DesignCase& all)
{
    auto sections = root.list("candidate");
    for (std::size_t k = 0; k < all.candidates.size() && k < sections.size(); ++k) {
        if (!all.candidates[k].verdict) {
            sections[k].fault("passes", "missing, but another candidate has it",
                              "add passes = true or false, or leave it out of all and add "
                              "[decision]");
        }
    }
}

const Axis* belief_in(const Candidate& candidate, const std::string& key)
{
    const auto& axes = candidate.beliefs.axes;
    const auto axis = std::ranges::find(axes, key, &Axis::key);
    return axis == axes.end() ? nullptr : &*axis;
}

/// What may stand as a quantity: uncertain keys, and outputs that are numbers.
std::vector<std::string> known_quantities(const DesignCase& all)
{
    std::vector<std::string> names;
    for (const auto& candidate : all.candidates) {
        for (const auto& axis : candidate.beliefs.axes) {
            if (std::ranges::find(names, axis.key) == names.end()) {
                names.push_back(axis.key);
            }
        }
    }
    for (const auto& output : ensemble::all_outputs()) {
        if (output.words.empty()) {
            names.push_back(output.column.name);
        }
    }
    return names;
}

bool is_number_of_a_case(const DesignCase& all, const std::string& key)
{
    return std::ranges::any_of(all.candidates, [&](const Candidate& candidate) {
        if (!candidate.source) {
            return false;
        }
        const auto keys = candidate.source->number_keys();
        return std::ranges::find(keys, key) != keys.end();
    });
}

/// The unit of the key's numbers, where it is uncertain in every candidate, in one unit.
std::optional<std::string> unit_of_key(Section& s, const DesignCase& all, const std::string& key)
{
    const Candidate* first = nullptr; // that believes anything of it
    const Candidate* certain = nullptr;
    for (const auto& candidate : all.candidates) {
        const auto* const axis = belief_in(candidate, key);
        if (axis == nullptr) {
            certain = &candidate;
        } else if (first == nullptr) {
            first = &candidate;
        } else if (const auto* const other = belief_in(*first, key); other->unit != axis->unit) {
            const auto named = [](const Axis& of) { return '"' + of.unit + '"'; };
            s.fault("quantity",
                    called(*first) + " has it in " + named(*other) + ", " + called(candidate) +
                        " in " + named(*axis),
                    "write it in one unit everywhere");
            return std::nullopt;
        }
    }
    if (first == nullptr && !is_number_of_a_case(all, key)) {
        s.fault("quantity", '"' + key + "\" is neither an uncertain key nor an output",
                suggest(key, known_quantities(all)));
        return std::nullopt;
    }
    if (certain != nullptr) {
        s.fault("quantity", '"' + key + "\" is certain in " + called(*certain),
                "add it to [[uncertain]]");
        return std::nullopt;
    }
    return belief_in(*first, key)->unit;
}

/// Of a key: in the unit of its numbers. Of an output: in SI.
std::optional<double> bound_of(Section& s, std::string_view at, const std::string& text,
                               const Criterion& criterion)
{
    if (!criterion.output) {
        std::optional unit{criterion.unit};
        return number_on(s, at, text, unit);
    }
    try {
        return parse_quantity(text, criterion.unit);
    } catch (const UnitError& error) {
        s.fault(at, error.wrong(), error.mend());
        return std::nullopt;
    }
}

/// Finds what the quantity is, and its unit. Nothing where it is none, the fault noted.
bool resolve(Section& s, const DesignCase& all, Criterion& criterion)
{
    const auto& known = ensemble::all_outputs();
    const auto& name = criterion.quantity;
    const auto output = std::ranges::find_if(
        known, [&](const ensemble::Output& one) { return one.column.name == name; });
    if (output != known.end() && !output->words.empty()) {
        s.fault("quantity", '"' + name + "\" is a word", "choose a number, such as cycle_life");
        return false;
    }
    if (output != known.end()) {
        criterion.output = *output;
        criterion.unit = output->column.unit;
        return true;
    }
    // Beliefs that could not be read would only be missed here once more.
    const auto unit = s.sound() ? unit_of_key(s, all, name) : std::nullopt;
    criterion.unit = unit.value_or("");
    return unit.has_value();
}

/// One case of which everything is certain comes to one verdict.
void check_uncertain(Section& root, const DesignCase& all)
{
    if (root.sound() && all.candidates.size() == 1 && all.candidates.front().beliefs.axes.empty()) {
        root.fault("uncertain", "nothing is uncertain: the verdict is known without a test",
                   "add an [[uncertain]] key with its distribution, or [[candidate]] tables");
    }
}

void read_criterion(Section& s, DesignCase& all)
{
    Criterion criterion;
    criterion.quantity = s.text(
        {.name = "quantity",
         .meaning = "what decides: an uncertain key, or an output of the candidate's own test"});
    const auto chosen = s.either("below", "at_least");
    const auto below = s.value_if_given(
        {.name = "below", .meaning = "the interphase passes below this", .absent = "see at_least"});
    const auto at_least = s.value_if_given({.name = "at_least",
                                            .meaning = "the interphase passes from here on",
                                            .absent = "see below"});
    if (s.documenting()) {
        return;
    }
    if (!chosen) {
        s.fault("below", "missing",
                "say what passes: below = \"<number>\" or at_least = \"<number>\"");
    }
    if (criterion.quantity.empty() || !resolve(s, all, criterion)) {
        return;
    }
    criterion.passes_below = chosen == "below";
    const auto& text = criterion.passes_below ? below : at_least;
    if (text) {
        criterion.bound = bound_of(s, *chosen, *text, criterion).value_or(0.0);
        all.criterion = std::move(criterion);
    }
}

} // namespace

void read_decision(Section& root, DesignCase& all)
{
    auto s = root.table_if_given("decision");
    const auto undecided = static_cast<std::size_t>(
        std::ranges::count(all.candidates, std::optional<Verdict>{}, &Candidate::verdict));
    const bool asked = root.documenting() || undecided == all.candidates.size();
    if (s && asked && !all.candidates.empty()) {
        read_criterion(*s, all);
        check_uncertain(root, all);
        return;
    }
    if (s) {
        s->leave_unread();
    }
    if (all.candidates.empty()) {
        return; // said already
    }
    if (asked) {
        root.fault("decision", "missing",
                   "add [decision] with its quantity and what passes, or passes = true or false to "
                   "every [[candidate]]");
    } else if (undecided > 0) {
        ask_for_verdicts(root, all);
    } else {
        if (s) {
            root.fault("decision", "stands beside the candidates' passes", "keep one of the two");
        }
        check_verdicts(root, all);
    }
}

} // namespace percolith::runs
