#include "model/microstructure/radical_cells.hpp"

#include "model/microstructure/packing.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>
#include <numeric>

using namespace percolith::microstructure;

namespace
{

/// `edge`^3 points of a simple cubic lattice of spacing 1, moved off the walls of the box.
Spheres cubic(int edge, double even_radius, double odd_radius)
{
    const double length = edge;
    Spheres spheres{Box{{length, length, length}}, {}, {}};
    for (int k = 0; k < edge; ++k) {
        for (int j = 0; j < edge; ++j) {
            for (int i = 0; i < edge; ++i) {
                spheres.centre.push_back({i + 0.3, j + 0.4, k + 0.2});
                spheres.radius.push_back(i % 2 == 0 ? even_radius : odd_radius);
            }
        }
    }
    return spheres;
}

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double faces_per_cell(const Cells& cells)
{
    return 2.0 * static_cast<double>(cells.faces.size()) / static_cast<double>(cells.volume.size());
}

} // namespace

TEST_CASE("radical cells: cells of a cubic lattice are cubes, and corners are no faces")
{
    const auto spheres = cubic(4, 0.5, 0.5);
    const auto cells = radical_cells(spheres);
    CHECK(cells.faces.size() == 3 * spheres.size());
    for (const double volume : cells.volume) {
        CHECK(volume == Approx(1.0).epsilon(1e-10));
    }
    for (const auto& face : cells.faces) {
        const Vector way = between(spheres, face); // wrong images lie further away
        CHECK(dot(way, way) == Approx(1.0));
    }
}

TEST_CASE("radical cells: the face between two spheres is their radical plane")
{
    const auto spheres = cubic(4, 0.6, 0.2);
    const auto cells = radical_cells(spheres);
    // Equal powers at a distance (1 + r^2 - s^2) / 2 from the centre of the one with radius r.
    const double wide = 1.0 + 0.6 * 0.6 - 0.2 * 0.2;
    for (std::size_t k = 0; k < spheres.size(); ++k) {
        CHECK(cells.volume[k] == Approx(k % 2 == 0 ? wide : 2.0 - wide).epsilon(1e-10));
    }
}

TEST_CASE("radical cells: random points have 2 + 48 pi^2 / 35 neighbours in the mean")
{
    Spheres points{Box{{1.0, 1.5, 2.0}}, {}, {}};
    const RandomSource random(3, 0, 0);
    for (std::size_t k = 0; k < 3000; ++k) {
        const auto at = random.uniforms(Purpose::place, k);
        points.centre.push_back({at[0], 1.5 * at[1], 2.0 * at[2]});
        points.radius.push_back(0.01);
    }
    const auto cells = radical_cells(points);
    CHECK(sum(cells.volume) == Approx(3.0).epsilon(1e-10));
    // Meijering 1953. The number scatters by 3.3 from cell to cell: 0.06 in the mean, three times.
    const double expected = 2.0 + 48.0 * std::numbers::pi * std::numbers::pi / 35.0;
    CHECK(faces_per_cell(cells) == Approx(expected).margin(0.18));
}

TEST_CASE("radical cells: those of a packing fill the box, and spheres that touch share a face")
{
    std::vector<double> radii(40, 2.5);
    radii.resize(500, 1.0);
    const auto spheres = jammed_packing(Box{{1.0, 1.0, 1.2}}, radii, 0.66, {5, 0, 0});
    const auto cells = radical_cells(spheres);
    CHECK(sum(cells.volume) == Approx(1.2).epsilon(1e-10));
    std::size_t shared = 0;
    const auto touching = contacts(spheres);
    for (const auto& pair : touching) {
        for (const auto& face : cells.faces) {
            const bool same =
                face.first == pair.first && face.second == pair.second && face.step == pair.step;
            Winding back = pair.step;
            for (auto& turns : back) {
                turns = static_cast<std::int16_t>(-turns);
            }
            const bool turned =
                face.first == pair.second && face.second == pair.first && face.step == back;
            shared += same || turned ? 1 : 0;
        }
    }
    CHECK(shared == touching.size());
}
