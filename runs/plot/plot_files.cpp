#include "runs/plot/plot_files.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/plot/column.hpp"
#include "runs/record/is_hdf5.hpp"
#include "runs/record/measured.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

[[noreturn]] void refuse_option(const fs::path& file, const char* option, const char* why)
{
    throw InputError({.file = file.string()}, option, why, "leave it out");
}

/// Options that only a map has a meaning for.
void check_no_map(const fs::path& file, const MapRequest& request)
{
    for (const auto& [option, given] : {std::pair{"--show", &request.outputs},
                                        {"--axis", &request.axes},
                                        {"--at", &request.fixed}}) {
        if (!given->empty()) {
            refuse_option(file, option, "this is no map of a sweep");
        }
    }
}

/// Panels in a row, and what they are called. Up to three runs stand in one row.
GridLayout layout_of(std::size_t count, const PlotRequest& request)
{
    constexpr std::size_t usual = 3;
    auto layout = request.grid;
    layout.across = request.across > 0        ? request.across
                    : !layout.columns.empty() ? layout.columns.size()
                                              : std::min(count, usual);
    const auto check = [](const char* option, std::size_t given, std::size_t needed) {
        if (given > 0 && given != needed) {
            throw InputError({}, option,
                             fmt::format("given {} times, needed {} times", given, needed),
                             "give one for each, in order, or none");
        }
    };
    if (count % layout.across != 0) {
        throw InputError({}, "--columns",
                         fmt::format("{} runs do not fill rows of {}", count, layout.across),
                         "give a number of columns that divides them, or more runs");
    }
    check("--column-title", layout.columns.size(), layout.across);
    check("--row-title", layout.rows.size(), count / layout.across);
    return layout;
}

void plot_one(const fs::path& file, const PlotRequest& request, const Drawing& to)
{
    const bool map = is_map(file);
    if (!map) {
        check_no_map(file, request.map);
    }
    if (is_percolation(file)) {
        const auto result = read_percolation(file);
        (request.collapse ? plot_collapse : plot_percolation)(result, to);
    } else if (request.collapse) {
        refuse_option(file, "--collapse", "there are no films to compare");
    } else if (map) {
        plot_map(read_map(file), request.map, file, to);
    } else if (is_fit(file)) {
        plot_fit(read_fit_file(file), request.mechanism, to);
    } else if (is_measured(file)) {
        plot_measured(read_measured(file), to);
    } else {
        plot_run(file, to);
    }
}

} // namespace

std::optional<double> width_in_mm(const std::string& text)
{
    if (text.empty()) {
        return std::nullopt;
    }
    if (text == "single") {
        return single_column;
    }
    if (text == "double") {
        return double_column;
    }
    constexpr double widest = 2000.0; // of a poster
    const double mm =
        1e3 * quantity_option("--width", text, "m", "mm", ", or give single or double");
    if (!(mm > 0.0 && mm <= widest)) {
        throw InputError({}, "--width", text + " is no width of a figure",
                         "give single, double, or a length up to 2 m, as in \"88 mm\"");
    }
    return mm;
}

void plot_files(const std::vector<fs::path>& files, const PlotRequest& request, const Drawing& to)
{
    std::ranges::for_each(files, require_result);
    if (files.size() > 1 || request.across > 0 || !request.grid.columns.empty() ||
        !request.grid.rows.empty()) {
        check_no_map(files.front(), request.map);
        plot_grid(files, layout_of(files.size(), request), to);
    } else {
        plot_one(files.front(), request, to);
    }
}

} // namespace percolith::runs
