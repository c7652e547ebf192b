#include "runs/design/trials.hpp"

#include "runs/ensemble/designs.hpp"
#include "runs/ensemble/lane_tests.hpp"
#include "runs/simulate/ready_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace percolith::runs::design
{
namespace
{

using ensemble::Axis;
using ensemble::Distribution;
using ensemble::LaneTest;
using Kind = Outcome::Kind;

/// A standard normal number beside the beliefs.
Axis normal_axis()
{
    return {.key = {},
            .unit = {},
            .si_unit = {},
            .belief = Distribution{.kind = Distribution::Kind::normal}};
}

} // namespace

Outcome outcome_of(const TestEnd& end)
{
    using model::EventKind;
    switch (end.cause.kind) {
    case EventKind::protocol_finished:
        return {Kind::silent, end.at.time};
    case EventKind::host_exhausted:
    case EventKind::contact_lost:
    case EventKind::voltage_limit_high:
    case EventKind::voltage_limit_low:
        return {Kind::alarm, end.at.time};
    default:
        return {Kind::lost, end.at.time};
    }
}

Protocol protocol_of(const Choice& choice, Form form, double time)
{
    const auto half = choice.capacity / choice.current;
    const auto step = [&](double sign) {
        Step made{.control = ConstantCurrent{sign * choice.current}};
        made.until.push_back({.after = half});
        return made;
    };
    const double first = form == Form::anode_free ? -1.0 : 1.0;
    Protocol protocol;
    protocol.steps = {step(first), step(-first)};
    const auto passes = static_cast<std::uint64_t>(std::ceil(time / (2.0 * half.si))) + 1;
    protocol.loops = {
        {.first = 0, .last = 1, .repeats = passes, .duration = kinetics::Time<>{time}}};
    return protocol;
}

std::string refusal_of(const std::function<void()>& run)
{
    try {
        run();
        return {};
    } catch (const InputError& fault) {
        const std::string lines = fault.what();
        return one_line(lines.substr(0, lines.find('\n')));
    } catch (const SolverFailure& failure) {
        return one_line(failure.what());
    } catch (const std::domain_error& outside) {
        return one_line(outside.what());
    } catch (const std::invalid_argument& contradiction) {
        return one_line(contradiction.what());
    }
}

Trials::Trials(const Candidate& candidate, const DesignCase& asked, std::uint64_t seed)
    : candidate_(&candidate), asked_(&asked)
{
    draws_ = candidate.beliefs;
    draws_.design = ensemble::Design::sobol;
    draws_.seed = seed;
    for (int k = 0; k < 3; ++k) { // the foil, a voltage, a charge
        draws_.axes.push_back(normal_axis());
    }
}

std::vector<double> Trials::drawn(std::uint64_t number) const
{
    return ensemble::member_values(draws_, number);
}

Trials::Reading Trials::reading(std::uint64_t number) const
{
    const auto all = drawn(number);
    return {all[believed() + 1], all[believed() + 2]};
}

CaseReader Trials::reader() const
{
    std::vector<Varied> keys;
    keys.reserve(believed());
    for (const auto& axis : candidate_->beliefs.axes) {
        keys.push_back({axis.key, axis.unit});
    }
    return {*candidate_->source, std::move(keys)};
}

void Trials::with(const Choice& choice, Form form, std::uint64_t number, double time,
                  CaseReader& reader, const std::function<void(const TestSetup&)>& use) const
{
    const auto values = drawn(number);
    const auto& read = reader(std::span(values).first(believed()));
    auto cell = read.given.cell;
    // A foil that is off by more than all of itself is none: nobody builds a cell with it.
    const double off = std::max(1.0 + asked_->bench.foil_tolerance * values[believed()], 0.0);
    switch (form) {
    case Form::thin:
        cell.kind = cells::CellKind::asymmetric;
        cell.working.lithium = off * choice.lithium;
        break;
    case Form::symmetric:
        cell.kind = cells::CellKind::symmetric;
        cell.working.lithium = cell.counter.lithium;
        break;
    case Form::anode_free:
        cell.kind = cells::CellKind::anode_free;
        cell.working.lithium = {};
        break;
    }
    const auto protocol = protocol_of(choice, form, time);
    const ReadyTest as_read(read.given, cells::assemble(cell));
    // What an instrument adds to a voltage shifts where it sees the alarm.
    const auto& bench = asked_->bench;
    const double range =
        std::max(bench.alarm.si + bench.voltage_noise.si * values[believed() + 1], 0.0);
    use({.cell = as_read.setup().cell,
         .initial = cells::initial_state(cell),
         .protocol = protocol,
         .limits = {range, -range},
         .stop_when = {},
         .engine = as_read.setup().engine,
         .tolerances = as_read.setup().tolerances});
}

/// Hands the tests of one setting to the lanes, and notes what comes of them.
class Trials::Batch final : public ensemble::LaneWork
{
public:
    Batch(const Trials& trials, const Choice& choice, std::span<const std::uint64_t> draws,
          double time, const std::atomic<bool>* stop)
        : trials_(trials), like_(trials.candidate_->source->as_written()), choice_(choice),
          draws_(draws), time_(time), stop_(stop), outcomes_(draws.size()), reader_(trials.reader())
    {
    }

    std::optional<std::vector<Outcome>> run() &&
    {
        const auto& setup = like_.setup();
        if (setup.engine == Engine::odeint) {
            run_lanes(*this, physics_of(setup.cell), setup.tolerances);
        } else {
            for (std::uint64_t k = 0; k < outcomes_.size() && !stopped(); ++k) {
                by_engine(k);
            }
        }
        return stopped() ? std::nullopt : std::optional(std::move(outcomes_));
    }

    std::optional<LaneTest> next() override
    {
        while (begun_ < outcomes_.size() && !stopped()) {
            const auto k = begun_++;
            if (auto test = lane_test(k)) {
                return test;
            }
            by_engine(k);
        }
        return std::nullopt;
    }

    void ended(const LaneTest& test, const model::CellState<>& state,
               const model::CellMode& mode) override
    {
        if (test.needs_engine()) {
            by_engine(test.number());
        } else {
            outcomes_[test.number()] = outcome_of(test.end(state, mode));
        }
    }

    bool stopped() const override { return raised(stop_); }

private:
    /// Nothing where it is for the engine, which also says what is wrong with it.
    std::optional<LaneTest> lane_test(std::uint64_t k)
    {
        std::optional<LaneTest> test;
        refusal_of([&] {
            trials_.with(choice_, Form::thin, draws_[k], time_, reader_,
                         [&](const TestSetup& setup) {
                             const auto& like = like_.setup().cell;
                             if (setup.cell.submodels == like.submodels &&
                                 physics_of(setup.cell) == physics_of(like)) {
                                 test = LaneTest::of(setup, k);
                             }
                         });
        });
        return test;
    }

    void by_engine(std::uint64_t k)
    {
        const auto refusal = refusal_of([&] {
            trials_.with(choice_, Form::thin, draws_[k], time_, reader_,
                         [&](const TestSetup& setup) {
                             TestSink nobody;
                             outcomes_[k] = outcome_of(simulate(setup, nobody, stop_));
                         });
        });
        if (!refusal.empty()) {
            outcomes_[k] = {Kind::refused, 0.0};
        }
    }

    const Trials& trials_;
    ReadyTest like_; ///< the case as written: its sub-models are those of all lanes
    const Choice& choice_;
    std::span<const std::uint64_t> draws_;
    double time_;
    const std::atomic<bool>* stop_;
    std::uint64_t begun_ = 0; ///< tests handed out
    std::vector<Outcome> outcomes_;
    CaseReader reader_;
};

std::optional<std::vector<Outcome>> Trials::operator()(const Choice& choice,
                                                       std::span<const std::uint64_t> draws,
                                                       double time,
                                                       const std::atomic<bool>* stop) const
{
    return Batch(*this, choice, draws, time, stop).run();
}

std::string Trials::refusal(std::uint64_t number, CaseReader& reader) const
{
    const auto& bench = asked_->bench;
    const Choice any{bench.foils.front().lithium, bench.currents.front(), bench.least_capacity};
    return refusal_of(
        [&] { with(any, Form::thin, number, bench.hours.si, reader, [](const TestSetup&) {}); });
}

std::optional<double> Trials::quantity(const Criterion& criterion, std::uint64_t number,
                                       CaseReader& reader, const std::atomic<bool>* stop) const
{
    const auto values = drawn(number);
    if (!criterion.output) {
        const auto& axes = candidate_->beliefs.axes;
        const auto at = std::ranges::find(axes, criterion.quantity, &Axis::key);
        return values[static_cast<std::size_t>(at - axes.begin())];
    }
    std::optional<double> value;
    refusal_of([&] {
        const auto& read = reader(std::span(values).first(believed()));
        const ReadyTest test(read.given, read.cell);
        ensemble::OutputWatch watch;
        const auto end = simulate(test.setup(), watch, stop);
        if (end.status == TestEnd::Status::interrupted) {
            return;
        }
        const auto summary = summarize(test.setup(), end, test.numbers());
        value =
            ensemble::numbers_of(std::span(&*criterion.output, 1), summary, end, watch.depletion())
                .front();
    });
    if (value && std::isnan(*value)) {
        const bool may_never_come = criterion.quantity.find("depletion") != std::string::npos;
        return may_never_come ? std::optional(std::numeric_limits<double>::infinity())
                              : std::nullopt;
    }
    return value;
}

} // namespace percolith::runs::design
