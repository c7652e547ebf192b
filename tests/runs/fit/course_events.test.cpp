#include "tests/support/course_case.hpp"

#include <catch2/catch.hpp>

using namespace percolith;
using namespace percolith::tests;

namespace
{

using kinetics::Length;
using model::EventKind;
using model::LithiumMode;
using J = runs::Jet<4>;

constexpr runs::Tolerances tight{1e-12, 1e-12};

/// Four parameters at 0, each a direction of its own.
std::array<J, 4> seeds()
{
    return {J(0.0, 0), J(0.0, 1), J(0.0, 2), J(0.0, 3)};
}

/// The same as numbers, one of them `by` off.
std::array<double, 4> turned(std::size_t knob, double by)
{
    std::array<double, 4> x{};
    x[knob] = by;
    return x;
}

/// Plain numbers with hardly any leak: what happens can be worked out on paper.
template <class T> runs::CourseCell<T> inert(double lithium)
{
    using namespace kinetics;
    model::ElectrodeParameters<> e;
    e.growth = VolumePerCharge<>{3e-10};
    e.separator_use = e.growth;
    e.electronic = ElectronicConductivity<>{Conductivity<>{1e-30}};
    e.ionic = Conductivity<>{1e-2};
    e.reduction_potential = Voltage<>{1.7};
    e.initial_thickness = Length<>{1e-8};
    e.exchange_current_density = CurrentDensity<>{100.0};
    const model::CellParameters<> cell{.working = e,
                                       .counter = e,
                                       .separator_thickness = Length<>{1e-3},
                                       .separator_conductivity = Conductivity<>{0.5},
                                       .temperature = Temperature<>{298.15},
                                       .short_resistance = ArealResistance<>{1e-6},
                                       .submodels = {}};
    model::CellState<> start;
    start.working = fresh(e, lithium);
    start.counter = fresh(e, 7e5);
    return {model::as<T>(cell), model::as<T>(start)};
}

template <class T>
runs::CourseEnd<T> run(const runs::CourseCell<T>& cell,
                       const std::vector<runs::CurrentPiece>& pieces,
                       const model::VoltageLimits& limits = {5.0, -5.0})
{
    return runs::run_course<T>(cell, {.pieces = pieces, .limits = limits, .tolerances = tight}, {});
}

} // namespace

TEST_CASE("a depletion time moves with the lithium there was and with what dies", "[fit]")
{
    // t = q_0/(j (1 + d)).
    auto cell = inert<J>(9000.0);
    cell.initial.working.lithium.si.v[0] = 9000.0;
    cell.parameters.working.dead_share = J(0.2, 1);
    const auto end = run(cell, {{3600.0, 5.0, 0.0}});
    REQUIRE(end.events.front().kind == EventKind::metal_depleted);
    CHECK(end.time.a == Approx(1500.0).epsilon(1e-9));
    CHECK(end.time.v[0] == Approx(1500.0).epsilon(1e-9));
    CHECK(end.time.v[1] == Approx(-1250.0).epsilon(1e-9));
    CHECK(end.kinks.empty());
}

TEST_CASE("under a ramp the explicit time counts: the time of a voltage limit", "[fit]")
{
    // i (h/sigma + 2 l/sigma_i + ...) = V: with i = r t, t moves as V's share by the separator.
    auto cell = inert<J>(7e5);
    cell.parameters.separator_conductivity.si = J(0.5, 0);
    const std::vector<runs::CurrentPiece> pieces{{1e4, 0.0, 1e-2}};
    const auto end = run(cell, pieces, {0.05, -5.0});
    REQUIRE(end.events.back().kind == EventKind::voltage_limit_high);
    const auto at = [&](double sigma) {
        auto other = inert<double>(7e5);
        other.parameters.separator_conductivity.si = sigma;
        return run(other, pieces, {0.05, -5.0}).time;
    };
    CHECK(end.time.v[0] == Approx((at(0.5 + 1e-4) - at(0.5 - 1e-4)) / 2e-4).epsilon(1e-6));
    CHECK(end.time.v[0] > 1.0);
}

TEST_CASE("a fixed time does not move: a limit passed as the current jumps", "[fit]")
{
    auto cell = inert<J>(7e5);
    cell.parameters.separator_conductivity.si = J(0.5, 0);
    const auto end = run(cell, {{100.0, 1.0, 0.0}, {100.0, 100.0, 0.0}}, {0.05, -5.0});
    REQUIRE(end.events.back().kind == EventKind::voltage_limit_high);
    CHECK(end.time.a == 100.0);
    CHECK(end.time.v.isZero(0.0));
}

TEST_CASE("a factor on the current moves all that the current does, but no time of its own",
          "[fit]")
{
    // Depletion comes at q_0/(F j); the ramp back to plating passes zero when it does.
    auto cell = inert<J>(9000.0);
    cell.current_factor = J(1.02, 2);
    const auto end = run(cell, {{3600.0, 5.0, 0.0}});
    CHECK(end.time.a == Approx(1800.0 / 1.02).epsilon(1e-9));
    CHECK(end.time.v[2] == Approx(-1800.0 / (1.02 * 1.02)).epsilon(1e-9));

    const std::vector<runs::CurrentPiece> pieces{{100.0, 1.0, -2e-2}, {50.0, 3.0, 0.0}};
    const std::vector<runs::Moment> moments{{20.0}, {90.0}, {140.0}};
    const auto shown = [&](const auto& subject) {
        using T = std::remove_cvref_t<decltype(subject.current_factor)>;
        std::vector<T> all;
        runs::run_course<T>(subject, {.pieces = pieces, .moments = moments, .tolerances = tight},
                            [&](std::size_t, const runs::CourseView<T>& now) {
                                all.push_back(now.voltage());
                                all.push_back(
                                    now.observe(model::Observable::lithium, model::Side::working));
                            });
        return all;
    };
    const auto at = [&](double factor) {
        auto other = inert<double>(9000.0);
        other.current_factor = factor;
        return shown(other);
    };
    const auto found = shown(cell);
    const auto above = at(1.02 + 1e-4);
    const auto below = at(1.02 - 1e-4);
    for (std::size_t k = 0; k < found.size(); ++k) {
        CHECK(found[k].v[2] == Approx((above[k] - below[k]) / 2e-4).epsilon(1e-6));
    }
}

TEST_CASE("the state at an event moves with the event", "[fit]")
{
    // What counter has gained when working is empty is what working had, whenever that is.
    auto cell = inert<J>(9000.0);
    cell.initial.working.lithium.si.v[0] = 1.0;
    const auto end = run(cell, {{3600.0, 5.0, 0.0}});
    CHECK(end.state.working.lithium.si.v[0] == 0.0);
    CHECK(end.state.counter.lithium.si.a == Approx(7e5 + 9000.0).epsilon(1e-12));
    CHECK(end.state.counter.lithium.si.v[0] == Approx(1.0).epsilon(1e-9));
    CHECK(end.state.passed_charge.si.v[0] == Approx(1.0).epsilon(1e-9));
}

TEST_CASE("an electrode that is all but spared depletion is reported as grazed", "[fit]")
{
    // i = 5 A/m2 falling to zero after 3600 s takes 9000 C/m2; what is there is less by 10^-8.
    auto cell = inert<J>(9000.0 * (1.0 - 1e-8));
    cell.initial.working.lithium.si.v[0] = 1.0;
    const std::vector<runs::CurrentPiece> pieces{{3600.0, 5.0, -5.0 / 3600.0}};
    const auto grazed = run(cell, pieces);
    REQUIRE(grazed.events.front().kind == EventKind::metal_depleted);
    REQUIRE_FALSE(grazed.kinks.empty());
    CHECK(grazed.kinks.front().why == runs::CourseKink::Why::grazing);
    CHECK(grazed.kinks.front().side == model::Side::working);
    CHECK(std::isfinite(grazed.time.v[0]));

    cell.initial.working.lithium.si.a = 8000.0;
    CHECK(run(cell, pieces).kinks.empty());
}

TEST_CASE("depletion just as a piece ends is reported as a coincidence", "[fit]")
{
    auto cell = inert<J>(9000.0);
    cell.initial.working.lithium.si.v[0] = 1.0;
    const auto end = run(cell, {{1800.0, 5.0, 0.0}, {100.0, 0.0, 0.0}});
    REQUIRE_FALSE(end.kinks.empty());
    CHECK(end.kinks.front().why == runs::CourseKink::Why::coincidence);
}

TEST_CASE("a threshold's derivative is carried through the film's crossing of it", "[fit]")
{
    using namespace kinetics;
    // A film just above its threshold when thin, below it once grown.
    const auto build = [](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        auto cell = inert<T>(7e5);
        const FiniteThickness<T> film{Length<T>(T(3e-9) * exp(x[1])), T(1.0), T(0.88), T(0.0)};
        const PowerLaw<T> law{Conductivity<T>(T(1e-9)), Conductivity<T>(T(1e-5) * exp(x[2])),
                              T(0.16) * exp(x[0]), T(2.0) * exp(x[3])};
        cell.parameters.working.electronic = ElectronicConductivity<T>(law, T(0.14), film);
        return cell;
    };
    const auto thickness = [&](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        std::vector<T> l;
        const std::vector<runs::CurrentPiece> pieces{{36000.0, 2.0, 0.0}, {36000.0, -2.0, 0.0}};
        const std::vector<runs::Moment> moments{{100.0}, {7000.0}, {40000.0}, {72000.0}};
        const auto end = runs::run_course<T>(
            build(x), {.pieces = pieces, .moments = moments, .limits = {}, .tolerances = tight},
            [&](std::size_t, const runs::CourseView<T>& now) {
                l.push_back(
                    now.observe(model::Observable::interphase_thickness, model::Side::working));
            });
        CHECK(end.segments == 3); // the threshold is crossed once
        return l;
    };
    const auto found = thickness(seeds());
    for (std::size_t knob = 0; knob < 4; ++knob) {
        const auto above = thickness(turned(knob, 1e-4));
        const auto below = thickness(turned(knob, -1e-4));
        for (std::size_t k = 0; k < found.size(); ++k) {
            const double difference = (above[k] - below[k]) / 2e-4;
            INFO("parameter " << knob << ", moment " << k);
            // The difference's own error: (10^-4)^2 of what is left, and 10^-12/10^-4 of the value.
            CHECK(std::abs(found[k].v[static_cast<int>(knob)] - difference) <
                  1e-5 * std::abs(difference) + 1e-7 * found[k].a);
        }
    }
}

TEST_CASE("a bare collector's derivatives pass from starvation over its host to metal", "[fit]")
{
    const auto build = [](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        using namespace kinetics;
        auto cell = inert<T>(0.0);
        auto& w = cell.parameters.working;
        w.electronic = ElectronicConductivity<T>(Conductivity<T>(T(2e-9) * exp(x[0])));
        w.reversible_share = T(0.2) * exp(x[1]);
        w.front_resistance = ArealResistance<T>(T(0.2) * exp(x[2]));
        w.initial_thickness = Length<T>(T(1e-9) * exp(x[3]));
        cell.initial.working.interphase_thickness = w.initial_thickness;
        cell.initial.working.barrier_thickness = w.initial_thickness;
        return cell;
    };
    // Slow plating starves it; quick plating finds a host that fills, or metal.
    for (const double current : {-0.5, -20.0}) {
        const std::vector<runs::CurrentPiece> pieces{
            {20000.0, current, 0.0}, {500.0, 0.0, 0.0}, {20000.0, current, 0.0}};
        const std::vector<runs::Moment> moments{{10.0}, {1000.0}, {19000.0}, {30000.0}, {40500.0}};
        const auto go = [&](const auto& x, auto& end) {
            using T = std::remove_cvref_t<decltype(x[0])>;
            std::vector<T> shown;
            end = runs::run_course<T>(
                build(x), {.pieces = pieces, .moments = moments, .limits = {}, .tolerances = tight},
                [&](std::size_t, const runs::CourseView<T>& now) {
                    shown.push_back(now.voltage());
                    shown.push_back(now.observe(model::Observable::lithium, model::Side::working));
                });
            return shown;
        };
        runs::CourseEnd<J> jets;
        const auto found = go(seeds(), jets);
        for (std::size_t knob = 0; knob < 4; ++knob) {
            runs::CourseEnd<double> ends[2];
            const auto above = go(turned(knob, 1e-4), ends[0]);
            const auto below = go(turned(knob, -1e-4), ends[1]);
            INFO("current " << current << ", parameter " << knob);
            for (std::size_t k = 0; k < jets.events.size(); ++k) {
                const double difference =
                    (ends[0].events.at(k).time - ends[1].events.at(k).time) / 2e-4;
                CHECK(std::abs(jets.events[k].time.v[static_cast<int>(knob)] - difference) <=
                      1e-5 * std::abs(difference) + 1e-6 * jets.events[k].time.a);
            }
            for (std::size_t k = 0; k < found.size(); ++k) {
                const double difference = (above[k] - below[k]) / 2e-4;
                CHECK(std::abs(found[k].v[static_cast<int>(knob)] - difference) <
                      1e-5 * std::abs(difference) + 1e-6 * std::abs(found[k].a) + 1e-9);
            }
        }
    }
}

TEST_CASE("lithium that runs out at rest leaves an interphase of all that there was", "[fit]")
{
    // The leak ends with the lithium, at a time that moves: l = b_0 + v q_0, whatever the leak was.
    const auto build = [](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        using namespace kinetics;
        auto cell = inert<T>(300.0);
        auto& w = cell.parameters.working;
        w.electronic = ElectronicConductivity<T>(Conductivity<T>(T(1e-9) * exp(x[1])));
        w.growth = w.growth * exp(x[2]);
        w.reduction_potential = w.reduction_potential * exp(x[3]);
        cell.initial.working.lithium = cell.initial.working.lithium * exp(x[0]);
        return cell;
    };
    // Gone after 2.7 h; then a half cycle brings new lithium, which leaks through what has grown.
    const std::vector<runs::CurrentPiece> pieces{{20000.0, 0.0, 0.0}, {3000.0, -2.0, 0.0}};
    const std::vector<runs::Moment> moments{{19000.0}, {23000.0}};
    const auto go = [&](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        std::vector<T> shown;
        const auto end = runs::run_course<T>(
            build(x), {.pieces = pieces, .moments = moments, .limits = {}, .tolerances = tight},
            [&](std::size_t, const runs::CourseView<T>& now) {
                shown.push_back(
                    now.observe(model::Observable::interphase_thickness, model::Side::working));
                shown.push_back(now.observe(model::Observable::lithium, model::Side::working));
            });
        CHECK(end.why == runs::CourseEnd<T>::Why::pieces_done);
        return shown;
    };
    const auto found = go(seeds());
    const double grown = 3e-10 * 300.0;
    CHECK(found[0].a == Approx(1e-8 + grown).epsilon(1e-9));
    const std::array exact{grown, 0.0, grown, 0.0};
    for (std::size_t knob = 0; knob < 4; ++knob) {
        INFO("parameter " << knob);
        const int v = static_cast<int>(knob);
        CHECK(found[0].v[v] == Approx(exact[knob]).epsilon(1e-8).margin(1e-8 * grown));
        CHECK(found[1].v[v] == 0.0);
        const auto above = go(turned(knob, 1e-4));
        const auto below = go(turned(knob, -1e-4));
        for (const std::size_t k : {2U, 3U}) {
            const double difference = (above[k] - below[k]) / 2e-4;
            // The difference's own error: (10^-4)^2 of what is left, and 10^-12/10^-4 of the value.
            CHECK(std::abs(found[k].v[v] - difference) <
                  1e-5 * std::abs(difference) + 1e-7 * found[k].a);
        }
    }
}

TEST_CASE("sliding entered from starvation carries derivatives of the manifold", "[fit]")
{
    // The leak has fallen to the plating at a barrier of 20 nm, where renewal outruns growth.
    const auto build = [](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        using namespace kinetics;
        auto cell = inert<T>(0.0);
        auto& w = cell.parameters.working;
        w.electronic = ElectronicConductivity<T>(Conductivity<T>(T(20e-9 * 2.0 / 1.7) * exp(x[0])));
        w.renewal = Renewal<T>(T(3.0 * 3e-10 / 20e-9) * exp(x[1]));
        w.growth = w.growth * exp(x[2]);
        w.reduction_potential = w.reduction_potential * exp(x[3]);
        w.initial_thickness = Length<T>(T(5e-9));
        cell.initial.working.interphase_thickness = w.initial_thickness;
        cell.initial.working.barrier_thickness = w.initial_thickness;
        return cell;
    };
    const std::vector<runs::CurrentPiece> pieces{{2000.0, -2.0, 0.0}, {300.0, -2.0, 5e-4}};
    const std::vector<runs::Moment> moments{{50.0}, {1000.0}, {2200.0}};
    const auto go = [&](const auto& x) {
        using T = std::remove_cvref_t<decltype(x[0])>;
        std::vector<T> shown;
        const auto end = runs::run_course<T>(
            build(x), {.pieces = pieces, .moments = moments, .limits = {}, .tolerances = tight},
            [&](std::size_t, const runs::CourseView<T>& now) {
                shown.push_back(
                    now.observe(model::Observable::barrier_thickness, model::Side::working));
                shown.push_back(
                    now.observe(model::Observable::interphase_thickness, model::Side::working));
            });
        CHECK(end.segments >= 3);
        return shown;
    };
    const auto found = go(seeds());
    // Held at 20 nm by the current alone: b = theta E_red sigma_e/|j|.
    CHECK(found[2].a == Approx(20e-9).epsilon(1e-9));
    CHECK(found[2].v[0] == Approx(20e-9).epsilon(1e-9));
    CHECK(std::abs(found[2].v[1]) < 1e-9 * 20e-9);
    for (std::size_t knob = 0; knob < 4; ++knob) {
        const auto above = go(turned(knob, 1e-4));
        const auto below = go(turned(knob, -1e-4));
        for (std::size_t k = 0; k < found.size(); ++k) {
            const double difference = (above[k] - below[k]) / 2e-4;
            INFO("parameter " << knob << ", number " << k);
            CHECK(std::abs(found[k].v[static_cast<int>(knob)] - difference) <
                  1e-5 * std::abs(difference) + 1e-7 * std::abs(found[k].a));
        }
    }
}
