#pragma once
/// The reference engine: SUNDIALS CVODES, variable-order BDF with its own root finding.

#include "runs/integrate/arrival.hpp"

#include <memory>

namespace percolith::runs
{

/// `cell` must outlive the integrator.
std::unique_ptr<Integrator> make_cvodes(const model::CellParameters<>& cell, model::Physics physics,
                                        const Tolerances& tolerances);

} // namespace percolith::runs
