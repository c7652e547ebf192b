#include "runs/plot/key.hpp"

#include <algorithm>

namespace percolith::runs
{

std::vector<KeyPlace> key_places(const Panel& panel)
{
    std::vector<KeyPlace> places;
    double left = panel.left;
    std::size_t row = 0;
    for (std::size_t k = 0; k < panel.curves.size(); ++k) {
        const auto& name = panel.curves[k].name;
        if (name.empty()) {
            continue;
        }
        const double width = key::sample + 4.0 + key::letter * static_cast<double>(name.size());
        const double room = panel.left + panel.key_width;
        if (panel.key_width > 0.0 && left > panel.left && left + width > room) {
            left = panel.left;
            ++row;
        }
        places.push_back({.curve = k, .left = left, .row = row});
        left += width;
    }
    for (auto& place : places) {
        place.row = row - place.row;
    }
    return places;
}

std::size_t key_rows(const Panel& panel)
{
    std::size_t rows = 0;
    for (const auto& place : key_places(panel)) {
        rows = std::max(rows, place.row + 1);
    }
    return rows;
}

} // namespace percolith::runs
