#include "runs/cli/report_command.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/report/report.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace percolith::runs
{
namespace
{

struct ReportOptions {
    std::vector<std::string> inputs;
    std::string output;
};

int run_report(const ReportOptions& options)
{
    const std::vector<std::filesystem::path> files(options.inputs.begin(), options.inputs.end());
    keep_apart(options.output, files);
    // A page is made in seconds; a signal waits for its end, so that nothing is left behind.
    const InterruptFlag interrupt;
    write_report(files, options.output);
    return static_cast<int>(Exit::ok);
}

} // namespace

Command report_command()
{
    return {"report", "a page to look at in a browser: runs, what was measured, or another result",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<ReportOptions>();
                app.add_option(
                       "FILE", options->inputs,
                       "run file (HDF5), measured record, or another result; several runs and "
                       "records share their charts")
                    ->required()
                    ->type_name("");
                app.add_option("-o,--output", options->output, "page to write")
                    ->required()
                    ->type_name("PAGE.html");
                return [options] { return run_report(*options); };
            }};
}

} // namespace percolith::runs
