#pragma once
/// One statement about the world or about the mathematics, the number the program gives for it, and
/// what is accepted. A statement that cannot be met stays in the list as a known failure.

#include <string>

namespace percolith::validation
{

/// What agreement is worth.
enum class Kind {
    closed_form, ///< mathematics: any difference is an error of the program
    set_a_parameter, ///< the number set a parameter: agreement shows that it was set right
    tuned_to, ///< parameters were chosen with this statement in view: agreement proves little
    consequence, ///< follows from what was put in, against another reckoning of it, not against an
                 ///< experiment: agreement shows that the program says what its numbers imply
    predicted, ///< of an experiment, and no parameter was chosen with it in view
    conflict, ///< numbers from outside that cannot all hold with one parameter set, shown as such
};

enum class Verdict {
    pass,
    fail, ///< unexpected
    known_failure, ///< outside what is accepted, explained in the check's note
};

/// As written in reports.
const char* words(Kind kind);
const char* words(Verdict verdict);

/// What is claimed, before it is measured.
struct Claim {
    std::string name{}; ///< snake_case, unique within its validation
    std::string statement{}; ///< a sentence, with its source where it has one
    std::string unit{}; ///< of the value; empty for pure numbers
    Kind kind = Kind::consequence; ///< a prediction has to say that it is one
    std::string note{}; ///< what was tuned, which reading is taken
    std::string known_failure{}; ///< why it cannot be met; empty: it can
};

struct Check {
    Claim claim;
    double value = 0.0; ///< in `claim.unit`
    double lowest = 0.0; ///< bounds of what is accepted; infinite where open
    double highest = 0.0;
    std::string accepted; ///< the bounds in words, and why they are where they are
    Verdict verdict = Verdict::fail;
};

// Each judges a value. `why` says where the bounds come from. A value that is no number fails.

Check between(Claim claim, double value, double lowest, double highest, const std::string& why);
Check at_least(Claim claim, double value, double lowest, const std::string& why);
Check at_most(Claim claim, double value, double highest, const std::string& why);
/// Within `share` of `expected`, as in 0.15 for 15 %.
Check close_to(Claim claim, double value, double expected, double share, const std::string& why);

/// A number as reports print it, with its unit.
std::string with_unit(double value, const std::string& unit, int digits = 5);

} // namespace percolith::validation
