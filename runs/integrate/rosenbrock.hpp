#pragma once
/// Boost.Odeint's Rosenbrock 4(3) behind plain vectors. Boost 1.74's linear algebra (uBLAS) uses
/// parts of std::allocator that C++20 removed, so rosenbrock.cpp alone is compiled as C++17 and
/// this header stays within it.

#include <functional>
#include <memory>
#include <vector>

namespace percolith::runs
{

/// dy/dt of y at t.
using DenseRates = std::function<void(const double* y, double* dy, double t)>;
/// df/dy, row by row, and df/dt of y at t.
using DenseJacobian = std::function<void(const double* y, double* dfdy, double* dfdt, double t)>;

class Rosenbrock
{
public:
    Rosenbrock(std::size_t size, DenseRates rates, DenseJacobian jacobian);
    ~Rosenbrock();
    Rosenbrock(const Rosenbrock&) = delete;
    Rosenbrock& operator=(const Rosenbrock&) = delete;

    /// One step of size h from (t, y): writes the new state and the error estimate.
    void attempt(const double* y, double t, double h, double* next, double* error);

    /// State at `at` within the last attempt.
    void between(double at, double* y);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace percolith::runs
