#include "validation/percolation/parts.hpp"
#include "validation/validations.hpp"

namespace percolith::validation
{

std::vector<Check> percolation_of_structures()
{
    const Reference reference("percolation/reference.csv");
    std::vector<Check> checks;
    percolation::add_lattices(checks, reference);
    percolation::add_spheres(checks, reference);
    percolation::add_spheroids(checks, reference);
    percolation::add_packings(checks, reference);
    percolation::add_segregation(checks, reference);
    percolation::add_conduction(checks, reference);
    return checks;
}

} // namespace percolith::validation
