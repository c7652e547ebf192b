#pragma once
/// What one cell's data say about a simulated course of it: residuals in standard deviations, with
/// their derivatives.

#include "runs/fit/course.hpp"
#include "runs/fit/event_ahead.hpp"
#include "runs/fit/problem.hpp"

#include <atomic>
#include <span>
#include <vector>

namespace percolith::runs::fit
{

/// What the model says in place of what was measured on one cell.
struct CellModel {
    std::vector<double> voltages; ///< V, one a sample; NaN after the simulated cell's end
    std::vector<double> points; ///< SI, one a point; NaN likewise
    std::vector<double> events; ///< s, one an event; an estimate where it has not come
};

/// Residuals of one cell, in this order: voltages, points, events. What was measured after the
/// simulated cell's end counts by how much later it came, against a ten-thousandth of the record's
/// length: so the end is drawn to where it must be, from any distance. An event whose error is at
/// least a cycle counts without the steps of the cycles.
class CellResiduals
{
public:
    /// `data` must outlive it.
    explicit CellResiduals(const CellData& data);

    std::size_t size() const;

    /// Sum of ln(2 pi s^2) over all, with voltages of this noise.
    double constant(double noise) const;

    /// Runs `cell` and writes one residual each into `out`. `noise` (V) is that of a voltage
    /// sample. False where the solver cannot go on.
    template <class T>
    bool evaluate(const CourseCell<T>& cell, double noise, std::span<T> out,
                  const std::atomic<bool>* interrupted) const;

    /// The same numbers as the model gives them. Throws `SolverFailure`.
    CellModel model(const CourseCell<double>& cell) const;

    /// All that happens to it under the record's current. Throws `SolverFailure`.
    std::vector<CourseEvent<double>> events(const CourseCell<double>& cell) const;

private:
    template <class T>
    CourseEnd<T> run(const CourseCell<T>& cell, std::span<T> voltages, std::span<T> points,
                     const std::atomic<bool>* interrupted) const;
    double voltage_error(std::size_t sample, double noise) const;

    /// One look at the cell, for a voltage sample or for a point.
    struct Look {
        Moment moment;
        std::size_t index = 0;
        bool is_point = false;
    };
    const CellData& data_;
    std::vector<CurrentPiece> pieces_; ///< those of the record, and more of the kind
    Taken taken_; ///< by them
    std::vector<Look> looks_; ///< ascending
    std::vector<Moment> moments_; ///< the same without what they are for
};

} // namespace percolith::runs::fit
