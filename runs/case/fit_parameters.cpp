// [[parameter]] and [[mechanism]]: what a fit may move.

#include "runs/case/fit_readers.hpp"
#include "runs/case/suggest.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace percolith::runs
{
namespace
{

using fit::Parameter;

enum class Scale { linear, logarithmic };
constexpr Named<Scale> scales[]{{"linear", Scale::linear}, {"log", Scale::logarithmic}};

/// A value as the user wrote it: "2e-3 m^2/C", or 0.25.
struct WrittenValue {
    double number = 0.0;
    std::string unit;
};

/// Any quantity or number: what it measures, the case's own reader judges. In `like`'s unit where
/// one is given.
std::optional<WrittenValue> read_value(Section& s, const Key& key, const WrittenValue* like)
{
    const auto text = s.value_if_given(key);
    if (!text) {
        return std::nullopt;
    }
    try {
        const auto quantity = split_quantity(*text);
        if (like == nullptr) {
            return WrittenValue{quantity.number, quantity.unit};
        }
        const auto in = [](const std::string& unit) { return unit.empty() ? "1" : unit; };
        return WrittenValue{convert(quantity.number, in(quantity.unit), in(like->unit)),
                            like->unit};
    } catch (const UnitError& error) {
        s.fault(key.name, error.wrong(), error.mend());
        return std::nullopt;
    }
}

std::vector<std::size_t> read_cells(Section& s, const FitCase& all)
{
    const auto names =
        s.texts({.name = "cells", .meaning = "names of the cells it belongs to; all if left out"});
    std::vector<std::string> known;
    known.reserve(all.cells.size());
    for (const auto& cell : all.cells) {
        known.push_back(cell.name);
    }
    std::vector<std::size_t> chosen;
    for (const auto& name : names) {
        const auto at = std::find(known.begin(), known.end(), name);
        if (at == known.end()) {
            if (!s.sound()) {
                continue; // that cell may be the one that could not be read
            }
            s.fault("cells", '"' + name + "\" is no cell of this fit", suggest(name, known));
            continue;
        }
        chosen.push_back(static_cast<std::size_t>(at - known.begin()));
    }
    if (names.empty()) {
        chosen.resize(all.cells.size());
        std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    }
    return chosen;
}

/// start, low, high and scale, in the unit of the start.
void read_values(Section& s, Parameter& p)
{
    const auto start =
        read_value(s, {.name = "start", .meaning = "value to begin with, with its unit"}, nullptr);
    if (!start) {
        if (!s.documenting() && !s.has("start")) {
            s.fault("start", "missing", "give the value to begin with, with its unit");
        }
        return;
    }
    p.start = start->number;
    p.unit = start->unit;
    const auto scale = s.choice<Scale>(
        {.name = "scale", .meaning = "on which steps are even and intervals symmetric"}, scales,
        p.start > 0.0 ? Scale::logarithmic : Scale::linear);
    p.logarithmic = scale == Scale::logarithmic;
    const WrittenValue like{p.start, p.unit};
    const auto low = read_value(s, {.name = "low", .meaning = "least value allowed"}, &like);
    const auto high = read_value(s, {.name = "high", .meaning = "largest value allowed"}, &like);
    // Wide, but no wider than the number of decades in which anybody would look.
    constexpr double decades = 1e4;
    p.low = low ? low->number : p.logarithmic ? p.start / decades : p.low;
    p.high = high ? high->number : p.logarithmic ? p.start * decades : p.high;
    if (p.logarithmic && !(p.low > 0.0 && p.start > 0.0)) {
        s.fault(p.start > 0.0 ? "low" : "start", "is not above 0 on a logarithmic scale",
                "choose scale = \"linear\"");
    } else if (!(p.low <= p.start && p.start <= p.high && p.low < p.high)) {
        s.fault("start", "does not lie between low and high", "move one of the three");
    }
}

void read_prior(Section& s, Parameter& p)
{
    const WrittenValue like{p.start, p.unit};
    const auto mean = read_value(
        s, {.name = "prior", .meaning = "value known beforehand, from elsewhere"}, &like);
    const auto error = read_value(
        s,
        {.name = "prior_error",
         .meaning = "its standard deviation; a plain number or per cent is relative to the value"},
        nullptr);
    if (!mean) {
        if (error) {
            s.fault("prior_error", "is of no prior", "give prior, too, or leave it out");
        }
        return;
    }
    if (!error) {
        s.fault("prior_error", "missing", "say how well the prior is known, as in 2 %");
        return;
    }
    fit::Prior prior{.mean = mean->number, .error = 0.0};
    try {
        const bool relative = error->unit.empty() || error->unit == "%";
        const double own = relative
                               ? (error->unit == "%" ? 0.01 : 1.0) * error->number * mean->number
                               : convert(error->number, error->unit, p.unit);
        prior.error = p.logarithmic ? own / mean->number : std::abs(own);
    } catch (const UnitError& wrong) {
        s.fault("prior_error", wrong.wrong(), wrong.mend());
        return;
    }
    if (!(prior.error > 0.0) || (p.logarithmic && !(prior.mean > 0.0))) {
        s.fault("prior_error", "leaves nothing to know", "give a standard deviation above 0");
        return;
    }
    p.prior = prior;
}

void read_marks(Section& s, Parameter& p)
{
    const WrittenValue like{p.start, p.unit};
    for (auto& each : s.list("marks")) {
        fit::Mark mark;
        const auto value = read_value(
            each,
            {.name = "value",
             .meaning = "to compare the profile with: a line in its panel, no part of the fit"},
            &like);
        mark.name = each.text({.name = "name", .meaning = "beside the line"});
        if (!value) {
            if (!each.documenting() && !each.has("value")) {
                each.fault("value", "missing", "say where the mark stands, with its unit");
            }
            continue;
        }
        mark.value = value->number;
        if (p.logarithmic && !(mark.value > 0.0)) {
            each.fault("value", "is not above 0 on a logarithmic scale", "leave the mark out");
            continue;
        }
        p.marks.push_back(std::move(mark));
    }
}

/// The key must be a number of each of its cells' cases.
void check_key(Section& s, const Parameter& p, const FitCase& all)
{
    if (p.key == fit::current_factor_key) {
        return;
    }
    for (const auto k : p.cells) {
        const auto& source = all.sources[k];
        try {
            if (!source.knows({p.key, p.start, p.unit})) {
                s.fault("key",
                        '"' + p.key + "\" is no number of the case of cell \"" + all.cells[k].name +
                            '"',
                        suggest(p.key, source.number_keys()));
                return;
            }
        } catch (const InputErrors& faults) {
            if (const auto other = source.meant(p.key, faults.lines().front())) {
                s.fault("key",
                        '"' + p.key + "\" is no number of the case of cell \"" + all.cells[k].name +
                            '"',
                        "did you mean \"" + *other + "\"?");
                return;
            }
            s.fault("start", "cell \"" + all.cells[k].name + "\": " + faults.lines().front());
            return;
        }
    }
}

void add_parameter(Section& s, FitCase& all)
{
    Parameter p;
    p.key = s.text({.name = "key",
                    .meaning = "dotted name of a number in the case files, or "
                               "\"measured.current_factor\""});
    p.cells = read_cells(s, all);
    const bool each = s.flag(
        {.name = "each", .meaning = "every cell has a value of its own, not one for all"}, false);
    const auto before = s.faults();
    read_values(s, p);
    if (s.faults() == before) {
        read_prior(s, p);
        read_marks(s, p);
    }
    if (s.documenting() || s.faults() != before) {
        return;
    }
    check_key(s, p, all);
    if (!each) {
        p.name = p.key;
        if (p.cells.size() < all.cells.size()) {
            p.name = fit::name_in_cells(p.key, p.cells, all.cells);
        }
        all.parameters.push_back(std::move(p));
        return;
    }
    for (const auto k : p.cells) {
        auto own = p;
        own.cells = {k};
        own.name = fit::name_in_cells(p.key, own.cells, all.cells);
        all.parameters.push_back(std::move(own));
    }
}

void refuse_twice(Section& root, const FitCase& all)
{
    for (std::size_t a = 0; a < all.parameters.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            const auto& p = all.parameters[a];
            const auto& q = all.parameters[b];
            const bool meet = std::any_of(p.cells.begin(), p.cells.end(), [&](std::size_t cell) {
                return std::find(q.cells.begin(), q.cells.end(), cell) != q.cells.end();
            });
            if (p.key == q.key && meet) {
                root.fault("parameter", '"' + p.key + "\" is free twice in one cell",
                           "keep one, or give them different cells");
                return;
            }
        }
    }
}

} // namespace

void read_fit_parameters(Section& root, FitCase& all)
{
    for (auto& s : root.list("parameter")) {
        add_parameter(s, all);
    }
    if (root.documenting()) {
        return;
    }
    if (all.parameters.empty() && root.sound()) {
        root.fault("parameter", "nothing is free", "add a [[parameter]] with its key and start");
    }
    refuse_twice(root, all);
}

void read_fit_mechanisms(Section& root, FitCase& all)
{
    for (auto& s : root.list("mechanism")) {
        fit::Mechanism m;
        m.name = s.text({.name = "name", .meaning = "in tables"});
        m.overrides = s.texts({.name = "set",
                               .meaning = "\"key=value\", laid over every case; a parameter of "
                                          "that key is not free then"});
        all.mechanisms.push_back(std::move(m));
    }
}

} // namespace percolith::runs
