#include "runs/cli/design_command.hpp"

#include "runs/case/design.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/figure_option.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/progress.hpp"
#include "runs/design/answer.hpp"
#include "runs/output/endings.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/plot/plot.hpp"
#include "runs/record/part_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>

namespace percolith::runs
{
namespace
{

struct DesignOptions {
    std::string file;
    std::optional<std::string> output;
    FigureOption figure;
    std::optional<std::string> sheets;
    std::vector<std::string> overrides;
    unsigned threads = 0;
    bool check = false;
    bool json = false;
};

/// The design said back in a few lines.
std::string outline_of(const DesignCase& asked)
{
    auto text = asked.title.empty() ? std::string() : one_line(asked.title) + "\n";
    for (const auto& candidate : asked.candidates) {
        const auto* const verdict = !candidate.verdict                    ? "as [decision] says"
                                    : *candidate.verdict == Verdict::pass ? "passes"
                                                                          : "fails";
        text += fmt::format("  {}: {}, {} uncertain numbers\n", one_line(candidate.name), verdict,
                            candidate.beliefs.axes.size());
    }
    const auto& bench = asked.bench;
    return text +
           fmt::format("  {} foils, {} currents, {} capacities, up to {:.4g} h; {} draws of each\n",
                       bench.foils.size(), bench.currents.size(), bench.capacity_points,
                       bench.hours.si / 3600.0, asked.tests);
}

/// The answer; nothing where it was interrupted.
std::optional<design::Answer> computed(const DesignCase& asked, const DesignOptions& options,
                                       std::optional<WorkFolder>& folder,
                                       const InterruptFlag& interrupt)
{
    ProgressLine line;
    try {
        return design::answer(asked, {.threads = options.threads,
                                      .stop = &interrupt.flag(),
                                      .kept = folder ? &*folder : nullptr,
                                      .progress = [&](const std::string& words, double share) {
                                          if (line.due()) {
                                              line.show(words, share, "about");
                                          }
                                      }});
    } catch (const design::Stopped&) {
        return std::nullopt;
    }
}

/// Sheets have names of their own, so they go where nothing is that the design reads or writes.
void check_sheets(const DesignOptions& options, std::vector<std::filesystem::path> others)
{
    if (!options.sheets) {
        return;
    }
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(*options.sheets, error) && !fs::is_directory(*options.sheets, error)) {
        throw InputError({}, "--sheets", "\"" + *options.sheets + "\" is no folder",
                         "name one, or a new one");
    }
    if (options.output) {
        others.emplace_back(*options.output);
    }
    const auto sheets = fs::weakly_canonical(*options.sheets, error);
    for (const auto& other : others) {
        if (fs::weakly_canonical(fs::absolute(other), error).parent_path() == sheets) {
            throw InputError({}, "--sheets",
                             one_line(other.string()) +
                                 " lies in that folder, and a sheet may take its place",
                             "name a folder of its own");
        }
    }
}

int run_design(const DesignOptions& options)
{
    if (options.output && ending_of(*options.output) != ".json") {
        throw InputError({}, "--output", "\"" + *options.output + "\" does not end with .json",
                         "the answer is JSON: name it so");
    }
    const auto figure = options.figure.drawing();
    const auto asked = read_design(options.file, options.overrides);
    if (options.check) {
        print(one_line(options.file) + ": sound\n" + outline_of(asked));
        return static_cast<int>(Exit::ok);
    }
    const auto inputs = design::inputs_of(asked);
    check_sheets(options, inputs);
    std::optional<WorkFolder> folder;
    std::optional<TextFile> output;
    if (options.output) {
        keep_apart(*options.output, inputs);
        output.emplace(*options.output);
        folder.emplace(*options.output, design::fingerprint_of(asked));
    }
    const InterruptFlag interrupt;
    const auto answer = computed(asked, options, folder, interrupt);
    if (!answer) {
        const auto kept = folder ? folder->chunks().size() : 0;
        std::fprintf(
            stderr, "%s\n",
            (kept > 0 ? fault_line({.file = folder->path().string()}, "", "keeps what was found",
                                   "the same command goes on from there")
                      : fault_line({.file = options.file}, "", "interrupted",
                                   "-o ANSWER.json keeps what is found"))
                .c_str());
        return interrupt.exit_status();
    }
    print(options.json ? as_json(*answer) : as_text(*answer));
    if (output) {
        output->write(as_json(*answer));
        output->commit();
    }
    if (figure) {
        plot_design(*answer, *figure);
    }
    if (options.sheets && answer->chosen) {
        for (const auto& sheet :
             write_sheets(exam_of(*answer, asked), asked.candidates, *options.sheets)) {
            if (!options.json) {
                print("written: " + one_line(sheet.string()) + "\n");
            }
        }
    }
    if (folder) { // what failed until here can be tried again
        folder->remove();
    }
    if (!answer->chosen) {
        throw InputError({.file = options.file}, "bench", binding_limit(*answer),
                         mend_for(*answer));
    }
    return static_cast<int>(Exit::ok);
}

} // namespace

Command design_command()
{
    return {
        "design", "the thinnest lithium, current, capacity and hours that tell interphases apart",
        [](CLI::App& app) -> std::function<int()> {
            const auto options = std::make_shared<DesignOptions>();
            app.add_option("DESIGN", options->file, "design file (TOML)")
                ->required()
                ->type_name("");
            auto* output =
                app.add_option(
                       "-o,--output", options->output,
                       "write the answer as JSON; an interrupted search keeps what it has found "
                       "beside it, and the same command goes on from there")
                    ->type_name("ANSWER.json");
            auto* figure = options->figure.add_to(
                app, "draw hours by foil, alarms over time, and a symmetric cell meanwhile");
            auto* sheets =
                app.add_option("--sheets", options->sheets,
                               "write the test down: steps for Neware and BioLogic testers, a "
                               "protocol of aurora-unicycler, a case for each candidate")
                    ->type_name("FOLDER");
            app.add_option("--set", options->overrides,
                           "override one key of the design file, as in --set bench.hours=\"200 "
                           "h\"; repeatable")
                ->expected(1)
                ->take_all()
                ->type_name("KEY=VALUE");
            app.add_option("--threads", options->threads,
                           "cores to use, all by default; the answer is the same for any number")
                ->check(CLI::Range(1U, 1024U))
                ->type_name("N");
            app.add_flag("--check", options->check, "only read the file and say it back")
                ->excludes(output)
                ->excludes(figure)
                ->excludes(sheets);
            app.add_flag("--json", options->json, "print the answer as JSON");
            return [options] { return run_design(*options); };
        }};
}

} // namespace percolith::runs
