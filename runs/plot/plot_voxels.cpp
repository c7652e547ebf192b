#include "runs/plot/plot_voxels.hpp"

#include "model/microstructure/rasterize.hpp"
#include "runs/plot/axis.hpp"
#include "runs/plot/gnuplot.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;

// In mm.
constexpr double left_edge = 20.0;
constexpr double right_edge = 6.0;
constexpr double top_edge = 17.0;
constexpr double bottom_edge = 13.0;
constexpr double widest = 100.0;
constexpr double highest = 110.0;
/// More squares than these nobody can tell apart; further ones are left out.
constexpr std::size_t most_squares = 1200;

enum Color : std::uint8_t { insulator, other_metal, spanning, spanning_gap };

Color color_of(const ms::VoxelGrid& grid, const ms::Clusters& clusters, std::size_t voxel)
{
    const auto phase = grid.phase[voxel];
    if (phase != ms::metal && phase != ms::gap) {
        return insulator;
    }
    const bool spans = std::binary_search(clusters.spanning.begin(), clusters.spanning.end(),
                                          clusters.label[voxel]);
    if (phase == ms::gap) {
        return spans ? spanning_gap : insulator;
    }
    return spans ? spanning : other_metal;
}

/// Every how many voxels one is drawn.
std::int32_t stride_of(const ms::VoxelGrid& grid)
{
    const auto longest = static_cast<std::size_t>(std::max(grid.shape[0], grid.shape[2]));
    return static_cast<std::int32_t>((longest + most_squares - 1) / most_squares);
}

Raster slice(const ms::VoxelGrid& grid, const ms::Clusters& clusters)
{
    Raster raster;
    raster.colors = {palette::insulator, palette::other_metal, palette::spanning_metal,
                     palette::spanning_gap};
    const auto stride = stride_of(grid);
    const auto middle = grid.shape[1] / 2;
    for (std::int32_t k = 0; k < grid.shape[2]; k += stride) {
        raster.columns = 0;
        for (std::int32_t i = 0; i < grid.shape[0]; i += stride) {
            raster.color.push_back(color_of(grid, clusters, grid.index(i, middle, k)));
            ++raster.columns;
        }
    }
    return raster;
}

/// A name in the row above the frame, with its colour.
Curve named(const char* name, const char* color)
{
    constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
    return {{{0.0}, {nowhere}}, name, color, Stroke::solid, 4.0};
}

} // namespace

void plot_slice(const ms::VoxelGrid& grid, const ms::Clusters& clusters, const std::string& title,
                const std::string& below, const Drawing& to)
{
    const double across = grid.edge * grid.shape[0];
    const double up = grid.edge * grid.shape[2];
    const auto scale = length_scale(std::max(across, up));
    const double size = std::min(widest / across, highest / up);
    Panel panel;
    panel.left = left_edge;
    panel.bottom = bottom_edge;
    panel.width = size * across;
    panel.height = size * up;
    panel.x = {0.0, across * scale.factor};
    panel.y = {0.0, up * scale.factor};
    panel.x_label_away = 8.5; // ticks point outwards
    panel.x_label = axis_label("Along the film", scale);
    panel.y_label = axis_label("Normal", scale);
    panel.raster = slice(grid, clusters);
    panel.curves = {named("spanning", palette::spanning_metal),
                    named("other metal", palette::other_metal),
                    named("insulator", palette::insulator)};
    if (std::count(panel.raster->color.begin(), panel.raster->color.end(), spanning_gap) > 0) {
        panel.curves.insert(panel.curves.begin() + 1, named("across gaps", palette::spanning_gap));
    }
    constexpr double title_width = 80.0;
    Figure figure{.width = left_edge + std::max(panel.width, title_width) + right_edge,
                  .height = bottom_edge + panel.height + top_edge};
    figure.panels.push_back(std::move(panel));
    figure.texts = {
        {.left = left_edge,
         .bottom = figure.height - 5.0,
         .text = title,
         .size = 9.0,
         .bold = true},
        {.left = left_edge, .bottom = figure.height - 9.0, .text = below, .color = palette::quiet}};
    draw(figure, to);
}

} // namespace percolith::runs
