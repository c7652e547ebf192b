#include "runs/protocol/check.hpp"

#include "runs/protocol/endings.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/protocol/loops.hpp"
#include "runs/protocol/print.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

using language::senseless;

using model::Condition;
using model::Observable;

const model::ElectrodeState<>& electrode(const model::CellState<>& cell, model::Side side)
{
    return side == model::Side::working ? cell.working : cell.counter;
}

/// Value of what does not depend on the current, at the start of the test.
std::optional<double> value_at_start(const Condition& condition, const model::CellState<>& cell)
{
    const auto& at = electrode(cell, condition.side);
    switch (condition.what) {
    case Observable::interphase_thickness:
        return at.interphase_thickness.si;
    case Observable::barrier_thickness:
        return at.barrier_thickness.si;
    case Observable::lithium:
        return at.lithium.si;
    case Observable::metal:
        return std::max(0.0, at.lithium.si - at.host_capacity.si);
    case Observable::contact_fraction:
        return at.contact_fraction;
    case Observable::intrusion_length:
        return at.intrusion_length.si;
    case Observable::voltage:
    case Observable::current_magnitude:
    case Observable::charge_magnitude:
    case Observable::interface_resistance:
    case Observable::cell_resistance:
        break;
    }
    return std::nullopt;
}

bool is_metal(const model::ElectrodeState<>& at)
{
    return at.lithium.si > at.host_capacity.si;
}

/// Current with which a step begins; nothing where the voltage decides.
std::optional<double> first_current(const Control& control)
{
    if (const auto* constant = std::get_if<ConstantCurrent>(&control)) {
        return constant->current.si;
    }
    if (const auto* ramp = std::get_if<CurrentRamp>(&control)) {
        return ramp->from.si != 0.0 ? ramp->from.si : ramp->rate.si;
    }
    if (const auto* record = std::get_if<MeasuredCurrent>(&control)) {
        const auto flows = std::find_if(record->current.begin(), record->current.end(),
                                        [](double i) { return i != 0.0; });
        return flows == record->current.end() ? 0.0 : *flows;
    }
    return std::holds_alternative<Rest>(control) ? std::optional{0.0} : std::nullopt;
}

/// With metal on both sides the voltage has the sign of the current, and is 0 at rest.
bool voltage_met_at_start(const Condition& condition, const Control& control,
                          const model::CellState<>& cell)
{
    const auto current = first_current(control);
    if (!current || !is_metal(cell.working) || !is_metal(cell.counter)) {
        return false;
    }
    const bool above = condition.sense == Condition::Sense::above;
    if (std::holds_alternative<Rest>(control)) {
        return above ? condition.threshold < 0.0 : condition.threshold > 0.0;
    }
    return (above && *current > 0.0 && condition.threshold <= 0.0) ||
           (!above && *current < 0.0 && condition.threshold >= 0.0);
}

bool met_at_start(const Condition& condition, const Control& control,
                  const model::CellState<>& cell)
{
    if (condition.what == Observable::voltage) {
        return voltage_met_at_start(condition, control, cell);
    }
    const auto value = value_at_start(condition, cell);
    if (!value) {
        return false;
    }
    const bool depleted = condition.threshold == 0.0 && *value == 0.0;
    return condition.sense == Condition::Sense::above ? *value >= condition.threshold
                                                      : *value < condition.threshold || depleted;
}

/// What is wrong with a control by itself, and how to mend it.
struct Complaint {
    std::string wrong;
    std::string mend;
};

struct ControlCheck {
    std::optional<kinetics::Voltage<>> limit;

    std::optional<Complaint> operator()(const ConstantCurrent& control) const
    {
        if (std::isfinite(control.current.si) && control.current.si != 0.0) {
            return std::nullopt;
        }
        return Complaint{"the current is zero or not finite", "give a current, or rest"};
    }
    std::optional<Complaint> operator()(const Rest&) const { return std::nullopt; }
    std::optional<Complaint> operator()(const Hold& control) const
    {
        if (!std::isfinite(control.voltage.si)) {
            return Complaint{"the voltage is not finite", "give a voltage"};
        }
        if (limit && std::abs(control.voltage.si) > limit->si) {
            return Complaint{"the voltage held is beyond the instrument's limit",
                             "hold a lower one or raise voltage_limit"};
        }
        return std::nullopt;
    }
    std::optional<Complaint> operator()(const CurrentRamp& control) const
    {
        const double rise = control.to.si - control.from.si;
        if (std::isfinite(rise) && std::isfinite(control.rate.si) && rise * control.rate.si > 0.0) {
            return std::nullopt;
        }
        return Complaint{"the ramp never reaches its end",
                         "let its rate lead from the first current to the last"};
    }
    std::optional<Complaint> operator()(const MeasuredCurrent& control) const
    {
        const auto& time = control.time;
        const bool increases = std::adjacent_find(time.begin(), time.end(), [](double a, double b) {
                                   return !(a <= b);
                               }) == time.end();
        const auto finite = [](double x) { return std::isfinite(x); };
        if (time.size() >= 2 && time.size() == control.current.size() && time.front() == 0.0 &&
            time.back() > 0.0 && increases && std::all_of(time.begin(), time.end(), finite) &&
            std::all_of(control.current.begin(), control.current.end(), finite)) {
            return std::nullopt;
        }
        return Complaint{"the record is no current over increasing time",
                         "read it from a file with a time and a current column"};
    }
};

class ProtocolCheck
{
public:
    ProtocolCheck(const Protocol& protocol, const CheckedCell& cell, const TextOrigin& origin)
        : protocol_(protocol), cell_(cell), origin_(origin)
    {
    }

    void run()
    {
        if (protocol_.steps.empty()) {
            note(nullptr, {"the protocol has no steps", "write one, such as Rest for 1 hour"});
        } else {
            check_loops();
            for (const auto& step : protocol_.steps) {
                check_step(step);
            }
            check_first_current();
            check_start();
        }
        if (!faults_.empty()) {
            throw InputErrors{std::move(faults_)};
        }
    }

private:
    static constexpr std::size_t most_faults = 20;

    void note(const Step* step, const Complaint& complaint)
    {
        if (faults_.size() >= most_faults) {
            return;
        }
        Place place = origin_.start;
        std::string wrong = complaint.wrong;
        if (step != nullptr) {
            const bool first = step->line <= 1;
            place.line = step->line > 0 ? std::max(place.line, 1) + step->line - 1 : place.line;
            place.column = first ? place.column : 1;
            wrong = '"' + (step->text.empty() ? to_text(*step) : step->text) + "\": " + wrong;
        }
        faults_.push_back(fault_at(place, origin_.key, wrong, complaint.mend));
    }

    void check_loops()
    {
        try {
            entry_order(protocol_);
        } catch (const std::invalid_argument& error) {
            note(nullptr, {error.what(), "let loops hold one another or stand apart"});
            return;
        }
        for (const auto& loop : protocol_.loops) {
            const bool endless = loop.repeats == Loop::forever && !loop.duration;
            if (endless && !leaves_by_outer(loop) && loop.last + 1 < protocol_.steps.size()) {
                note(&protocol_.steps[loop.last + 1], {"it stands behind a loop that never ends",
                                                       "give the loop a number or a duration"});
            }
        }
    }

    /// Whether a loop that ends with this one has a duration, so that the step behind is reached.
    bool leaves_by_outer(const Loop& inner) const
    {
        return std::any_of(protocol_.loops.begin(), protocol_.loops.end(), [&](const Loop& outer) {
            return outer.duration && outer.first <= inner.first && outer.last == inner.last;
        });
    }

    void check_step(const Step& step)
    {
        if (const auto complaint = std::visit(ControlCheck{cell_.voltage_limit}, step.control)) {
            note(&step, *complaint);
            return;
        }
        const bool ends_itself = std::holds_alternative<CurrentRamp>(step.control) ||
                                 std::holds_alternative<MeasuredCurrent>(step.control);
        if (step.until.empty() && !ends_itself) {
            note(&step, {"it never ends", "add \"for ...\" or \"until ...\""});
        }
        for (const auto& ending : step.until) {
            check_ending(step, ending);
        }
        check_arrival(step);
    }

    void check_ending(const Step& step, const Ending& ending)
    {
        const int kinds =
            (ending.after ? 1 : 0) + (ending.charge ? 1 : 0) + (ending.condition ? 1 : 0);
        const double instant = ending.after    ? ending.after->si
                               : ending.charge ? ending.charge->si
                                               : 1.0;
        if (kinds != 1) {
            note(&step, {"an ending is not one of time, charge and threshold", "give exactly one"});
        } else if (!(instant > 0.0) || !std::isfinite(instant)) {
            note(&step, {"it takes no time", "give a duration and a charge above 0"});
        } else if (ending.condition && !std::isfinite(ending.condition->threshold)) {
            note(&step, {"a threshold is not finite", "give a number"});
        } else if (const auto why = senseless(step.control, ending); !why.empty()) {
            note(&step,
                 {std::string{why} + ", so \"" + ending.text + "\" cannot end it", "remove it"});
        } else if (ending.condition) {
            check_growth(step, ending);
        }
    }

    /// An interphase never gets thinner and an intrusion never shorter.
    void check_growth(const Step& step, const Ending& ending)
    {
        const auto& condition = *ending.condition;
        if (condition.what != Observable::interphase_thickness &&
            condition.what != Observable::intrusion_length) {
            return;
        }
        const double start = value_at_start(condition, cell_.start).value_or(0.0);
        const bool above = condition.sense == Condition::Sense::above;
        if (above && condition.threshold <= start) {
            note(&step, {'"' + ending.text + "\" holds from the start of the test and ever after",
                         "give a threshold above the cell's initial value"});
        } else if (!above) {
            note(&step, {'"' + ending.text + "\" cannot come about, because it only grows",
                         "compare with >"});
        }
    }

    void check_arrival(const Step& step)
    {
        const auto* ramp = std::get_if<CurrentRamp>(&step.control);
        if (ramp == nullptr) {
            return;
        }
        constexpr double rounding = 1e-9; // a duration equal to the ramp's own is no contradiction
        const double own = (ramp->to.si - ramp->from.si) / ramp->rate.si;
        if (longest_duration(step) < own * (1.0 - rounding)) {
            note(&step, {"its duration ends it before the ramp reaches its end",
                         "remove the duration, or ramp to the current reached then"});
        }
    }

    /// The first current must find lithium; rests before it change nothing.
    void check_first_current()
    {
        for (const auto& step : protocol_.steps) {
            const auto current = first_current(step.control);
            if (!current) {
                break;
            }
            if (*current != 0.0) {
                const auto side = *current > 0.0 ? model::Side::working : model::Side::counter;
                if (!(electrode(cell_.start, side).lithium.si > 0.0)) {
                    const std::string name = side == model::Side::working ? "working" : "counter";
                    note(&step, {"the test cannot start: it strips the " + name +
                                     " electrode, which holds no lithium",
                                 "plate " + name + " first or give it lithium"});
                }
                break;
            }
        }
    }

    void check_start()
    {
        const auto& first = protocol_.steps.front();
        for (const auto& ending : first.until) {
            const bool grows =
                ending.condition && (ending.condition->what == Observable::interphase_thickness ||
                                     ending.condition->what == Observable::intrusion_length);
            if (ending.condition && !grows &&
                met_at_start(*ending.condition, first.control, cell_.start)) {
                note(&first, {'"' + ending.text + "\" is already met when the test starts",
                              "give another threshold, or begin with another step"});
            }
        }
    }

    const Protocol& protocol_;
    const CheckedCell& cell_;
    const TextOrigin& origin_;
    std::vector<InputFault> faults_;
};

} // namespace

void check_protocol(const Protocol& protocol, const CheckedCell& cell, const TextOrigin& origin)
{
    ProtocolCheck{protocol, cell, origin}.run();
}

} // namespace percolith::runs
