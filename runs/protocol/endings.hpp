#pragma once
/// "for 1 hour or until |V| > 5 V, stop if contact of working < 0.5": what ends a step or the test.

#include "runs/protocol/protocol.hpp"
#include "runs/protocol/words.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace percolith::runs::language
{

/// What drives a step, as far as its endings depend on it.
enum class Drive { strip_working, plate_working, rest, hold, ramp, record, any };

/// Why this ending makes no sense with this control ("the voltage is held"), "" where it does.
std::string_view senseless(const Control& control, const Ending& ending);

/// Whether one of `endings` watches the same thing from the same side, to the same effect.
bool has_same_kind(const std::vector<Ending>& endings, const Ending& ending);

/// Reads endings clause by clause, so that a sentence may put them before or after its other
/// clauses.
class EndingReader
{
public:
    EndingReader(Line& line, Drive drive, kinetics::Area<> area)
        : line_(line), drive_(drive), area_(area)
    {
    }

    /// Reads one clause or one more item of the clause before; false if the next words start none.
    bool read();
    /// Reads one item where "until" or "for" may be left out.
    void read_item_without_word();
    /// Reads one comparison, such as `|V| > 5 V`.
    void read_comparison(bool stops_test);

    /// All that was read. Throws `Fault` for two durations, two charges, or the same threshold
    /// twice.
    std::vector<Ending> take();
    /// The same for a step of this control: what cannot end it is a fault, too.
    std::vector<Ending> take(const Control& control);

private:
    enum class Clause { none, until, stop };
    bool starts_item() const;
    void read_item();
    void read_bare_quantity();
    void add(Ending ending, std::size_t at);
    model::Condition bare_voltage(double voltage, std::size_t at) const;

    Line& line_;
    Drive drive_;
    kinetics::Area<> area_;
    Clause clause_ = Clause::none;
    std::vector<Ending> endings_;
    std::vector<std::size_t> places_; ///< bytes in the line, one for each ending
};

/// Takes what may stand between two clauses: a comma, "or", or both; "and" only before "stop".
/// Throws `Fault` where nothing follows.
void skip_separators(Line& line);

} // namespace percolith::runs::language
