#include "runs/cli/program.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/suggest.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/output.hpp"
#include "runs/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <sstream>

namespace percolith::runs
{

namespace
{

constexpr const char* exit_statuses =
    "Exit status: 0 it ran, whatever ended the test; 1 a check of validate failed; 2 bad input; 3 "
    "the\n"
    "solver gave up; 4 output could not be written; 128 + signal when interrupted (130, 143, 129).";

/// A first word that is no command, with the nearest one.
std::optional<std::string> unknown_command(int argc, const char* const* argv,
                                           std::span<const Command> all)
{
    if (argc < 2 || argv[1][0] == '-') {
        return std::nullopt;
    }
    const std::string word = argv[1];
    std::vector<std::string> names;
    for (const auto& command : all) {
        if (word == command.name) {
            return std::nullopt;
        }
        names.emplace_back(command.name);
    }
    return fault_line({}, "percolith", "unknown command \"" + word + "\"", suggest(word, names));
}

/// What CLI11 has to say of wrong arguments, on one line.
int refuse_arguments(const CLI::App& app, const CLI::ParseError& error)
{
    std::string command = "percolith";
    for (const auto* sub : app.get_subcommands()) {
        command += " " + sub->get_name();
    }
    const auto line = fault_line({}, command, error.what(), "see " + command + " --help");
    std::fprintf(stderr, "%s\n", line.c_str());
    return static_cast<int>(Exit::bad_input);
}

/// Help and version reach CLI11's callers as exceptions that mean success.
int show(const CLI::App& app, const CLI::ParseError& wish)
{
    std::ostringstream text;
    std::ostringstream nothing;
    static_cast<void>(app.exit(wish, text, nothing));
    return guarded_main([&] {
        print(text.str());
        return static_cast<int>(Exit::ok);
    });
}

} // namespace

int run_program(int argc, const char* const* argv, std::span<const Command> more)
{
    secure_standard_streams();
    CLI::App app{"percolith: interphase growth and lithium inventory of solid-state lithium cells",
                 "percolith"};
    app.set_version_flag("--version", std::string(version()) + " (" + std::string(commit()) + ")");
    app.require_subcommand(1);
    app.footer(exit_statuses);

    auto all = commands();
    all.insert(all.end(), more.begin(), more.end());
    std::vector<std::pair<CLI::App*, std::function<int()>>> declared;
    for (const auto& command : all) {
        auto* sub = app.add_subcommand(command.name, command.about);
        declared.emplace_back(sub, command.declare(*sub));
    }
    if (const auto refused = unknown_command(argc, argv, all)) {
        std::fprintf(stderr, "%s\n", refused->c_str());
        return static_cast<int>(Exit::bad_input);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)
                   ? show(app, e)
                   : refuse_arguments(app, e);
    }
    for (const auto& [sub, work] : declared) {
        if (sub->parsed()) {
            return guarded_main(work);
        }
    }
    return static_cast<int>(Exit::fault);
}

} // namespace percolith::runs
