#pragma once
/// What a change of an electrode's lithium mode is called.

#include "model/event.hpp"
#include "model/modes.hpp"

namespace percolith::model
{

/// Says each event of the change from `was` to `is`, in the order in which they follow from each
/// other. `bare`: nothing is left under stripping, which is an event even where nothing was left
/// before.
template <class Say> void lithium_events(LithiumMode was, LithiumMode is, bool bare, const Say& say)
{
    const auto empty = [](LithiumMode m) {
        return m == LithiumMode::exhausted || m == LithiumMode::starved;
    };
    const bool emptied = is != was && empty(is) && !empty(was);
    if (is != was) {
        if (was == LithiumMode::starved) {
            say(EventKind::starved_ends);
        }
        if (was == LithiumMode::metal) {
            say(EventKind::metal_depleted);
        }
        if (is == LithiumMode::metal) {
            say(EventKind::metal_back);
        }
    }
    if (emptied || bare) {
        say(EventKind::host_exhausted);
    }
    if (is != was && is == LithiumMode::starved) {
        say(EventKind::starved_begins);
    }
}

} // namespace percolith::model
