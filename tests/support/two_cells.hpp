#pragma once
/// Two cells measured together as testers do, with a truth drawn anew for every set of data.

#include "tests/support/synthetic_fits.hpp"

namespace percolith::tests
{

/// A cell that lasts, and one whose lithium is used up; the interphase is theirs together, current
/// and lithium each one's own.
class TwoCells
{
public:
    TwoCells()
    {
        sources_.push_back(written_case(folder_, "thick", cell_text(leaky, "", "50 um")));
        sources_.push_back(written_case(folder_, "thin", cell_text(leaky, "", "6 um")));
    }

    /// One set of data, and the truth behind it.
    struct Set {
        SyntheticFit fit;
        std::vector<double> truth;
    };

    Set measured(std::uint64_t seed) const
    {
        Draw draw(static_cast<std::uint32_t>(seed));
        Set set;
        auto& fit = set.fit;
        fit.sources = sources_;
        fit.parameters = {
            free_factor({"interphase.electronic_conductivity", "S/m", 4.2e-9}, {0, 1}),
            free_factor({"interphase.renewal", "m^2/C", 2e-3}, {0, 1}),
            free_factor({"interphase.ionic_conductivity", "S/cm", 1e-4}, {0, 1})};
        set.truth = fit.start();
        const std::vector<double> lithium{50.0, 6.0};
        // Nobody knows the start: a factor up to 2 off.
        for (auto& p : fit.parameters) {
            p.start *= draw.logarithmic(0.5, 2.0);
        }
        const auto scatter = normal_noise(4, 7 * seed);
        for (std::size_t k = 0; k < 2; ++k) {
            auto current = free_factor({runs::fit::current_factor_key, "", 1.0, false}, {k});
            current.prior = runs::fit::Prior{.mean = 1.0, .error = 1e-3};
            auto thickness = free_factor({"cell.working.lithium", "um", lithium[k]}, {k});
            thickness.prior = runs::fit::Prior{.mean = lithium[k], .error = 0.02};
            fit.parameters.push_back(current);
            fit.parameters.push_back(thickness);
            set.truth.push_back(1.0 + 1e-3 * scatter[2 * k]);
            set.truth.push_back(std::log(lithium[k]) + 0.02 * scatter[2 * k + 1]);
            fit.cells.push_back(irregularly_sampled(30, 1.0 / 3.0, k == 0 ? 5.0 : 3.0, 4, draw));
            // A coulometric titration: what the voltage alone leaves open, how much of the film's
            // resistance is thickness.
            fit.cells[k].points = {{.kind = runs::fit::PointKind::consumed_charge,
                                    .part = runs::fit::Part::cell,
                                    .time = 3.0 * 3600.0,
                                    .error = 1000.0},
                                   {.kind = runs::fit::PointKind::consumed_charge,
                                    .part = runs::fit::Part::cell,
                                    .time = 1.0 * 3600.0,
                                    .error = 300.0}};
            fit.noise.push_back(draw.logarithmic(1e-4, 1e-3));
        }
        for (std::size_t k = 0; k < 2; ++k) {
            measure(fit, k, set.truth, 60.0, 1000003 * seed + k);
        }
        return set;
    }

private:
    ScratchFolder folder_;
    std::vector<runs::CellSource> sources_;
};

} // namespace percolith::tests
