#include "runs/ensemble/lane_runner.hpp"
#include "runs/ensemble/members.hpp"
#include "tests/support/random_cell.hpp"
#include "tests/support/small_sweep.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <deque>
#include <numeric>
#include <set>

using namespace percolith;
using namespace percolith::runs;
using namespace percolith::runs::ensemble;
using model::EventKind;
using model::Physics;
using tests::Draw;

namespace
{

Step at_current(double current, double duration)
{
    Step step{.control = Rest{}, .until = {{.after = kinetics::Time<>{duration}}}};
    if (current != 0.0) {
        step.control = ConstantCurrent{kinetics::CurrentDensity<>{current}};
    }
    return step;
}

/// A test with everything it refers to.
struct OwnTest {
    model::CellParameters<> cell;
    model::CellState<> initial;
    Protocol protocol;
    double limit = 5.0;

    TestSetup setup(Engine engine = Engine::odeint) const
    {
        return {.cell = cell,
                .initial = initial,
                .protocol = protocol,
                .limits = {limit, -limit},
                .stop_when = {},
                .engine = engine,
                .tolerances = default_tolerances(engine)};
    }
};

/// Cycles with rests between them, some left in the middle of a step, of cells that mostly end
/// before: by what they hold, or by a limit.
OwnTest random_test(Draw& draw, Physics physics)
{
    const auto kind = static_cast<tests::Barrier>(static_cast<int>(draw.uniform(0.0, 3.0)));
    const bool full = physics == Physics::full;
    OwnTest test;
    test.cell =
        tests::random_cell(draw, kind, {.contact = full, .intrusion = full, .activation = full});
    if (!full) {
        test.cell.working.dead_share = 0.0;
        test.cell.counter.dead_share = 0.0;
    }
    const double current = draw.logarithmic(0.1, 10.0) * (tests::chance(draw, 0.3) ? -1.0 : 1.0);
    const double duration = draw.logarithmic(300.0, 10000.0);
    const double whole = std::abs(current) * duration;
    test.initial.working =
        tests::fresh(test.cell.working, tests::some(draw, 0.2, 0.3 * whole, 30.0 * whole));
    test.initial.counter =
        tests::fresh(test.cell.counter, tests::some(draw, 0.2, 0.3 * whole, 30.0 * whole));
    test.limit = draw.logarithmic(0.05, 20.0);
    test.protocol.steps = {at_current(current, duration), at_current(0.0, 0.1 * duration),
                           at_current(-current * draw.uniform(0.5, 1.5), duration)};
    Loop loop{
        .first = 0, .last = 2, .repeats = 1 + static_cast<std::uint64_t>(draw.uniform(0.0, 8.0))};
    if (tests::chance(draw, 0.3)) {
        loop.duration = kinetics::Time<>{draw.uniform(0.1, 10.0) * duration};
        loop.repeats = Loop::forever;
    }
    test.protocol.loops = {loop};
    return test;
}

std::vector<OwnTest> random_tests(std::uint32_t seed, std::size_t count, Physics physics)
{
    Draw draw(seed);
    std::vector<OwnTest> all;
    all.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
        all.push_back(random_test(draw, physics));
    }
    return all;
}

/// All a test shows at its end.
struct Shown {
    bool needs_engine = false;
    EventKind cause = EventKind::protocol_finished;
    std::optional<model::Side> side{};
    std::uint64_t cycle = 0;
    std::uint64_t step = 0;
    std::vector<double> numbers{};

    bool operator==(const Shown& other) const
    {
        const auto same_bits = [](double a, double b) {
            return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        };
        return needs_engine == other.needs_engine && cause == other.cause && side == other.side &&
               cycle == other.cycle && step == other.step &&
               std::equal(numbers.begin(), numbers.end(), other.numbers.begin(),
                          other.numbers.end(), same_bits);
    }
};

Shown shown_by(const TestEnd& end, const Depletion& depletion)
{
    Shown shown{.cause = end.cause.kind,
                .side = end.cause.electrode,
                .cycle = end.at.cycle,
                .step = end.at.step,
                .numbers = {end.at.time, end.peak_voltage, end.peak_time, end.end_polarization,
                            end.largest_half_cycle, depletion.time[0], depletion.time[1],
                            depletion.cycle[0], depletion.cycle[1]}};
    model::StateVector<Physics::full> y;
    model::pack<Physics::full, double>(end.cell.state, y);
    shown.numbers.insert(shown.numbers.end(), y.begin(), y.end());
    return shown;
}

/// Hands tests out in a given order and keeps what they show.
class Queue final : public LaneWork
{
public:
    Queue(const std::vector<OwnTest>& tests, std::deque<std::size_t> order)
        : shown(tests.size()), tests_(tests), order_(std::move(order))
    {
    }

    std::optional<LaneTest> next() override
    {
        if (order_.empty()) {
            return std::nullopt;
        }
        const auto which = order_.front();
        order_.pop_front();
        auto test = LaneTest::of(tests_[which].setup(), which);
        REQUIRE(test);
        return test;
    }

    void ended(const LaneTest& test, const model::CellState<>& state,
               const model::CellMode& mode) override
    {
        auto& of = shown.at(test.number());
        CHECK_FALSE(of);
        of = test.needs_engine() ? Shown{.needs_engine = true}
                                 : shown_by(test.end(state, mode), test.depletion());
        stop = stop || --until_stop == 0;
    }

    bool stopped() const override { return stop; }

    std::vector<std::optional<Shown>> shown;
    int until_stop = 0; ///< tests; none: never
    bool stop = false;

private:
    const std::vector<OwnTest>& tests_;
    std::deque<std::size_t> order_;
};

std::deque<std::size_t> strided(std::size_t count, std::size_t stride)
{
    std::deque<std::size_t> order;
    for (std::size_t k = 0; k < count; ++k) {
        order.push_back(k * stride % count);
    }
    return order;
}

/// What tests show one by one, without packs.
template <Physics physics>
std::vector<std::optional<Shown>> alone(const std::vector<OwnTest>& tests)
{
    Queue queue(tests, strided(tests.size(), 1));
    LaneRunner<physics, double>(queue, default_tolerances(Engine::odeint))();
    return queue.shown;
}

template <Physics physics> void neighbours_do_not_matter(std::uint32_t seed)
{
    const auto tests = random_tests(seed, 64, physics);
    const auto expected = alone<physics>(tests);
    std::set<EventKind> causes;
    std::set<std::uint64_t> steps;
    for (const auto& shown : expected) {
        REQUIRE(shown);
        causes.insert(shown->cause);
        steps.insert(shown->step);
    }
    // Tests of many lengths, so that lanes are taken over at all times.
    CHECK(causes.size() >= 3);
    CHECK(steps.size() >= 8);
    for (const auto set : instruction_sets()) {
        for (const std::size_t stride : {1U, 11U, 27U}) {
            Queue queue(tests, strided(tests.size(), stride));
            run_lanes(queue, physics, default_tolerances(Engine::odeint), set);
            for (std::size_t k = 0; k < tests.size(); ++k) {
                INFO("test " << k << ", stride " << stride << ", set " << static_cast<int>(set));
                REQUIRE(queue.shown[k]);
                CHECK(*queue.shown[k] == *expected[k]);
            }
        }
    }
}

/// Whether what a lane shows is what an engine does, within `relative`.
void check_by_engine(const OwnTest& test, const Shown& lane, Engine engine, double relative)
{
    OutputWatch watch;
    const auto end = simulate(test.setup(engine), watch);
    const auto other = shown_by(end, watch.depletion());
    CHECK(lane.cause == other.cause);
    CHECK(lane.side == other.side);
    CHECK(lane.cycle == other.cycle);
    CHECK(lane.step == other.step);
    for (std::size_t k = 0; k < lane.numbers.size(); ++k) {
        const double a = lane.numbers[k];
        const double b = other.numbers[k];
        INFO("number " << k << ": " << a << " | " << b);
        // Charges and lengths far below anything that matters are the floors of the integrations.
        CHECK((std::isnan(a)
                   ? std::isnan(b)
                   : std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b)) + 1e-13));
    }
}

} // namespace

TEST_CASE("a test's end is the same to the last bit whatever tests run beside it and before it, by "
          "every instruction set",
          "[runs][ensemble][half cycle]")
{
    neighbours_do_not_matter<Physics::core>(1);
    neighbours_do_not_matter<Physics::full>(2);
}

TEST_CASE("tests through lanes end as they do by the engines", "[runs][ensemble][half cycle]")
{
    const auto tests = random_tests(3, 100, Physics::core);
    const auto shown = alone<Physics::core>(tests);
    std::size_t compared = 0;
    for (std::size_t k = 0; k < tests.size(); ++k) {
        if (!shown[k]->needs_engine) {
            INFO("test " << k);
            // What the engines agree to among each other (tolerances.hpp).
            check_by_engine(tests[k], *shown[k], Engine::odeint, 1e-6);
            ++compared;
        }
    }
    CHECK(compared > 75);
}

TEST_CASE("lanes leave off when they are told to", "[runs][ensemble]")
{
    const auto tests = random_tests(4, 40, Physics::core);
    Queue queue(tests, strided(tests.size(), 1));
    queue.until_stop = 5;
    run_lanes(queue, Physics::core, default_tolerances(Engine::odeint));
    const auto over =
        std::ranges::count_if(queue.shown, [](const auto& s) { return s.has_value(); });
    CHECK(over >= 5);
    CHECK(over < 20);
}

TEST_CASE("what lanes cannot run is for the engines", "[runs][ensemble]")
{
    auto test = random_tests(5, 1, Physics::core).front();
    CHECK(LaneTest::of(test.setup(), 0));
    auto setup = test.setup();
    setup.limit_stops = false;
    CHECK_FALSE(LaneTest::of(setup, 0));
    const Protocol as_drawn = test.protocol;
    test.protocol.steps[0].control = Hold{kinetics::Voltage<>{0.1}};
    CHECK_FALSE(LaneTest::of(test.setup(), 0));
    test.protocol = as_drawn;
    test.protocol.steps[1].until = {{.condition = model::Condition{}}};
    CHECK_FALSE(LaneTest::of(test.setup(), 0));
    test.protocol = as_drawn;
    test.protocol.steps[2].control = CurrentRamp{.from = kinetics::CurrentDensity<>{1.0},
                                                 .to = kinetics::CurrentDensity<>{2.0},
                                                 .rate = kinetics::CurrentRamp<>{0.01}};
    CHECK_FALSE(LaneTest::of(test.setup(), 0));
}

TEST_CASE("members run together are the members run one by one", "[runs][ensemble]")
{
    const tests::ScratchFolder folder;
    const auto sweep = tests::parsed_sweep(folder, tests::six_cells);
    const auto rows = run_members(sweep, 0, sweep.plan.size);
    REQUIRE(rows);
    for (std::uint64_t i = 0; i < sweep.plan.size; ++i) {
        const auto alone = tests::member_alone(sweep, i);
        REQUIRE(alone);
        for (std::size_t k = 0; k < alone->numbers.size(); ++k) {
            INFO("member " << i << ", output " << sweep.outputs[k].column.name);
            const double a = (*rows)[i].numbers[k];
            const double b = alone->numbers[k];
            CHECK((std::isnan(a) ? std::isnan(b) : a == Approx(b).epsilon(1e-7)));
        }
        // Whoever else is asked for.
        const auto by_itself = run_members(sweep, i, 1);
        REQUIRE(by_itself);
        for (std::size_t k = 0; k < alone->numbers.size(); ++k) {
            CHECK(std::bit_cast<std::uint64_t>((*by_itself)[0].numbers[k]) ==
                  std::bit_cast<std::uint64_t>((*rows)[i].numbers[k]));
        }
    }
    const auto refused = tests::parsed_sweep(folder, tests::four_laws);
    const auto four = run_members(refused, 0, 4);
    REQUIRE(four);
    CHECK((*four)[2].refusal == tests::member_alone(refused, 2)->refusal);
    CHECK(!(*four)[2].refusal.empty());
    const std::atomic<bool> stop{true};
    CHECK_FALSE(run_members(sweep, 0, 6, &stop));
}
