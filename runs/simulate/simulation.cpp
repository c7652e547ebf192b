#include "runs/simulate/simulation.hpp"

#include "runs/protocol/cursor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs
{

namespace
{

/// Segments between two looks at the clock of whoever waits.
constexpr std::uint64_t progress_interval = 256;

/// Passes what happens in a step on to the test's sink, with the test's own clock.
class StepRelay final : public StepListener
{
public:
    StepRelay(const model::CellParameters<>& cell, TestSink& sink, TestEnd& end)
        : sink_(sink), end_(end), regimes_(cell)
    {
    }

    void report_to(const ProgressReport& progress) { progress_ = &progress; }

    /// What to do where a part of a step is over.
    using PartDone = std::function<void(const StepPart&, StepEnd&)>;
    void tell_parts_to(PartDone part_done) { part_done_ = std::move(part_done); }

    void begin(const Instant& at, std::span<const StepPart> parts)
    {
        at_ = at;
        parts_ = parts;
    }

    /// The step is over `elapsed` seconds after its start.
    void end(double elapsed, const CellUnderTest& cell) { regimes_.end(elapsed, cell); }

    const RegimeTimes& regimes() const { return regimes_.times(); }

    void cycle_done() { ++at_.cycle; }

    StepObserver* segment(double elapsed, const Segment& segment,
                          const CellUnderTest& cell) override
    {
        regimes_.end(elapsed, cell);
        regimes_.begin(elapsed, segment);
        const auto at = after(elapsed);
        if (*progress_ && ++segments_ % progress_interval == 0) {
            (*progress_)(at.time, at.cycle);
        }
        return sink_.segment(at, segment, cell);
    }

    void piece_done(std::size_t done, StepEnd& so_far, const CellUnderTest&) override
    {
        for (; !parts_.empty() && parts_.front().last_piece <= done; parts_ = parts_.subspan(1)) {
            part_done_(parts_.front(), so_far);
        }
    }

    void event(double elapsed, const model::CellEvent& event, const CellUnderTest& cell) override
    {
        tell(after(elapsed), event, cell, {});
    }

    void tell(const Instant& at, const model::CellEvent& event, const CellUnderTest& cell,
              const std::string& text)
    {
        sink_.event({at, event, text}, cell);
        if (event.terminal && !over_) {
            over_ = true;
            end_.cause = event;
            end_.at = at;
            end_.text = text;
        }
    }

private:
    Instant after(double elapsed) const
    {
        Instant at = at_;
        at.time += elapsed;
        return at;
    }

    TestSink& sink_;
    TestEnd& end_;
    const ProgressReport* progress_ = nullptr;
    PartDone part_done_;
    std::span<const StepPart> parts_; ///< of the step under way, those to come
    std::uint64_t segments_ = 0;
    RegimeClock regimes_;
    Instant at_;
    bool over_ = false;
};

/// What is gathered over a cycle.
class CycleCount
{
public:
    void add(const StepEnd& end, const CellUnderTest& cell)
    {
        now_.stripped += end.stripped;
        now_.plated += end.plated;
        // The voltage of an exhausted electrode at rest is no polarization.
        if (end.stripped > 0.0 || end.plated > 0.0) {
            now_.peak_voltage = std::max(now_.peak_voltage, end.largest_voltage);
            now_.end_voltage = cell.voltage;
        }
    }

    CycleSummary close(std::uint64_t cycle, double time)
    {
        auto done = now_;
        now_ = {};
        done.cycle = cycle;
        done.end = time;
        return done;
    }

private:
    CycleSummary now_;
};

template <model::Physics physics> class Run
{
public:
    Run(const TestSetup& setup, TestSink& sink)
        : setup_(setup), sink_(sink),
          integrator_(make_integrator(setup.engine, setup.cell, setup.tolerances)),
          runner_(setup.cell, *integrator_, setup.limit_stops), relay_(setup.cell, sink, end_)
    {
        steps_.reserve(setup.protocol.steps.size());
        for (const auto& step : setup.protocol.steps) {
            steps_.push_back(prepare(step, setup.stop_when));
        }
        relay_.tell_parts_to(
            [this](const StepPart& part, StepEnd& so_far) { part_done(part, so_far); });
        cell_.state = setup.initial;
        // What the electrodes hold before the test begins is no event of the test.
        cell_.mode = model::settle<physics>(setup.cell, cell_.state, 0.0, 0.0, false).mode;
    }

    TestEnd operator()(const std::atomic<bool>* interrupted, const ProgressReport& progress)
    {
        Cursor at(setup_.protocol);
        relay_.report_to(progress);
        interrupted_ = interrupted;
        while (!at.done()) {
            const auto ended = step(at);
            if (ended.why == StepEnd::Why::terminal) {
                return close();
            }
            if (ended.why == StepEnd::Why::interrupted) {
                end_.status = TestEnd::Status::interrupted;
                end_.at = instant(at);
                return close();
            }
            advance(at, ended);
        }
        auto last = instant(at);
        last.step -= last.step > 0 ? 1 : 0; // in which it happened
        relay_.tell(last,
                    {.kind = model::EventKind::protocol_finished,
                     .electrode = std::nullopt,
                     .terminal = true,
                     .condition = 0},
                    cell_, {});
        return close();
    }

private:
    Instant instant(const Cursor& at) const
    {
        return {time_, cycles(at), at.steps_done(), at.done() ? 0 : at.step()};
    }

    std::uint64_t cycles(const Cursor& at) const { return at.cycles() + record_cycles_; }

    TestEnd close()
    {
        end_.cell = cell_;
        end_.remark = integrator_->remark();
        end_.regimes = relay_.regimes();
        return end_;
    }

    /// Runs the step the cursor is at; the test ends with it if it says terminal.
    StepEnd step(const Cursor& at)
    {
        const auto& ready = steps_[at.step()];
        const auto begin = instant(at);
        step_cycles_ = at.cycles();
        sink_.step_begins(begin, cell_);
        relay_.begin(begin, ready.parts);
        counted_ = {};
        StepPlan plan{ready.pieces, setup_.limits, ready.conditions, interrupted_};
        std::vector<Piece> shortened;
        was_cut_ = false;
        if (time_ + ready.duration > at.deadline()) {
            shortened = until(ready.pieces, at.deadline() - time_);
            plan.pieces = shortened;
            was_cut_ = true;
        }
        auto ended = runner_.run(plan, cell_, &relay_);
        relay_.end(ended.elapsed, cell_);
        was_cut_ = was_cut_ && ended.why == StepEnd::Why::duration;
        time_ += ended.elapsed;
        account(uncounted(ended));
        if (ended.why == StepEnd::Why::condition) {
            stop_if_asked(at, ready, ended);
        }
        sink_.step_ends({time_, step_cycles_ + record_cycles_, begin.step, begin.protocol_step},
                        ended, cell_);
        return ended;
    }

    /// What a step did since its last part was over.
    StepEnd uncounted(const StepEnd& so_far) const
    {
        auto rest = so_far;
        rest.elapsed -= counted_.elapsed;
        rest.stripped -= counted_.stripped;
        rest.plated -= counted_.plated;
        return rest;
    }

    /// A half cycle or a cycle of a measured current is over, and the record goes on.
    void part_done(const StepPart& part, StepEnd& so_far)
    {
        const double step_began = time_;
        time_ += so_far.elapsed;
        account(uncounted(so_far));
        so_far.largest_voltage = 0.0;
        counted_ = so_far;
        if (part.ends_cycle) {
            ++record_cycles_;
            relay_.cycle_done();
            sink_.cycle(cycle_.close(step_cycles_ + record_cycles_, time_), cell_);
        }
        time_ = step_began;
    }

    /// A condition may end the whole test: the user's own, or a step's "stop if".
    void stop_if_asked(const Cursor& at, const PreparedStep& ready, StepEnd& ended)
    {
        const auto own = ready.endings.size();
        const auto& step = setup_.protocol.steps[at.step()];
        const bool stops =
            ended.condition >= own || step.until[ready.endings[ended.condition]].stops_test;
        if (!stops) {
            return;
        }
        const auto& text = ended.condition >= own ? setup_.stop_when[ended.condition - own].text
                                                  : step.until[ready.endings[ended.condition]].text;
        relay_.tell(instant(at),
                    {.kind = model::EventKind::user_condition,
                     .electrode = std::nullopt,
                     .terminal = true,
                     .condition = ended.condition},
                    cell_, text);
        ended.why = StepEnd::Why::terminal;
    }

    void advance(Cursor& at, const StepEnd&)
    {
        const auto before = at.cycles();
        if (was_cut_) {
            at.cut(time_);
        } else {
            at.next(time_);
        }
        if (at.stalled()) {
            throw SolverFailure(fmt::format(
                "a loop of the protocol takes no time: it would repeat for ever at {:.6g} h",
                time_ / 3600.0));
        }
        if (at.cycles() != before) {
            sink_.cycle(cycle_.close(cycles(at), time_), cell_);
        }
    }

    void account(const StepEnd& ended)
    {
        cycle_.add(ended, cell_);
        runs::account(end_, ended, cell_.voltage, time_);
    }

    static std::vector<Piece> until(std::span<const Piece> pieces, double end)
    {
        std::vector<Piece> kept;
        double start = 0.0;
        for (const auto& piece : pieces) {
            kept.push_back(piece);
            if (start + piece.duration >= end) {
                kept.back().duration = std::max(0.0, end - start);
                break;
            }
            start += piece.duration;
        }
        return kept;
    }

    const TestSetup& setup_;
    TestSink& sink_;
    std::unique_ptr<Integrator> integrator_;
    StepRunner<physics> runner_;
    TestEnd end_;
    StepRelay relay_;
    const std::atomic<bool>* interrupted_ = nullptr;
    std::vector<PreparedStep> steps_;
    CellUnderTest cell_;
    CycleCount cycle_;
    StepEnd counted_; ///< of the step under way, up to its last part
    std::uint64_t step_cycles_ = 0; ///< whole cycles of the steps before
    std::uint64_t record_cycles_ = 0; ///< whole cycles inside measured currents
    double time_ = 0.0;
    bool was_cut_ = false;
};

} // namespace

void account(TestEnd& end, const StepEnd& step, double voltage, double time)
{
    const bool driven = step.stripped > 0.0 || step.plated > 0.0;
    if (driven && step.largest_voltage > end.peak_voltage && step.why != StepEnd::Why::terminal) {
        end.peak_voltage = step.largest_voltage;
        end.peak_time = time;
    }
    end.largest_half_cycle = std::max({end.largest_half_cycle, step.stripped, step.plated});
    const bool whole = step.why != StepEnd::Why::terminal && step.why != StepEnd::Why::interrupted;
    if (whole && driven) {
        end.end_polarization = std::abs(voltage);
    }
    if (!end.first_stripped && driven) {
        end.first_stripped = step.stripped > 0.0 ? model::Side::working : model::Side::counter;
    }
}

TestEnd simulate(const TestSetup& setup, TestSink& sink, const std::atomic<bool>* interrupted,
                 const ProgressReport& progress)
{
    if (physics_of(setup.cell) == model::Physics::core) {
        return Run<model::Physics::core>(setup, sink)(interrupted, progress);
    }
    return Run<model::Physics::full>(setup, sink)(interrupted, progress);
}

} // namespace percolith::runs
