#include <runs/version.hpp>

#include <iostream>

int main()
{
    std::cout << percolith::runs::version() << '\n';
    return percolith::runs::version().empty() ? 1 : 0;
}
