#include <runs/cli/program.hpp>
#include <runs/version.hpp>

#include <iostream>

/// A program of one's own around the library: it links everything that percolith links.
int main(int argc, char** argv)
{
    std::cout << "built on percolith " << percolith::runs::version() << '\n';
    return percolith::runs::run_program(argc, argv, {});
}
