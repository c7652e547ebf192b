#include "runs/simulate/recorder.hpp"
#include "runs/case/case.hpp"
#include "runs/record/read.hpp"
#include "runs/record/record.hpp"
#include "runs/simulate/ready_test.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/scratch_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace percolith;
using namespace percolith::tests;

namespace
{

/// One instant of a run: time and what the record follows.
struct Moment {
    double time;
    std::array<double, 4> value;
};

constexpr std::array<const char*, 4> followed{
    "voltage", "current_density", "working_interphase_thickness", "counter_interphase_thickness"};

/// Sees every step of the solver in forty pieces while it is recorded.
class Witness final : public runs::TestSink, private runs::StepObserver
{
public:
    Witness(const runs::TestSetup& setup, runs::TestSink& recorder)
        : setup_(setup), recorder_(recorder)
    {
    }

    const std::vector<Moment>& moments() const { return moments_; }

    runs::StepObserver* segment(const runs::Instant& at, const runs::Segment& segment,
                                const runs::CellUnderTest& cell) override
    {
        observer_ = recorder_.segment(at, segment, cell);
        start_ = at.time;
        control_ = segment.control;
        on_ = model::switches<double>(segment.mode);
        return this;
    }
    void step_ends(const runs::Instant& at, const runs::StepEnd& end,
                   const runs::CellUnderTest& cell) override
    {
        recorder_.step_ends(at, end, cell);
    }
    void event(const runs::TestEvent& event, const runs::CellUnderTest& cell) override
    {
        recorder_.event(event, cell);
    }
    void cycle(const runs::CycleSummary& cycle, const runs::CellUnderTest& cell) override
    {
        recorder_.cycle(cycle, cell);
    }

private:
    void step(double from, double to, const Interpolant& between) override
    {
        constexpr int pieces = 40;
        for (int k = 1; k <= pieces; ++k) {
            const double t = k == pieces ? to : from + (to - from) * k / pieces;
            const auto state = between.at(t);
            const auto current = std::visit(
                [&](const auto& c) {
                    return model::cell_current<model::Physics::full>(c, setup_.cell, state, on_,
                                                                     kinetics::Time<>{t});
                },
                control_);
            const auto voltage =
                model::voltage<model::Physics::full>(setup_.cell, state, on_, current).total();
            moments_.push_back({start_ + t,
                                {voltage.si, current.si, state.working.interphase_thickness.si,
                                 state.counter.interphase_thickness.si}});
        }
        observer_->step(from, to, between);
    }

    const runs::TestSetup& setup_;
    runs::TestSink& recorder_;
    runs::StepObserver* observer_ = nullptr;
    double start_ = 0.0;
    runs::SegmentControl control_;
    model::CellSwitches<> on_;
    std::vector<Moment> moments_;
};

/// How far the record lies off the moments at worst, in units of what each quantity may be off.
std::array<double, 4> farthest(const runs::RecordedRun& run, const std::vector<Moment>& moments)
{
    const runs::ShapeTolerance t;
    const std::array<double, 4> absolute{t.voltage, t.current, t.thickness, t.thickness};
    const auto time = run.column(runs::RecordedRun::Table::series, "time");
    std::array<double, 4> worst{};
    for (std::size_t k = 0; k < followed.size(); ++k) {
        const auto value = run.column(runs::RecordedRun::Table::series, followed[k]);
        for (const auto& m : moments) {
            // Of the rows at one jump the first ends what came before.
            const auto after = std::lower_bound(time.begin() + 1, time.end() - 1, m.time);
            const auto n = static_cast<std::size_t>(after - time.begin());
            const double share = (m.time - time[n - 1]) / (time[n] - time[n - 1]);
            const double shown = value[n - 1] + share * (value[n] - value[n - 1]);
            const double allowed = absolute[k] + t.relative * std::abs(m.value[k]);
            worst[k] = std::max(worst[k], std::abs(shown - m.value[k]) / allowed);
        }
    }
    return worst;
}

struct Course {
    const char* file;
    std::vector<std::string> changes;
    double tolerance = 0.0; ///< relative, of the solver; 0 is its own
};

} // namespace

TEST_CASE("straight lines between recorded rows follow the run at every instant", "[record]")
{
    const auto course = GENERATE(
        Course{"asymmetric_lpsc_20um.toml",
               {"protocol.steps=\"Strip working at 0.5 mA/cm^2 for 1 "
                "hour; Plate working at 0.5 mA/cm^2 for 1 hour; "
                "repeat 40 times\""}},
        Course{"asymmetric_lgps_20um.toml", {}}, Course{"critical_current_density.toml", {}},
        // Steps so long that much happens within one.
        Course{"critical_current_density.toml", {}, 1e-4},
        Course{"symmetric_lgps.toml",
               {"protocol.steps=\"Strip working at 0.5 mA/cm^2 for 3 hours; Hold at 0.05 V for 10 "
                "hours; Rest for 100 hours; Ramp working from 0 mA/cm^2 to 1 mA/cm^2 over 2 "
                "hours\""}});
    const auto engine = GENERATE(runs::Engine::sundials, runs::Engine::odeint);
    CAPTURE(course.file, engine == runs::Engine::sundials);
    const auto given = runs::read_case(shipped_cases / course.file, course.changes);
    const runs::ReadyTest ready(given);
    auto setup = ready.setup();
    setup.engine = engine;
    setup.tolerances = course.tolerance > 0.0 ? runs::Tolerances{course.tolerance, course.tolerance}
                                              : runs::default_tolerances(engine);

    const ScratchFolder folder;
    runs::RunRecord record(folder / "run.h5", ready.header());
    const auto recorder = runs::make_recorder(setup, record);
    Witness witness(setup, *recorder);
    runs::simulate(setup, witness);
    record.finish({});

    REQUIRE(witness.moments().size() > 1000);
    const auto worst = farthest(runs::RecordedRun(folder / "run.h5"), witness.moments());
    for (std::size_t k = 0; k < worst.size(); ++k) {
        // Points offered are followed within 1; between neighbours the curve may leave a straight
        // line by an eighth more at their middle, and a little more beside it.
        CAPTURE(followed[k]);
        CHECK(worst[k] < 1.25);
    }
}
