#include "runs/fit/course_moments.hpp"

#include <algorithm>
#include <stdexcept>

namespace percolith::runs
{

CourseMoments::CourseMoments(std::span<const Moment> moments) : moments_(moments)
{
    const auto before = [](const Moment& a, const Moment& b) {
        return a.time < b.time || (a.time == b.time && a.closing && !b.closing);
    };
    if (!std::is_sorted(moments.begin(), moments.end(), before)) {
        throw std::invalid_argument("the moments of a course must ascend in time, at equal "
                                    "times the closing ones first");
    }
}

void CourseMoments::hand_out(double end, bool last)
{
    const double hair = 1e-12 * end + 1e-9; // times of pieces add up to rounding only
    while (handed_out_ < moments_.size()) {
        const auto& m = moments_[handed_out_];
        const bool within = m.time < end - hair;
        const bool at_end = !within && m.time <= end + hair;
        if (!within && !(at_end && (m.closing || last))) {
            break;
        }
        ++handed_out_;
    }
}

} // namespace percolith::runs
