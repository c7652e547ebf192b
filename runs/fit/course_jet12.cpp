#include "runs/fit/course_run.hpp"

namespace percolith::runs
{

template CourseEnd<Jet<12>> run_course(const CourseCell<Jet<12>>&, const CourseSetup&,
                                       const CourseObserver<Jet<12>>&, CourseEngine);

} // namespace percolith::runs
