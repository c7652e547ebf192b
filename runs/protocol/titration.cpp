#include "runs/protocol/observables.hpp"
#include "runs/protocol/quantities.hpp"
#include "runs/protocol/sentence_parts.hpp"

namespace percolith::runs::language
{
namespace
{

using kinetics::ArealCharge;
using kinetics::CurrentDensity;

/// Titrate working with 1 uAh/cm^2 at 15.6 uA/cm^2, rest until V > 0.05 V, repeat for 400 hours:
/// pulses that plate, each followed by a rest, as a loop.
class Titration
{
public:
    Titration(Line& line, kinetics::Area<> area)
        : line_(line), area_(area), begin_(line.take().at), sign_(read_direction()),
          rest_endings_{line, Drive::rest, area}
    {
    }

    Sentence read()
    {
        while (!line_.at_statement_end()) {
            skip_separators(line_);
            read_clause();
        }
        const auto missing = !charge_    ? "with 1 uAh/cm^2"
                             : !current_ ? "at 15.6 uA/cm^2"
                             : !rests_   ? "rest until V > 0.05 V"
                             : !around_  ? "repeat for 400 hours"
                                         : "";
        if (*missing != '\0') {
            throw Fault(line_.peek().at, "the titration is not complete",
                        std::string{"add \""} + missing + '"');
        }
        Step rest = finished(line_, begin_, Rest{}, rest_endings_);
        Step pulse{.control = ConstantCurrent{sign_ * *current_}, .text = rest.text};
        pulse.until.push_back({.charge = charge_, .text = charge_text_});
        for (const auto& ending : rest.until) {
            if (ending.stops_test) {
                pulse.until.push_back(ending);
            }
        }
        return {.steps = {std::move(pulse), std::move(rest)}, .around = around_};
    }

private:
    double read_direction()
    {
        return sign_of(false, read_side(line_).value_or(model::Side::working));
    }

    void read_clause()
    {
        if (line_.is_word({"with"})) {
            once(line_, charge_.has_value(), "pulse");
            line_.take();
            const auto written = read_written(line_, "1 uAh/cm^2");
            charge_ = positive_charge(written, area_);
            charge_text_ = written.text;
            line_.accept({"pulse", "pulses"});
        } else if (line_.is_word({"at"})) {
            once(line_, current_.has_value(), "current");
            line_.take();
            current_ = positive_current(read_written(line_, "15.6 uA/cm^2"), area_);
        } else if (line_.is_word({"rest", "resting"})) {
            once(line_, rests_, "rest");
            line_.take();
            rests_ = true;
            if (at_quantity(line_)) {
                rest_endings_.read_item_without_word();
            }
        } else if (line_.is_word({"repeat"})) {
            once(line_, around_.has_value(), "repetition");
            line_.take();
            around_ = read_repetition(line_);
        } else if ((!rests_ && !line_.is_word({"stop"})) || !rest_endings_.read()) {
            line_.unexpected(
                clause_words(),
                "write as in Titrate working with 1 uAh/cm^2 at 15.6 uA/cm^2, rest until V > "
                "0.05 V, repeat for 400 hours");
        }
    }

    Line& line_;
    kinetics::Area<> area_;
    std::size_t begin_;
    double sign_;
    EndingReader rest_endings_;
    std::optional<ArealCharge<>> charge_;
    std::string charge_text_;
    std::optional<CurrentDensity<>> current_;
    std::optional<Repetition> around_;
    bool rests_ = false;
};

} // namespace

Sentence read_titration(Line& line, kinetics::Area<> area)
{
    return Titration{line, area}.read();
}

} // namespace percolith::runs::language
