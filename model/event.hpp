#pragma once
/// What can happen to a cell under test (docs/concepts/events.md). Cell events and instrument
/// limits are kept apart; causes come before what they cause.

#include "model/electrode.hpp"

#include <optional>

namespace percolith::model
{

enum class EventKind {
    metal_depleted,
    metal_back,
    host_exhausted,
    starved_begins,
    starved_ends,
    short_circuit,
    contact_lost,
    separator_consumed,
    voltage_limit_high,
    voltage_limit_low,
    user_condition,
    protocol_finished,
};

/// As written in results.
constexpr const char* name(EventKind kind)
{
    switch (kind) {
    case EventKind::metal_depleted:
        return "metal depleted";
    case EventKind::metal_back:
        return "metal back";
    case EventKind::host_exhausted:
        return "host exhausted";
    case EventKind::starved_begins:
        return "starved begins";
    case EventKind::starved_ends:
        return "starved ends";
    case EventKind::short_circuit:
        return "short circuit";
    case EventKind::contact_lost:
        return "contact lost";
    case EventKind::separator_consumed:
        return "separator consumed";
    case EventKind::voltage_limit_high:
        return "voltage limit +";
    case EventKind::voltage_limit_low:
        return "voltage limit -";
    case EventKind::user_condition:
        return "user condition";
    case EventKind::protocol_finished:
        break;
    }
    return "protocol finished";
}

constexpr const char* name(Side side)
{
    return side == Side::working ? "working" : "counter";
}

/// An event at an instant of a step.
struct CellEvent {
    EventKind kind = EventKind::protocol_finished;
    std::optional<Side> electrode;
    bool terminal = false;
    std::size_t condition = 0; ///< which of the segment's conditions, for user_condition
};

} // namespace percolith::model
