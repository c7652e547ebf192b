#include "validation/percolation/parts.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::validation::percolation
{

namespace ms = microstructure;

namespace
{

/// Metal's share of the solid at which a packing conducts through six contacts a grain: Chen 2011.
double chen(double size_ratio)
{
    return 0.294 * size_ratio / (0.294 * size_ratio + 0.706);
}

ms::Threshold packing(double size_ratio, const std::vector<ms::SystemSize>& sizes)
{
    ms::Grains grains;
    grains.meeting = ms::Grains::Meeting::contacts;
    grains.metal_diameter = kinetics::Length<>(100e-9);
    grains.insulator_diameter = grains.metal_diameter * (1.0 / size_ratio);
    return compute({.structure = grains, .sizes = sizes, .seed = 1});
}

void add_contacts(std::vector<Check>& checks)
{
    const auto equal = packing(1.0, {{8.0, 96}, {13.0, 32}});
    checks.push_back(close_to(
        {.name = "packing_1",
         .statement = "in a packing of equal spheres, metal conducts from 0.294 of "
                      "the solid on (contact model, Chen 2011)",
         .unit = "of the solid",
         .kind = Kind::consequence,
         .note = beside(equal, chen(1.0))},
        equal.fraction, chen(1.0), 0.08, "the model is one of six contacts for every sphere"));
    const auto fine = packing(0.5, {{16.0, 36}, {26.0, 12}});
    checks.push_back(
        between({.name = "packing_0.5",
                 .statement = "metal of half the insulator's size needs less metal than that, "
                              "but more than the contact model says",
                 .unit = "of the solid",
                 .kind = Kind::conflict,
                 .note = beside(fine, chen(0.5)) +
                         "; the model gives every grain six contacts, but small ones "
                         "rattle among large ones"},
                fine.fraction, chen(0.5), equal.fraction,
                "between the model and packings of equal spheres"));
    const auto coarse = packing(2.0, {{7.0, 24}}); // the small grains are many
    checks.push_back(between(
        {.name = "packing_2",
         .statement = "metal twice as large as the insulator needs more metal than equal grains, "
                      "but less than the contact model says",
         .unit = "of the solid",
         .kind = Kind::conflict,
         .note = beside(coarse, chen(2.0)) +
                 "; large grains have more contacts than six, and small ones fewer"},
        coarse.fraction, equal.fraction, chen(2.0),
        "between packings of equal spheres and the model"));
}

/// Hard cores far smaller than the gaps that electrons cross are points: their surroundings
/// overlap as free spheres do.
void add_thick_shells(std::vector<Check>& checks)
{
    constexpr double gap = 5.0; // of the core's diameter
    auto particles = spheroids(1.0);
    particles.contact =
        ms::HardCores{.tunnelling_distance = particles.diameter * gap, .insulating_shell = {}};
    const auto threshold = compute(particles, 0.01);
    const double points = 0.342 / std::pow(1.0 + gap, 3.0);
    checks.push_back(
        close_to({.name = "thick_shells",
                  .statement = "hard cores D that conduct over gaps of delta = 5 D percolate at "
                               "0.342 (D/(D + delta))^3, as points would",
                  .kind = Kind::consequence,
                  .note = fmt::format("ours {:.6f} +- {:.6f}, theirs {:.6f}", threshold.fraction,
                                      threshold.standard_error, points)},
                 threshold.fraction, points, 0.03, "the limit of cores that are points"));
}

} // namespace

void add_packings(std::vector<Check>& checks, const Reference& /*reference*/)
{
    add_contacts(checks);
    add_thick_shells(checks);
}

} // namespace percolith::validation::percolation
