#include "validation/twelve_cells/statements.hpp"
#include "validation/validations.hpp"

namespace percolith::validation
{

std::vector<Check> twelve_cells()
{
    const Cells cells;
    const Reference article("twelve_cells/reference.csv");
    std::vector<Check> checks;
    add_mii_1(checks, cells);
    add_mii_2(checks, cells, article);
    add_mii_3(checks, cells);
    add_sei(checks, cells, article);
    return checks;
}

} // namespace percolith::validation
