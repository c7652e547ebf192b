#pragma once
/// What limits the leak: the reaction at the front, electrons in the barrier, or ions in the
/// interphase.

#include "model/balances.hpp"

namespace percolith::model
{

enum class Regime { electron_limited, ion_limited, reaction_limited, idle };

/// The largest of the three resistances on the leak's way; idle where nothing leaks.
inline Regime regime(const ElectrodeFlows<>& f)
{
    if (!(f.leak.si > 0.0)) {
        return Regime::idle;
    }
    const auto& r = f.path;
    if (r.electronic >= r.ionic && r.electronic >= r.front) {
        return Regime::electron_limited;
    }
    return r.ionic >= r.front ? Regime::ion_limited : Regime::reaction_limited;
}

/// As written in results.
constexpr const char* name(Regime regime)
{
    switch (regime) {
    case Regime::electron_limited:
        return "electron-limited";
    case Regime::ion_limited:
        return "ion-limited";
    case Regime::reaction_limited:
        return "reaction-limited";
    case Regime::idle:
        break;
    }
    return "idle";
}

} // namespace percolith::model
