#include "validation/laboratory.hpp"
#include "validation/twelve_cells/cells.hpp"
#include "validation/validations.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation
{

namespace
{

constexpr double half_cycle_time = 3600.0; // s

Overrides engine(const char* name)
{
    return {std::string("solver.engine=\"") + name + "\""};
}

Overrides tolerance(double relative)
{
    return {fmt::format("solver.relative_tolerance={}", relative)};
}

/// What both engines make of the twelve cells.
struct Comparison {
    double ledger = 0.0; ///< worst relative error, any cell, any instant
    double ending = 0.0; ///< worst difference of the ends, half cycles
    double state = 0.0; ///< worst relative difference of a state
    std::string worst_cell;
};

/// The larger; a NaN wins.
double worse(double a, double b)
{
    return b <= a ? a : b;
}

double apart(double a, double b)
{
    return a == b ? 0.0 : std::abs(a - b) / std::max(std::abs(a), std::abs(b));
}

/// States at the end of the last half cycle that both finished.
double states_apart(const Trial& a, const Trial& b)
{
    const auto last = std::min(a.steps().size(), b.steps().size());
    if (last < 2) {
        return NAN;
    }
    double worst = 0.0;
    for (const auto side : {&model::CellState<>::working, &model::CellState<>::counter}) {
        const auto& x = a.steps()[last - 2].cell.state.*side;
        const auto& y = b.steps()[last - 2].cell.state.*side;
        for (const double one : {apart(x.interphase_thickness.si, y.interphase_thickness.si),
                                 apart(x.barrier_thickness.si, y.barrier_thickness.si),
                                 apart(x.host_capacity.si, y.host_capacity.si),
                                 apart(x.contact_fraction, y.contact_fraction)}) {
            worst = worse(worst, one);
        }
    }
    return worst;
}

Comparison compare_engines()
{
    Comparison out;
    for (const auto interphase : interphases) {
        for (const int foil : foils) {
            const auto slow = run_cell(interphase, foil, engine("sundials"));
            const auto fast = run_cell(interphase, foil, engine("odeint"));
            out.ledger = worse(worse(out.ledger, slow.ledger_error()), fast.ledger_error());
            const double ending = std::abs(slow.duration() - fast.duration()) / half_cycle_time;
            if (!(ending <= out.ending)) {
                out.ending = ending;
                out.worst_cell = fmt::format("{} with {} um", name(interphase), foil);
            }
            out.state = worse(out.state, states_apart(slow, fast));
        }
    }
    return out;
}

/// End of the cell with MII-2 and 20 um in s: metal gone, host exhausted, all sub-models at work.
double end_at(double relative)
{
    return run_cell(Interphase::mii_2, 20, tolerance(relative)).duration();
}

void add_tolerance(std::vector<Check>& checks)
{
    const double finest = end_at(1e-12);
    const double coarse = std::abs(end_at(1e-4) - finest) / half_cycle_time;
    const double fine = std::abs(end_at(1e-8) - finest) / half_cycle_time;
    checks.push_back(at_most({.name = "tolerance_convergence",
                              .statement = "the error of a depletion's instant falls with the "
                                           "tolerance: the error at 1e-8 against that at 1e-4",
                              .kind = Kind::closed_form,
                              .note = fmt::format("{:.2g} and {:.2g} half cycles from the instant "
                                                  "at 1e-12",
                                                  fine, coarse)},
                             fine / coarse, 1e-2,
                             "four orders of tolerance must gain at least two of error"));
    checks.push_back(at_most({.name = "tolerance_default",
                              .statement = "error of the same instant at the tolerance that the "
                                           "fast engine uses, 1e-8",
                              .unit = "half cycles",
                              .kind = Kind::closed_form},
                             fine, 1e-6, "what both engines promise"));
}

Check step_convergence()
{
    const auto whole = run_cell(Interphase::mii_2, 20);
    const auto parts =
        run_cell(Interphase::mii_2, 20,
                 {"protocol.steps=\"repeat 500 times { repeat 10 times { Strip working at 0.5 "
                  "mA/cm^2 for 6 minutes }; repeat 10 times { Plate working at 0.5 mA/cm^2 for 6 "
                  "minutes } }\""});
    return at_most({.name = "step_convergence",
                    .statement = "half cycles cut into ten steps of the protocol, each a fresh "
                                 "start of the solver, end at the same instant",
                    .unit = "half cycles",
                    .kind = Kind::closed_form},
                   std::abs(whole.duration() - parts.duration()) / half_cycle_time, 1e-6,
                   "what both engines promise");
}

} // namespace

std::vector<Check> ledger_and_convergence()
{
    const auto found = compare_engines();
    std::vector<Check> checks;
    checks.push_back(at_most({.name = "ledger",
                              .statement = "metal, host, interphase and dead lithium add up to the "
                                           "initial lithium, at every solver step of all twelve "
                                           "cells, with both engines",
                              .unit = "relative",
                              .kind = Kind::closed_form},
                             found.ledger, 1e-10, "conservation; no term is a remainder"));
    checks.push_back(at_most({.name = "engines_ends",
                              .statement = "both engines end all twelve cells at the same instant",
                              .unit = "half cycles",
                              .kind = Kind::closed_form,
                              .note = "worst: " + found.worst_cell},
                             found.ending, 1e-6, "what both engines promise"));
    checks.push_back(at_most({.name = "engines_states",
                              .statement = "and agree in thickness, barrier, host and contact at "
                                           "the last whole half cycle",
                              .unit = "relative",
                              .kind = Kind::closed_form},
                             found.state, 1e-6, "what both engines promise"));
    add_tolerance(checks);
    checks.push_back(step_convergence());
    return checks;
}

} // namespace percolith::validation
