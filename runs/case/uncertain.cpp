// [[uncertain]]: what is believed of a key of the case.

#include "runs/case/axis_numbers.hpp"
#include "runs/case/prediction_readers.hpp"
#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs
{
namespace
{

using ensemble::Axis;
using ensemble::Distribution;
using Kind = Distribution::Kind;

constexpr Named<Kind> kinds[]{{"uniform", Kind::uniform},
                              {"log-uniform", Kind::log_uniform},
                              {"normal", Kind::normal},
                              {"log-normal", Kind::log_normal}};

/// A number with its unit, if it is there.
std::optional<double> number_at(Section& s, const Key& key, std::optional<std::string>& unit)
{
    const auto text = s.value_if_given(key);
    return text ? number_on(s, key.name, *text, unit) : std::nullopt;
}

struct GivenNumbers {
    std::optional<double> from, to, mean, deviation, median, factor;
};

GivenNumbers read_numbers(Section& s, std::optional<std::string>& unit)
{
    GivenNumbers w;
    w.mean = number_at(s, {.name = "mean", .meaning = "of a normal distribution"}, unit);
    w.deviation =
        number_at(s, {.name = "deviation", .meaning = "standard deviation of a normal one"}, unit);
    w.median = number_at(s, {.name = "median", .meaning = "of a log-normal distribution"}, unit);
    w.factor = s.number_if_given({.name = "factor",
                                  .range = {.low = 1.0, .open_low = true},
                                  .meaning = "of a log-normal one: two thirds lie between median / "
                                             "factor and median * factor"});
    w.from = number_at(s, {.name = "from", .meaning = "nothing lies below"}, unit);
    w.to = number_at(s, {.name = "to", .meaning = "nothing lies above"}, unit);
    return w;
}

/// Notes keys that the kind needs and does not have, or has and does not know.
bool has_what_it_needs(Section& s, Kind kind)
{
    const bool normal = kind == Kind::normal;
    const bool log_normal = kind == Kind::log_normal;
    const bool range = !normal && !log_normal;
    const std::array<std::pair<const char*, bool>, 6> keys{{{"mean", normal},
                                                            {"deviation", normal},
                                                            {"median", log_normal},
                                                            {"factor", log_normal},
                                                            {"from", range},
                                                            {"to", range}}};
    bool all = true;
    for (const auto& [key, needed] : keys) {
        const bool may_stand =
            needed || key == std::string_view("from") || key == std::string_view("to");
        if (needed && !s.has(key)) {
            s.fault(key, "missing", "this distribution is given by it");
            all = false;
        } else if (!may_stand && s.has(key)) {
            s.fault(key, "means nothing to this distribution", "remove it, or choose another");
            all = false;
        }
    }
    return all;
}

/// Whether the numbers make a distribution.
bool is_distribution(Section& s, const Distribution& d)
{
    const bool logarithmic = d.kind == Kind::log_uniform || d.kind == Kind::log_normal;
    const bool normal = d.kind == Kind::normal || d.kind == Kind::log_normal;
    if (!(d.low < d.high)) {
        s.fault("to", "does not lie above from", "give a larger one, or exchange the two");
        return false;
    }
    if (logarithmic && !(d.kind == Kind::log_uniform ? d.low > 0.0 : d.centre > 0.0)) {
        s.fault(normal ? "median" : "from", "is not above 0, as a logarithm needs",
                "give a positive one, or choose another distribution");
        return false;
    }
    if (d.kind == Kind::normal && !(d.spread > 0.0)) {
        s.fault("deviation", "is not above 0", "a number that is certain belongs into the case");
        return false;
    }
    // Beyond five standard deviations the shares that are left lose their digits.
    constexpr double far = 5.0;
    const auto away = [&](double end) {
        return d.kind == Kind::normal ? (end - d.centre) / d.spread
                                      : std::log(end / d.centre) / std::log(d.spread);
    };
    if (normal && ((std::isfinite(d.low) && d.low > 0.0 && away(d.low) > far) ||
                   (std::isfinite(d.high) && (d.kind == Kind::normal || d.high > 0.0) &&
                    away(d.high) < -far))) {
        s.fault(away(d.low) > far ? "from" : "to",
                "leaves nothing but the far end of the distribution", "move it, or the middle");
        return false;
    }
    return true;
}

void read_belief(Section& s, const std::optional<CellSource>& source, ensemble::Plan& plan,
                 const BeliefRules& rules)
{
    Axis axis;
    const auto before = s.faults();
    axis.key = s.text({.name = "key", .meaning = "dotted name of a number of the case"});
    Distribution d;
    d.kind = s.choice<Kind>({.name = "distribution", .meaning = "what is believed of it"}, kinds);
    std::optional<std::string> unit;
    const auto w = read_numbers(s, unit);
    if (s.documenting() || s.faults() != before || !has_what_it_needs(s, d.kind)) {
        return;
    }
    d.low = w.from.value_or(d.low);
    d.high = w.to.value_or(d.high);
    d.centre = (w.mean ? w.mean : w.median).value_or(0.0);
    d.spread = (w.deviation ? w.deviation : w.factor).value_or(1.0);
    axis.unit = unit.value_or("");
    if (!is_distribution(s, d)) {
        return;
    }
    if (std::ranges::find(plan.axes, axis.key, &Axis::key) != plan.axes.end()) {
        s.fault("key", '"' + axis.key + "\" stands twice", "keep one");
        return;
    }
    if (rules.refuses != nullptr && rules.refuses(s, axis.key)) {
        return;
    }
    axis.belief = d;
    if (source && !axis.key.empty()) {
        const bool range = d.kind == Kind::uniform || d.kind == Kind::log_uniform;
        const auto* const at = range ? "from" : d.kind == Kind::normal ? "mean" : "median";
        check_number(s, at, *source, range ? d.low : ensemble::quantile(d, 0.5), axis, rules.whose);
        complete_unit(axis);
    }
    plan.axes.push_back(std::move(axis));
}

} // namespace

void read_uncertain(Section& root, const std::optional<CellSource>& source, ensemble::Plan& plan,
                    const BeliefRules& rules)
{
    for (auto& s : root.list("uncertain")) {
        read_belief(s, source, plan, rules);
    }
}

void check_inputs(Section& root, const ensemble::Plan& plan)
{
    if (plan.inputs() > most_inputs) {
        root.fault("uncertain", "more uncertain keys than anybody can tell apart",
                   "keep within " + std::to_string(most_inputs));
    }
}

} // namespace percolith::runs
