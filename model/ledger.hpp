#pragma once
/// Where the lithium is. Metal, host, interphase and dead lithium of both sides add up to what the
/// cell began with; no term is computed as a remainder.

#include "model/electrode.hpp"
#include "model/parameters.hpp"
#include "model/voltage.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::model
{

/// Lithium of one electrode by place, C/m2.
struct ElectrodeLedger {
    double metal = 0.0;
    double host = 0.0; ///< min(q, c_r)
    double interphase = 0.0; ///< (1 - u f_rev)(l - b_0)/v: bound for good
    double dead = 0.0;
    double total() const { return metal + host + interphase + dead; }
    /// What cycling can no longer reach.
    double lost() const { return interphase + dead; }
};

struct CellLedger {
    ElectrodeLedger working;
    ElectrodeLedger counter;
    double total() const { return working.total() + counter.total(); }
};

inline ElectrodeLedger ledger(const ElectrodeParameters<>& p, const ElectrodeState<>& s)
{
    const double host = std::min(s.lithium.si, s.host_capacity.si);
    return {.metal = std::max(0.0, metal_balance(s).si),
            .host = host,
            .interphase = (1.0 - p.reversible_share) *
                          ((s.interphase_thickness - p.initial_thickness) / p.growth).si,
            .dead = s.dead_lithium.si};
}

inline CellLedger ledger(const CellParameters<>& p, const CellState<>& s)
{
    return {ledger(p.working, s.working), ledger(p.counter, s.counter)};
}

/// Relative departure of the ledger from the lithium the cell began with.
inline double ledger_error(const CellLedger& now, double at_start)
{
    return at_start > 0.0 ? std::abs(now.total() - at_start) / at_start : 0.0;
}

/// When a thick electrode that has lost its metal still cycles on its host.
struct HostCriterion {
    double reversible_capacity = 0.0; ///< u f_rev q_0, C/m2
    double half_cycle = 0.0; ///< Q_half, C/m2
    double needed_share = 0.0; ///< u above which u f_rev q_0 > Q_half; infinite without an alloy
    double reprieve = 0.0; ///< (u f_rev q_0 - Q_half)/(1 - u f_rev): further leak bought, C/m2
    bool keeps_cycling() const { return reversible_capacity > half_cycle; }
};

/// `alloy_share` is f_rev, of which the share u can be reached: reversible_share = u f_rev.
inline HostCriterion host_criterion(double reversible_share, double alloy_share, double lithium,
                                    double half_cycle)
{
    HostCriterion c;
    c.reversible_capacity = reversible_share * lithium;
    c.half_cycle = half_cycle;
    c.needed_share = half_cycle / (alloy_share * lithium);
    c.reprieve = (c.reversible_capacity - half_cycle) / (1.0 - reversible_share);
    return c;
}

} // namespace percolith::model
