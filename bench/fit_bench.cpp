/// What a fit costs: three cells of 200 half cycles together, one interphase, six unknowns.
///
///     fit_bench [ROUNDS]
///     fit_bench --smoke      few half cycles, once: are the data fitted to their noise, on one
///     thread or two?

#include "bench/machine.hpp"
#include "runs/fit/cells_objective.hpp"
#include "runs/fit/profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string_view>
#include <unistd.h>

using namespace percolith;
using namespace percolith::runs::fit;

namespace
{

constexpr double noise = 5e-4; // V

/// Lithium against lithium through one interphase.
runs::CellSource cell(const std::filesystem::path& folder, const std::string& working)
{
    const auto file = folder / ("against" + working + ".toml");
    std::ofstream(file) << "[cell]\nkind = 'asymmetric'\narea = '1 cm^2'\n"
                           "working = {lithium = '"
                        << working
                        << " um'}\ncounter = {lithium = '100 um'}\n"
                           "[electrolyte]\nmixture = {LPSC = 4, LGPS = 1}\n"
                           "[separator]\nthickness = '1 mm'\nionic_conductivity = '5.5 mS/cm'\n"
                           "[interphase]\nionic_conductivity = '1e-4 S/cm'\n"
                           "electronic_conductivity = '4.2e-9 S/m'\nrenewal = '2e-3 m^2/C'\n"
                           "front_resistance = '1000 Ohm cm^2'\n"
                           "exchange_current_density = '0.5 mA/cm^2'\n"
                           "[protocol]\nsteps = 'Rest for 1 hour'\n";
    return runs::CellSource(file);
}

/// Ten half cycles at 0.5 mA/cm2, ten at 1 mA/cm2, and so on, ten minutes each.
CellData cycled(std::string name, int half_cycles, std::size_t samples)
{
    CellData data;
    data.name = std::move(name);
    data.area = 1e-4;
    data.limits = {5.0, -5.0};
    for (int n = 0; n < half_cycles; ++n) {
        const double size = n / 10 % 2 == 0 ? 5.0 : 10.0;
        data.pieces.push_back({600.0, n % 2 == 0 ? size : -size, 0.0});
    }
    const double duration = 600.0 * half_cycles;
    for (std::size_t k = 0; k < samples; ++k) {
        data.voltage.moments.push_back(
            {duration * (static_cast<double>(k) + 0.5) / static_cast<double>(samples)});
        data.voltage.voltage.push_back(0.0);
    }
    return data;
}

/// The fit and its truth.
class Joint
{
public:
    Joint(const std::filesystem::path& folder, int half_cycles, std::size_t samples)
    {
        for (const std::string working : {"100", "50", "20"}) {
            sources_.push_back(cell(folder, working));
            cells_.push_back(cycled(working, half_cycles, samples / 3));
        }
        const auto free = [&](const std::string& key, const std::string& unit, double value,
                              double off) {
            Parameter p;
            p.key = p.name = key;
            p.unit = unit;
            p.logarithmic = true;
            p.start = value * off;
            p.low = value / 10.0;
            p.high = value * 10.0;
            p.cells = {0, 1, 2};
            parameters_.push_back(p);
            truth_.push_back(std::log(value));
        };
        free("interphase.electronic_conductivity", "S/m", 4.2e-9, 2.5);
        free("interphase.renewal", "m^2/C", 2e-3, 0.4);
        free("interphase.ionic_conductivity", "S/cm", 1e-4, 3.0);
        free("interphase.front_resistance", "Ohm cm^2", 1000.0, 0.5);
        free("interphase.exchange_current_density", "mA/cm^2", 0.5, 2.0);
        free("separator.ionic_conductivity", "mS/cm", 5.5, 0.5);
        // How much of a film's resistance is thickness, voltages alone leave open.
        for (auto& data : cells_) {
            data.points = {{.kind = PointKind::consumed_charge,
                            .part = Part::cell,
                            .time = 600.0 * half_cycles,
                            .value = 0.0,
                            .error = 300.0}};
        }
        measure_points();
        std::mt19937_64 random(1);
        std::normal_distribution<> error(0.0, noise);
        const auto exact = objective(1);
        for (std::size_t k = 0; k < cells_.size(); ++k) {
            auto& measured = cells_[k].voltage.voltage;
            measured = exact.model(k, truth_).voltages;
            for (double& v : measured) {
                v += error(random);
            }
        }
    }

    CellsObjective objective(unsigned threads) const
    {
        return {sources_, cells_, parameters_, std::vector<double>(3, noise), threads};
    }
    std::vector<double> start() const
    {
        std::vector<double> theta;
        for (const auto& p : parameters_) {
            theta.push_back(std::log(p.start));
        }
        return theta;
    }
    const std::vector<double>& truth() const { return truth_; }

private:
    /// A residual of zero is the value in errors.
    void measure_points()
    {
        const auto exact = objective(1);
        std::vector<double> r(exact.residuals());
        exact.evaluate(truth_, r, {});
        for (std::size_t k = 0; k < cells_.size(); ++k) {
            auto& point = cells_[k].points.front();
            point.value = point.error * r[exact.rows(k).first + exact.rows(k).count - 1];
        }
    }

    std::vector<runs::CellSource> sources_;
    std::vector<CellData> cells_;
    std::vector<Parameter> parameters_;
    std::vector<double> truth_;
};

/// One call: by the clock on the wall, and what all threads computed together.
struct Taken {
    double wall = 0.0;
    double computed = 0.0;
};

template <class Work> Taken taken(const Work& work)
{
    const auto before = std::chrono::steady_clock::now();
    const auto clock = std::clock();
    work();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count(),
            static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC};
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Rounds {
    std::vector<double> wall, computed;
    void add(const Taken& t)
    {
        wall.push_back(t.wall);
        computed.push_back(t.computed);
    }
};

void measure(const std::filesystem::path& folder, int rounds)
{
    constexpr std::array<std::size_t, 3> sizes{30000, 100000, 300000};
    std::vector<Joint> fits;
    for (const auto samples : sizes) {
        fits.emplace_back(folder, 200, samples);
    }
    std::array<Rounds, 3> solving, profiling, evaluating;
    std::array<Solution, 3> found;
    std::array<Profiles, 3> profiled;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        for (int round = 0; round < rounds; ++round) {
            const auto start = fits[k].start();
            const auto joint = fits[k].objective(2);
            solving[k].add(taken([&] { found[k] = solve(joint, start); }));
            const auto alone = fits[k].objective(1); // the two sides share the cores
            profiling[k].add(taken(
                [&] { profiled[k] = profiles(alone, found[k], {.threads = 2, .only = {0}}); }));
            std::vector<double> r(alone.residuals());
            std::vector<double> jacobian(r.size() * start.size());
            evaluating[k].add(taken([&] { alone.evaluate(start, r, jacobian); }));
        }
    }
    fmt::print("  samples   one fit           profile of one    residuals and derivatives once\n");
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        fmt::print("  {:7}   {:5.2f} s ({:5.2f} s)   {:5.2f} s ({:5.2f} s)   {:.3f} s\n", sizes[k],
                   median(solving[k].wall), median(solving[k].computed), median(profiling[k].wall),
                   median(profiling[k].computed), median(evaluating[k].computed));
    }
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        double worst = 0.0;
        const auto errors = trust(fits[k].objective(1), found[k]).errors;
        for (std::size_t j = 0; j < errors.size(); ++j) {
            worst = std::max(worst, std::abs(found[k].theta[j] - fits[k].truth()[j]) / errors[j]);
        }
        fmt::print(
            "  {} samples: {} steps, {} evaluations, {} points of the profile; chi-squared a "
            "sample {:.4f}, the truth within {:.1f} standard errors{}\n",
            sizes[k], found[k].steps, found[k].evaluations,
            profiled[k].profiles.front().points.size(),
            found[k].cost / static_cast<double>(found[k].r.size()), worst,
            found[k].converged() ? "" : ", NOT converged");
    }
    const auto goal = [](const char* what, double value, double limit) {
        fmt::print("  {} {:.2f}   goal {}: {}\n", what, value, limit,
                   value <= limit ? "met" : "not met");
    };
    const auto growth = [&](const std::array<Rounds, 3>& of) {
        return std::log(median(of[2].computed) / median(of[0].computed)) /
               std::log(static_cast<double>(sizes[2]) / static_cast<double>(sizes[0]));
    };
    goal("fit of 10^5 samples, s", median(solving[1].wall), 3.0);
    goal("profile of one unknown, s", median(profiling[1].wall), 10.0);
    // An exponent below 1: steps cost the same however many samples there are.
    goal("computing time of a fit grows with samples to the power", growth(solving), 1.1);
    goal("that of a profile", growth(profiling), 1.1);
    goal("that of residuals and derivatives", growth(evaluating), 1.1);
}

int smoke(const std::filesystem::path& folder)
{
    const Joint fit(folder, 20, 600);
    const auto one = solve(fit.objective(1), fit.start());
    const auto two = solve(fit.objective(2), fit.start());
    // Few half cycles leave some unknowns open, but not the fit: five standard errors of
    // chi-squared.
    const auto samples = static_cast<double>(one.r.size());
    const bool good = one.converged() && one.cost < samples + 5.0 * std::sqrt(2.0 * samples);
    const bool same = one.theta == two.theta;
    fmt::print("sum of squares {:.0f} of {:.0f} residuals: {}; the same on two threads: {}\n",
               one.cost, samples, good ? "noise" : "NOT noise", same ? "yes" : "NO");
    return good && same ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv)
{
    const auto folder =
        std::filesystem::temp_directory_path() / fmt::format("percolith_fit_bench_{}", ::getpid());
    std::filesystem::create_directories(folder);
    int status = EXIT_SUCCESS;
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        status = smoke(folder);
    } else {
        const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
        fmt::print("{}\nThree cells of 200 half cycles, six unknowns, two threads; medians of {} "
                   "rounds, by the clock on the wall (and computed by all threads)\n",
                   bench::machine(), rounds);
        measure(folder, rounds);
    }
    std::filesystem::remove_all(folder);
    return status;
}
