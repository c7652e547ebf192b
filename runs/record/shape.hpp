#pragma once
/// Which points of a curve are worth keeping, decided as they come.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace percolith::runs
{

/// A column that straight lines between kept rows must follow, and how closely.
struct Followed {
    std::size_t column = 0;
    double absolute = 0.0; ///< in the unit of the column, and ...
    double relative = 0.0; ///< ... of the value: the tolerance is their sum
};

/// Thins out rows so that linear interpolation in the first column (time) between those kept passes
/// every row offered within the tolerance of each followed column. From the last kept row, each
/// offered row opens a door of slopes that pass it within tolerance; while the doors of all rows
/// have an opening in common and the newest row lies in it, nothing needs to be kept (the swinging
/// door of Bristol, 1987, on several columns, with ends that are exact). Memory: one row.
class ShapeFilter
{
public:
    ShapeFilter(std::vector<Followed> followed, std::size_t width)
        : followed_(std::move(followed)), doors_(followed_.size()), anchor_(width), pending_(width)
    {
    }

    /// A row of the curve. Calls `keep(std::span<const double>)` for at most one earlier row.
    template <class Keep> void offer(std::span<const double> row, Keep&& keep)
    {
        if (!anchored_ || !(row[0] > anchor_[0])) {
            fix(row, keep);
            return;
        }
        keep_pending_unless_passed(row, keep);
        narrow_doors(row);
        std::copy(row.begin(), row.end(), pending_.begin());
        has_pending_ = true;
    }

    /// A row that stays, whatever the curve does: the first, the last, both sides of a jump. Calls
    /// `keep` for it, and before that for at most one earlier row.
    template <class Keep> void fix(std::span<const double> row, Keep&& keep)
    {
        keep_pending_unless_passed(row, keep);
        keep(row);
        anchor_at(row);
        anchored_ = true;
    }

private:
    /// Slopes from the anchor that pass all rows since then within tolerance.
    struct Door {
        double lowest = -std::numeric_limits<double>::infinity();
        double highest = std::numeric_limits<double>::infinity();
    };

    double slope_to(std::span<const double> row, std::size_t column, double off) const
    {
        return (row[column] + off - anchor_[column]) / (row[0] - anchor_[0]);
    }

    bool passes(std::span<const double> row) const
    {
        for (std::size_t k = 0; k < followed_.size(); ++k) {
            const double slope = slope_to(row, followed_[k].column, 0.0);
            // Written so that a value that is no number closes the door.
            if (!(slope >= doors_[k].lowest && slope <= doors_[k].highest)) {
                return false;
            }
        }
        return true;
    }

    void narrow_doors(std::span<const double> row)
    {
        for (std::size_t k = 0; k < followed_.size(); ++k) {
            const auto& [column, absolute, relative] = followed_[k];
            const double off = absolute + relative * std::abs(row[column]);
            doors_[k].lowest = std::max(slope_to(row, column, -off), doors_[k].lowest);
            doors_[k].highest = std::min(slope_to(row, column, off), doors_[k].highest);
        }
    }

    void anchor_at(std::span<const double> row)
    {
        std::copy(row.begin(), row.end(), anchor_.begin());
        std::fill(doors_.begin(), doors_.end(), Door{});
        has_pending_ = false;
    }

    template <class Keep> void keep_pending_unless_passed(std::span<const double> row, Keep& keep)
    {
        if (has_pending_ && !passes(row)) {
            keep(std::span<const double>(pending_));
            anchor_at(pending_);
        }
    }

    std::vector<Followed> followed_;
    std::vector<Door> doors_;
    std::vector<double> anchor_; ///< the last kept row
    std::vector<double> pending_; ///< the newest row, if it was not kept
    bool anchored_ = false;
    bool has_pending_ = false;
};

} // namespace percolith::runs
