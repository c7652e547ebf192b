#include "runs/cycler/spectra.hpp"

#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <cmath>

namespace percolith::runs::cycler
{
namespace
{

/// Whether the frequency runs the other way than in the sweep so far.
bool turns_back(const Spectrum& sweep, double frequency)
{
    const auto points = sweep.frequency.size();
    if (points == 0) {
        return false;
    }
    if (points == 1) {
        return frequency == sweep.frequency.front();
    }
    const double before = sweep.frequency[points - 1] - sweep.frequency[points - 2];
    return before * (frequency - sweep.frequency.back()) <= 0.0;
}

double value_in(const Column* column, std::size_t row)
{
    return column == nullptr ? std::nan("") : column->values[row];
}

} // namespace

std::vector<bool> impedance_rows(const RawRecord& raw)
{
    std::vector<bool> rows(raw.rows(), false);
    if (const auto* frequency = raw.find(Quantity::frequency)) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rows[row] = frequency->values[row] > 0.0;
        }
    }
    return rows;
}

std::vector<Spectrum> spectra_of(const RawRecord& raw, double start)
{
    const auto is_point = impedance_rows(raw);
    const auto* frequency = raw.find(Quantity::frequency);
    const auto* real = raw.find(Quantity::impedance_real);
    const auto* imaginary = raw.find(Quantity::impedance_imaginary);
    const auto* time = raw.find(Quantity::test_time);
    const auto* step = raw.find(Quantity::step);
    const auto* cycle = raw.find(Quantity::cycle);
    std::vector<Spectrum> spectra;
    const auto is_new = [&](std::size_t row) {
        const auto changes = [&](const Column* column) {
            return column != nullptr && column->values[row] != column->values[row - 1];
        };
        return spectra.empty() || !is_point[row - 1] || changes(step) || changes(cycle) ||
               turns_back(spectra.back(), frequency->values[row]);
    };
    for (std::size_t row = 0; row < raw.rows(); ++row) {
        if (!is_point[row]) {
            continue;
        }
        const double re = value_in(real, row), im = value_in(imaginary, row);
        if (!std::isfinite(re) || !std::isfinite(im)) {
            refuse_row(raw, row, "the row has a frequency and no impedance",
                       "fill the gap or remove the row");
        }
        if (is_new(row)) {
            const double now = value_in(time, row);
            spectra.push_back({std::isfinite(now) ? now - start : 0.0, {}, {}, {}});
        }
        spectra.back().frequency.push_back(frequency->values[row]);
        spectra.back().real.push_back(re);
        spectra.back().imaginary.push_back(im);
    }
    return spectra;
}

std::vector<std::size_t> spread_out(std::size_t spectra, std::size_t most)
{
    const auto shown = std::min(spectra, most);
    std::vector<std::size_t> chosen(shown);
    for (std::size_t k = 0; k < shown; ++k) {
        chosen[k] = shown == 1 ? 0 : k * (spectra - 1) / (shown - 1);
    }
    return chosen;
}

} // namespace percolith::runs::cycler
