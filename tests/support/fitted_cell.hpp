#pragma once
/// A measured cell made by a course: cycled, looked at, and followed to its end.

#include "runs/fit/cell_residuals.hpp"
#include "runs/fit/course.hpp"

#include <stdexcept>

namespace percolith::tests
{

/// An hour each way at 0.5 mA/cm2; `looks` voltages each half cycle and one at its end, all zero.
inline runs::fit::CellData cycled(int half_cycles, int looks = 4)
{
    runs::fit::CellData data;
    data.name = "cell";
    data.area = 1e-4;
    data.limits = {5.0, -5.0};
    for (int n = 0; n < half_cycles; ++n) {
        data.pieces.push_back({3600.0, n % 2 == 0 ? 5.0 : -5.0, 0.0});
        for (int k = 0; k <= looks; ++k) {
            data.voltage.moments.push_back({3600.0 * n + 3600.0 / looks * k, k == looks});
            data.voltage.voltage.push_back(0.0);
        }
    }
    return data;
}

/// Puts what `cell` shows into the data: voltages until a minute before its end, points of every
/// kind, its end and its first depletion as events.
inline void show(const runs::CourseCell<double>& cell, runs::fit::CellData& data)
{
    using namespace runs::fit;
    const runs::CourseSetup setup{.pieces = data.pieces, .moments = {}, .limits = data.limits};
    const auto end = runs::run_course<double>(cell, setup, {});
    auto& v = data.voltage;
    while (!v.moments.empty() && v.moments.back().time > end.time - 60.0) {
        v.moments.pop_back();
        v.voltage.pop_back();
    }
    using Kind = PointKind;
    for (const auto part : {Part::cell, Part::working, Part::counter}) {
        const double share = part == Part::cell ? 0.2 : part == Part::working ? 0.43 : 0.77;
        data.points.push_back(
            {.kind = Kind::resistance, .part = part, .time = share * end.time, .error = 1e-5});
        data.points.push_back({.kind = Kind::consumed_charge,
                               .part = part,
                               .time = share * end.time + 17.0,
                               .error = 50.0});
        if (part != Part::cell) {
            data.points.push_back({.kind = Kind::thickness,
                                   .part = part,
                                   .time = share * end.time + 29.0,
                                   .error = 1e-8});
        }
    }
    // Residuals of zeros with the error 1 are the values themselves.
    auto plain = data;
    plain.voltage.relative_noise = 0.0;
    plain.voltage.loss = Loss::none;
    for (auto& point : plain.points) {
        point.error = 1.0;
    }
    const CellResiduals all(plain);
    std::vector<double> r(all.size());
    if (!all.evaluate<double>(cell, 1.0, r, nullptr)) {
        throw std::runtime_error("the cell cannot be computed");
    }
    for (std::size_t k = 0; k < v.voltage.size(); ++k) {
        v.voltage[k] = r[k];
    }
    for (std::size_t k = 0; k < data.points.size(); ++k) {
        data.points[k].value = r[v.voltage.size() + k];
    }
    if (end.why != runs::CourseEnd<double>::Why::event) {
        return;
    }
    data.events.push_back({.kind = std::nullopt, .time = end.time, .error = 30.0});
    for (const auto& event : end.events) {
        if (event.kind == model::EventKind::metal_depleted) {
            data.events.push_back({.kind = event.kind,
                                   .side = event.side.value_or(model::Side::working),
                                   .time = event.time,
                                   .error = 600.0});
            break;
        }
    }
}

} // namespace percolith::tests
