#pragma once
/// Derivatives of a course against differences of its values.

#include "tests/support/course_case.hpp"

#include <fmt/core.h>

#include <set>
#include <string>

namespace percolith::tests
{

/// What came of a comparison by one knob.
struct Comparison {
    bool agree = true;
    bool same_events = true; ///< else there is nothing to compare
    std::string worst; ///< the first that disagrees
    std::set<model::EventKind> events;
};

/// Steps of the differences: at tolerance 10^-12 values scatter by some 10^-12 of themselves, and
/// so differences of fourth order by 10^-8; what is left out of them is 10^-14.
inline constexpr double difference_step = 3e-4;
inline constexpr runs::Tolerances fine{1e-12, 1e-12};
/// ... with a margin for cells that multiply errors, of the derivative or of a thousandth of the
/// value.
inline constexpr double difference_agreement = 2e-4;

/// Jets by all knobs, differences by `knob`.
template <class J>
Comparison compare(const CourseCase& c, const CourseTrace<J>& jets, std::size_t knob,
                   double agreement = difference_agreement)
{
    constexpr std::array<double, 4> offsets{1.0, -1.0, 2.0, -2.0};
    std::array<CourseTrace<double>, 4> turned_by;
    Comparison out;
    for (std::size_t k = 0; k < offsets.size(); ++k) {
        Knobs<double> x{};
        x[knob] = offsets[k] * difference_step;
        turned_by[k] = run_case<double>(c, x, fine);
        const auto& end = turned_by[k].end;
        const auto alike = [](const auto& a, const auto& b) {
            return a.kind == b.kind && a.side == b.side;
        };
        out.same_events = out.same_events && end.segments == jets.end.segments &&
                          std::equal(end.events.begin(), end.events.end(), jets.end.events.begin(),
                                     jets.end.events.end(), alike);
    }
    if (!out.same_events) {
        return out;
    }
    const auto judge = [&](const char* what, double time, const J& jet, double size,
                           const auto& value) {
        const double found = jet.v[static_cast<int>(knob)];
        const double difference = (8.0 * (value(turned_by[0]) - value(turned_by[1])) -
                                   (value(turned_by[2]) - value(turned_by[3]))) /
                                  (12.0 * difference_step);
        const double allowed = agreement * (std::abs(found) + std::abs(difference) + 1e-3 * size);
        if (out.agree && !(std::abs(found - difference) <= allowed)) {
            out.agree = false;
            out.worst = fmt::format("{} at {:.6g} s: {:.9g}, by differences {:.9g}", what, time,
                                    found, difference);
        }
    };
    for (std::size_t k = 0; k < jets.end.events.size(); ++k) {
        const auto& event = jets.end.events[k];
        out.events.insert(event.kind);
        judge(name(event.kind), event.time.a, event.time, event.time.a,
              [&](const auto& t) { return t.end.events[k].time; });
    }
    const auto crossed = [&](double time) {
        return std::any_of(jets.end.events.begin(), jets.end.events.end(), [&](const auto& e) {
            return std::abs(e.time.a - time) <=
                   5.0 * difference_step * std::abs(e.time.v[static_cast<int>(knob)]) +
                       1e-9 * e.time.a;
        });
    };
    for (std::size_t k = 0; k < jets.voltage.size(); ++k) {
        const double time = c.moments[k].time;
        const bool seen = std::all_of(turned_by.begin(), turned_by.end(),
                                      [&](const auto& t) { return k < t.voltage.size(); });
        if (!seen || crossed(time)) {
            continue;
        }
        judge("voltage", time, jets.voltage[k], std::abs(jets.voltage[k].a) + 1e-6,
              [&](const auto& t) { return t.voltage[k]; });
        judge("thickness", time, jets.thickness[k], jets.thickness[k].a,
              [&](const auto& t) { return t.thickness[k]; });
        judge("lithium", time, jets.lithium[k], jets.lithium[k].a + 1e-3,
              [&](const auto& t) { return t.lithium[k]; });
    }
    return out;
}

} // namespace percolith::tests
