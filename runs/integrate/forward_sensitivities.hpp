#pragma once
/// SUNDIALS CVODES with forward sensitivities: a state and its derivatives by parameters through
/// one segment. Errors of both are controlled.

#include "model/equations.hpp"
#include "runs/integrate/arrival.hpp"

#include <functional>
#include <memory>

namespace percolith::runs
{

/// Derivatives are kept parameter by parameter: s[k size + i] is dy_i/dp_k.
struct SensitiveSegment {
    const model::Equations& equations;
    /// Writes d(s)/dt of (t, y, s): (df/dy) s_k + df/dp_k for every parameter.
    std::function<void(double t, std::span<const double> y, std::span<const double> s,
                       std::span<double> ds)>
        sensitivity_rates;
    double duration = 0.0; ///< s
    const std::atomic<bool>* interrupted = nullptr;
};

/// Sees every step: `at(t, y, s)` writes state and derivatives at t within [from, to].
using SensitiveObserver = std::function<void(
    double from, double to,
    const std::function<void(double t, std::span<double> y, std::span<double> s)>& at)>;

class ForwardSensitivities
{
public:
    /// With no parameters it carries the state alone.
    ForwardSensitivities(const model::Layout& layout, std::size_t parameters,
                         const Tolerances& tolerances);
    ~ForwardSensitivities();
    ForwardSensitivities(const ForwardSensitivities&) = delete;
    ForwardSensitivities& operator=(const ForwardSensitivities&) = delete;

    /// Takes state and derivatives to the segment's end or to the fall of a guard. Guards that are
    /// down at the start are the caller's. The arrival's voltages stay unset. Throws SolverFailure.
    Arrival advance(const SensitiveSegment& segment, std::span<double> y, std::span<double> s,
                    const SensitiveObserver& observer);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace percolith::runs
