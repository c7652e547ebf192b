#include "runs/cycler/text_reader.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/decode_text.hpp"
#include "runs/cycler/layered_text.hpp"
#include "runs/cycler/table_rows.hpp"

#include <algorithm>

namespace percolith::runs::cycler
{
namespace
{

constexpr int most_lines_before = 200; // of a header

/// The table at its header, and what its columns are.
struct Found {
    TextTable table;
    TablePlan plan;
    std::size_t before = 0; ///< lines that hold something before the header
};

/// The line that says most, for the message if none is a whole header.
struct Candidate {
    TextTable table;
    TablePlan plan;
};

Found find_header(TextTable table, const std::string& source, const PlanOptions& options)
{
    std::optional<Candidate> best;
    std::size_t before = 0;
    for (; table.next() && before < most_lines_before; ++before) {
        table.separate_by(separator_of(table.text()));
        const auto plan = plan_of(table, options);
        if (plan.is_complete()) {
            return {table, plan, before};
        }
        if (!best || plan.columns.size() > best->plan.columns.size()) {
            best = Candidate{table, plan};
        }
    }
    if (!best) {
        throw InputError({.file = source}, "", "the file holds nothing but comments and blanks",
                         "export it again");
    }
    refuse_incomplete(best->table, best->plan);
}

bool is_chinese(const TextTable& header)
{
    const auto& fields = header.fields();
    return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
        const auto known = named_meaning(heading_of(field.text).name);
        return known && static_cast<unsigned char>(field.text.front()) >= 0xe0;
    });
}

std::string format_of(const TablePlan& plan, const TextTable& header, const std::string& encoding)
{
    const bool chinese = is_chinese(header);
    std::string format = plan.is_bdf                 ? "Battery Data Format"
                         : plan.is_neware || chinese ? "Neware text"
                                                     : "CSV";
    format += chinese ? ", Chinese headers" : "";
    return format + ", " + encoding;
}

} // namespace

RawRecord read_text(std::string_view bytes, const std::string& source, const TextOptions& options)
{
    const auto decoded = decode_text(bytes, source);
    const PlanOptions planning{options.choices, options.area, false};
    const TextTable start(decoded.text, source);
    if (is_layered(start)) {
        auto record = read_layered(start, source, planning);
        record.format += ", " + decoded.encoding;
        return record;
    }
    auto [table, plan, before] = find_header(start, source, planning);
    const auto header = table;
    TableRows rows(plan);
    while (table.next()) {
        rows.add(table);
    }
    auto record = rows.finish(source, format_of(plan, header, decoded.encoding));
    if (before > 0) {
        record.said.push_back("left out " + std::to_string(before) + " lines before the header");
    }
    if (plan.is_bdf) {
        record.sign = FileSign::charge_positive;
    }
    return record;
}

} // namespace percolith::runs::cycler
