#include "bench/kernel.hpp"

#include "runs/integrate/sundials_handles.hpp"

#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <algorithm>
#include <stdexcept>

namespace percolith::bench
{

namespace
{

int rates(double, N_Vector y, N_Vector dy, void* data)
{
    static_cast<const KernelCell*>(data)->rates(
        *reinterpret_cast<const KernelCell::State*>(N_VGetArrayPointer(y)),
        *reinterpret_cast<KernelCell::State*>(N_VGetArrayPointer(dy)));
    return 0;
}

void check(int flag)
{
    if (flag < 0) {
        throw std::runtime_error("the bare CVODE loop failed");
    }
}

} // namespace

Outcome run_bare_cvode(const Trial& trial)
{
    KernelCell cell(trial.cell);
    const auto floor = kernel_floor(trial.tolerance);
    const auto start = kernel_start(trial.start);
    const runs::SundialsContext context;
    const runs::OwnedVector y(N_VNew_Serial(8, context.get()));
    const runs::OwnedVector allowed(N_VNew_Serial(8, context.get()));
    const runs::OwnedMatrix matrix(SUNDenseMatrix(8, 8, context.get()));
    const runs::OwnedLinearSolver linear(SUNLinSol_Dense(y.get(), matrix.get(), context.get()));
    const runs::OwnedCvodes memory(CVodeCreate(CV_BDF, context.get()));
    std::copy(start.begin(), start.end(), N_VGetArrayPointer(y.get()));
    std::copy(floor.begin(), floor.end(), N_VGetArrayPointer(allowed.get()));
    check(CVodeInit(memory.get(), rates, 0.0, y.get()));
    check(CVodeSVtolerances(memory.get(), trial.tolerance, allowed.get()));
    check(CVodeSetLinearSolver(memory.get(), linear.get(), matrix.get()));
    check(CVodeSetUserData(memory.get(), &cell));
    check(CVodeSetMaxNumSteps(memory.get(), -1));

    Outcome out;
    const auto& at = *reinterpret_cast<const KernelCell::State*>(N_VGetArrayPointer(y.get()));
    for (; out.half_cycles < trial.half_cycles; ++out.half_cycles) {
        cell.drive(out.half_cycles % 2 == 0 ? trial.current : -trial.current);
        check(CVodeReInit(memory.get(), 0.0, y.get()));
        check(CVodeSetStopTime(memory.get(), trial.half_cycle));
        double t = 0.0;
        check(CVode(memory.get(), trial.half_cycle, y.get(), &t, CV_NORMAL));
        KernelCell::State slope;
        cell.rates(at, slope);
        const double v = std::abs(cell.voltage(at, slope));
        out.largest_voltage = std::max(out.largest_voltage, v);
        if (!KernelCell::metal_left(at) || v > trial.voltage_limit) {
            break;
        }
    }
    out.thickness = at[2];
    return out;
}

} // namespace percolith::bench
