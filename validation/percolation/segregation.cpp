#include "validation/percolation/parts.hpp"

namespace percolith::validation::percolation
{

namespace ms = microstructure;

namespace
{

/// Metal fraction at which metal between insulating grains conducts, by Kusy (1977), as remembered.
double kusy(double grain_over_metal)
{
    return 1.0 / (1.0 + 1.27 / (4.0 * 0.42) * grain_over_metal);
}

constexpr double grain_share = 0.6;

/// Metal of that diameter in a layer as thick around grains that hold none.
ms::Threshold around_grains(double grain_over_metal, const std::vector<ms::SystemSize>& sizes)
{
    auto particles = spheroids(1.0);
    ms::Domains domains;
    domains.where = ms::Domains::Where::around;
    domains.grain_diameter = particles.diameter * grain_over_metal;
    domains.grain_fraction = grain_share;
    domains.layer = particles.diameter;
    particles.domains = domains;
    return compute({.structure = particles, .sizes = sizes, .seed = 1});
}

} // namespace

void add_segregation(std::vector<Check>& checks, const Reference& reference)
{
    const auto coarse = around_grains(12.0, {{42.0, 48}, {63.0, 16}});
    checks.push_back(
        close_to({.name = "segregation_12",
                  .statement = "metal around insulating grains twelve times as large percolates at "
                               "1/(1 + 0.756 * 12) (Kusy 1977, as remembered)",
                  .kind = Kind::consequence,
                  .note = beside(coarse, kusy(12.0))},
                 coarse.fraction, kusy(12.0), 0.15, "a formula for coarse grains, fitted"));
    const auto fine = around_grains(2.0, {{16.0, 96}, {24.0, 32}});
    checks.push_back(meets_long_run(
        {.name = "segregation_2",
         .statement = "grains twice as large as the metal make it percolate earlier than "
                      "without them; Kusy's formula, 1/(1 + 0.756 * 2), says later",
         .kind = Kind::conflict,
         .note = beside(fine, kusy(2.0)) + "; the formula is one for coarse grains"},
        fine, known(reference, "long_run_segregation_2"), 0.02, 0.05));
}

} // namespace percolith::validation::percolation
