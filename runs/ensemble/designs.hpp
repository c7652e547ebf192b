#pragma once
/// Points of designs by their number alone: whoever asks, in whatever order, gets the same ones.

#include "runs/ensemble/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace percolith::runs::ensemble
{

/// Most axes of a Sobol sequence: as many as there are tabulated directions.
std::size_t most_sobol_axes();

/// Points `first` .. `first` + `count` - 1 of the Sobol sequence of Joe and Kuo 2008
/// (DOI 10.1137/070709359) under a random digital shift of `seed`: places in the open unit cube of
/// `axes` dimensions, one point after the other. The point 0 of the sequence itself is the origin
/// and is left out. Throws `std::invalid_argument` for more axes than `most_sobol_axes`.
std::vector<double> sobol_points(std::size_t axes, std::uint64_t first, std::size_t count,
                                 std::uint64_t seed);

/// Where number `index` of 0 .. `count` - 1 goes in a permutation drawn by `seed` and `which`: a
/// Feistel network over the least even number of bits that holds `count`, walked until it lands
/// below `count` (Black and Rogaway 2002, DOI 10.1007/3-540-45760-7_9). Needs no table. `count` is
/// 1 .. 2^53.
std::uint64_t permuted(std::uint64_t index, std::uint64_t count, std::uint64_t seed,
                       std::uint64_t which);

/// Point `number` of a Latin hypercube of `size` points (McKay, Beckman and Conover 1979,
/// DOI 10.1080/00401706.1979.10489755) in the open unit cube of `axes` dimensions: on every axis,
/// each of the `size` strata holds one point, at random within it.
std::vector<double> latin_point(std::size_t axes, std::uint64_t number, std::uint64_t size,
                                std::uint64_t seed);

/// The number at `place` in (0, 1) of the axis' range or belief, in its own unit.
double value_at(const Axis& axis, double place);

/// `points` numbers from `from` to `to`, both included, evenly or evenly in the logarithm.
std::vector<double> spaced(double from, double to, std::size_t points, bool logarithmic);

/// Members of a grid over these axes; 0 where they are more than `most_members`.
std::uint64_t grid_size(std::span<const Axis> axes);

/// The numbers of member `number`, one an axis, in the axes' own units: a function of the plan and
/// the number alone.
std::vector<double> member_values(const Plan& plan, std::uint64_t number);

} // namespace percolith::runs::ensemble
