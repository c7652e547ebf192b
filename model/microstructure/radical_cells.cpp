#include "model/microstructure/radical_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <voro++/voro++.hh>

namespace percolith::microstructure
{

namespace
{

/// Faces smaller than this share of their cell's surface are corners, but for rounding.
constexpr double least_face = 1e-11;

/// What Voro++ tells of a cell. Corners are seen from the centre.
struct CellShape {
    std::vector<int> neighbours{}; ///< one for each face
    std::vector<double> areas{};
    std::vector<double> corners{}; ///< three numbers each
    std::vector<int> face_corners{}; ///< face by face: how many, then which
};

/// Voro++ names the neighbour, not which of its images: it is the one whose power at the corners of
/// the face is that of the cell's own sphere. (The normal of the face would tell as well, if small
/// faces had normals that rounding leaves alone.)
Neighbours facing(const Spheres& spheres, std::uint32_t from, std::uint32_t to,
                  const CellShape& shape, std::span<const int> face)
{
    const double squares =
        spheres.radius[from] * spheres.radius[from] - spheres.radius[to] * spheres.radius[to];
    Neighbours best{from, to, {}};
    double least = std::numeric_limits<double>::infinity();
    for (const Winding& step : image_steps()) {
        const Neighbours tried{from, to, step};
        const Vector way = between(spheres, tried);
        double miss = 0.0;
        for (const int corner : face) {
            const double* at = &shape.corners[3 * static_cast<std::size_t>(corner)];
            const double along = at[0] * way[0] + at[1] * way[1] + at[2] * way[2];
            miss += std::abs(dot(way, way) - 2.0 * along + squares);
        }
        if (miss < least && (from != to || dot(way, way) > 0.0)) {
            least = miss;
            best = tried;
        }
    }
    return best;
}

int blocks(double edge, double spacing)
{
    return std::max(1, static_cast<int>(edge / spacing));
}

/// Those that this cell sees first.
void note_faces(const Spheres& spheres, std::uint32_t mine, const CellShape& shape, double least,
                std::vector<Neighbours>& faces)
{
    std::size_t at = 0;
    for (std::size_t face = 0; face < shape.neighbours.size(); ++face) {
        const auto corners = static_cast<std::size_t>(shape.face_corners[at]);
        const auto own = std::span(shape.face_corners).subspan(at + 1, corners);
        at += corners + 1;
        const auto other = static_cast<std::uint32_t>(shape.neighbours[face]);
        if (other < mine || shape.areas[face] < least) {
            continue;
        }
        const auto pair = facing(spheres, mine, other, shape, own);
        if (other != mine || pair.step > Winding{0, 0, 0}) {
            faces.push_back(pair);
        }
    }
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
    CellShape shape;
    if (!loop.start()) {
        return cells;
    }
    do {
        if (!container.compute_cell(cell, loop)) {
            continue;
        }
        const auto mine = static_cast<std::uint32_t>(loop.pid());
        cells.volume[mine] = cell.volume();
        cell.neighbors(shape.neighbours);
        cell.face_areas(shape.areas);
        cell.vertices(shape.corners);
        cell.face_vertices(shape.face_corners);
        note_faces(spheres, mine, shape, least_face * cell.surface_area(), cells.faces);
    } while (loop.inc());
    return cells;
}

} // namespace percolith::microstructure
