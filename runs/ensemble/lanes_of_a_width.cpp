// Tests through packs as wide as the instruction set that this file is compiled for: once for each
// (runs/lane_widths.cmake). PERCOLITH_LANES names the entry; nothing else may be seen from outside,
// or the linker would take these instructions for the whole program.

#include "runs/ensemble/lane_runner.hpp"

#include <experimental/simd>

#ifndef PERCOLITH_LANES
#define PERCOLITH_LANES percolith_lanes_baseline
#endif

namespace percolith::runs::ensemble
{

extern "C" void PERCOLITH_LANES(LaneWork& work, model::Physics physics,
                                const Tolerances& tolerances)
{
    using Pack = std::experimental::native_simd<double>;
    if (physics == model::Physics::core) {
        LaneRunner<model::Physics::core, Pack>(work, tolerances)();
    } else {
        LaneRunner<model::Physics::full, Pack>(work, tolerances)();
    }
}

} // namespace percolith::runs::ensemble
