#pragma once
/// From the C callbacks of CVODES to `model::Equations` and back. No exception may cross C frames:
/// the bridge carries it to the other side.

#include "model/equations.hpp"
#include "runs/integrate/arrival.hpp"

#include <cvodes/cvodes.h>
#include <fmt/core.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <exception>
#include <span>
#include <string>
#include <utility>

namespace percolith::runs
{

/// What the callbacks see as their user data.
struct CvodesBridge {
    const model::Equations* equations = nullptr;
    std::exception_ptr fault;
    std::string complaint;
    Eigen::SparseMatrix<double> sparse; ///< scratch
    void* owner = nullptr; ///< for callbacks of one's own

    /// Throws what a callback threw, or SolverFailure where CVODES gave up at `t`.
    void require_success(int flag, double t)
    {
        if (fault) {
            std::rethrow_exception(std::exchange(fault, nullptr));
        }
        if (flag < 0) {
            throw SolverFailure(
                fmt::format("CVODES gave up {:.6g} s into the segment: {}", t, complaint));
        }
    }
};

/// 0 done, 1 try a smaller step (in rates; a refusal in roots stops), -1 stop.
template <class F> int guarded(CvodesBridge& bridge, F&& f) noexcept
{
    try {
        f();
        return 0;
    } catch (const std::domain_error& e) {
        bridge.complaint = e.what();
        return 1;
    } catch (...) {
        bridge.fault = std::current_exception();
        return -1;
    }
}

inline std::span<const double> read(N_Vector v)
{
    return {N_VGetArrayPointer(v), static_cast<std::size_t>(N_VGetLength(v))};
}

inline int plain_rates(double t, N_Vector y, N_Vector dy, void* data)
{
    auto& bridge = *static_cast<CvodesBridge*>(data);
    return guarded(bridge, [&] {
        bridge.equations->rates(t, read(y), {N_VGetArrayPointer(dy), read(dy).size()});
    });
}

inline int guard_roots(double t, N_Vector y, double* g, void* data)
{
    auto& bridge = *static_cast<CvodesBridge*>(data);
    return guarded(bridge, [&] {
        bridge.equations->guards(t, read(y), {g, bridge.equations->guard_count()});
    });
}

/// Dense and column by column, as SUNDIALS keeps it.
inline int dense_jacobian(double t, N_Vector y, N_Vector, SUNMatrix matrix, void* data, N_Vector,
                          N_Vector, N_Vector)
{
    auto& bridge = *static_cast<CvodesBridge*>(data);
    return guarded(bridge, [&] {
        bridge.equations->jacobian(t, read(y), bridge.sparse);
        SUNMatZero(matrix);
        for (int column = 0; column < bridge.sparse.outerSize(); ++column) {
            using Entry = Eigen::SparseMatrix<double>::InnerIterator;
            for (Entry entry(bridge.sparse, column); entry; ++entry) {
                SM_ELEMENT_D(matrix, entry.row(), entry.col()) = entry.value();
            }
        }
    });
}

inline void keep_complaint(int, const char*, const char*, char* message, void* data)
{
    static_cast<CvodesBridge*>(data)->complaint = message;
}

inline void check_cvodes(int flag, const char* what)
{
    if (flag < 0) {
        throw SolverFailure(fmt::format("CVODES: {} failed with code {}", what, flag));
    }
}

} // namespace percolith::runs
