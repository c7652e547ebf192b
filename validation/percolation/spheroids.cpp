#include "validation/percolation/parts.hpp"

#include "model/microstructure/contacts.hpp"
#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/particle_crossing.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::validation::percolation
{

namespace ms = microstructure;

namespace
{

/// Contacts per particle in a box of 20 000 with random axes, over eta <V_ex>/v, with its error.
Known contact_ratio(double axis_ratio)
{
    constexpr std::size_t count = 20000;
    constexpr double fraction = 0.05;
    constexpr int boxes = 8;
    const double edge =
        std::cbrt(count * ms::unit_spheroid(axis_ratio).volume() / -std::log1p(-fraction));
    double sum = 0.0;
    double squares = 0.0;
    for (std::uint32_t k = 0; k < boxes; ++k) {
        const ms::Box box{{edge, edge, edge}};
        const ms::ParticleSource source(spheroids(axis_ratio), box, ms::RandomSource(1, 1, k));
        std::vector<ms::Particle> all(count);
        for (std::size_t n = 0; n < count; ++n) {
            all[n] = source(n);
        }
        const double contacts =
            2.0 * static_cast<double>(ms::find_contacts(source, all, 0, 0.0, 0).size()) / count;
        const double expected =
            (count - 1) / box.volume() * ms::mean_excluded_volume(source.shape(), source.shape());
        sum += contacts / expected / boxes;
        squares += contacts / expected * (contacts / expected) / boxes;
    }
    return {sum, std::sqrt(std::max(squares - sum * sum, 0.0) / (boxes - 1))};
}

/// All axes in one octant.
ms::Vector octant_direction(double one, double other)
{
    ms::Vector axis = ms::uniform_direction(one, other);
    for (double& cosine : axis) {
        cosine = std::abs(cosine);
    }
    return axis;
}

/// One box whose particles have such axes: the metal fractions at which it percolates.
ms::Crossing octant_crossing(double axis_ratio, double edge, std::uint32_t realisation)
{
    return ms::particle_crossing(spheroids(axis_ratio), edge, ms::RandomSource(1, 2, realisation),
                                 1, octant_direction);
}

ms::SizeEstimate octant_threshold(double axis_ratio)
{
    constexpr double parts = 6.0;
    constexpr std::uint32_t boxes = 60;
    const double edge = parts * 2.0 * ms::unit_spheroid(axis_ratio).longest();
    std::vector<ms::Crossing> crossings(boxes);
    ms::run_parallel(boxes, 0, [&](std::size_t k) {
        crossings[k] = octant_crossing(axis_ratio, edge, static_cast<std::uint32_t>(k));
    });
    return ms::estimate_size(edge, crossings, 1);
}

std::string named(const char* what, double axis_ratio)
{
    return fmt::format("{}_{:g}", what, axis_ratio);
}

void add_disputed(std::vector<Check>& checks, const Reference& reference, double axis_ratio)
{
    const double theirs = known(reference, named("garboczi", axis_ratio)).value;
    const auto octant = octant_threshold(axis_ratio);
    checks.push_back(close_to(
        {.name = named("axes_in_one_octant", axis_ratio),
         .statement =
             fmt::format("Garboczi et al.'s {:g} for spheroids of axis ratio {:g} is what comes "
                         "out if all axes lie in one octant of directions",
                         theirs, axis_ratio),
         .kind = Kind::conflict,
         .note = fmt::format("ours with axes so confined: {:.5f} +- {:.5f}", octant.fraction,
                             octant.fraction_error)},
        octant.fraction, theirs, 0.03,
        "an inference from numbers, since their program is not at hand"));
}

/// Plates and needles so slender that only Garboczi et al. have thresholds of them.
void add_slender(std::vector<Check>& checks, const Reference& reference, double axis_ratio,
                 const std::vector<ms::SystemSize>& sizes)
{
    const auto ours = compute({.structure = spheroids(axis_ratio), .sizes = sizes, .seed = 1});
    const Known long_run = known(reference, named("long_run", axis_ratio));
    const double theirs = known(reference, named("garboczi", axis_ratio)).value;
    checks.push_back(meets_long_run(
        {.name = named("spheroids", axis_ratio),
         .statement = fmt::format("spheroids of axis ratio {:g}, turned in all directions, "
                                  "percolate earlier than at Garboczi et al.'s {:g}",
                                  axis_ratio, theirs),
         .kind = Kind::conflict,
         .note = fmt::format("ours {:.6f} +- {:.6f}, a long run {:g} +- {:g}, theirs {:g}",
                             ours.fraction, ours.standard_error, long_run.value, long_run.error,
                             theirs)},
        ours, long_run, 0.02, 0.05));
}

} // namespace

void add_spheroids(std::vector<Check>& checks, const Reference& reference)
{
    for (const double axis_ratio : {0.01, 0.1, 0.5, 2.0, 10.0, 100.0}) {
        const Known ratio = contact_ratio(axis_ratio);
        checks.push_back(between(
            {.name = named("contacts", axis_ratio),
             .statement =
                 "particles have eta <V_ex>/v contacts in the mean, with the exact excluded "
                 "volume of convex bodies (Isihara 1950)",
             .unit = "of that",
             .kind = Kind::closed_form,
             .note = fmt::format("axis ratio {:g}: {:.5f} +- {:.5f}", axis_ratio, ratio.value,
                                 ratio.error)},
            ratio.value, 1.0 - 3.0 * ratio.error, 1.0 + 3.0 * ratio.error,
            "three standard errors"));
    }
    for (const double axis_ratio : {0.1, 0.5, 2.0, 10.0}) {
        const auto threshold = compute(spheroids(axis_ratio), 4e-3);
        const Known other = known(reference, named("spheroids", axis_ratio));
        checks.push_back(
            meets({.name = named("spheroids", axis_ratio),
                   .statement =
                       fmt::format("randomly turned spheroids of axis ratio {:g} percolate at {:g}",
                                   axis_ratio, other.value),
                   .note = fmt::format("Garboczi et al. 1995: {:g}",
                                       known(reference, named("garboczi", axis_ratio)).value)},
                  threshold.fraction, threshold.standard_error, other, 0.01 * other.value));
    }
    // Six and nine plates along an edge, three and four needles.
    add_slender(checks, reference, 0.01, {{28.0, 300}, {42.0, 100}});
    add_slender(checks, reference, 100.0, {{65.0, 100}, {87.0, 50}});
    for (const double axis_ratio : {0.01, 0.1, 0.5, 2.0, 10.0, 100.0}) {
        add_disputed(checks, reference, axis_ratio);
    }
}

} // namespace percolith::validation::percolation
