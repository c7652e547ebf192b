#include "runs/fit/course_run.hpp"

namespace percolith::runs
{

template CourseEnd<Jet<4>> run_course(const CourseCell<Jet<4>>&, const CourseSetup&,
                                      const CourseObserver<Jet<4>>&, CourseEngine);

} // namespace percolith::runs
