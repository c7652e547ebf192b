#pragma once
/// The moments at which a course is looked at: whose piece they belong to, and which were seen.

#include "runs/fit/current_piece.hpp"

#include <cstddef>
#include <span>

namespace percolith::runs
{

class CourseMoments
{
public:
    /// `moments` must outlive it. Throws `std::invalid_argument` unless they ascend, at equal times
    /// the closing ones first.
    explicit CourseMoments(std::span<const Moment> moments);

    /// From now on, those up to the end of the piece that ends at `end` may be seen; at `end`
    /// itself the closing ones alone, unless it is the last piece.
    void hand_out(double end, bool last);

    /// see(number, t) for every moment handed out and not seen yet, as long as t <= to, where t is
    /// the time since `base`.
    template <class See> void pass(double base, double to, const See& see)
    {
        for (; seen_ < handed_out_; ++seen_) {
            const double t = moments_[seen_].time - base;
            if (t > to) {
                return;
            }
            see(seen_, t);
        }
    }

    std::size_t seen() const { return seen_; }

private:
    std::span<const Moment> moments_;
    std::size_t handed_out_ = 0; ///< moments before this one are of this piece or earlier
    std::size_t seen_ = 0;
};

} // namespace percolith::runs
