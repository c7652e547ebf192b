#include "model/microstructure/radical_cells.hpp"

#include <algorithm>
#include <cmath>
#include <voro++/voro++.hh>

namespace percolith::microstructure
{

namespace
{

/// Faces smaller than this share of their cell's surface are corners, but for rounding.
constexpr double least_face = 1e-11;

/// Voro++ names the neighbour, not which of its images: it is the one that the face looks at.
Neighbours facing(const Spheres& spheres, std::uint32_t from, std::uint32_t to,
                  const Vector& normal)
{
    Neighbours best{from, to, {}};
    double best_cosine = -2.0;
    Neighbours tried{from, to, {}};
    for (const Winding& step : image_steps()) {
        tried.step = step;
        const Vector way = between(spheres, tried);
        const double length = std::hypot(way[0], way[1], way[2]);
        const double along = way[0] * normal[0] + way[1] * normal[1] + way[2] * normal[2];
        if (length > 0.0 && along / length > best_cosine) {
            best_cosine = along / length;
            best = tried;
        }
    }
    return best;
}

int blocks(double edge, double spacing)
{
    return std::max(1, static_cast<int>(edge / spacing));
}

} // namespace

Cells radical_cells(const Spheres& spheres)
{
    const Vector& box = spheres.box.edge;
    // About five spheres to a block, as Voro++ likes it.
    const auto count = static_cast<double>(spheres.size());
    const double spacing = std::cbrt(5.0 * spheres.box.volume() / count);
    voro::container_poly container(0.0, box[0], 0.0, box[1], 0.0, box[2], blocks(box[0], spacing),
                                   blocks(box[1], spacing), blocks(box[2], spacing), true, true,
                                   true, 8);
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        const Vector& at = spheres.centre[k];
        container.put(static_cast<int>(k), at[0], at[1], at[2], spheres.radius[k]);
    }
    Cells cells;
    cells.volume.assign(spheres.size(), 0.0);
    voro::c_loop_all loop(container);
    voro::voronoicell_neighbor cell;
    std::vector<int> neighbours;
    std::vector<double> normals;
    std::vector<double> areas;
    if (!loop.start()) {
        return cells;
    }
    do {
        if (!container.compute_cell(cell, loop)) {
            continue;
        }
        const auto mine = static_cast<std::uint32_t>(loop.pid());
        cells.volume[mine] = cell.volume();
        cell.neighbors(neighbours);
        cell.normals(normals);
        cell.face_areas(areas);
        const double least = least_face * cell.surface_area();
        for (std::size_t face = 0; face < neighbours.size(); ++face) {
            const auto other = static_cast<std::uint32_t>(neighbours[face]);
            if (other < mine || areas[face] < least) {
                continue; // seen from the other side, or not at all
            }
            const auto pair =
                facing(spheres, mine, other,
                       {normals[3 * face], normals[3 * face + 1], normals[3 * face + 2]});
            if (other != mine || pair.step > Winding{0, 0, 0}) {
                cells.faces.push_back(pair);
            }
        }
    } while (loop.inc());
    return cells;
}

} // namespace percolith::microstructure
