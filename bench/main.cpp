#include "bench/article_cells.hpp"
#include "bench/engines.hpp"
#include "bench/kernel.hpp"
#include "bench/measure.hpp"
#include <cstdio>
#include <cstdlib>
using namespace percolith;
using namespace percolith::bench;
int main(int argc, char** argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 20;
    for (auto [which, n] : {std::pair{bench::Interphase::lpsc, 2000ul},
                            std::pair{bench::Interphase::lpsc_lgps_4_1, 200ul},
                            std::pair{bench::Interphase::lgps, 200ul}}) {
        auto t = trial(which, n);
        std::vector<Outcome> o(5);
        std::vector<std::function<void()>> c{
            [&] { o[0] = run_kernel(t); },
            [&] { o[1] = run_engine(t, Engine::odeint, model::Physics::core); },
            [&] { o[2] = run_engine(t, Engine::odeint, model::Physics::full); },
            [&] { o[3] = run_bare_cvode(t); },
            [&] { o[4] = run_engine(t, Engine::sundials, model::Physics::core); }};
        auto s = take_turns(c, rounds);
        const char* names[]{"kernel", "odeint core", "odeint full", "bare cvode", "sundials core"};
        printf("%s\n", t.name.c_str());
        for (int k = 0; k < 5; ++k)
            printf("  %-14s %9.1f ns/hc (min %9.1f)  l %.9g V %.7g n %zu  ratio %.3f / min %.3f\n",
                   names[k], s[k].median() / n * 1e9, s[k].quickest() / n * 1e9, o[k].thickness,
                   o[k].largest_voltage, o[k].half_cycles, median_ratio(s[k], s[k < 3 ? 0 : 3]),
                   s[k].quickest() / s[k < 3 ? 0 : 3].quickest());
    }
}
