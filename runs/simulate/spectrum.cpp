#include "runs/simulate/spectrum.hpp"

#include "model/small_signal.hpp"
#include "runs/case/errors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::runs
{

namespace
{

constexpr double ohm_cm2 = 1e-4; // Ohm m2

std::size_t row_at(const RecordedRun& run, double time)
{
    if (!run.has_series()) {
        throw InputError({run.path().string()}, "series", "the run kept its per-cycle table alone",
                         "run it again with record.shape = \"full\"");
    }
    const auto times = run.column(RecordedRun::Table::series, "time");
    if (times.empty() || !(time >= times.front() && time <= times.back())) {
        throw InputError(
            {run.path().string()}, "time",
            fmt::format("the run has nothing at {:.6g} h", time / 3600.0),
            fmt::format("ask between 0 and {:.6g} h", times.empty() ? 0.0 : times.back() / 3600.0));
    }
    const auto after = std::upper_bound(times.begin(), times.end(), time);
    return static_cast<std::size_t>(after - times.begin()) - 1;
}

} // namespace

std::vector<SpectrumPoint> spectrum(const RecordedRun& run, double time,
                                    const FrequencyRange& range)
{
    const auto row = row_at(run, time);
    const auto value = [&](const std::string& name) {
        return run.column(RecordedRun::Table::series, name, row, 1).at(0);
    };
    const auto electrode = [&](const std::string& side) {
        model::ElectrodeSmallSignal<> e;
        e.interphase.si = value(side + "_interphase_resistance");
        e.charge_transfer.si = value(side + "_charge_transfer_resistance");
        e.interphase_capacitance.si = value(side + "_interphase_capacitance");
        e.double_layer.si = value(side + "_double_layer_capacitance");
        return e;
    };
    model::CellSmallSignal<> cell{electrode("working"), electrode("counter"), {}};
    cell.separator.si = value("separator_resistance");

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
