#pragma once
/// Where a course leads, for tests that know the simulator: both have an `Instant`.

#include "model/electrode.hpp"
#include "model/parameters.hpp"
#include "runs/fit/current_piece.hpp"

#include <vector>

namespace percolith::tests
{

struct CourseArrival {
    model::CellState<> state;
    double time = 0.0; ///< s
};

CourseArrival course_end(const model::CellParameters<>& cell, const model::CellState<>& initial,
                         const std::vector<runs::CurrentPiece>& pieces);

} // namespace percolith::tests
