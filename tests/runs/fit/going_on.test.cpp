#include "runs/fit/going_on.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using runs::CurrentPiece;
using runs::fit::going_on;

namespace
{

double length(const std::vector<CurrentPiece>& pieces)
{
    double sum = 0.0;
    for (const auto& p : pieces) {
        sum += p.duration;
    }
    return sum;
}

/// Within the piece that holds `time`.
double current_at(const std::vector<CurrentPiece>& pieces, double time)
{
    double begin = 0.0;
    for (const auto& p : pieces) {
        if (time < begin + p.duration) {
            return p.current + p.ramp * (time - begin);
        }
        begin += p.duration;
    }
    return 0.0;
}

/// Strip, rest, plate, rest.
const std::vector<CurrentPiece> cycle{
    {3600.0, 5.0, 0.0}, {600.0, 0.0, 0.0}, {1800.0, -10.0, 0.0}, {300.0, 0.0, 0.0}};
constexpr double period = 6300.0;

std::vector<CurrentPiece> cycles(int count)
{
    std::vector<CurrentPiece> all;
    for (int k = 0; k < count; ++k) {
        all.insert(all.end(), cycle.begin(), cycle.end());
    }
    return all;
}

} // namespace

TEST_CASE("a current that goes on repeats its last cycle, rests included", "[runs][fit]")
{
    const auto long_way = going_on(cycles(3), 10.5 * period);
    CHECK(length(long_way) == Approx(10.5 * period).epsilon(1e-14));
    const auto as_it_was = cycles(11);
    for (double t = 7.0; t < 10.5 * period; t += 211.0) {
        CHECK(current_at(long_way, t) == current_at(as_it_was, t));
    }
}

TEST_CASE("a half cycle that the record cuts short is completed first", "[runs][fit]")
{
    const auto as_it_was = cycles(12);
    for (const double cut : {1000.0, 3600.0, 3900.0, 4200.0, 5000.0, 6000.0, 6200.0}) {
        // Two whole cycles and a part of the third.
        auto pieces = cycles(2);
        double left = cut;
        for (const auto& p : cycle) {
            if (left > 0.0) {
                pieces.push_back({std::min(left, p.duration), p.current, p.ramp});
                left -= p.duration;
            }
        }
        const auto all = going_on(pieces, 9.0 * period);
        INFO("cut " << cut);
        CHECK(length(all) == Approx(9.0 * period).epsilon(1e-14));
        for (double t = 7.0; t < 9.0 * period; t += 211.0) {
            CHECK(current_at(all, t) == current_at(as_it_was, t));
        }
    }
}

TEST_CASE("a ramp that the record cuts short goes on from where it was", "[runs][fit]")
{
    const std::vector<CurrentPiece> ramps{{100.0, 0.0, 0.1}, {100.0, -10.0, 0.1}};
    auto pieces = ramps;
    pieces.insert(pieces.end(), ramps.begin(), ramps.end());
    pieces.push_back({40.0, 0.0, 0.1});
    const auto all = going_on(pieces, 1000.0);
    for (double t = 1.0; t < 1000.0; t += 7.3) {
        const double phase = std::fmod(t, 200.0);
        CHECK(current_at(all, t) == Approx(phase < 100.0 ? 0.1 * phase : 0.1 * phase - 20.0));
    }
}

TEST_CASE("without two whole half cycles the last current goes on", "[runs][fit]")
{
    const auto one_way = going_on({{10.0, 0.0, 0.0}, {100.0, 5.0, 0.0}}, 1000.0);
    CHECK(length(one_way) == Approx(1000.0));
    CHECK(current_at(one_way, 999.0) == 5.0);
    const auto rest = going_on({{100.0, 5.0, 0.0}, {10.0, 0.0, 0.0}}, 1000.0);
    CHECK(current_at(rest, 999.0) == 0.0);
    // A ramp, as of a critical current density, stays where it came to.
    const auto ramp = going_on({{100.0, 1.0, 0.1}}, 1000.0);
    CHECK(current_at(ramp, 999.0) == Approx(11.0));
}

TEST_CASE("a current that is long enough stays as it is", "[runs][fit]")
{
    CHECK(going_on(cycles(3), 3.0 * period).size() == cycles(3).size());
    CHECK(going_on(cycles(3), 1.0).size() == cycles(3).size());
}
