#include "runs/fit/compare.hpp"
#include "runs/fit/multi_start.hpp"

#include "tests/support/synthetic_fits.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace tests;
using namespace runs::fit;

namespace
{

/// What limits the growth of a cell's interphase. Its ionic conductivity is known.
struct Mechanism {
    std::string name;
    std::string interphase; ///< of the case
    std::vector<Key> free; ///< with the truth where it is true
};

/// Electrons pass at will, lithium reacts at the front as slowly as the resistance says.
const Mechanism reaction_limited{
    "reaction",
    "electronic_conductivity = '1e-2 S/m'\nfront_resistance = '3e4 Ohm cm^2'\nrenewal = '0 m^2/C'",
    {{"interphase.front_resistance", "Ohm cm^2", 3e4}}};

/// All that electrons reach reacts at once; cycling breaks the film open, or does not.
const Mechanism electron_limited{
    "electron",
    "electronic_conductivity = '1e-6 S/m'\nfront_resistance = '0 Ohm cm^2'\nrenewal = '0 m^2/C'",
    {{"interphase.electronic_conductivity", "S/m", 1e-6}}};
const Mechanism renewed{
    "renewed",
    "electronic_conductivity = '1e-7 S/m'\nfront_resistance = '0 Ohm cm^2'\n"
    "renewal = '1e-4 m^2/C'",
    {{"interphase.electronic_conductivity", "S/m", 1e-7}, {"interphase.renewal", "m^2/C", 1e-4}}};

/// A thick cell, thirty half cycles of half an hour, and two mechanisms it may have.
class Question
{
public:
    Question(const Mechanism& truth, const Mechanism& other)
        : truth_(prepared(truth, "truth")), other_(prepared(other, "other"))
    {
        const auto exact = truth_.start();
        voltages_ = truth_.objective().model(0, exact).voltages;
        REQUIRE(std::isfinite(voltages_.back())); // it lasts
        other_.cells = truth_.cells;
        other_.cells[0].voltage.voltage = voltages_;
        other_.noise = {1e-4};
        const auto nearest = search_minima(other_.objective(), {.starts = 8, .threads = 1});
        REQUIRE(nearest.best().converged());
        distance_ = 1e-8 * nearest.best().cost;
        for (std::size_t k = 0; k < other_.parameters.size(); ++k) {
            other_.parameters[k].start = std::exp(nearest.best().theta[k]);
        }
    }

    /// The noise (V) at which the best of the other is D below the truth in ln L, without noise in
    /// the data.
    double noise_for(double D) const { return std::sqrt(distance_ / (2.0 * D)); }

    struct Counts {
        int right = 0, wrong = 0, undecided = 0;
    };

    Counts ask(double noise, int sets, std::uint64_t seed)
    {
        Counts counts;
        for (int set = 0; set < sets; ++set) {
            auto data = voltages_;
            const auto white = normal_noise(data.size(), seed + static_cast<std::uint64_t>(set));
            for (std::size_t k = 0; k < data.size(); ++k) {
                data[k] += noise * white[k];
            }
            const auto chosen =
                compare(std::vector{best(truth_, data, noise), best(other_, data, noise)}).chosen;
            counts.right += chosen == 0U ? 1 : 0;
            counts.wrong += chosen == 1U ? 1 : 0;
        }
        counts.undecided = sets - counts.right - counts.wrong;
        return counts;
    }

private:
    SyntheticFit prepared(const Mechanism& mechanism, const std::string& file) const
    {
        SyntheticFit fit;
        fit.sources = {written_case(folder_, file, cell_text(mechanism.interphase, "", "100 um"))};
        for (const auto& key : mechanism.free) {
            fit.parameters.push_back(free_factor(key, {0}));
        }
        Draw draw(77);
        fit.cells = {irregularly_sampled(30, 0.5, 5.0, 4, draw)};
        fit.noise = {0.0};
        return fit;
    }

    static FittedModel best(SyntheticFit& fit, const std::vector<double>& data, double noise)
    {
        fit.cells[0].voltage.voltage = data;
        fit.noise = {noise};
        const auto objective = fit.objective();
        auto start = fit.start();
        for (double& theta : start) {
            theta += 0.3; // nobody starts at the answer
        }
        const auto solution = solve(objective, start);
        INFO(describe(solution, objective.unknowns()));
        REQUIRE(solution.converged());
        return fitted("", objective, solution);
    }

    ScratchFolder folder_;
    SyntheticFit truth_, other_;
    std::vector<double> voltages_; ///< V, without noise
    double distance_ = 0.0; ///< V^2, squared, of the other's nearest course
};

constexpr int sets = 200;

struct Named {
    const Mechanism& truth;
    const Mechanism& other;
};

const std::vector<Named> questions{{reaction_limited, electron_limited},
                                   {electron_limited, reaction_limited},
                                   {renewed, electron_limited}};

/// Asks every question in such noise that ln L differs by `apart`, each from a seed of its own
/// after `seed`; check(counts) says what is expected.
template <class Check> void ask_all(double apart, std::uint64_t seed, const Check& check)
{
    for (const auto& [truth, other] : questions) {
        Question question(truth, other);
        const double noise = question.noise_for(apart);
        const auto counts = question.ask(noise, sets, seed += 1000);
        INFO(truth.name << " against " << other.name << " in noise of " << 1e3 * noise
                        << " mV: right " << counts.right << ", wrong " << counts.wrong);
        check(counts);
    }
}

} // namespace

TEST_CASE("cells whose mechanisms differ by more than 10 in ln L are told apart in 95 % of sets",
          "[runs][fit]")
{
    ask_all(12.0, 30000, [](const Question::Counts& counts) {
        // At 12 the rule promises 98 %; the rest is the scatter of 200 sets.
        CHECK(counts.right >= 190);
        CHECK(counts.wrong <= 1);
    });
}

TEST_CASE("cells whose mechanisms differ by less than 1 in ln L are undecided in 90 % of sets",
          "[runs][fit]")
{
    ask_all(0.8, 40000, [](const Question::Counts& counts) { CHECK(counts.undecided >= 180); });
}
