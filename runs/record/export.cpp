#include "runs/record/export.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/suggest.hpp"
#include "runs/record/bdf.hpp"
#include "runs/record/names.hpp"
#include "runs/record/number_text.hpp"
#include "runs/record/part_file.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{
namespace
{

using Table = RecordedRun::Table;

constexpr std::size_t slice_rows = 16384;

/// A field as RFC 4180 has it.
std::string csv_field(const std::string& field)
{
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
        return field;
    }
    std::string text = "\"";
    for (const char c : field) {
        text += c == '"' ? "\"\"" : std::string(1, c);
    }
    return text + "\"";
}

void require_table(const RecordedRun& run, Table table)
{
    if (table == Table::series && !run.has_series()) {
        throw InputError({.file = run.path().string()}, "",
                         "the run kept its per-cycle table alone",
                         "record the full shape, or export the table of cycles");
    }
}

/// Calls `row(columns, n)` for each row, reading slices of the named columns.
template <class Row>
void for_each_row(const RecordedRun& run, Table table, const std::vector<std::string>& names,
                  const std::atomic<bool>* interrupted, Row row)
{
    for (std::size_t first = 0; first < run.rows(table); first += slice_rows) {
        if (interrupted != nullptr && interrupted->load()) {
            throw ExportInterrupted{};
        }
        std::vector<std::vector<double>> columns;
        columns.reserve(names.size());
        for (const auto& name : names) {
            columns.push_back(run.column(table, name, first, slice_rows));
        }
        for (std::size_t n = 0; n < columns.front().size(); ++n) {
            row(columns, n);
        }
    }
}

void write_line(TextFile& out, std::span<const double> numbers)
{
    std::string line;
    for (const double number : numbers) {
        line += line.empty() ? "" : ",";
        append_number(line, number);
    }
    out.write(line + "\n");
}

} // namespace

void export_csv(const RecordedRun& run, Table table, const std::filesystem::path& file,
                const std::atomic<bool>* interrupted)
{
    require_table(run, table);
    std::vector<std::string> names;
    std::string header;
    for (const auto& column : run.columns(table)) {
        names.push_back(column.name);
        header += header.empty() ? "" : ",";
        header += csv_field(column.name + " [" + column.unit + "]");
    }
    TextFile out(file);
    out.write(header + "\n");
    std::vector<double> line(names.size());
    for_each_row(run, table, names, interrupted, [&](const auto& columns, std::size_t n) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            line[k] = columns[k][n];
        }
        write_line(out, line);
    });
    out.commit();
}

void export_events(const RecordedRun& run, const std::filesystem::path& file)
{
    TextFile out(file);
    out.write("event [1],time [s],name,electrode,cycle [1],step [1],terminal [1],text\n");
    std::size_t number = 0;
    for (const auto& event : run.events()) {
        std::string line = std::to_string(number++) + ",";
        append_number(line, event.time);
        line += "," + csv_field(event.name) + "," + csv_field(event.electrode) + "," +
                std::to_string(event.cycle) + "," + std::to_string(event.step) +
                (event.terminal ? ",1," : ",0,") + csv_field(event.text) + "\n";
        out.write(line);
    }
    out.commit();
}

void export_entries(const std::vector<Entry>& entries, const std::filesystem::path& file)
{
    TextFile out(file);
    out.write("name,value,unit,origin\n");
    for (const auto& entry : entries) {
        const auto* number = std::get_if<double>(&entry.value);
        const auto value = number != nullptr ? number_text(*number)
                                             : csv_field(std::get<std::string>(entry.value));
        out.write(csv_field(entry.name) + "," + value + "," + csv_field(entry.unit) + "," +
                  csv_field(entry.origin) + "\n");
    }
    out.commit();
}

void export_ledger(const RecordedRun& run, const std::filesystem::path& file,
                   const std::atomic<bool>* interrupted)
{
    std::vector<std::string> names{names::cycle, names::time};
    for (const auto* side : {names::working, names::counter}) {
        for (const auto* kind : {names::metal, names::host, names::interphase, names::dead}) {
            names.push_back(names::of(side, kind));
        }
    }
    const auto first_lithium = names.size() - 8;
    names.emplace_back(names::ledger_error);
    TextFile out(file);
    out.write("cycle [1],time [s]");
    for (auto k = first_lithium; k + 1 < names.size(); ++k) {
        out.write("," + names[k] + " [C m-2]");
    }
    out.write(",total_lithium [C m-2],ledger_error [1]\n");
    std::vector<double> line;
    for_each_row(run, Table::cycles, names, interrupted, [&](const auto& columns, std::size_t n) {
        line.clear();
        double total = 0.0;
        for (std::size_t k = 0; k + 1 < columns.size(); ++k) {
            line.push_back(columns[k][n]);
            total += k >= first_lithium ? columns[k][n] : 0.0;
        }
        line.push_back(total);
        line.push_back(columns.back()[n]);
        write_line(out, line);
    });
    out.commit();
}

void export_bdf(const RecordedRun& run, const std::filesystem::path& file,
                const std::atomic<bool>* interrupted)
{
    require_table(run, Table::series);
    const double area = run.area().si;
    TextFile out(file);
    out.write(bdf_header);
    double count = 0.0;
    double last_cycle = 0.0;
    double last_step = 0.0;
    for_each_row(run, Table::series,
                 {names::time, names::voltage, names::current_density, names::cycle, names::step},
                 interrupted, [&](const auto& columns, std::size_t n) {
                     const double cycle = columns[3][n];
                     const double step = columns[4][n];
                     if (count == 0.0 || cycle != last_cycle || step != last_step) {
                         count += 1.0;
                     }
                     last_cycle = cycle;
                     last_step = step;
                     write_line(out, std::vector{columns[0][n], columns[1][n], columns[2][n] * area,
                                                 cycle, count});
                 });
    out.commit();
}

std::vector<std::string> export_tables()
{
    return {"series", "cycles", "events", "ledger", "parameters", "summary", "bdf"};
}

void export_table(const RecordedRun& run, const std::string& table,
                  const std::filesystem::path& file, const std::atomic<bool>* interrupted)
{
    if (table == "series") {
        export_csv(run, Table::series, file, interrupted);
    } else if (table == "cycles") {
        export_csv(run, Table::cycles, file, interrupted);
    } else if (table == "events") {
        export_events(run, file);
    } else if (table == "ledger") {
        export_ledger(run, file, interrupted);
    } else if (table == "parameters") {
        export_entries(run.parameters(), file);
    } else if (table == "summary") {
        export_entries(run.summary(), file);
    } else if (table == "bdf") {
        export_bdf(run, file, interrupted);
    } else {
        throw InputError({}, "--table", "there is no table \"" + table + '"',
                         suggest(table, export_tables()));
    }
}

} // namespace percolith::runs
