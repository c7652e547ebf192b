/// Many cells of one benchmark case, whose interphases conduct electrons a hundred times better at
/// one end than at the other, through the lanes of a sweep: time per half cycle by the clock on the
/// wall and by the processor's, and what went in and came out, as JSON (compare_pybamm.py).
///
///     reference_ensemble CELL [CELLS [HALF_CYCLES [TOLERANCE [ROUNDS [THREADS]]]]]

#include "bench/article_cells.hpp"
#include "bench/measure.hpp"
#include "runs/ensemble/lane_tests.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

using namespace percolith;
using namespace percolith::bench;
using namespace percolith::runs;

namespace
{

/// The cells of one thread: every `stride`-th from `first` on.
class Cells final : public ensemble::LaneWork
{
public:
    Cells(const Trial& trial, const std::vector<double>& conductivities,
          std::vector<double>& thickness, std::size_t first, std::size_t stride)
        : trial_(trial), conductivities_(conductivities), thickness_(thickness), next_(first),
          stride_(stride)
    {
        for (const double current : {trial.current, -trial.current}) {
            protocol_.steps.push_back(
                {.control = ConstantCurrent{kinetics::CurrentDensity<>{current}},
                 .until = {{.after = kinetics::Time<>{trial.half_cycle}}}});
        }
        protocol_.loops = {{.first = 0, .last = 1, .repeats = trial.half_cycles / 2}};
    }

    std::optional<ensemble::LaneTest> next() override
    {
        if (next_ >= conductivities_.size()) {
            return std::nullopt;
        }
        auto cell = trial_.cell;
        cell.submodels = {};
        for (auto* side : {&cell.working, &cell.counter}) {
            side->electronic = kinetics::ElectronicConductivity<>{
                kinetics::Conductivity<>{conductivities_[next_]}};
        }
        const auto number = next_;
        next_ += stride_;
        return ensemble::LaneTest::of({.cell = cell,
                                       .initial = trial_.start,
                                       .protocol = protocol_,
                                       .limits = {trial_.voltage_limit, -trial_.voltage_limit},
                                       .stop_when = {},
                                       .engine = Engine::odeint},
                                      number);
    }

    void ended(const ensemble::LaneTest& test, const model::CellState<>& state,
               const model::CellMode& mode) override
    {
        const bool whole = test.end(state, mode).cause.kind == model::EventKind::protocol_finished;
        thickness_[test.number()] = whole ? state.working.interphase_thickness.si : std::nan("");
    }

    bool stopped() const override { return false; }

private:
    const Trial& trial_;
    const std::vector<double>& conductivities_;
    std::vector<double>& thickness_;
    Protocol protocol_;
    std::size_t next_;
    std::size_t stride_;
};

Cost run(const Trial& trial, const std::vector<double>& conductivities,
         std::vector<double>& thickness, unsigned threads)
{
    const double computed = processor_seconds();
    const auto before = std::chrono::steady_clock::now();
    std::vector<std::jthread> all;
    for (unsigned k = 0; k < threads; ++k) {
        all.emplace_back([&, k] {
            Cells cells(trial, conductivities, thickness, k, threads);
            run_lanes(cells, model::Physics::core, {trial.tolerance, trial.tolerance});
        });
    }
    all.clear(); // joins
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count(),
            processor_seconds() - computed};
}

double median_per(std::vector<double> seconds, std::size_t half_cycles)
{
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2] / static_cast<double>(half_cycles);
}

void print(const char* name, const std::vector<double>& numbers, const char* after)
{
    std::printf("  \"%s\": [", name);
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        std::printf("%s%.17g", k == 0 ? "" : ", ", numbers[k]);
    }
    std::printf("]%s\n", after);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view name = argc > 1 ? argv[1] : "";
    const auto number = [&](int which, double otherwise) {
        return argc > which ? std::atof(argv[which]) : otherwise;
    };
    const auto cells = static_cast<std::size_t>(number(2, 256));
    const auto half_cycles = static_cast<std::size_t>(number(3, 200));
    const double tolerance = number(4, 1e-7);
    const int rounds = static_cast<int>(number(5, 5));
    const auto threads = static_cast<unsigned>(number(6, 2));
    if ((name != "lpsc" && name != "lpsc_lgps_4_1") || cells < 2 || half_cycles < 2 ||
        half_cycles % 2 != 0 || !(tolerance > 0.0) || rounds < 1 || threads < 1) {
        std::fprintf(stderr, "usage: reference_ensemble lpsc|lpsc_lgps_4_1 "
                             "[CELLS [HALF_CYCLES, even [TOLERANCE [ROUNDS [THREADS]]]]]\n");
        return 2;
    }
    auto of_all = trial(name == "lpsc" ? Interphase::lpsc : Interphase::lpsc_lgps_4_1, half_cycles);
    of_all.tolerance = tolerance;
    std::vector<double> conductivities(cells);
    for (std::size_t k = 0; k < cells; ++k) {
        conductivities[k] =
            1e-10 * std::pow(100.0, static_cast<double>(k) / static_cast<double>(cells - 1));
    }
    std::vector<double> thickness(cells);
    std::vector<double> wall;
    std::vector<double> processor;
    for (int round = 0; round < rounds; ++round) {
        const auto cost = run(of_all, conductivities, thickness, threads);
        wall.push_back(cost.wall);
        processor.push_back(cost.processor);
    }
    std::printf("{\n  \"seconds_per_half_cycle\": %.17g,\n"
                "  \"processor_seconds_per_half_cycle\": %.17g,\n",
                median_per(wall, cells * half_cycles), median_per(processor, cells * half_cycles));
    print("electronic_conductivities", conductivities, ",");
    print("thicknesses", thickness, "\n}");
    return std::ranges::none_of(thickness, [](double l) { return std::isnan(l); }) ? 0 : 1;
}
