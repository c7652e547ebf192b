#pragma once
/// The setting of the bench that decides soonest with one foil: settings race on the same cells,
/// and those that fall behind for sure are tested no further.

#include "runs/design/evidence.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace percolith::runs::design
{

/// How a setting does, as far as it was tested.
struct Standing {
    std::size_t choice = 0; ///< of the evidence
    std::size_t tests = 0; ///< draws of each candidate
    double until = 0.0; ///< time that failing cells were looked at, s
    DecisionTime decided{}; ///< of the slowest failing group
    Share miss{}; ///< at `until` or when decided, of the worst failing group
    std::optional<Share> false_alarm{}; ///< when decided, of the worst passing group
    /// Alarms of the passing cells, at least, however early the decision may lie.
    double least_alarms = 0.0;
    std::size_t missed = 0, alarmed = 0; ///< the worst groups
    double lost_failing = 0.0, lost_passing = 0.0; ///< of their tests, those that were lost by then
};

/// By how much it is over the error rates: of false alarms where it decides, else of misses.
double excess_of(const Standing& standing, double miss, double false_alarm);

/// What keeps a foil from a decision.
enum class Limit {
    capacity, ///< it holds less than the least half cycle
    hours, ///< failing cells would be missed
    false_alarms, ///< passing cells run out as well
};

struct FoilAnswer {
    Foil foil;
    std::vector<Standing> standings; ///< of all settings tried
    std::optional<std::size_t>
        best; ///< of `standings`; nothing where none is within the error rates
    Limit limit = Limit::capacity; ///< where there is no best
    std::optional<std::size_t>
        nearest{}; ///< the setting that comes closest, where there is no best
};

class Race
{
public:
    /// `groups` hold the draws that may be used. All must outlive it.
    Race(Evidence& evidence, std::span<const Group> groups, const DesignCase& asked)
        : evidence_(evidence), groups_(groups), asked_(asked)
    {
    }

    /// Throws `Stopped`, `OutputError`.
    FoilAnswer operator()(const Foil& foil);

    /// Every setting on all draws until all hours are up: what the race must come to.
    FoilAnswer without_elimination(const Foil& foil);

private:
    void raise(std::vector<Standing*> those, std::size_t tests, double until);
    void look_at_passing(Standing& standing);
    void judge(Standing& standing, double confidence) const;
    Share alarms_of_passing(Standing& standing, double confidence) const;
    bool is_out(const Standing& standing) const;
    bool is_good(const Standing& standing) const;
    const Standing* leader() const;
    void settle();
    void add_between(const Standing& best);
    FoilAnswer closed(const Foil& foil);
    std::optional<std::pair<Limit, std::size_t>> closest() const;

    Evidence& evidence_;
    std::span<const Group> groups_;
    const DesignCase& asked_;
    std::vector<Standing> standings_;
};

} // namespace percolith::runs::design
