#pragma once
/// Lithium at the ends of half cycles. An electrode in cycling runs out of lithium where a half
/// cycle takes the last of it: so the time of it moves by whole cycles with the parameters, and in
/// between hardly at all, while what is left at the ends of half cycles falls evenly.

#include "model/event.hpp"
#include "model/voltage.hpp"

#include <array>
#include <optional>

namespace percolith::runs
{

/// What is left of an electrode's metal or lithium where it is least, before an event that takes
/// the last of it and after.
template <class T> struct Troughs {
    double last = 0.0; ///< s, end of a piece of current
    T left{}; ///< then, C/m2, > 0
    double next = 0.0; ///< s, end of the event's own piece
    T missing{}; ///< then, C/m2, >= 0, if the piece took on what it took until the event
};

/// Follows both electrodes from piece to piece.
template <class T> class TroughWatch
{
public:
    void piece_begins(double start, double end, const model::CellState<T>& state)
    {
        start_ = start;
        end_ = end;
        at_start_ = {state.working, state.counter};
    }

    void piece_ended(const model::CellState<T>& state)
    {
        const std::array<Electrode, 2> now{state.working, state.counter};
        for (std::size_t k = 0; k < 2; ++k) {
            if (now[k].lithium.si < at_start_[k].lithium.si) {
                last_[k] = Trough{end_, now[k]};
            }
        }
    }

    /// Of an event at `when` in the piece that began last. Nothing where no half cycle went before,
    /// or the event is not about lithium.
    std::optional<Troughs<T>> around(model::EventKind kind, model::Side side, const T& when) const
    {
        const auto k = static_cast<std::size_t>(side);
        const auto left = [kind](const Electrode& s) {
            return kind == model::EventKind::metal_depleted ? model::metal_balance(s).si
                                                            : s.lithium.si;
        };
        if (!last_[k] || !is_of_lithium(kind)) {
            return std::nullopt;
        }
        const T before = left(last_[k]->state);
        const T at_start = left(at_start_[k]);
        const T taken_in = when - T(start_);
        if (!(before > 0.0) || !(at_start > 0.0) || !(taken_in > 0.0)) {
            return std::nullopt;
        }
        const T missing = at_start * (T(end_) - when) / taken_in;
        return Troughs<T>{last_[k]->time, before, end_, missing};
    }

private:
    using Electrode = model::ElectrodeState<T>;
    struct Trough {
        double time;
        Electrode state;
    };

    /// A limit of the voltage is, where an electrode reports it.
    static bool is_of_lithium(model::EventKind kind)
    {
        using model::EventKind;
        return kind == EventKind::metal_depleted || kind == EventKind::host_exhausted ||
               kind == EventKind::voltage_limit_high || kind == EventKind::voltage_limit_low;
    }

    double start_ = 0.0, end_ = 0.0;
    std::array<Electrode, 2> at_start_{};
    std::array<std::optional<Trough>, 2> last_{};
};

} // namespace percolith::runs
