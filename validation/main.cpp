/// The program: the commands of runs/cli.

#include "runs/cli/program.hpp"

int main(int argc, char** argv)
{
    return percolith::runs::run_program(argc, argv, {});
}
