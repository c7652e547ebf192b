#include "runs/design/race.hpp"

#include "runs/ensemble/designs.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace percolith::runs::design
{
namespace
{

/// A setting falls out when it is behind with this confidence: of hundreds of comparisons, none
/// should be wrong.
constexpr double surely = 0.9995;
/// Draws of the first look, and how many times more each further one takes.
constexpr std::size_t first_look = 32;
constexpr std::size_t raise_by = 4;
/// Rounds in which the neighbours of the best setting are tried, half as far away each time.
constexpr int refinements = 2;

/// When its least number of cycles is whole, s.
double soonest_decision(const Choice& choice, const Bench& bench)
{
    return 2.0 * static_cast<double>(bench.least_cycles) * (choice.capacity / choice.current).si;
}

/// Up to rounding, its least number of cycles does within the hours.
bool fits(const Choice& choice, const Bench& bench)
{
    return soonest_decision(choice, bench) <= bench.hours.si * (1.0 + 1e-9);
}

/// Those whose least number of cycles fits into the hours.
std::vector<Choice> settings_of(const Foil& foil, const Bench& bench)
{
    std::vector<Choice> all;
    const double least = bench.least_capacity.si;
    const double largest =
        std::min(bench.largest_capacity.value_or(foil.lithium).si, foil.lithium.si);
    if (largest < least) {
        return all;
    }
    const auto capacities = largest > least
                                ? ensemble::spaced(least, largest, bench.capacity_points, false)
                                : std::vector<double>{least};
    for (const auto current : bench.currents) {
        for (const double capacity : capacities) {
            const Choice choice{foil.lithium, current, kinetics::ArealCharge<>{capacity}};
            if (fits(choice, bench)) {
                all.push_back(choice);
            }
        }
    }
    return all;
}

/// The worse of two shares.
void worsen(Share& worst, std::size_t& which, const Share& share, std::size_t group)
{
    if (share.value > worst.value) {
        worst = share;
        which = group;
    }
}

} // namespace

double excess_of(const Standing& s, double miss, double false_alarm)
{
    return s.false_alarm ? s.false_alarm->value - false_alarm : s.miss.value - miss;
}

void Race::judge(Standing& s, double confidence) const
{
    s.decided = {.time = 0.0, .low = 0.0, .high = 0.0};
    s.miss = {.count = 0, .value = -1.0, .low = 0.0, .high = 1.0};
    for (const auto& group : groups_) {
        if (group.verdict == Verdict::fail) {
            const auto one =
                decision_time(evidence_.of(s.choice, group, s.tests), asked_.miss, confidence);
            s.decided.time = std::max(s.decided.time, one.time);
            s.decided.low = std::max(s.decided.low, one.low);
            s.decided.high = std::max(s.decided.high, one.high);
        }
    }
    const double soonest = soonest_decision(evidence_.choices()[s.choice], asked_.bench);
    for (double* time : {&s.decided.time, &s.decided.low, &s.decided.high}) {
        *time = std::max(*time, soonest);
    }
    const double looked = std::min(s.decided.time, s.until);
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        if (groups_[g].verdict == Verdict::fail) {
            worsen(s.miss, s.missed,
                   missed_at(evidence_.of(s.choice, groups_[g], s.tests), looked, confidence), g);
        }
    }
    s.lost_failing = lost_at(evidence_.of(s.choice, groups_[s.missed], s.tests), looked);
}

void Race::raise(std::vector<Standing*> those, std::size_t tests, double until)
{
    std::vector<Evidence::Wish> wishes;
    for (auto* s : those) {
        s->tests = std::max(s->tests, tests);
        s->until = std::max(s->until, until);
        s->false_alarm.reset();
        for (const auto& group : groups_) {
            if (group.verdict == Verdict::fail) {
                wishes.push_back({s->choice, &group, s->tests, s->until});
            }
        }
    }
    evidence_.gather(wishes);
    for (auto* s : those) {
        judge(*s, surely);
    }
}

void Race::look_at_passing(Standing& s)
{
    std::vector<Evidence::Wish> wishes;
    for (const auto& group : groups_) {
        if (group.verdict == Verdict::pass) {
            wishes.push_back({s.choice, &group, s.tests, s.decided.time});
        }
    }
    evidence_.gather(wishes);
    s.false_alarm = alarms_of_passing(s, surely);
}

Share Race::alarms_of_passing(Standing& s, double confidence) const
{
    Share worst{.count = 0, .value = -1.0, .low = 0.0, .high = 1.0};
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        if (groups_[g].verdict == Verdict::pass) {
            worsen(
                worst, s.alarmed,
                alarmed_at(evidence_.of(s.choice, groups_[g], s.tests), s.decided.time, confidence),
                g);
        }
    }
    s.least_alarms = 0.0;
    for (const auto& group : groups_) {
        if (group.verdict == Verdict::pass) {
            const auto early =
                alarmed_at(evidence_.of(s.choice, group, s.tests), s.decided.low, confidence);
            s.least_alarms = std::max(s.least_alarms, early.low);
        }
    }
    s.lost_passing = lost_at(evidence_.of(s.choice, groups_[s.alarmed], s.tests), s.decided.time);
    return worst;
}

/// Whether no further test would bring it within the error rates.
bool Race::is_out(const Standing& s) const
{
    const bool all = s.tests >= asked_.tests;
    const bool looked = s.until >= asked_.bench.hours.si;
    if (looked && (all ? s.decided.time : s.decided.low) == never) {
        return true;
    }
    return s.false_alarm && (all ? s.false_alarm->value : s.least_alarms) > asked_.false_alarm;
}

bool Race::is_good(const Standing& s) const
{
    return s.decided.time < never && (!s.false_alarm || s.false_alarm->value <= asked_.false_alarm);
}

/// The soonest of those that may be within the error rates.
const Standing* Race::leader() const
{
    const Standing* first = nullptr;
    for (const auto& s : standings_) {
        if (!is_out(s) && is_good(s) &&
            (first == nullptr || s.decided.time < first->decided.time)) {
            first = &s;
        }
    }
    return first;
}

/// Until the soonest one is known on all draws, and nobody is left who might be sooner.
void Race::settle()
{
    const double hours = asked_.bench.hours.si;
    for (;;) {
        const auto* first = leader();
        if (first != nullptr && !first->false_alarm) {
            look_at_passing(standings_[static_cast<std::size_t>(first - standings_.data())]);
            continue;
        }
        const double behind = first != nullptr ? first->decided.high : never;
        const double until = std::min(hours, behind);
        std::vector<Standing*> open;
        std::size_t least = asked_.tests;
        for (auto& s : standings_) {
            const bool short_look = s.decided.time == never && s.until < until;
            const bool may_win = !is_out(s) && (s.decided.low <= behind || short_look);
            if (may_win && (s.tests < asked_.tests || short_look)) {
                open.push_back(&s);
                least = std::min(least, s.tests);
            }
        }
        if (open.empty()) {
            return;
        }
        raise(
            std::move(open),
            std::min<std::size_t>(raise_by * std::max(least, first_look / raise_by), asked_.tests),
            until);
    }
}

/// Settings halfway to the neighbours of the best one.
void Race::add_between(const Standing& best)
{
    const auto at = evidence_.choices()[best.choice];
    std::vector<Choice> fresh;
    const auto halfway = [&](auto number, auto middle, auto put) {
        double below = -never;
        double above = never;
        for (const auto& s : standings_) {
            const double other = number(evidence_.choices()[s.choice]);
            if (other < number(at)) {
                below = std::max(below, other);
            } else if (other > number(at)) {
                above = std::min(above, other);
            }
        }
        for (const double neighbour : {below, above}) {
            if (std::isfinite(neighbour)) {
                auto between = at;
                put(between, middle(number(at), neighbour));
                fresh.push_back(between);
            }
        }
    };
    halfway([](const Choice& c) { return c.capacity.si; },
            [](double a, double b) { return 0.5 * (a + b); },
            [](Choice& c, double q) { c.capacity.si = q; });
    halfway([](const Choice& c) { return c.current.si; },
            [](double a, double b) { return std::sqrt(a * b); },
            [](Choice& c, double j) { c.current.si = j; });
    for (const auto& choice : fresh) { // `best` moves
        if (fits(choice, asked_.bench)) {
            standings_.push_back({.choice = evidence_.add(choice)});
        }
    }
}

FoilAnswer Race::operator()(const Foil& foil)
{
    standings_.clear();
    for (const auto& choice : settings_of(foil, asked_.bench)) {
        standings_.push_back({.choice = evidence_.add(choice)});
    }
    settle();
    for (int round = 0; round < refinements && !standings_.empty(); ++round) {
        const auto* best = leader();
        add_between(best != nullptr ? *best : standings_[closest()->second]);
        settle();
    }
    return closed(foil);
}

FoilAnswer Race::without_elimination(const Foil& foil)
{
    standings_.clear();
    for (const auto& choice : settings_of(foil, asked_.bench)) {
        standings_.push_back({.choice = evidence_.add(choice)});
    }
    std::vector<Standing*> all(standings_.size());
    std::ranges::transform(standings_, all.begin(), [](Standing& s) { return &s; });
    raise(std::move(all), asked_.tests, asked_.bench.hours.si);
    for (auto& s : standings_) {
        if (s.decided.time < never) {
            look_at_passing(s);
        }
    }
    return closed(foil);
}

FoilAnswer Race::closed(const Foil& foil)
{
    FoilAnswer answer{.foil = foil, .standings = {}, .best = std::nullopt};
    if (const auto* best = leader()) {
        answer.best = static_cast<std::size_t>(best - standings_.data());
    } else if (const auto near = closest()) {
        answer.limit = near->first;
        answer.nearest = near->second;
    }
    for (auto& s : standings_) { // no longer to decide, but to show
        judge(s, asked_.confidence);
        if (s.false_alarm) {
            s.false_alarm = alarms_of_passing(s, asked_.confidence);
        }
    }
    answer.standings = std::move(standings_);
    standings_.clear();
    return answer;
}

/// Where no setting is within the error rates: the one that comes closest, and which limit keeps
/// it.
std::optional<std::pair<Limit, std::size_t>> Race::closest() const
{
    const auto excess = [this](const Standing& s) {
        return excess_of(s, asked_.miss, asked_.false_alarm);
    };
    const auto best = std::ranges::min_element(standings_, {}, excess);
    if (best == standings_.end()) {
        return std::nullopt;
    }
    return std::pair{best->false_alarm ? Limit::false_alarms : Limit::hours,
                     static_cast<std::size_t>(best - standings_.begin())};
}

} // namespace percolith::runs::design
