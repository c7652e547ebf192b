#pragma once
/// The command line: one function per command, gathered in a table.

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace CLI // NOLINT(readability-identifier-naming): the name is that of CLI11
{
class App;
}

namespace percolith::runs
{

/// A command of the program. `declare` adds its options to a subcommand and returns what runs it.
struct Command {
    const char* name;
    const char* about;
    std::function<std::function<int()>(CLI::App&)> declare;
};

/// simulate, check, describe, plot, export, impedance.
std::vector<Command> commands();

/// Parses the arguments and runs one command; `more` are commands of rooms above. Returns the exit
/// status.
int run_program(int argc, const char* const* argv, std::span<const Command> more);

} // namespace percolith::runs
