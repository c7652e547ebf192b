#include "runs/cli/percolation_command.hpp"

#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/cli/output.hpp"
#include "runs/cli/picture_command.hpp"
#include "runs/cli/progress.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/output/percolation_output.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/compute.hpp"
#include "runs/percolation/said_of.hpp"
#include "runs/record/unfinished.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <memory>
#include <optional>

namespace percolith::runs
{

namespace
{

enum class Asked { threshold, conductivity, table };

struct PercolationOptions {
    Asked asked = Asked::threshold;
    std::string file;
    std::optional<std::string> output;
    std::vector<std::string> overrides;
    unsigned threads = 0;
    bool json = false;
};

const char* computation(Asked asked)
{
    return asked == Asked::threshold ? threshold_computation : film_computation;
}

void say(const std::string& line)
{
    std::fprintf(stderr, "%s\n", line.c_str());
}

/// Runs the tasks with everything around them; nothing where the user interrupted.
std::optional<std::vector<double>> run_shown(const Tasks& tasks, unsigned threads, Unfinished* kept,
                                             const InterruptFlag& interrupt)
{
    ProgressLine line;
    const auto show = [&](const TaskProgress& now) {
        if (line.due()) {
            line.show(fmt::format("{} of {} realisations", now.done, tasks.count),
                      (now.share - now.before) / (1.0 - now.before), "about");
        }
    };
    return run_tasks(tasks, {threads, kept, &interrupt.flag(), show});
}

std::unique_ptr<Unfinished> unfinished_of(const PercolationOptions& options,
                                          const StructureCase& given, const Tasks& tasks)
{
    if (!options.output) {
        return nullptr;
    }
    auto kept = std::make_unique<Unfinished>(*options.output,
                                             fingerprint_of(given, computation(options.asked)),
                                             tasks.count, tasks.width);
    if (const auto found = kept->count_there(); found > 0) {
        say(fault_line({.file = kept->folder().string()}, "",
                       fmt::format("goes on from {} of {} realisations", found, tasks.count), ""));
    }
    return kept;
}

int interrupted(const Unfinished* kept, const Tasks& tasks, std::size_t done,
                const InterruptFlag& interrupt)
{
    if (kept != nullptr) {
        say(fault_line({.file = kept->folder().string()}, "",
                       fmt::format("keeps {} of {} realisations", done, tasks.count),
                       "the same command goes on from there"));
    } else {
        say("percolation: interrupted, and without --output nothing is kept");
    }
    return interrupt.exit_status();
}

/// Computes, writes and prints; `answer_of` turns the numbers of the tasks into an answer.
template <class AnswerOf>
int run_percolation(const PercolationOptions& options, const StructureCase& given,
                    const Tasks& tasks, AnswerOf answer_of)
{
    const InterruptFlag interrupt;
    std::optional<PercolationOutput> output;
    if (options.output) {
        keep_apart(*options.output, inputs_of(given));
        output.emplace(*options.output, options.asked != Asked::threshold);
    }
    const auto kept = unfinished_of(options, given, tasks);
    const auto results =
        said_of(given, [&] { return run_shown(tasks, options.threads, kept.get(), interrupt); });
    if (!results) {
        return interrupted(kept.get(), tasks, kept ? kept->count_there() : 0, interrupt);
    }
    const auto answer = said_of(given, [&] {
        try {
            return answer_of(*results);
        } catch (...) {
            if (kept) {
                kept->remove(); // it would only be refused again
            }
            throw;
        }
    });
    if (output) {
        output->write(given, answer);
    }
    if (kept) {
        kept->remove();
    }
    if (options.json) {
        print(as_json(given, answer));
    } else if constexpr (std::is_same_v<decltype(answer_of(*results)), FilmRecord>) {
        print(options.asked == Asked::table && !output ? as_csv(given, answer)
                                                       : as_text(given, answer));
    } else {
        print(as_text(given, answer));
    }
    if (output && !options.json) {
        print(fmt::format("  written to {}\n", one_line(*options.output)));
    }
    return static_cast<int>(Exit::ok);
}

int run_threshold(const PercolationOptions& options)
{
    const auto given = read_structure(options.file, StructurePurpose::threshold, options.overrides);
    return run_percolation(options, given, threshold_tasks(given),
                           [&](const auto& results) { return thresholds_of(given, results); });
}

int run_films(const PercolationOptions& options)
{
    const auto given =
        read_structure(options.file, StructurePurpose::conductivity, options.overrides);
    if (options.asked == Asked::table) {
        require_table(given);
    }
    return run_percolation(options, given, film_tasks(given),
                           [&](const auto& results) { return films_of(given, results); });
}

struct Ask {
    Asked asked;
    const char* name;
    const char* about;
    const char* output;
};
constexpr Ask asks[]{
    {Asked::threshold, "threshold", "the percolation threshold V_P, with its standard error",
     "result to write: HDF5 (.h5) or a figure (.svg, .png, .pdf); an interrupted run keeps its "
     "work beside it"},
    {Asked::conductivity, "conductivity",
     "electronic conductivity over metal fraction and film thickness",
     "result to write: HDF5 (.h5), a table for cases (.csv) or a figure (.svg, .png, .pdf); an "
     "interrupted run keeps its work beside it"},
    {Asked::table, "table", "the table that the law \"table\" of a case reads",
     "table to write (.csv or .h5); without it the table is printed as CSV"},
};

void declare(CLI::App& app, PercolationOptions& options, const char* about_output)
{
    app.add_option("STRUCTURE", options.file, "structure file (TOML)")->required()->type_name("");
    app.add_option("-o,--output", options.output, about_output)->type_name("FILE");
    app.add_option("--set", options.overrides,
                   "override one key of the structure, as in --set structure.axis_ratio=10; "
                   "repeatable")
        ->expected(1)
        ->take_all()
        ->type_name("KEY=VALUE");
    app.add_option("--threads", options.threads,
                   "cores to use, all by default; the answer is the same for any number")
        ->check(CLI::Range(1U, 1024U))
        ->type_name("N");
    app.add_flag("--json", options.json, "print the answer as JSON");
}

} // namespace

Command percolation_command()
{
    return {"percolation", "thresholds, conductivities and pictures of a described structure",
            [](CLI::App& app) -> std::function<int()> {
                app.require_subcommand(1);
                std::vector<std::pair<CLI::App*, std::function<int()>>> declared;
                for (const auto& ask : asks) {
                    const auto options = std::make_shared<PercolationOptions>();
                    options->asked = ask.asked;
                    auto* sub = app.add_subcommand(ask.name, ask.about);
                    declare(*sub, *options, ask.output);
                    declared.emplace_back(sub, [options] {
                        return options->asked == Asked::threshold ? run_threshold(*options)
                                                                  : run_films(*options);
                    });
                }
                const auto picture = picture_command();
                auto* sub = app.add_subcommand(picture.name, picture.about);
                declared.emplace_back(sub, picture.declare(*sub));
                return [declared] {
                    for (const auto& [each, work] : declared) {
                        if (each->parsed()) {
                            return work();
                        }
                    }
                    return static_cast<int>(Exit::fault);
                };
            }};
}

} // namespace percolith::runs
