#include "runs/cli/file_commands.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/units.hpp"
#include "runs/cli/exit.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/export.hpp"
#include "runs/simulate/spectrum.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>

namespace percolith::runs
{

namespace
{

struct FileOptions {
    std::string input;
    std::string output;
    std::string filter;
    std::string table = "series";
    std::string at;
    bool json = false;
    bool materials = false;
};

int run_describe(const FileOptions& options)
{
    const auto keys = options.materials ? describe_materials() : describe_case();
    fmt::print("{}", options.json ? as_json(keys) : as_text(keys, options.filter));
    return static_cast<int>(Exit::ok);
}

int run_plot(const FileOptions& options)
{
    plot_run(options.input, options.output);
    return static_cast<int>(Exit::ok);
}

int run_export(const FileOptions& options)
{
    const RecordedRun run(options.input);
    if (options.table == "bdf") {
        export_bdf(run, options.output);
    } else {
        export_csv(run,
                   options.table == "cycles" ? RecordedRun::Table::cycles
                                             : RecordedRun::Table::series,
                   options.output);
    }
    return static_cast<int>(Exit::ok);
}

int run_impedance(const FileOptions& options)
{
    const RecordedRun run(options.input);
    const double time = parse_quantity(options.at, "s");
    fmt::print("{}", as_csv(spectrum(run, time, {})));
    return static_cast<int>(Exit::ok);
}

std::shared_ptr<FileOptions> with_run_file(CLI::App& app)
{
    auto options = std::make_shared<FileOptions>();
    app.add_option("RUN", options->input, "run file (HDF5)")->required();
    return options;
}

} // namespace

Command describe_command()
{
    return {"describe", "print every key of a case: unit, default, range, meaning",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<FileOptions>();
                app.add_option("WORD", options->filter, "only keys whose name contains it");
                app.add_flag("--materials", options->materials, "the keys of a materials file");
                app.add_flag("--json", options->json, "as JSON");
                return [options] { return run_describe(*options); };
            }};
}

Command plot_command()
{
    return {"plot", "draw a run (.svg, .png or .pdf)", [](CLI::App& app) -> std::function<int()> {
                const auto options = with_run_file(app);
                app.add_option("-o,--output", options->output, "picture to write")->required();
                return [options] { return run_plot(*options); };
            }};
}

Command export_command()
{
    return {"export", "write a table of a run as CSV or in the Battery Data Format",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = with_run_file(app);
                app.add_option("-o,--output", options->output, "file to write")->required();
                app.add_option("--table", options->table, "series, cycles, or bdf")
                    ->check(CLI::IsMember({"series", "cycles", "bdf"}));
                return [options] { return run_export(*options); };
            }};
}

Command impedance_command()
{
    return {
        "impedance", "impedance spectrum of the cell at a recorded instant, as CSV",
        [](CLI::App& app) -> std::function<int()> {
            const auto options = with_run_file(app);
            app.add_option("--at", options->at, "test time with unit, as in \"10 h\"")->required();
            return [options] { return run_impedance(*options); };
        }};
}

} // namespace percolith::runs
