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

/// A first word that is no command of `app`, or a second one that is none of its own, with the
/// nearest one.
std::optional<std::string> unknown_command(int argc, const char* const* argv, const CLI::App& app)
{
    const auto* at = &app;
    std::string path = "percolith";
    for (int k = 1; k < argc && argv[k][0] != '-'; ++k) {
        const std::string word = argv[k];
        std::vector<std::string> names;
        const CLI::App* next = nullptr;
        for (const auto* sub : at->get_subcommands([](const CLI::App*) { return true; })) {
            names.push_back(sub->get_name());
            next = word == sub->get_name() ? sub : next;
        }
        if (names.empty()) {
            return std::nullopt;
        }
        if (next == nullptr) {
            return fault_line({}, path, "unknown command \"" + word + "\"", suggest(word, names));
        }
        at = next;
        path += " " + word;
    }
    return std::nullopt;
}

/// What CLI11 has to say of wrong arguments, on one line.
int refuse_arguments(const CLI::App& app, const CLI::ParseError& error)
{
    std::string command = "percolith";
    const auto* at = &app;
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        command += " " + at->get_name();
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
    if (const auto refused = unknown_command(argc, argv, app)) {
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
