#include "runs/cycler/table_plan.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/units.hpp"
#include "runs/cycler/clock_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace percolith::runs::cycler
{
namespace
{

class Planner
{
public:
    Planner(const TextTable& header, const PlanOptions& options)
        : header_(header), options_(options)
    {
        for (const auto& field : header.fields()) {
            texts_.push_back(field.text);
        }
        while (!texts_.empty() && texts_.back().empty()) {
            texts_.pop_back();
        }
        taken_.assign(texts_.size(), false);
        plan_.width = texts_.size();
    }

    TablePlan plan()
    {
        for (const auto& choice : options_.choices) {
            take_choice(choice);
        }
        std::size_t bdf = 0;
        for (std::size_t k = 0; k < texts_.size(); ++k) {
            const auto heading = heading_of(texts_[k]);
            bdf += heading.is_bdf ? 1 : 0;
            plan_.is_neware = plan_.is_neware || is_record_number(heading.name);
            if (!taken_[k]) {
                take_known(k, heading);
            }
        }
        plan_.is_bdf = bdf >= 2 && !plan_.is_neware;
        place_plain_time();
        for (std::size_t k = 0; k < texts_.size(); ++k) {
            const bool used =
                std::any_of(plan_.columns.begin(), plan_.columns.end(),
                            [&](const PlannedColumn& column) { return column.index == k; });
            if (!used && !texts_[k].empty() && !is_record_number(heading_of(texts_[k]).name)) {
                plan_.unused.emplace_back(texts_[k]);
            }
        }
        return std::move(plan_);
    }

private:
    [[noreturn]] void fail(std::size_t index, const std::string& wrong,
                           const std::string& mend) const
    {
        header_.fail(header_.fields()[index].at, wrong, mend);
    }

    /// The factor from `unit` to that of the quantity; nothing where it measures something else.
    std::optional<double> factor_of(Quantity what, const std::string& unit) const
    {
        const auto kept = unit_of(what);
        const bool counts = what == Quantity::cycle || what == Quantity::step;
        if (counts || kept.empty()) {
            return 1.0;
        }
        const bool is_time = what == Quantity::test_time || what == Quantity::step_time;
        if (is_time && (is_clock_unit(unit) || unit.empty())) {
            return 1.0; // decided by the fields: only h:m:s needs no unit
        }
        if (unit.empty()) {
            return std::nullopt;
        }
        if (measures(unit, kept)) {
            return convert(1.0, unit, kept);
        }
        if (what == Quantity::current && options_.area && measures(unit, "A/m^2")) {
            return convert(1.0, unit, "A/m^2") * *options_.area;
        }
        return std::nullopt;
    }

    void take_choice(const ColumnChoice& choice)
    {
        if (choice.is_none) {
            left_out_.push_back(choice.meaning);
            return;
        }
        const auto found = find_heading(choice, texts_);
        if (!found) {
            plan_.missing = plan_.missing.empty() ? choice.written : plan_.missing;
            return;
        }
        const auto factor = factor_of(choice.meaning.what, found->unit);
        if (!factor) {
            fail(found->index,
                 "\"" + std::string{texts_[found->index]} + "\" has no unit of " +
                     name_of(choice.meaning) +
                     (found->unit.empty() ? "" : ", but \"" + found->unit + "\""),
                 "state it, as in --column \"" + name_of(choice.meaning) + "=" +
                     std::string{texts_[found->index]} + " [" +
                     (unit_of(choice.meaning.what) == "C"
                          ? "mAh"
                          : std::string{unit_of(choice.meaning.what)}) +
                     "]\"");
        }
        taken_[found->index] = true;
        plan_.columns.push_back({choice.meaning, found->index, std::string{texts_[found->index]},
                                 found->unit, *factor, found->unit_is_stated, 1000});
    }

    void take_known(std::size_t index, const Heading& heading)
    {
        // Testers like to write -Im(Z).
        const bool negative = heading.name == "-im(z)";
        const auto known = named_meaning(negative ? "im(z)" : heading.name);
        if (!known ||
            std::find(left_out_.begin(), left_out_.end(), known->meaning) != left_out_.end()) {
            return;
        }
        const auto what = known->meaning.what;
        auto factor = factor_of(what, heading.unit);
        if (!factor) {
            return; // if it was the only one, `refuse_incomplete` says so
        }
        factor = negative ? -*factor : *factor;
        PlannedColumn column{known->meaning, index,   std::string{texts_[index]},
                             heading.unit,   *factor, false,
                             known->rank};
        for (auto& before : plan_.columns) {
            if (before.meaning == column.meaning) {
                if (before.rank == column.rank) {
                    fail(index, "two columns are called \"" + heading.name + "\"",
                         "keep one, or say which with --column \"" + name_of(column.meaning) +
                             "=#" + std::to_string(index + 1) + "\"");
                }
                if (before.rank < column.rank) {
                    std::swap(before, column);
                }
                second_best_.push_back(column);
                return;
            }
        }
        plan_.columns.push_back(std::move(column));
    }

    /// Beside a total time, a column "Time" is that of the step.
    void place_plain_time()
    {
        const auto is_plain = [](const PlannedColumn& column) {
            const auto name = heading_of(column.heading).name;
            return name == "time" || name == "\u65f6\u95f4"; // 时间
        };
        const Meaning step_time{Quantity::step_time};
        if (plan_.find(step_time) != nullptr ||
            std::find(left_out_.begin(), left_out_.end(), step_time) != left_out_.end()) {
            return;
        }
        for (auto& column : plan_.columns) {
            const bool is_chosen = column.rank >= 1000;
            if (column.meaning == Meaning{Quantity::test_time} && is_plain(column) && !is_chosen &&
                (options_.time_is_of_the_step || plan_.is_neware)) {
                column.meaning = step_time;
                return;
            }
        }
        for (auto& column : second_best_) {
            if (column.meaning == Meaning{Quantity::test_time} && is_plain(column)) {
                column.meaning = step_time;
                plan_.columns.push_back(column);
                return;
            }
        }
    }

    const TextTable& header_;
    const PlanOptions& options_;
    std::vector<std::string_view> texts_;
    std::vector<bool> taken_;
    std::vector<Meaning> left_out_;
    std::vector<PlannedColumn> second_best_;
    TablePlan plan_;
};

} // namespace

bool TablePlan::is_complete() const
{
    const auto has = [&](Quantity what) { return find(Meaning{what}) != nullptr; };
    if (!missing.empty()) {
        return false;
    }
    const bool has_time =
        has(Quantity::test_time) || has(Quantity::step_time) || has(Quantity::date);
    return (has_time && has(Quantity::voltage) && has(Quantity::current)) ||
           (has(Quantity::frequency) && has(Quantity::impedance_real) &&
            has(Quantity::impedance_imaginary));
}

TablePlan plan_of(const TextTable& header, const PlanOptions& options)
{
    return Planner{header, options}.plan();
}

namespace
{

/// As many of them as fit a message.
std::string headings_of(const TextTable& header)
{
    constexpr std::size_t most = 20;
    std::string headings;
    for (std::size_t k = 0; k < std::min(header.fields().size(), most); ++k) {
        headings += (k == 0 ? "" : ", ") + std::string{header.fields()[k].text};
    }
    return headings + (header.fields().size() > most ? ", ..." : "");
}

/// What a column is to hold, and a unit for examples: " [V]".
struct Lacking {
    std::string quantity;
    std::string unit;
};

[[noreturn]] void refuse_unit(const TextTable& header, const Field& field, std::string_view unit,
                              const Lacking& lacking)
{
    const std::string text{field.text};
    header.fail(
        field.at,
        fmt::format("\"{}\" has no unit of {}{}", text, lacking.quantity,
                    unit.empty() ? "" : fmt::format(", but \"{}\"", unit)),
        fmt::format("state it, as in --column \"{}={}{}\"", lacking.quantity, text, lacking.unit));
}

} // namespace

void refuse_incomplete(const TextTable& header, const TablePlan& plan)
{
    const auto headings = headings_of(header);
    if (!plan.missing.empty()) {
        header.fail(0, "no column is called \"" + plan.missing + "\"",
                    "the columns are " + headings);
    }
    const auto has = [&](Quantity what) { return plan.find(Meaning{what}) != nullptr; };
    const std::string lacking = !has(Quantity::voltage)   ? "voltage"
                                : !has(Quantity::current) ? "current"
                                                          : "time";
    const std::string unit = lacking == "voltage"   ? " [V]"
                             : lacking == "current" ? " [mA]"
                                                    : " [s]";
    for (const auto& field : header.fields()) {
        const auto heading = heading_of(field.text);
        const auto known = named_meaning(heading.name);
        if (known && name_of(known->meaning) == lacking) {
            refuse_unit(header, field, heading.unit, {lacking, unit});
        }
    }
    header.fail(0, "no column holds the " + lacking,
                "the columns are " + headings + "; say which one does, as in --column \"" +
                    lacking + "=HEADING" + unit + "\"");
}

} // namespace percolith::runs::cycler
