#pragma once
/// The core physics (q, c_r, l, b of two metal electrodes) as one would write it by hand for this
/// one purpose: no quantities, no modes, no located events. The yardstick of the engines.

#include "bench/trial.hpp"

#include <array>
#include <cmath>

namespace percolith::bench
{

/// Numbers of one electrode, divisions done beforehand.
struct KernelElectrode {
    double growth; ///< v
    double reversible; ///< u f_rev
    double per_electronic; ///< 1/sigma_e
    double per_ionic; ///< 1/sigma_i
    double front; ///< R_k
    double renewal; ///< k_f
    double reduction; ///< E_red
};

/// Both electrodes at one current, j > 0 strips.
struct KernelCell {
    explicit KernelCell(const model::CellParameters<>& p);

    /// q, c_r, l, b of working, then of counter.
    using State = std::array<double, 8>;

    void drive(double current)
    {
        current_ = current;
        const double thermal = 2.0 * thermal_voltage_;
        charge_transfer_ = thermal * (std::asinh(0.5 * current / exchange_[0]) +
                                      std::asinh(0.5 * current / exchange_[1]));
    }

    void rates(const State& y, State& dy) const
    {
        side(electrode_[0], current_, &y[0], &dy[0]);
        side(electrode_[1], -current_, &y[4], &dy[4]);
    }

    /// V, from a state and its rates: the leaks are known there.
    double voltage(const State& y, const State& dy) const
    {
        const double leak_w = dy[2] / electrode_[0].growth;
        const double leak_c = dy[6] / electrode_[1].growth;
        const double used =
            (y[2] - initial_[0]) * separator_use_[0] + (y[6] - initial_[1]) * separator_use_[1];
        return charge_transfer_ + (current_ + leak_w) * y[2] * electrode_[0].per_ionic -
               (leak_c - current_) * y[6] * electrode_[1].per_ionic +
               current_ * (separator_ - used) * per_separator_;
    }

    static bool metal_left(const State& y) { return y[0] > y[1] && y[4] > y[5]; }

private:
    static void side(const KernelElectrode& e, double j, const double* y, double* dy)
    {
        const double ionic = y[2] * e.per_ionic;
        const double drive = e.reduction - j * ionic;
        const double leak =
            (drive > 0.0 ? drive : 0.0) / (y[3] * e.per_electronic + ionic + e.front);
        dy[0] = -j - (1.0 - e.reversible) * leak;
        dy[1] = e.reversible * leak;
        dy[2] = e.growth * leak;
        dy[3] = dy[2] - e.renewal * std::abs(j) * y[3];
    }

    std::array<KernelElectrode, 2> electrode_;
    std::array<double, 2> exchange_; ///< i_0
    std::array<double, 2> initial_; ///< b_0
    std::array<double, 2> separator_use_; ///< separator per interphase, thickness by thickness
    double separator_;
    double per_separator_;
    double thermal_voltage_;
    double current_ = 0.0;
    double charge_transfer_ = 0.0; ///< of both electrodes
};

/// Absolute tolerances of KernelCell::State.
KernelCell::State kernel_floor(double tolerance);

KernelCell::State kernel_start(const model::CellState<>& s);

/// Dormand-Prince 5(4), first stage reused, step size carried over half cycles; metal and voltage
/// are looked at after each step.
Outcome run_kernel(const Trial& trial);

/// The same equations in a bare CVODE loop: dense, BDF, restarted at every reversal, no roots.
Outcome run_bare_cvode(const Trial& trial);

} // namespace percolith::bench
