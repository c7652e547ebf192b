#include "runs/cli/file_commands.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/case/reference.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/record/export.hpp"
#include "runs/record/read.hpp"
#include "runs/simulate/spectrum.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace percolith::runs
{

namespace
{

struct FileOptions {
    KeyReference described = key_references().front();
    std::string input;
    std::string output;
    std::string filter;
    std::string table = "series";
    std::string at;
    bool json = false;
};

int run_describe(const FileOptions& options)
{
    const auto keys = keys_with(options.filter, options.described.keys());
    print(options.json ? as_json(keys) + "\n" : as_text(keys));
    return static_cast<int>(Exit::ok);
}

int run_export(const FileOptions& options)
{
    keep_apart(options.output, {options.input});
    const RecordedRun run(options.input);
    const InterruptFlag interrupt;
    try {
        export_table(run, options.table, options.output, &interrupt.flag());
    } catch (const ExportInterrupted&) {
        return interrupt.exit_status();
    }
    return static_cast<int>(Exit::ok);
}

int run_impedance(const FileOptions& options)
{
    const RecordedRun run(options.input);
    const double time = quantity_option("--at", options.at, "s", "h");
    print(as_csv(spectrum(run, time, {})));
    return static_cast<int>(Exit::ok);
}

std::shared_ptr<FileOptions> with_run_file(CLI::App& app)
{
    auto options = std::make_shared<FileOptions>();
    app.add_option("RUN", options->input, "run file (HDF5)")->required()->type_name("");
    return options;
}

} // namespace

Command describe_command()
{
    return {"describe", "print every key of a case: unit, default, range, meaning",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<FileOptions>();
                app.add_option("WORD", options->filter, "only keys whose name contains it")
                    ->type_name("");
                std::vector<CLI::Option*> flags;
                for (const auto& kind : key_references().subspan(1)) { // a case needs no flag
                    auto* flag = app.add_flag_callback(
                        "--" + std::string(kind.kind),
                        [options, kind] { options->described = kind; }, kind.meaning);
                    for (auto* other : flags) {
                        flag->excludes(other);
                    }
                    flags.push_back(flag);
                }
                app.add_flag("--json", options->json, "as JSON");
                return [options] { return run_describe(*options); };
            }};
}

Command export_command()
{
    return {"export", "write a table of a run as CSV or in the Battery Data Format",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = with_run_file(app);
                app.add_option("-o,--output", options->output, "file to write")
                    ->required()
                    ->type_name("FILE");
                app.add_option("--table", options->table,
                               "series (the default), cycles, events, ledger (lithium by cycle), "
                               "parameters, summary, or bdf")
                    ->check(CLI::IsMember(export_tables()))
                    ->type_name("NAME");
                return [options] { return run_export(*options); };
            }};
}

Command impedance_command()
{
    return {"impedance", "impedance spectrum of the cell at a recorded instant, as CSV",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = with_run_file(app);
                app.add_option("--at", options->at, "test time with unit, as in \"10 h\"")
                    ->required()
                    ->type_name("TIME");
                return [options] { return run_impedance(*options); };
            }};
}

} // namespace percolith::runs
