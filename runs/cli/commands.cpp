#include "runs/cli/design_command.hpp"
#include "runs/cli/file_commands.hpp"
#include "runs/cli/fit_command.hpp"
#include "runs/cli/import_command.hpp"
#include "runs/cli/percolation_command.hpp"
#include "runs/cli/plot_command.hpp"
#include "runs/cli/predict_command.hpp"
#include "runs/cli/report_command.hpp"
#include "runs/cli/simulate_command.hpp"
#include "runs/cli/sweep_command.hpp"

namespace percolith::runs
{

std::vector<Command> commands()
{
    return {simulate_command(), check_command(),       describe_command(),  plot_command(),
            report_command(),   export_command(),      impedance_command(), import_command(),
            fit_command(),      percolation_command(), sweep_command(),     predict_command(),
            design_command()};
}

} // namespace percolith::runs
