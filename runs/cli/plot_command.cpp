#include "runs/cli/plot_command.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/plot/plot_files.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace percolith::runs
{

namespace
{

struct PlotOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string width;
    PlotRequest request;
};

int run_plot(const PlotOptions& options)
{
    const std::vector<std::filesystem::path> files(options.inputs.begin(), options.inputs.end());
    keep_apart(options.output, files);
    const Drawing to(options.output, width_in_mm(options.width));
    // The picture is drawn in a moment; a signal waits for its end, so that nothing is left behind.
    const InterruptFlag interrupt;
    plot_files(files, options.request, to);
    return static_cast<int>(Exit::ok);
}

} // namespace

Command plot_command()
{
    return {"plot",
            "draw a run, a measured record, a fit, a map, a threshold or conductivities, or runs "
            "side by side (.svg, "
            ".png or .pdf)",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<PlotOptions>();
                const auto list = [&app](const char* name, std::vector<std::string>& into,
                                         const char* about, const char* type) {
                    app.add_option(name, into, about)->expected(1)->take_all()->type_name(type);
                };
                app.add_option("RUN", options->inputs,
                               "run file (HDF5), measured record, or another result; several runs "
                               "and records stand side by side")
                    ->required()
                    ->type_name("");
                app.add_option("-o,--output", options->output, "picture to write")
                    ->required()
                    ->type_name("PICTURE");
                app.add_option("--width", options->width,
                               "for a paper: single (82 mm), double (170 mm) or a length; without "
                               "titles, which a caption has")
                    ->type_name("LENGTH");
                app.add_option("--columns", options->request.across,
                               "of several runs: panels in a row, up to 3 by default")
                    ->check(CLI::Range(1, 12))
                    ->type_name("N");
                list("--column-title", options->request.grid.columns,
                     "of several runs: title of the next column", "TEXT");
                list("--row-title", options->request.grid.rows,
                     "of several runs: title of the next row", "TEXT");
                app.add_flag(
                    "--collapse", options->request.collapse,
                    "films of all thicknesses on one curve, where the structure file gives "
                    "conductivity.threshold");
                app.add_option("--mechanism", options->request.mechanism,
                               "of a fit: which one is drawn, the best by default")
                    ->type_name("NAME");
                list("--show", options->request.map.outputs,
                     "of a map: the output that is drawn; repeatable along one axis", "NAME");
                list("--axis", options->request.map.axes,
                     "of a map: the key along x, and once more that along y", "KEY");
                list("--at", options->request.map.fixed,
                     "of a map: holds another axis at its nearest number; repeatable", "KEY=VALUE");
                return [options] { return run_plot(*options); };
            }};
}

} // namespace percolith::runs
