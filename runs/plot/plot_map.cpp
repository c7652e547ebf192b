#include "runs/plot/gnuplot.hpp"
#include "runs/plot/map_figure.hpp"
#include "runs/plot/plot.hpp"

namespace percolith::runs
{

void plot_map(const RecordedMap& map, const MapRequest& request, const std::filesystem::path& file,
              const Drawing& to)
{
    const auto view = view_of(map, request, file);
    draw(!view.grid              ? point_figure(view)
         : view.axes.size() == 1 ? curve_figure(view)
                                 : area_figure(view),
         to);
}

} // namespace percolith::runs
