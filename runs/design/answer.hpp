#pragma once
/// The thinnest lithium that decides: foil by foil the setting that decides soonest, how sure that
/// is, why not a thinner foil, and what other cells would have said meanwhile.

#include "runs/design/anode_free.hpp"
#include "runs/design/beginning.hpp"
#include "runs/design/race.hpp"
#include "runs/design/sheet.hpp"
#include "runs/design/symmetric_cell.hpp"
#include "runs/record/provenance.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// Alarms of the cells of one group at the chosen setting.
struct AlarmCurve {
    std::string name; ///< of the candidate
    Verdict verdict = Verdict::pass;
    std::vector<double> times; ///< s, rising; of those that raised it within `until`
    std::size_t tests = 0;
    double until = 0.0; ///< s, as long as all were looked at
    Share wrong; ///< at the time of decision: missed, or falsely alarmed
};

struct Answer {
    std::string title{};
    double confidence = 0.95;
    double miss = 0.05, false_alarm = 0.05; ///< wanted
    double hours = 0.0; ///< s
    double alarm = 0.0, voltage_range = 0.0, voltage_noise = 0.0; ///< V, of the bench
    std::vector<FoilAnswer> foils{}; ///< the thinnest first
    std::vector<Choice> choices{}; ///< that the standings name
    std::optional<std::size_t> chosen{}; ///< of `foils`: the thinnest of those that decide soonest
    DecisionTime decided{}; ///< with the chosen one
    /// At the chosen setting, on as many draws again, none of which had a part in the choice.
    std::vector<AlarmCurve> curves{};
    std::optional<SymmetricCourse> symmetric{};
    std::optional<AnodeFreeCycle> anode_free{};
    /// Where no foil decides: the one that comes closest, and with how many hours which one would.
    std::optional<std::size_t> nearest{};
    std::optional<double> hours_needed{}; ///< s; nothing where even the longest look would not do
    Foil foil_then{};
    Choice choice_then{};
    double longest_look = 0.0; ///< s
    /// Of the setting that comes closest, where hours do not help.
    std::optional<Beginning> beginning{};
    std::vector<std::string> names{}; ///< of the candidates
    std::vector<Group> groups{}; ///< their draws, without those that could not be computed
    std::uint64_t refused = 0; ///< draws that are no cell
    std::string first_refusal{}; ///< why the first of them is none
    std::uint64_t unclassified = 0; ///< draws whose criterion could not be computed
    std::uint64_t tests_run = 0;
    Provenance provenance{};

    const Choice& choice(const Standing& standing) const { return choices[standing.choice]; }
    const Standing& best() const { return foils[*chosen].standings[*foils[*chosen].best]; }
};

/// Throws `Stopped`, `OutputError`, and `InputError` where the beliefs leave nothing to decide.
Answer answer(const DesignCase& asked, const Surroundings& surroundings);

/// Cycles that are whole by `time` (s), rounding aside.
std::uint64_t whole_cycles(const Choice& choice, double time);

/// The chosen test, to be written down. `answer` must have one.
Exam exam_of(const Answer& answer, const DesignCase& asked);

/// The design file and all files that its cases are made of.
std::vector<std::filesystem::path> inputs_of(const DesignCase& asked);

/// Everything that fixes the answer: program, design, cases.
std::string fingerprint_of(const DesignCase& asked);

/// A page for people, and the same for programs (docs/files/design.md).
std::string as_text(const Answer& answer);
std::string as_json(const Answer& answer);
/// What is said of the chosen test, sentence by sentence. `answer` must have one.
std::vector<std::string> in_words(const Answer& answer);
/// Where no foil decides: which limit binds and by how much, on one line.
std::string binding_limit(const Answer& answer);
/// What would help against it.
std::string mend_for(const Answer& answer);

} // namespace percolith::runs::design
