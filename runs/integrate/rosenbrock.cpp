#include "runs/integrate/rosenbrock.hpp"

#include <boost/numeric/odeint/stepper/rosenbrock4.hpp>
#include <boost/numeric/ublas/matrix.hpp>
#include <boost/numeric/ublas/vector.hpp>

#include <algorithm>
#include <utility>

namespace percolith::runs
{

namespace
{
using Vector = boost::numeric::ublas::vector<double>;
using Matrix = boost::numeric::ublas::matrix<double>;

/// Boost 1.74 has the sign of d4 wrong: with it the method is of first order where time enters, as
/// it does under a ramp of current. The value is that of RODAS (Hairer and Wanner, Solving Ordinary
/// Differential Equations II, DOI 10.1007/978-3-642-05221-7, section IV.7).
struct Rodas : boost::numeric::odeint::default_rosenbrock_coefficients<double> {
    const double d4 = -0.03620000000000023;
};
} // namespace

struct Rosenbrock::Parts {
    DenseRates rates;
    DenseJacobian jacobian;
    boost::numeric::odeint::rosenbrock4<double, Rodas> stepper;
    Vector from;
    Vector to;
    Vector error;
    double start = 0.0;
    double size = 0.0;
};

Rosenbrock::Rosenbrock(std::size_t size, DenseRates rates, DenseJacobian jacobian)
    : parts_(new Parts{
          std::move(rates), std::move(jacobian), {}, Vector(size), Vector(size), Vector(size)})
{
}

Rosenbrock::~Rosenbrock() = default;

void Rosenbrock::attempt(const double* y, double t, double h, double* next, double* error)
{
    auto& p = *parts_;
    std::copy(y, y + p.from.size(), p.from.begin());
    const auto rates = [&p](const Vector& at, Vector& dy, double time) {
        p.rates(&at[0], &dy[0], time);
    };
    const auto jacobian = [&p](const Vector& at, Matrix& dfdy, double time, Vector& dfdt) {
        p.jacobian(&at[0], &dfdy(0, 0), &dfdt[0], time);
    };
    p.stepper.do_step(std::make_pair(rates, jacobian), p.from, t, p.to, h, p.error);
    p.start = t;
    p.size = h;
    std::copy(p.to.begin(), p.to.end(), next);
    std::copy(p.error.begin(), p.error.end(), error);
}

void Rosenbrock::between(double at, double* y)
{
    auto& p = *parts_;
    p.stepper.prepare_dense_output();
    Vector x(p.from.size());
    p.stepper.calc_state(at, x, p.from, p.start, p.to, p.start + p.size);
    std::copy(x.begin(), x.end(), y);
}

} // namespace percolith::runs
