/// What the engines and the record cost, as medians over rounds in which all contestants take
/// turns.
///
///     percolith_bench [ROUNDS [FOLDER]]
///     percolith_bench --smoke      ten half cycles, once: do all contestants agree?

#include "bench/article_cells.hpp"
#include "bench/kernel.hpp"
#include "bench/machine.hpp"
#include "bench/measure.hpp"
#include "bench/whole_test.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

using namespace percolith;
using namespace percolith::bench;
using model::Physics;

namespace
{

/// One way to do the half cycles of a trial.
struct Contestant {
    std::string name;
    Trial trial;
    Outcome (*run)(const Trial&);
    bool core = true; ///< solves the kernel's equations
};

Outcome odeint_core(const Trial& t)
{
    return run_engine(t, Engine::odeint, Physics::core);
}
Outcome odeint_full(const Trial& t)
{
    return run_engine(t, Engine::odeint, Physics::full);
}
Outcome plain_core(const Trial& t)
{
    return run_half_cycles(t, Physics::core);
}
Outcome plain_full(const Trial& t)
{
    return run_half_cycles(t, Physics::full);
}
Outcome sundials_core(const Trial& t)
{
    return run_engine(t, Engine::sundials, Physics::core);
}
Outcome sundials_full(const Trial& t)
{
    return run_engine(t, Engine::sundials, Physics::full);
}

/// The slow ones do a tenth of the half cycles.
std::vector<Contestant> contestants(Interphase which, std::size_t half_cycles)
{
    const auto many = trial(which, half_cycles);
    const auto few = trial(which, std::max<std::size_t>(half_cycles / 10, 10));
    return {{"hand-written kernel", many, run_kernel},
            {"Odeint engine", many, odeint_core},
            {"half cycle as a function", many, plain_core},
            {"Odeint engine, sub-models on", many, odeint_full, false},
            {"half cycle as a function, sub-models on", many, plain_full, false},
            {"bare CVODE loop", few, run_bare_cvode},
            {"SUNDIALS engine", few, sundials_core},
            {"SUNDIALS engine, sub-models on", few, sundials_full, false}};
}

/// Largest relative difference in thickness between contestants that solve the same.
double disagreement(const std::vector<Contestant>& all, const std::vector<Outcome>& outcomes)
{
    double worst = 0.0;
    for (std::size_t k = 0; k < all.size(); ++k) {
        for (std::size_t i = 0; i < k; ++i) {
            if (all[k].core == all[i].core &&
                all[k].trial.half_cycles == all[i].trial.half_cycles) {
                worst =
                    std::max(worst, std::abs(outcomes[k].thickness / outcomes[i].thickness - 1.0));
            }
        }
    }
    return worst;
}

void goal(const char* what, double reached, double allowed)
{
    fmt::print("  {:<58} {:8.2f}   goal {:.2f}: {}\n", what, reached, allowed,
               reached <= allowed ? "met" : "not met");
}

double per_half_cycle(const Samples& s, std::size_t half_cycles)
{
    return s.median() / static_cast<double>(half_cycles);
}

void compare(Interphase which, int rounds)
{
    const auto all = contestants(which, 2000);
    std::vector<Outcome> outcomes(all.size());
    std::vector<std::function<void()>> work;
    for (std::size_t k = 0; k < all.size(); ++k) {
        work.emplace_back([&, k] { outcomes[k] = all[k].run(all[k].trial); });
    }
    const auto samples = take_turns(work, rounds);
    fmt::print(
        "\n{}, 0.5 mA/cm2, 1 h, tolerance {:.0e}, nothing recorded: us per half cycle, and over "
        "its yardstick\n",
        name(which), all[0].trial.tolerance);
    for (std::size_t k = 0; k < all.size(); ++k) {
        fmt::print("  {:<42} {:10.3f} {:8.2f}\n", all[k].name,
                   1e6 * per_half_cycle(samples[k], all[k].trial.half_cycles),
                   median_ratio(samples[k], samples[k < 5 ? 0 : 5]));
    }
    goal("Odeint engine over kernel", median_ratio(samples[1], samples[0]), 2.0);
    goal("SUNDIALS engine over bare CVODE", median_ratio(samples[6], samples[5]), 1.3);
    fmt::print("  thicknesses agree within {:.1e}\n", disagreement(all, outcomes));
}

/// Whole tests of 1000 and 10 000 cycles of the core physics, recorded in three ways.
void whole_tests(Engine engine, int rounds, const std::filesystem::path& folder)
{
    const std::array<std::size_t, 2> cycles{1000, 10000};
    const std::array<Keep, 3> keeps{Keep::nothing, Keep::cycles, Keep::shape};
    const std::array<const char*, 3> names{"nothing", "per-cycle table", "full shape"};
    std::array<Trial, 2> trials;
    std::vector<std::function<void()>> work;
    std::array<std::uintmax_t, 6> size{};
    // Every run replaces the one file: to remove it each time would be no part of recording.
    const auto file = folder / fmt::format("percolith_bench_{}.h5", getpid());
    for (std::size_t c = 0; c < 2; ++c) {
        trials[c] = trial(Interphase::lpsc, 2 * cycles[c]);
        trials[c].cell.submodels = {};
        for (std::size_t k = 0; k < 3; ++k) {
            work.emplace_back(
                [&, c, k] { run_test(trials[c], engine, keeps[k], file, &size[3 * c + k]); });
        }
    }
    const auto samples = take_turns(work, rounds);
    fmt::print("\nWhole tests, {} engine, LPSC: us per half cycle, peak memory, file\n",
               engine == Engine::odeint ? "Odeint" : "SUNDIALS");
    for (std::size_t n = 0; n < work.size(); ++n) {
        fmt::print("  {:>6} cycles, recorded: {:<16} {:10.3f} {:8.1f} MB {:8.1f} MB\n",
                   cycles[n / 3], names[n % 3],
                   1e6 * per_half_cycle(samples[n], trials[n / 3].half_cycles),
                   1e-6 * peak_memory(work[n]), 1e-6 * static_cast<double>(size[n]));
    }
    std::filesystem::remove(file);
    goal("time of 10 000 cycles over ten times that of 1000",
         0.1 * median_ratio(samples[3], samples[0]), 1.1);
    if (engine == Engine::odeint) {
        goal("per-cycle table over nothing recorded", median_ratio(samples[4], samples[3]), 1.5);
    } else {
        goal("full shape over nothing recorded", median_ratio(samples[5], samples[3]), 1.5);
    }
    goal("file of 10 000 cycles in full shape, MB", 1e-6 * static_cast<double>(size[5]), 200.0);
}

int smoke()
{
    for (const auto which : {Interphase::lpsc, Interphase::lpsc_lgps_4_1, Interphase::lgps}) {
        const auto all = contestants(which, 10);
        std::vector<Outcome> outcomes;
        for (const auto& each : all) {
            outcomes.push_back(each.run(each.trial));
        }
        // Ten half cycles of errors within 1e-7 each.
        const double worst = disagreement(all, outcomes);
        fmt::print("{}: thicknesses agree within {:.1e}\n", name(which), worst);
        if (!(worst < 1e-5)) {
            return 1;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        return smoke();
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 15;
    const std::filesystem::path folder =
        argc > 2 ? argv[2] : std::filesystem::temp_directory_path();
    fmt::print("{}\nMedians of {} rounds in which all take turns; ratios are medians over rounds\n",
               machine(), rounds);
    for (const auto which : {Interphase::lpsc, Interphase::lpsc_lgps_4_1, Interphase::lgps}) {
        compare(which, rounds);
    }
    const int few = std::max(rounds / 3, 1);
    whole_tests(Engine::odeint, few, folder);
    whole_tests(Engine::sundials, few, folder);
    return 0;
}
