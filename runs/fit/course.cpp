#include "runs/fit/course_run.hpp"

namespace percolith::runs
{

template CourseEnd<double> run_course(const CourseCell<double>&, const CourseSetup&,
                                      const CourseObserver<double>&, CourseEngine);

} // namespace percolith::runs
