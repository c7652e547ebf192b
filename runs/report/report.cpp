#include "runs/report/report.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/output/endings.hpp"
#include "runs/record/courses.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/is_hdf5.hpp"
#include "runs/record/map.hpp"
#include "runs/record/measured.hpp"
#include "runs/record/part_file.hpp"
#include "runs/record/percolation.hpp"
#include "runs/report/answer_sections.hpp"
#include "runs/report/result_sections.hpp"
#include "runs/report/run_sections.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace percolith::runs
{
namespace report
{
namespace
{

using Files = std::span<const std::filesystem::path>;

/// How runs are told apart: by the names of their files, or by their paths where those are alike.
std::vector<std::string> told_apart(Files files)
{
    std::vector<std::string> marks;
    if (files.size() > 1) {
        for (const auto& file : files) {
            marks.push_back(file.stem().string());
        }
    } else {
        marks.emplace_back();
    }
    auto sorted = marks;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        std::transform(files.begin(), files.end(), marks.begin(),
                       [](const auto& file) { return file.string(); });
    }
    return marks;
}

/// s, of the last row or spectrum.
double last_of(const cycler::CyclerRecord& record)
{
    const double row = record.time.empty() ? 0.0 : record.time.back();
    return record.spectra.empty() ? row : std::max(row, record.spectra.back().time);
}

std::string title_of(const RunsView& view)
{
    if (view.alone()) {
        return view.measured.empty() ? view.runs.front().run.title()
                                     : cycler::source_name(view.measured.front().record);
    }
    const auto counted = [](std::size_t count, const char* thing) {
        return count == 0 ? std::string()
                          : std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
    };
    const auto runs = counted(view.runs.size(), "run");
    const auto records = counted(view.measured.size(), "measured record");
    return runs + (runs.empty() || records.empty() ? "" : " and ") + records + " side by side";
}

Page page_of_runs(Files files)
{
    const auto marks = told_apart(files);
    RunsView view;
    std::vector<std::string> names;
    double longest = 0.0;
    for (std::size_t n = 0; n < files.size(); ++n) {
        names.push_back(files[n].filename().string());
        if (files.size() > 1) {
            check_is_course(files[n]);
        }
        if (is_measured(files[n])) {
            const auto& one =
                view.measured.emplace_back(files[n], read_measured(files[n]), marks[n]);
            longest = std::max(longest, last_of(one.record));
        } else {
            longest = std::max(longest, view.runs.emplace_back(files[n], marks[n]).end());
        }
    }
    view.time = time_scale(longest);
    Page page(title_of(view), names);
    for (const auto add :
         {add_verdicts, add_voltage, add_current, add_polarization, add_thickness, add_lithium,
          add_leakage, add_voltage_terms, add_impedance, add_cell_drawings, add_ledger, add_events,
          add_findings, add_provenance}) {
        add(page, view);
    }
    return page;
}

Page page_of(Files files)
{
    const auto& file = files.front();
    if (files.size() == 1 && is_answer(file)) {
        return page_of_answer(file);
    }
    std::ranges::for_each(files, require_result);
    if (files.size() > 1) {
        return page_of_runs(files);
    }
    if (is_map(file)) {
        return page_of_map(read_map(file), file);
    }
    if (is_fit(file)) {
        return page_of_fit(read_fit_file(file), file);
    }
    if (is_percolation(file)) {
        return page_of_percolation(read_percolation(file), file);
    }
    return page_of_runs(files);
}

} // namespace
} // namespace report

void write_report(std::span<const std::filesystem::path> files, const std::filesystem::path& page)
{
    if (const auto ending = ending_of(page); ending != ".html" && ending != ".htm") {
        throw InputError({}, "--output", '"' + page.string() + "\" does not end with .html",
                         "name the page as in -o report.html");
    }
    PartFile output(page);
    output.write(report::page_of(files).html());
    output.commit();
}

} // namespace percolith::runs
