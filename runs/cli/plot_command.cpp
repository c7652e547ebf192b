#include "runs/cli/plot_command.hpp"

#include "runs/case/errors.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/quantity_option.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/plot/column.hpp"
#include "runs/plot/plot.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace percolith::runs
{

namespace
{

struct PlotOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string width;
    std::size_t across = 0; ///< 0: not given
    GridLayout grid;
    std::string mechanism;
    bool collapse = false;
    MapRequest map;

    const std::string& input() const { return inputs.front(); }
    bool is_grid() const
    {
        return inputs.size() > 1 || across > 0 || !grid.columns.empty() || !grid.rows.empty();
    }
};

[[noreturn]] void refuse(const PlotOptions& options, const char* option, const char* why)
{
    throw InputError({.file = options.input()}, option, why, "leave it out");
}

/// Options that only a map has a meaning for.
void check_no_map(const PlotOptions& options)
{
    for (const auto& [option, given] : {std::pair{"--show", &options.map.outputs},
                                        {"--axis", &options.map.axes},
                                        {"--at", &options.map.fixed}}) {
        if (!given->empty()) {
            refuse(options, option, "this is no map of a sweep");
        }
    }
}

std::optional<double> width_of(const PlotOptions& options)
{
    if (options.width.empty()) {
        return std::nullopt;
    }
    if (options.width == "single") {
        return single_column;
    }
    if (options.width == "double") {
        return double_column;
    }
    constexpr double widest = 2000.0; // mm, of a poster
    const double mm =
        1e3 * quantity_option("--width", options.width, "m", "mm", ", or give single or double");
    if (!(mm > 0.0 && mm <= widest)) {
        throw InputError({}, "--width", options.width + " is no width of a figure",
                         "give single, double, or a length up to 2 m, as in \"88 mm\"");
    }
    return mm;
}

/// Panels in a row, and what they are called. Up to three runs stand in one row.
GridLayout layout_of(const PlotOptions& options)
{
    const auto count = options.inputs.size();
    auto layout = options.grid;
    layout.across = options.across > 0        ? options.across
                    : !layout.columns.empty() ? layout.columns.size()
                    : count <= 3              ? count
                                              : 3;
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

void plot_one(const PlotOptions& options, const Drawing& to)
{
    const bool map = is_map(options.input());
    if (!map) {
        check_no_map(options);
    }
    if (is_percolation(options.input())) {
        const auto result = read_percolation(options.input());
        (options.collapse ? plot_collapse : plot_percolation)(result, to);
    } else if (options.collapse) {
        refuse(options, "--collapse", "there are no films to compare");
    } else if (map) {
        plot_map(read_map(options.input()), options.map, options.input(), to);
    } else if (is_fit(options.input())) {
        plot_fit(read_fit_file(options.input()), options.mechanism, to);
    } else {
        plot_run(options.input(), to);
    }
}

int run_plot(const PlotOptions& options)
{
    keep_apart(options.output, {options.inputs.begin(), options.inputs.end()});
    const Drawing to(options.output, width_of(options));
    // The picture is drawn in a moment; a signal waits for its end, so that nothing is left behind.
    const InterruptFlag interrupt;
    if (options.is_grid()) {
        check_no_map(options);
        plot_grid({options.inputs.begin(), options.inputs.end()}, layout_of(options), to);
    } else {
        plot_one(options, to);
    }
    return static_cast<int>(Exit::ok);
}

} // namespace

Command plot_command()
{
    return {
        "plot",
        "draw a run, a fit, a map, a threshold or conductivities, or runs side by side (.svg, "
        ".png or .pdf)",
        [](CLI::App& app) -> std::function<int()> {
            const auto options = std::make_shared<PlotOptions>();
            const auto list = [&app](const char* name, std::vector<std::string>& into,
                                     const char* about, const char* type) {
                app.add_option(name, into, about)->expected(1)->take_all()->type_name(type);
            };
            app.add_option("RUN", options->inputs,
                           "run file (HDF5), or another result; several runs stand side by side")
                ->required()
                ->type_name("");
            app.add_option("-o,--output", options->output, "picture to write")
                ->required()
                ->type_name("PICTURE");
            app.add_option("--width", options->width,
                           "for a paper: single (82 mm), double (170 mm) or a length; without "
                           "titles, which a caption has")
                ->type_name("LENGTH");
            app.add_option("--columns", options->across,
                           "of several runs: panels in a row, up to 3 by default")
                ->check(CLI::Range(1, 12))
                ->type_name("N");
            list("--column-title", options->grid.columns,
                 "of several runs: title of the next column", "TEXT");
            list("--row-title", options->grid.rows, "of several runs: title of the next row",
                 "TEXT");
            app.add_flag("--collapse", options->collapse,
                         "films of all thicknesses on one curve, where the structure file gives "
                         "conductivity.threshold");
            app.add_option("--mechanism", options->mechanism,
                           "of a fit: which one is drawn, the best by default")
                ->type_name("NAME");
            list("--show", options->map.outputs,
                 "of a map: the output that is drawn; repeatable along one axis", "NAME");
            list("--axis", options->map.axes,
                 "of a map: the key along x, and once more that along y", "KEY");
            list("--at", options->map.fixed,
                 "of a map: holds another axis at its nearest number; repeatable", "KEY=VALUE");
            return [options] { return run_plot(*options); };
        }};
}

} // namespace percolith::runs
