#include "runs/fit/course_run.hpp"

namespace percolith::runs
{

template CourseEnd<Jet<8>> run_course(const CourseCell<Jet<8>>&, const CourseSetup&,
                                      const CourseObserver<Jet<8>>&, CourseEngine);

} // namespace percolith::runs
