#include "runs/fit/problem.hpp"

namespace percolith::runs::fit
{

std::string name_in_cells(const std::string& key, const std::vector<std::size_t>& which,
                          std::span<const CellData> cells)
{
    std::string names;
    for (const auto cell : which) {
        names += (names.empty() ? "" : ", ") + cells[cell].name;
    }
    return names + ": " + key;
}

} // namespace percolith::runs::fit
