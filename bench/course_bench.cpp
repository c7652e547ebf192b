/// What a differentiated run costs: three cells of 200 half cycles each, 10^5 samples of voltage
/// together, six parameters.
///
///     course_bench [ROUNDS]
///     course_bench --smoke      few half cycles, once: do values and derivatives' values agree?

#include "bench/article_cells.hpp"
#include "bench/measure.hpp"
#include "model/convert.hpp"
#include "runs/fit/course.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

using namespace percolith;
using namespace percolith::bench;

namespace
{

/// One cell of the joint fit.
struct Subject {
    model::CellParameters<> cell;
    model::CellState<> start;
    std::vector<runs::CurrentPiece> pieces;
    std::vector<runs::Moment> moments;
};

/// Half cycles of the trial's current, sampled evenly.
Subject subject(const Trial& trial, bool submodels, std::size_t samples)
{
    Subject s{.cell = trial.cell, .start = trial.start, .pieces = {}, .moments = {}};
    if (!submodels) {
        s.cell.submodels = {};
    }
    for (std::size_t k = 0; k < trial.half_cycles; ++k) {
        s.pieces.push_back({trial.half_cycle, k % 2 == 0 ? trial.current : -trial.current, 0.0});
    }
    const double duration = trial.half_cycle * static_cast<double>(trial.half_cycles);
    for (std::size_t k = 0; k < samples; ++k) {
        s.moments.push_back(
            {duration * (static_cast<double>(k) + 0.5) / static_cast<double>(samples)});
    }
    return s;
}

/// The six parameters of the joint fit in Jets: logarithms of factors.
template <class T> runs::CourseCell<T> seeded(const Subject& s)
{
    runs::CourseCell<T> c{model::as<T>(s.cell), model::as<T>(s.start)};
    if constexpr (runs::derivatives<T> > 0) {
        const auto one = [](int k) { return T(1.0, k); };
        for (auto* e : {&c.parameters.working, &c.parameters.counter}) {
            e->electronic =
                kinetics::ElectronicConductivity<T>(e->electronic(e->initial_thickness) * one(0));
            e->renewal = e->renewal * one(1);
            e->front_resistance = e->front_resistance * one(2);
            e->ionic = kinetics::Conductor<T>(e->ionic.conductivity() * one(3));
            e->exchange_current_density = e->exchange_current_density * one(4);
        }
        c.parameters.separator_conductivity = c.parameters.separator_conductivity * one(5);
    }
    return c;
}

/// Sum over all samples of voltage: what nobody can optimise away.
template <class T> T evaluate(const std::vector<Subject>& subjects)
{
    T sum(0.0);
    const runs::CourseObserver<T> watch = [&](std::size_t, const runs::CourseView<T>& now) {
        sum = sum + now.voltage();
    };
    for (const auto& s : subjects) {
        runs::run_course<T>(
            seeded<T>(s), {.pieces = s.pieces, .moments = s.moments, .limits = {5.0, -5.0}}, watch);
    }
    return sum;
}

std::vector<Subject> three_cells(bool submodels, std::size_t half_cycles, std::size_t samples)
{
    std::vector<Subject> subjects;
    for (const auto interphase : {Interphase::lpsc, Interphase::lpsc_lgps_4_1, Interphase::lgps}) {
        subjects.push_back(subject(trial(interphase, half_cycles), submodels, samples));
    }
    return subjects;
}

bool agrees(bool submodels)
{
    const auto subjects = three_cells(submodels, 4, 40);
    const double plain = evaluate<double>(subjects);
    const auto active = evaluate<runs::Jet<8>>(subjects);
    return std::abs(active.a - plain) <= 1e-12 * std::abs(plain) &&
           active.v.head<6>().minCoeff() != 0.0;
}

void measure(bool submodels, int rounds)
{
    constexpr std::size_t half_cycles = 200;
    constexpr std::size_t samples = 33334;
    const auto all = three_cells(submodels, half_cycles, samples);
    const auto half = three_cells(submodels, half_cycles, samples / 2);
    const auto none = three_cells(submodels, half_cycles, 1);
    const auto contestants =
        take_turns({[&] { evaluate<double>(all); }, [&] { evaluate<runs::Jet<8>>(all); },
                    [&] { evaluate<runs::Jet<8>>(half); }, [&] { evaluate<runs::Jet<8>>(none); }},
                   rounds);
    const auto row = [](const char* what, const Samples& s) {
        fmt::print("    {:<46} {:8.2f} ms {:8.2f} ms\n", what, 1e3 * s.median(),
                   1e3 * s.quickest());
    };
    fmt::print("{}\n", submodels ? "all sub-models" : "core");
    row("values alone", contestants[0]);
    row("values and 8 derivatives", contestants[1]);
    row("the same, half the samples", contestants[2]);
    row("the same, no samples", contestants[3]);
    fmt::print("    derivatives cost {:.2f} times the values; a sample costs {:.2f} us\n",
               median_ratio(contestants[1], contestants[0]),
               1e6 * (contestants[1].median() - contestants[3].median()) /
                   static_cast<double>(3 * samples));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "--smoke") {
        return agrees(false) && agrees(true) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
    fmt::print("three cells of 200 half cycles, 10^5 voltages together; median and quickest\n");
    measure(false, rounds);
    measure(true, rounds);
    return EXIT_SUCCESS;
}
