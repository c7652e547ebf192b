#include "tests/support/course_end.hpp"

#include "runs/fit/course.hpp"

namespace percolith::tests
{

CourseArrival course_end(const model::CellParameters<>& cell, const model::CellState<>& initial,
                         const std::vector<runs::CurrentPiece>& pieces)
{
    const runs::CourseSetup setup{.pieces = pieces, .moments = {}, .limits = {5.0, -5.0}};
    const auto end = runs::run_course<double>({cell, initial}, setup, {});
    return {end.state, end.time};
}

} // namespace percolith::tests
