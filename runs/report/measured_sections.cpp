// What a tester recorded.

#include "runs/case/errors.hpp"
#include "runs/cycler/record_text.hpp"
#include "runs/report/result_sections.hpp"
#include "runs/report/run_chart.hpp"
#include "runs/report/thinned.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace percolith::runs::report
{
namespace
{

bool has_rows(const MeasuredView& one)
{
    return !one.record.time.empty();
}

bool has_spectra(const MeasuredView& one)
{
    return !one.record.spectra.empty();
}

/// Whether every record that is shown says how large its electrode is.
bool areas_known(const RunsView& view, bool (*shown)(const MeasuredView&))
{
    return std::ranges::all_of(view.measured, [&](const MeasuredView& one) {
        return !shown(one) || one.record.area > 0.0;
    });
}

/// The points of a spectrum in the order in which they lie along the real axis.
std::pair<Values, Values> from_left(const cycler::Spectrum& spectrum)
{
    std::vector<std::size_t> order(spectrum.real.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return spectrum.real[k]; });
    return {at_rows(spectrum.real, order), at_rows(spectrum.imaginary, order)};
}

} // namespace

void add_current(Page& page, const RunsView& view)
{
    page.section("current", "Current");
    const bool density = areas_known(view, has_rows);
    TimeChart chart(page, view, density ? "Current density" : "Current",
                    "Current over time as the tester recorded it; above zero it strips lithium "
                    "from the working electrode.");
    for (const auto& one : view.measured) {
        if (!has_rows(one)) {
            continue;
        }
        chart.add(one.mark, one.record.time,
                  {{"measured", scaled(one.record.current, density ? 1.0 / one.record.area : 1.0),
                    role::measured}});
    }
    chart.finish(density ? "Current density" : "Current",
                 density ? current_density_scale : current_scale, false, 0.0);
}

void add_measured_spectra(Page& page, const RunsView& view)
{
    const bool density = areas_known(view, has_spectra);
    const Scale scale = density ? resistance_scale() : Scale{1.0, "Ω"};
    constexpr std::array<const char*, 5> roles{role::counter, role::other, role::measured,
                                               role::limit, role::working};
    Chart nyquist{.title = "Measured impedance",
                  .description = "Real part against the negative imaginary part of the impedance "
                                 "that the tester recorded, at up to five times.",
                  .x = {.label = "Z′", .unit = scale.unit},
                  .x_values = nullptr,
                  .y = {.label = "−Z″", .unit = scale.unit},
                  .equal = true};
    for (const auto& one : view.measured) {
        const double factor = scale.factor * (density ? one.record.area : 1.0);
        const auto chosen = cycler::spread_out(one.record.spectra.size(), roles.size());
        for (std::size_t k = 0; k < chosen.size(); ++k) {
            const auto& spectrum = one.record.spectra[chosen[k]];
            const auto [real, imaginary] = from_left(spectrum);
            nyquist.series.push_back(
                {.name = one.named(
                     fmt::format("{:.4g} {}", spectrum.time * view.time.factor, view.time.unit)),
                 .values = page.numbers(scaled(imaginary, -factor)),
                 .role = roles[nyquist.series.size() % roles.size()],
                 .style = "points",
                 .x = page.numbers(scaled(real, factor), Exactness::whole),
                 .file = one.mark});
        }
        if (one.record.spectra.size() > chosen.size()) {
            nyquist.caption += fmt::format(
                "{}{} of {} spectra{}.", nyquist.caption.empty() ? "" : " ", chosen.size(),
                one.record.spectra.size(), one.mark.empty() ? "" : " of " + one.mark);
        }
    }
    if (!nyquist.series.empty()) {
        nyquist.x_values = nyquist.series.front().x;
        page.add(block(nyquist));
    }
}

void add_measured_verdicts(Page& page, const RunsView& view)
{
    for (const auto& one : view.measured) {
        page.add(verdict("plain",
                         (one.mark.empty() ? "Measured: " : one.mark + ": measured, ") +
                             cycler::source_name(one.record) + ", " + one_line(one.record.format),
                         cycler::outline_of(one.record)));
    }
}

void add_measured_provenance(Page& page, const RunsView& view)
{
    for (const auto& one : view.measured) {
        TableBlock table{
            .columns = {{.title = "", .number = false}, {.title = "", .number = false}},
            .rows = {{"file", one.file.filename().string()},
                     {"imported from", one_line(one.record.source)},
                     {"found to be", one_line(one.record.format)},
                     {"rows of that file", fmt::format("{}", one.record.file_rows)},
                     {"left out of them", fmt::format("{}", one.record.left_out.size())}}};
        page.add(block(table));
    }
}

void add_findings(Page& page, const RunsView& view)
{
    page.section("findings", "What was found in the tester's file");
    for (const auto& one : view.measured) {
        auto sentences = one.record.said;
        if (!one.mark.empty()) {
            sentences.insert(sentences.begin(), one.mark + ":");
        }
        page.add(text(sentences));
    }
}

} // namespace percolith::runs::report
