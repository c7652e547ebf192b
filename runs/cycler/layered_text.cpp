#include "runs/cycler/layered_text.hpp"

#include "runs/cycler/table_rows.hpp"

#include <charconv>

namespace percolith::runs::cycler
{
namespace
{

constexpr std::size_t record_layer = 2;

/// Empty fields before the first one that holds something: 0 for a cycle, 1 for a step, 2 for a
/// record.
std::size_t layer_of(const TextTable& table)
{
    std::size_t layer = 0;
    for (const auto& field : table.fields()) {
        if (!field.text.empty()) {
            break;
        }
        ++layer;
    }
    return layer;
}

bool means(std::string_view heading, Meaning meaning)
{
    const auto known = named_meaning(heading_of(heading).name);
    return known && known->meaning == meaning;
}

/// The number of a cycle or a step.
double number_in(const TextTable& table, std::size_t at, const char* what)
{
    const auto& field = table.fields()[at];
    const auto number = number_of(field.text);
    if (number.fault) {
        table.fail(field.at,
                   std::string{"the "} + what + " \"" + std::string{field.text} + "\" is no number",
                   "export the file again");
    }
    return number.value;
}

/// Where the line of a step names its kind.
std::size_t kind_field(const TextTable& header)
{
    for (std::size_t k = 0; k < header.fields().size(); ++k) {
        if (means(header.fields()[k].text, Meaning{Quantity::other, true})) {
            return k;
        }
    }
    return header.fields().size();
}

struct Layers {
    Column cycle{Quantity::cycle, "cycle", "", {}};
    Column step{Quantity::step, "step", "", {}};
    std::vector<StepKind> kind;
};

void walk(TextTable& table, std::size_t kind_at, TableRows& rows, Layers& layers)
{
    bool in_step = false;
    double cycle = 0.0, step = 0.0;
    auto kind = StepKind::unknown;
    while (table.next()) {
        const auto& fields = table.fields();
        switch (layer_of(table)) {
        case 0:
            cycle = number_in(table, 0, "cycle");
            in_step = false;
            break;
        case 1:
            step = number_in(table, 1, "step");
            kind = kind_at < fields.size() ? kind_of_step(fields[kind_at].text) : StepKind::unknown;
            in_step = true;
            break;
        case record_layer:
            if (!in_step) {
                table.fail(0, "a record without the line of a step before it",
                           "export the file again");
            }
            rows.add(table);
            layers.cycle.values.push_back(cycle);
            layers.step.values.push_back(step);
            layers.kind.push_back(kind);
            break;
        default:
            table.fail(0, "the line is of no layer: a cycle, a step or a record",
                       "export the file again");
        }
    }
}

} // namespace

bool is_layered(TextTable table)
{
    constexpr Quantity layers[]{Quantity::cycle, Quantity::step};
    for (std::size_t layer = 0; layer < record_layer; ++layer) {
        if (!table.next() || layer_of(table) != layer ||
            !means(table.fields()[layer].text, Meaning{layers[layer]})) {
            return false;
        }
    }
    return table.next() && layer_of(table) == record_layer &&
           is_record_number(heading_of(table.fields()[record_layer].text).name);
}

RawRecord read_layered(TextTable table, const std::string& source, const PlanOptions& options)
{
    table.next();
    table.next();
    const auto kind_at = kind_field(table);
    table.next();
    auto of_records = options;
    of_records.time_is_of_the_step = true;
    const auto plan = plan_of(table, of_records);
    if (!plan.is_complete()) {
        refuse_incomplete(table, plan);
    }
    TableRows rows(plan);
    Layers layers;
    walk(table, kind_at, rows, layers);
    auto record = rows.finish(source, "Neware text in layers");
    if (record.kind.empty()) {
        record.kind = std::move(layers.kind);
    }
    for (auto* column : {&layers.cycle, &layers.step}) {
        if (record.find(column->what) == nullptr) {
            record.columns.push_back(std::move(*column));
        }
    }
    return record;
}

} // namespace percolith::runs::cycler
