#include "runs/simulate/spectrum.hpp"

#include "model/small_signal.hpp"
#include "runs/case/errors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace percolith::runs
{

namespace
{

constexpr double ohm_cm2 = 1e-4; // Ohm m2

/// The time series of a run, wherever it is kept.
struct KeptSeries {
    std::string file; ///< in messages; empty: memory
    bool kept = true;
    std::function<std::vector<double>(const std::string& name)> column;
    std::function<double(const std::string& name, std::size_t row)> value;
};

std::size_t row_at(const KeptSeries& series, double time)
{
    if (!series.kept) {
        throw InputError({series.file}, "series", "the run kept its per-cycle table alone",
                         "run it again with record.shape = \"full\"");
    }
    const auto times = series.column("time");
    if (times.empty() || !(time >= times.front() && time <= times.back())) {
        throw InputError(
            {series.file}, "time", fmt::format("the run has nothing at {:.6g} h", time / 3600.0),
            fmt::format("ask between 0 and {:.6g} h", times.empty() ? 0.0 : times.back() / 3600.0));
    }
    const auto after = std::upper_bound(times.begin(), times.end(), time);
    return static_cast<std::size_t>(after - times.begin()) - 1;
}

std::vector<SpectrumPoint> spectrum_of(const KeptSeries& series, double time,
                                       const FrequencyRange& range)
{
    const auto row = row_at(series, time);
    const auto electrode = [&](const std::string& side) {
        model::ElectrodeSmallSignal<> e;
        e.interphase.si = series.value(side + "_interphase_resistance", row);
        e.charge_transfer.si = series.value(side + "_charge_transfer_resistance", row);
        e.interphase_capacitance.si = series.value(side + "_interphase_capacitance", row);
        e.double_layer.si = series.value(side + "_double_layer_capacitance", row);
        return e;
    };
    model::CellSmallSignal<> cell{electrode("working"), electrode("counter"), {}};
    cell.separator.si = series.value("separator_resistance", row);

    const double decades = std::log10(range.highest / range.lowest);
    const int points = static_cast<int>(std::lround(decades * range.per_decade));
    std::vector<SpectrumPoint> out;
    for (int k = 0; k <= points; ++k) {
        const double f = range.highest * std::pow(10.0, -decades * k / points);
        out.push_back({f, model::impedance(cell.working, f), model::impedance(cell.counter, f),
                       model::impedance(cell, f)});
    }
    return out;
}

} // namespace

std::vector<SpectrumPoint> spectrum(const RecordedRun& run, double time,
                                    const FrequencyRange& range)
{
    constexpr auto series = RecordedRun::Table::series;
    return spectrum_of({.file = run.path().string(),
                        .kept = run.has_series(),
                        .column = [&](const auto& name) { return run.column(series, name); },
                        .value = [&](const auto& name,
                                     auto row) { return run.column(series, name, row, 1).at(0); }},
                       time, range);
}

std::vector<SpectrumPoint> spectrum(const RunTables& run, double time, const FrequencyRange& range)
{
    const auto column = [&](const std::string& name) { return run.series().column(name); };
    return spectrum_of({.file = {},
                        .kept = run.keeps_series(),
                        .column =
                            [&](const auto& name) {
                                const auto numbers = column(name);
                                return std::vector<double>(numbers.begin(), numbers.end());
                            },
                        .value = [&](const auto& name, auto row) { return column(name)[row]; }},
                       time, range);
}

std::string as_csv(const std::vector<SpectrumPoint>& points)
{
    std::string out = "frequency [Hz],cell real [Ohm cm2],cell imaginary [Ohm cm2],"
                      "working real [Ohm cm2],working imaginary [Ohm cm2],"
                      "counter real [Ohm cm2],counter imaginary [Ohm cm2]\n";
    for (const auto& p : points) {
        out += fmt::format("{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g}\n", p.frequency,
                           p.cell.real() / ohm_cm2, p.cell.imag() / ohm_cm2,
                           p.working.real() / ohm_cm2, p.working.imag() / ohm_cm2,
                           p.counter.real() / ohm_cm2, p.counter.imag() / ohm_cm2);
    }
    return out;
}

} // namespace percolith::runs
