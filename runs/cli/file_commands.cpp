#include "runs/cli/file_commands.hpp"

#include "runs/case/describe.hpp"
#include "runs/case/design.hpp"
#include "runs/case/errors.hpp"
#include "runs/case/fit.hpp"
#include "runs/case/prediction.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/case/structure.hpp"
#include "runs/case/suggest.hpp"
#include "runs/case/sweep.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/record/export.hpp"
#include "runs/record/read.hpp"
#include "runs/simulate/spectrum.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

namespace percolith::runs
{

namespace
{

/// A kind of file whose keys can be described, other than a case.
struct Reference {
    const char* flag;
    const char* meaning;
    std::vector<KeyEntry> (*keys)();
};
constexpr std::array<Reference, 6> references{{
    {"--materials", "the keys of a materials file", describe_materials},
    {"--structure", "the keys of a structure file", describe_structure},
    {"--fit", "the keys of a fit file", describe_fit},
    {"--sweep", "the keys of a sweep file", describe_sweep},
    {"--prediction", "the keys of a prediction file", describe_prediction},
    {"--design", "the keys of a design file", describe_design},
}};

struct FileOptions {
    std::array<bool, references.size()> asked_for{}; ///< which of them is asked for
    std::string input;
    std::string output;
    std::string filter;
    std::string table = "series";
    std::string at;
    bool json = false;
};

std::string full_name(const KeyEntry& key)
{
    return key.section.empty() ? key.name : key.section + "." + key.name;
}

/// The keys whose full name contains `word`.
std::vector<KeyEntry> keys_with(std::string_view word, const std::vector<KeyEntry>& all)
{
    std::vector<KeyEntry> found;
    std::vector<std::string> names;
    for (const auto& key : all) {
        names.push_back(key.name);
        if (full_name(key).find(word) != std::string::npos) {
            found.push_back(key);
        }
    }
    if (found.empty()) {
        const auto near = nearest_name(word, names);
        throw InputError({}, "describe", "no key contains \"" + std::string(word) + "\"",
                         near ? "did you mean \"" + *near + "\"?" : "leave it out to see all keys");
    }
    return found;
}

int run_describe(const FileOptions& options)
{
    const auto asked = std::ranges::find(options.asked_for, true);
    const auto which = static_cast<std::size_t>(asked - options.asked_for.begin());
    const auto all = asked == options.asked_for.end() ? describe_case() : references[which].keys();
    const auto keys = keys_with(options.filter, all);
    print(options.json ? as_json(keys) + "\n" : as_text(keys));
    return static_cast<int>(Exit::ok);
}

int run_export(const FileOptions& options)
{
    keep_apart(options.output, {options.input});
    const RecordedRun run(options.input);
    const InterruptFlag interrupt;
    try {
        if (options.table == "bdf") {
            export_bdf(run, options.output, &interrupt.flag());
        } else if (options.table == "events") {
            export_events(run, options.output);
        } else if (options.table == "ledger") {
            export_ledger(run, options.output, &interrupt.flag());
        } else if (options.table == "parameters") {
            export_entries(run.parameters(), options.output);
        } else if (options.table == "summary") {
            export_entries(run.summary(), options.output);
        } else {
            const auto table =
                options.table == "cycles" ? RecordedRun::Table::cycles : RecordedRun::Table::series;
            export_csv(run, table, options.output, &interrupt.flag());
        }
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
                for (std::size_t k = 0; k < references.size(); ++k) {
                    auto* flag = app.add_flag(references[k].flag, options->asked_for[k],
                                              references[k].meaning);
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
                    ->check(CLI::IsMember(
                        {"series", "cycles", "events", "ledger", "parameters", "summary", "bdf"}))
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
