#include "runs/cli/program.hpp"

#include "runs/cli/exit.hpp"
#include "runs/version.hpp"

#include <CLI/CLI.hpp>

namespace percolith::runs
{

int run_program(int argc, const char* const* argv, std::span<const Command> more)
{
    CLI::App app{"percolith: interphase growth and lithium inventory of solid-state lithium cells",
                 "percolith"};
    app.set_version_flag("--version", std::string(version()) + " (" + std::string(commit()) + ")");
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);

    auto all = commands();
    all.insert(all.end(), more.begin(), more.end());
    std::vector<std::pair<CLI::App*, std::function<int()>>> declared;
    for (const auto& command : all) {
        auto* sub = app.add_subcommand(command.name, command.about);
        declared.emplace_back(sub, command.declare(*sub));
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const int status = app.exit(e);
        return status == 0 ? 0 : static_cast<int>(Exit::bad_input);
    }
    for (const auto& [sub, work] : declared) {
        if (sub->parsed()) {
            return guarded_main(work);
        }
    }
    return static_cast<int>(Exit::fault);
}

} // namespace percolith::runs
