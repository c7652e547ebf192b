#include "runs/protocol/endings.hpp"

#include "runs/protocol/observables.hpp"

#include <algorithm>
#include <array>

namespace percolith::runs::language
{
namespace
{

using model::Condition;
using model::Observable;

constexpr std::array<std::string_view, 12> comparison_words{
    "above", "below", "over",     "under", "exceeds",   "reaches",
    "is",    "rises", "depleted", "falls", "exhausted", "drops",
};

bool accept_any(Line& line, std::initializer_list<std::string_view> signs)
{
    return std::any_of(signs.begin(), signs.end(),
                       [&](auto sign) { return line.accept_sign(sign); });
}

/// "> ", "above", "rises above", "is greater than", ...; nothing where no comparison stands.
std::optional<Condition::Sense> read_sense(Line& line)
{
    using enum Condition::Sense;
    line.accept({"is", "rises", "falls", "drops", "gets", "becomes", "goes", "are"});
    std::optional<Condition::Sense> sense;
    if (accept_any(line, {">", ">=", "\u2265"}) || line.accept({"above", "over", "exceeds"})) {
        sense = above;
    } else if (accept_any(line, {"<", "<=", "\u2264"}) || line.accept({"below", "under"})) {
        sense = below;
    } else if (line.is_word({"more", "greater", "higher", "less", "lower", "smaller"}) &&
               line.is_word({"than"}, 1)) {
        sense = line.is_word({"more", "greater", "higher"}) ? above : below;
        line.take();
        line.take();
    }
    if (sense) {
        line.accept_sign("="); // "> =" with a space
    }
    return sense;
}

bool same_kind(const Ending& a, const Ending& b)
{
    if (a.stops_test != b.stops_test) {
        return false;
    }
    if (a.after || a.charge) {
        return (a.after && b.after) || (a.charge && b.charge);
    }
    return a.condition && b.condition && a.condition->what == b.condition->what &&
           a.condition->side == b.condition->side && a.condition->sense == b.condition->sense;
}

void check_threshold(const Watched& watched, Condition::Sense sense, double threshold,
                     std::size_t at)
{
    const bool magnitude = watched.what == Watched::What::magnitude_of_voltage;
    if (magnitude && sense == Condition::Sense::below) {
        throw Fault(at, "|V| falling below a limit is not one threshold",
                    "write V < ... while V is positive, V > -... while it is negative");
    }
    if (watched.what == Watched::What::condition && watched.observable == Observable::voltage) {
        return; // any sign
    }
    const bool may_be_zero =
        sense == Condition::Sense::below &&
        (watched.observable == Observable::metal || watched.observable == Observable::lithium);
    if (threshold < 0.0 || (threshold == 0.0 && !may_be_zero)) {
        throw Fault(at, "a threshold that is passed from the start", "give one above 0");
    }
    if (watched.observable == Observable::contact_fraction && threshold > 1.0) {
        throw Fault(at, "the contact fraction lies between 0 and 1", "give a threshold below 1");
    }
}

} // namespace

std::string_view senseless(const Control& control, const Ending& ending)
{
    const auto watches = [&](Observable what) {
        return ending.condition && ending.condition->what == what;
    };
    const bool charge = ending.charge || watches(Observable::charge_magnitude);
    const bool current = watches(Observable::current_magnitude);
    if (std::holds_alternative<Rest>(control) && (charge || current)) {
        return "no current flows at rest";
    }
    if (std::holds_alternative<ConstantCurrent>(control) && current) {
        return "the current is constant in this step";
    }
    if (std::holds_alternative<Hold>(control) && watches(Observable::voltage)) {
        return "the voltage is held in this step";
    }
    return {};
}

bool has_same_kind(const std::vector<Ending>& endings, const Ending& ending)
{
    return std::any_of(endings.begin(), endings.end(),
                       [&](const auto& other) { return same_kind(ending, other); });
}

void skip_separators(Line& line)
{
    const auto start = line.peek();
    const bool comma = line.accept_sign(",");
    if (line.is_word({"and"})) {
        if (!line.is_word({"stop", "rest", "repeat"}, 1)) {
            throw Fault(line.peek().at, "\"and\" between endings: the first one met ends the step",
                        "write \"or\"");
        }
        line.take();
    } else if (!line.accept({"or"}) && !comma) {
        return;
    }
    if (line.at_statement_end()) {
        throw Fault(start.at, "nothing follows " + in_quotes(start.text), "remove it or go on");
    }
}

bool EndingReader::starts_item() const
{
    return at_quantity(line_) || at_watched(line_);
}

bool EndingReader::read()
{
    if (line_.accept({"for", "until", "till", "lasting"})) {
        clause_ = Clause::until;
    } else if (line_.is_word({"stop", "end"}) && line_.is_word({"if", "when", "once", "test"}, 1)) {
        line_.take();
        if (line_.accept({"test"}) && !line_.is_word({"if", "when", "once"})) {
            line_.unexpected({}, "write as in stop if |V| > 5 V");
        }
        line_.take();
        clause_ = Clause::stop;
    } else if (line_.is_word({"stop"})) {
        throw Fault(line_.peek().at, "\"stop\" without \"if\"",
                    "write \"stop if ...\"; \"stop after ...\" stands on a line of its own");
    } else if (clause_ == Clause::none || !starts_item()) {
        return false;
    }
    read_item();
    return true;
}

void EndingReader::read_item_without_word()
{
    clause_ = Clause::until;
    read_item();
}

void EndingReader::read_item()
{
    if (at_quantity(line_)) {
        read_bare_quantity();
    } else {
        read_comparison(clause_ == Clause::stop);
    }
}

void EndingReader::read_bare_quantity()
{
    const auto written = read_written(line_, "1 hour, 0.5 mAh/cm^2 or V > 0.05 V");
    if (clause_ == Clause::stop) {
        throw Fault(written.at, "\"stop if\" needs a comparison", "write as in stop if |V| > 5 V");
    }
    Ending ending;
    if (is_of(written, time_kind)) {
        ending.after = read_duration_after(line_, written);
    } else if (is_of(written, charge_kind)) {
        ending.charge = positive_charge(written, area_);
    } else if (is_of(written, voltage_kind)) {
        ending.condition = bare_voltage(value_of(written, voltage_kind, area_), written.at);
    } else if (is_of(written, current_density_kind) && drive_ == Drive::hold) {
        ending.condition = Condition{.what = Observable::current_magnitude,
                                     .sense = Condition::Sense::below,
                                     .threshold = positive_current(written, area_).si};
    } else {
        const bool bare = written.unit.empty();
        throw Fault(
            written.at,
            in_quotes(written.text) +
                (bare ? " is a bare number" : " cannot end this step by itself"),
            bare ? "give its unit, such as 1 hour or 0.5 mAh/cm^2"
                 : "write a comparison such as |I| < 1 uA/cm^2 or thickness of working > 1 um");
    }
    ending.text = line_.text_since(written.at);
    add(std::move(ending), written.at);
}

/// As people write for a charge: "until 4.1 V" is a limit on the side to which the step drives V.
Condition EndingReader::bare_voltage(double voltage, std::size_t at) const
{
    const bool up = drive_ == Drive::strip_working && voltage > 0.0;
    const bool down = drive_ == Drive::plate_working && voltage < 0.0;
    if (!up && !down) {
        throw Fault(at, "from which side the voltage comes is not said",
                    "write V > ..., V < ... or |V| > ...");
    }
    return {.what = Observable::voltage,
            .sense = up ? Condition::Sense::above : Condition::Sense::below,
            .threshold = voltage};
}

void EndingReader::read_comparison(bool stops_test)
{
    const auto watched = read_watched(line_);
    const auto value_at = line_.peek().at;
    auto sense = Condition::Sense::below;
    double threshold = 0.0;
    const bool inventory =
        watched.observable == Observable::metal || watched.observable == Observable::lithium;
    const std::size_t verb = line_.is_word({"is"}) ? 1 : 0;
    if (inventory && line_.is_word({"depleted", "exhausted", "gone"}, verb)) {
        for (std::size_t i = 0; i <= verb; ++i) {
            line_.take();
        }
    } else if (const auto found = read_sense(line_)) {
        sense = *found;
        threshold = read_value(line_, watched.kind, area_);
    } else {
        line_.unexpected(comparison_words, "compare with > or <");
    }
    check_threshold(watched, sense, threshold, value_at);

    Ending ending{.stops_test = stops_test, .text = std::string{line_.text_since(watched.at)}};
    const bool timed =
        watched.what == Watched::What::time || watched.what == Watched::What::step_time;
    if ((timed || watched.what == Watched::What::charge) && sense == Condition::Sense::below) {
        throw Fault(watched.at, "it only grows during a step", "compare with >");
    }
    if (watched.what == Watched::What::time && stops_test) {
        throw Fault(watched.at, "which time is not said",
                    "write \"step time\", or \"stop after 400 hours\" on a line of its own");
    }
    if (timed) {
        ending.after = kinetics::Time<>{threshold};
        add(std::move(ending), watched.at);
    } else if (watched.what == Watched::What::charge) {
        ending.charge = kinetics::ArealCharge<>{threshold};
        add(std::move(ending), watched.at);
    } else if (watched.what == Watched::What::magnitude_of_voltage) {
        // Two roots, not one of |V|: a solver sees sign changes only.
        ending.condition = Condition{.threshold = threshold};
        add(ending, watched.at);
        ending.condition = Condition{.sense = Condition::Sense::below, .threshold = -threshold};
        add(std::move(ending), watched.at);
    } else {
        for (const auto side : watched.sides) {
            ending.condition = Condition{watched.observable, side, sense, threshold};
            add(ending, watched.at);
        }
    }
}

void EndingReader::add(Ending ending, std::size_t at)
{
    if (has_same_kind(endings_, ending)) {
        const char* what = ending.after    ? "two durations"
                           : ending.charge ? "two charges"
                                           : "two limits";
        throw Fault(at, std::string{what} + " of one kind in one step", "keep the one that counts");
    }
    endings_.push_back(std::move(ending));
    places_.push_back(at);
}

std::vector<Ending> EndingReader::take()
{
    return std::move(endings_);
}

std::vector<Ending> EndingReader::take(const Control& control)
{
    for (std::size_t i = 0; i < endings_.size(); ++i) {
        if (const auto why = senseless(control, endings_[i]); !why.empty()) {
            throw Fault(places_[i],
                        in_quotes(endings_[i].text) + " cannot end this step: " + std::string{why},
                        "remove it");
        }
    }
    return take();
}

} // namespace percolith::runs::language
