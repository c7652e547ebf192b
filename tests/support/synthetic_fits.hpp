#pragma once
/// Fits of synthetic cells: truth drawn about what is written on the cells, measured as testers do.

#include "runs/fit/cells_objective.hpp"
#include "runs/fit/solve.hpp"
#include "tests/support/cell_fits.hpp"
#include "tests/support/random.hpp"
#include "tests/support/toy_fits.hpp"

#include <algorithm>
#include <stdexcept>

namespace percolith::tests
{

/// A parameter on a logarithmic scale that belongs to `cells`.
inline runs::fit::Parameter free_factor(const Key& key, std::vector<std::size_t> cells)
{
    runs::fit::Parameter p;
    p.key = p.name = key.key;
    p.unit = key.unit;
    p.logarithmic = key.logarithmic;
    p.start = key.value;
    p.cells = std::move(cells);
    return p;
}

/// Cells, what was measured on them and what is free.
struct SyntheticFit {
    std::vector<runs::CellSource> sources;
    std::vector<runs::fit::CellData> cells;
    std::vector<runs::fit::Parameter> parameters;
    std::vector<double> noise; ///< V, per cell

    runs::fit::CellsObjective objective() const { return {sources, cells, parameters, noise}; }

    std::vector<double> start() const
    {
        std::vector<double> theta;
        for (const auto& p : parameters) {
            theta.push_back(p.logarithmic ? std::log(p.start) : p.start);
        }
        return theta;
    }
};

/// Half cycles of `hours` at `current` (A/m2), each looked at `looks` times at random, but for a
/// stretch in which nothing was written down.
inline runs::fit::CellData irregularly_sampled(int half_cycles, double hours, double current,
                                               int looks, Draw& draw)
{
    runs::fit::CellData data;
    data.name = "cell";
    data.area = 1e-4;
    data.limits = {5.0, -5.0};
    const double duration = 3600.0 * hours;
    const double all = duration * half_cycles;
    const double missing = all * draw.uniform(0.2, 0.6);
    for (int n = 0; n < half_cycles; ++n) {
        data.pieces.push_back({duration, n % 2 == 0 ? current : -current, 0.0});
    }
    for (int k = 0; k < looks * half_cycles; ++k) {
        const double time = all * draw.uniform(0.0, 1.0);
        if (time < missing || time > missing + 0.2 * all) {
            data.voltage.moments.push_back({time});
        }
    }
    std::sort(data.voltage.moments.begin(), data.voltage.moments.end(),
              [](const runs::Moment& a, const runs::Moment& b) { return a.time < b.time; });
    data.voltage.voltage.assign(data.voltage.moments.size(), 0.0);
    return data;
}

/// Puts the points' values at `theta` into cell `k`, with their errors.
inline void measure_points(SyntheticFit& fit, std::size_t k, const std::vector<double>& theta,
                           std::uint64_t seed)
{
    auto& points = fit.cells[k].points;
    auto probe = fit;
    probe.cells[k].voltage = {};
    probe.cells[k].events = {};
    for (auto& point : probe.cells[k].points) {
        point.value = 0.0; // then the residual is the value in errors
    }
    const auto objective = probe.objective();
    std::vector<double> r(objective.residuals());
    if (!objective.evaluate(theta, r, {})) {
        throw std::runtime_error("the cell cannot be computed");
    }
    const auto white = normal_noise(points.size(), seed);
    for (std::size_t n = 0; n < points.size(); ++n) {
        points[n].value = points[n].error * (r[objective.rows(k).first + n] + white[n]);
    }
}

/// Puts into cell `k` what it shows at `theta`, with white noise, and its points; its end, where it
/// has one, is seen to `end_error` (s), and voltages nearer to it than four errors are left out.
inline void measure(SyntheticFit& fit, std::size_t k, const std::vector<double>& theta,
                    double end_error, std::uint64_t seed)
{
    auto& data = fit.cells[k];
    data.events.clear();
    auto& v = data.voltage;
    auto exact = fit.objective().model(k, theta).voltages;
    const auto lasting = std::find_if(exact.begin(), exact.end(),
                                      [](double voltage) { return !std::isfinite(voltage); });
    auto white = normal_noise(exact.size() + 1, seed);
    if (lasting != exact.end()) {
        // The residual of an end seen at 0 to 1 s is its time.
        auto probe = fit;
        probe.cells[k].voltage = {};
        probe.cells[k].events = {{.kind = std::nullopt, .time = 0.0, .error = 1.0}};
        const auto objective = probe.objective();
        std::vector<double> r(objective.residuals());
        if (!objective.evaluate(theta, r, {})) {
            throw std::runtime_error("the cell cannot be computed");
        }
        const double end = r[objective.rows(k).first] + end_error * white.back();
        data.events.push_back({.kind = std::nullopt, .time = end, .error = end_error});
        const auto kept = std::count_if(v.moments.begin(), v.moments.end(), [&](const auto& m) {
            return m.time < end - 4.0 * end_error;
        });
        const auto few = std::min(kept, lasting - exact.begin());
        v.moments.resize(static_cast<std::size_t>(few));
        exact.resize(static_cast<std::size_t>(few));
    }
    measure_points(fit, k, theta, seed + 500009);
    v.voltage = std::move(exact);
    for (std::size_t n = 0; n < v.voltage.size(); ++n) {
        v.voltage[n] += fit.noise[k] * white[n];
    }
}

} // namespace percolith::tests
