#include "runs/ensemble/lane_tests.hpp"

#include "runs/ensemble/lane_runner.hpp"

#include <experimental/simd>

namespace percolith::runs::ensemble
{

void run_lanes(LaneWork& work, model::Physics physics, const Tolerances& tolerances)
{
    using Pack = std::experimental::fixed_size_simd<double, 8>;
    if (physics == model::Physics::core) {
        LaneRunner<model::Physics::core, Pack>(work, tolerances)();
    } else {
        LaneRunner<model::Physics::full, Pack>(work, tolerances)();
    }
}

} // namespace percolith::runs::ensemble
