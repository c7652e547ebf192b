#pragma once
/// What the sentences of all kinds of steps share.

#include "runs/protocol/endings.hpp"
#include "runs/protocol/protocol.hpp"
#include "runs/protocol/words.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace percolith::runs::language
{

/// "200 times", "forever", "for 400 hours", "200 times or for 400 hours".
struct Repetition {
    std::uint64_t repeats = Loop::forever;
    std::optional<kinetics::Time<>> duration{};
};

/// Reads what follows the word "repeat".
Repetition read_repetition(Line& line);

struct Sentence {
    std::vector<Step> steps; ///< one, or the pulse and the rest of a titration
    std::optional<Repetition> around; ///< of a titration
};

/// The words that may go on a sentence, for suggestions.
std::span<const std::string_view> clause_words();

/// Sign of the cell current that strips (or plates) an electrode: > 0 strips working.
double sign_of(bool strips, model::Side side);

/// Throws `Fault` at the next token if `what` was already given.
void once(const Line& line, bool already, const char* what);

/// The step of a finished sentence that began at byte `begin`. Throws `Fault` for endings that make
/// no sense with its control, and where it would never end.
Step finished(const Line& line, std::size_t begin, Control control, EndingReader& endings);

/// Ramp working from a to b over t; Ramp plating working ...; Ramp current from -a to a at r.
Step read_ramp(Line& line, kinetics::Area<> area);

/// Titrate working with 1 uAh/cm^2 at 15.6 uA/cm^2, rest until V > 0.05 V, repeat for 400 hours.
Sentence read_titration(Line& line, kinetics::Area<> area);

} // namespace percolith::runs::language
