/// The program: the commands of runs/cli, and validate.

#include "runs/cli/program.hpp"
#include "validation/command.hpp"

int main(int argc, char** argv)
{
    const percolith::runs::Command more[]{percolith::validation::validate_command()};
    return percolith::runs::run_program(argc, argv, more);
}
