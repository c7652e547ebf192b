#include "validation/command.hpp"

#include "runs/case/errors.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/output.hpp"
#include "validation/report.hpp"
#include "validation/twelve_cells/figure.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <chrono>
#include <memory>

namespace percolith::validation
{

namespace
{

struct Options {
    std::vector<std::string> names;
    std::string figure;
    bool json = false;
};

Validation named(const std::string& name)
{
    std::string known;
    for (const auto& validation : validations()) {
        if (validation.name == name) {
            return validation;
        }
        known += (known.empty() ? "" : ", ") + std::string(validation.name);
    }
    throw runs::InputError({}, "validate", "there is no validation \"" + name + "\"",
                           "choose among " + known);
}

std::vector<Validation> chosen(const Options& options)
{
    if (options.names.empty()) {
        return {validations().begin(), validations().end()};
    }
    std::vector<Validation> some;
    some.reserve(options.names.size());
    for (const auto& name : options.names) {
        some.push_back(named(name));
    }
    return some;
}

Report timed(const Validation& validation)
{
    const auto start = std::chrono::steady_clock::now();
    auto checks = validation.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return {validation, std::move(checks), took.count()};
}

int run(const Options& options)
{
    std::vector<Report> reports;
    for (const auto& validation : chosen(options)) {
        reports.push_back(timed(validation));
        if (!options.json) {
            runs::print(as_text(reports.back()) + "\n");
        }
    }
    runs::print(options.json ? as_json(reports) : totals_as_text(reports));
    if (!options.figure.empty()) {
        draw_twelve_cells(options.figure);
        if (!options.json) {
            runs::print(fmt::format("twelve cells drawn into {}\n", options.figure));
        }
    }
    return static_cast<int>(any_failure(reports) ? runs::Exit::failed_checks : runs::Exit::ok);
}

} // namespace

runs::Command validate_command()
{
    return {"validate", "run every known answer and print what came out",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<Options>();
                app.add_option("NAME", options->names, "only these validations");
                app.add_flag("--json", options->json, "print the checks as JSON");
                app.add_option("--figure", options->figure,
                               "draw the twelve cells as well (.svg, .png or .pdf)");
                return [options] { return run(*options); };
            }};
}

} // namespace percolith::validation
