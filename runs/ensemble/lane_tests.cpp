#include "runs/ensemble/lane_tests.hpp"

#include <array>

namespace percolith::runs::ensemble
{

namespace
{

using RunLanes = void(LaneWork&, model::Physics, const Tolerances&);

} // namespace

// One for each time that lanes_of_a_width.cpp is compiled.
extern "C" {
RunLanes percolith_lanes_baseline;
#ifdef PERCOLITH_WIDE_LANES
RunLanes percolith_lanes_avx2;
RunLanes percolith_lanes_avx512;
#endif
}

std::vector<InstructionSet> instruction_sets()
{
    std::vector<InstructionSet> sets{InstructionSet::baseline};
#ifdef PERCOLITH_WIDE_LANES
    if (__builtin_cpu_supports("avx2")) {
        sets.push_back(InstructionSet::avx2);
    }
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) {
        sets.push_back(InstructionSet::avx512);
    }
#endif
    return sets;
}

void run_lanes(LaneWork& work, model::Physics physics, const Tolerances& tolerances,
               [[maybe_unused]] InstructionSet set)
{
#ifdef PERCOLITH_WIDE_LANES
    constexpr std::array<RunLanes*, 3> of_set{percolith_lanes_baseline, percolith_lanes_avx2,
                                              percolith_lanes_avx512};
    of_set[static_cast<std::size_t>(set)](work, physics, tolerances);
#else
    percolith_lanes_baseline(work, physics, tolerances);
#endif
}

} // namespace percolith::runs::ensemble
