#pragma once
/// Owners of SUNDIALS handles: whoever opens it closes it, by type. The context must be declared
/// first.

#include <cvodes/cvodes.h>
#include <sundials/sundials_context.h>
#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>
#include <sundials/sundials_nvector.h>

#include <memory>
#include <new>
#include <type_traits>

namespace percolith::runs
{

namespace detail
{
template <class Handle, auto release> struct Release {
    using pointer = Handle;
    void operator()(Handle handle) const { release(handle); }
};
template <class Handle, auto release>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Release<Handle, release>>;

inline void free_context(SUNContext context)
{
    SUNContext_Free(&context);
}
inline void free_cvodes(void* memory)
{
    CVodeFree(&memory);
}
inline void free_linear_solver(SUNLinearSolver solver)
{
    SUNLinSolFree(solver);
}
} // namespace detail

using OwnedVector = detail::Owned<N_Vector, N_VDestroy>;
using OwnedMatrix = detail::Owned<SUNMatrix, SUNMatDestroy>;
using OwnedLinearSolver = detail::Owned<SUNLinearSolver, detail::free_linear_solver>;
using OwnedCvodes = detail::Owned<void*, detail::free_cvodes>;

class SundialsContext
{
public:
    SundialsContext()
    {
        SUNContext raw = nullptr;
        if (SUNContext_Create(nullptr, &raw) != 0) {
            throw std::bad_alloc();
        }
        context_.reset(raw);
    }
    SUNContext get() const { return context_.get(); }

private:
    detail::Owned<SUNContext, detail::free_context> context_;
};

} // namespace percolith::runs
