/// What half cycles cost in the lanes of a sweep: a map of 100 x 100 cells, 100 cycles each,
/// through every instruction set that the machine has, against the same without packs.
///
///     lane_bench [ROUNDS [WORDS]]     only maps whose names hold these words
///     lane_bench --smoke      small, once: do all contestants agree?

#include "bench/machine.hpp"
#include "bench/measure.hpp"
#include "runs/ensemble/lane_runner.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <thread>

using namespace percolith;
using namespace percolith::bench;
using namespace percolith::runs;
using namespace percolith::runs::ensemble;

namespace
{

/// What differs between the maps.
struct Map {
    std::string_view name;
    double renewal = 2e-3; ///< m2/C
    double lithium = 1e9; ///< C/m2, of the cell with least; ten times as much at the other edge
    double back = 1.0; ///< current back over that forth
    double leak = 1.0; ///< times as conductive for electrons
    double rest = 0.0; ///< s, after each half cycle
    bool submodels = false;
    double tolerance = 1e-6;
};

model::CellParameters<> cell(const Map& map, double conductivity)
{
    using namespace kinetics;
    model::ElectrodeParameters<> e;
    e.growth = VolumePerCharge<>{2.5e-10};
    e.separator_use = VolumePerCharge<>{1e-10};
    e.reversible_share = 0.1;
    e.electronic = ElectronicConductivity<>{Conductivity<>{conductivity}};
    e.ionic = Conductivity<>{2e-3};
    e.front_resistance = ArealResistance<>{0.1};
    e.renewal = Renewal<>{map.renewal};
    e.reduction_potential = Voltage<>{1.71};
    e.initial_thickness = Length<>{5e-9};
    e.exchange_current_density = CurrentDensity<>{150.0};
    e.contact = {.void_capacity = ArealCharge<>{1e5},
                 .replenishment = CurrentDensity<>{2.5},
                 .refill_share = 0.8,
                 .healing = Rate<>{1e-5},
                 .minimum = 0.01};
    e.intrusion.critical = CurrentDensity<>{50.0};
    model::CellParameters<> c;
    c.working = c.counter = e;
    c.separator_thickness = Length<>{1.0};
    c.separator_conductivity = Conductivity<>{500.0};
    c.submodels = {.contact = map.submodels, .intrusion = map.submodels};
    return c;
}

Step at_current(double current, double duration)
{
    Step step{.control = Rest{}, .until = {{.after = kinetics::Time<>{duration}}}};
    if (current != 0.0) {
        step.control = ConstantCurrent{kinetics::CurrentDensity<>{current}};
    }
    return step;
}

/// The cells of a map, or every second of them.
class Cells final : public LaneWork
{
public:
    Cells(const Map& map, std::uint64_t edge, std::uint64_t first = 0, std::uint64_t stride = 1)
        : map_(map), edge_(edge), next_(first), stride_(stride)
    {
        for (const double current : {5.0, -5.0 * map.back}) {
            protocol_.steps.push_back(at_current(current, 3600.0 / std::abs(current) * 5.0));
            if (map.rest > 0.0) {
                protocol_.steps.push_back(at_current(0.0, map.rest));
            }
        }
        protocol_.loops = {{.first = 0, .last = protocol_.steps.size() - 1, .repeats = 100}};
    }

    std::optional<LaneTest> next() override
    {
        if (next_ >= edge_ * edge_) {
            return std::nullopt;
        }
        const auto at = [&](std::uint64_t k) {
            return static_cast<double>(k) / static_cast<double>(edge_);
        };
        const auto c = cell(map_, map_.leak * 1e-10 * std::pow(100.0, at(next_ / edge_)));
        model::CellState<> start;
        for (auto* side : {&start.working, &start.counter}) {
            side->lithium.si = map_.lithium * std::pow(10.0, at(next_ % edge_));
            side->interphase_thickness = side->barrier_thickness = c.working.initial_thickness;
        }
        const auto number = next_;
        next_ += stride_;
        return LaneTest::of({.cell = c,
                             .initial = start,
                             .protocol = protocol_,
                             .stop_when = {},
                             .engine = Engine::odeint},
                            number);
    }

    void ended(const LaneTest& test, const model::CellState<>& state,
               const model::CellMode& mode) override
    {
        half_cycles += static_cast<double>(test.end(state, mode).at.step);
        thickness += state.working.interphase_thickness.si;
        needed_engine += test.needs_engine() ? 1 : 0;
    }

    bool stopped() const override { return false; }

    double half_cycles = 0.0; ///< whole ones, of all cells
    double thickness = 0.0; ///< m, summed
    std::size_t needed_engine = 0;

private:
    const Map& map_;
    Protocol protocol_;
    std::uint64_t edge_;
    std::uint64_t next_;
    std::uint64_t stride_;
};

Cells through(const Map& map, std::uint64_t edge, std::optional<InstructionSet> set,
              std::uint64_t first = 0, std::uint64_t stride = 1)
{
    Cells cells(map, edge, first, stride);
    const Tolerances tolerances{map.tolerance, map.tolerance};
    const auto physics = map.submodels ? model::Physics::full : model::Physics::core;
    if (set) {
        run_lanes(cells, physics, tolerances, *set);
    } else if (map.submodels) {
        LaneRunner<model::Physics::full, double>(cells, tolerances)();
    } else {
        LaneRunner<model::Physics::core, double>(cells, tolerances)();
    }
    return cells;
}

constexpr std::array<std::string_view, 3> set_names{"baseline", "AVX2", "AVX-512"};

/// ns per half cycle and thread of all sets, and without packs.
void compare(const Map& map, std::uint64_t edge, int rounds)
{
    std::vector<std::function<void()>> work;
    const auto sets = instruction_sets();
    double half_cycles = 0.0;
    std::size_t needed_engine = 0;
    for (const auto set : sets) {
        work.emplace_back([&, set] { through(map, edge, set); });
    }
    work.emplace_back([&] {
        const auto cells = through(map, edge, std::nullopt);
        half_cycles = cells.half_cycles;
        needed_engine = cells.needed_engine;
    });
    const auto samples = take_turns(work, rounds);
    fmt::print("{:<36}", map.name);
    for (std::size_t k = 0; k < samples.size(); ++k) {
        fmt::print(" {} {:.0f} ns", k < sets.size() ? set_names[k] : "one by one",
                   1e9 * samples[k].median() / half_cycles);
    }
    fmt::print(", widest {:.1f} times as fast as one by one, {:.1f} half cycles a cell",
               median_ratio(samples.back(), samples[sets.size() - 1]),
               half_cycles / static_cast<double>(edge * edge));
    if (needed_engine > 0) {
        fmt::print(", {} for an engine", needed_engine);
    }
    fmt::print("\n");
}

/// By the clock on the wall, s.
double wall(const Map& map, std::uint64_t edge, unsigned threads)
{
    const auto before = std::chrono::steady_clock::now();
    std::vector<std::thread> all;
    for (unsigned k = 0; k < threads; ++k) {
        all.emplace_back([&, k] { through(map, edge, instruction_sets().back(), k, threads); });
    }
    for (auto& thread : all) {
        thread.join();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

int smoke(const Map& map)
{
    const double expected = through(map, 6, std::nullopt).thickness;
    for (const auto set : instruction_sets()) {
        if (through(map, 6, set).half_cycles != through(map, 6, std::nullopt).half_cycles ||
            std::abs(through(map, 6, set).thickness / expected - 1.0) > 1e-12) {
            fmt::print("{} differs\n", set_names[static_cast<std::size_t>(set)]);
            return EXIT_FAILURE;
        }
    }
    fmt::print("all agree\n");
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv)
{
    const Map plain{.name = "renewal, equal currents"};
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        return smoke(plain);
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    const std::string_view words = argc > 2 ? argv[2] : "";
    fmt::print("{}\n100 x 100 cells, then 32 x 32, 100 cycles each; ns per half cycle and thread\n",
               machine());
    std::uint64_t edge = 100;
    for (const Map& map :
         std::initializer_list<Map>{plain,
                                    {.name = "no renewal", .renewal = 0.0},
                                    {.name = "tolerance 1e-8", .tolerance = 1e-8},
                                    {.name = "half the current back", .back = 0.5},
                                    {.name = "rests of 600 s", .rest = 600.0},
                                    {.name = "4 to 40 um of lithium, used up", .lithium = 3e4},
                                    {.name = "2 to 20 um, a thousand times the leak, used up soon",
                                     .lithium = 2e4,
                                     .leak = 1000.0},
                                    {.name = "contact and intrusion", .submodels = true}}) {
        if (map.name.find(words) != std::string_view::npos) {
            compare(map, edge, rounds);
        }
        edge = 32;
    }
    if (!words.empty()) {
        return EXIT_SUCCESS;
    }
    std::vector<double> one;
    std::vector<double> two;
    for (int round = 0; round < rounds; ++round) {
        one.push_back(wall(plain, 100, 1));
        two.push_back(wall(plain, 100, 2));
    }
    const Samples a{one};
    const Samples b{two};
    fmt::print("the first map by the clock on the wall: {:.2f} s on one thread, {:.2f} s on two, "
               "{:.2f} times as fast\n",
               a.median(), b.median(), median_ratio(a, b));
    return EXIT_SUCCESS;
}
