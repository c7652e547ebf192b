#include "validation/percolation/parts.hpp"

#include "model/microstructure/contacts.hpp"
#include "model/microstructure/parallel.hpp"
#include "model/microstructure/particles.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace percolith::validation::percolation
{

namespace ms = microstructure;

namespace
{

constexpr std::uint64_t seed = 1;

std::string with_error(double value, double error)
{
    return fmt::format("{:.6f} +- {:.6f}", value, error);
}

/// nu of both lattices together: the same number for every structure.
Check exponent_nu(const std::vector<ms::Threshold>& lattices, const Known& inverse)
{
    double sum = 0.0;
    double weight = 0.0;
    for (const auto& lattice : lattices) {
        const double own = 1.0 / (lattice.nu_error * lattice.nu_error);
        sum += own * lattice.nu;
        weight += own;
    }
    return close_to(
        {.name = "nu",
         .statement = "the scatter of thresholds falls with the box as edge^(-1/nu), "
                      "1/nu = 1.1410 (arXiv 1302.0421)",
         .kind = Kind::consequence,
         .note = "from both lattices: " + with_error(sum / weight, 1.0 / std::sqrt(weight))},
        sum / weight, 1.0 / inverse.value, 0.03, "asked for within 3 %");
}

} // namespace

ms::Threshold compute(const ms::Structure& structure, double error)
{
    return compute(ms::usual_plan(structure, error, seed));
}

ms::Threshold compute(const ms::ThresholdPlan& plan)
{
    std::vector<ms::Crossing> crossings(ms::realisation_count(plan));
    // The large boxes come last in the plan and go first, so that no core waits for one.
    ms::run_parallel(crossings.size(), 0, [&](std::size_t k) {
        const std::size_t number = crossings.size() - 1 - k;
        crossings[number] = ms::realise(plan, number);
    });
    return ms::estimate(plan, crossings);
}

ms::Particles spheroids(double axis_ratio)
{
    ms::Particles particles;
    particles.axis_ratio = axis_ratio;
    return particles;
}

Known known(const Reference& reference, const std::string& row)
{
    return {reference.number(row, "value"), reference.number(row, "error")};
}

std::string beside(const microstructure::Threshold& ours, double theirs)
{
    return fmt::format("ours {:.4f} +- {:.4f}, theirs {:.4f}", ours.fraction, ours.standard_error,
                       theirs);
}

Check meets(Claim claim, double value, double standard_error, const Known& other, double tolerance)
{
    const double both = std::hypot(standard_error, other.error);
    const double half = std::min(tolerance, 3.0 * both);
    claim.note += (claim.note.empty() ? "" : "; ") + ("ours " + with_error(value, standard_error)) +
                  fmt::format(", theirs {:g}", other.value) +
                  (other.error > 0.0 ? fmt::format(" +- {:g}", other.error) : std::string());
    return between(std::move(claim), value, other.value - half, other.value + half,
                   fmt::format("within {:.2g} and within three standard errors", tolerance));
}

Check meets_long_run(Claim claim, const ms::Threshold& ours, const Known& long_run, double share,
                     double most)
{
    const double errors = 4.0 * std::hypot(ours.standard_error, long_run.error);
    const double half = std::min(errors + share * long_run.value, most * long_run.value);
    return between(
        std::move(claim), ours.fraction, long_run.value - half, long_run.value + half,
        fmt::format("the long run's {:g} +- {:g} within four standard errors of both and "
                    "the {:g} % that boxes of two sizes may shift it, {:g} % at most",
                    long_run.value, long_run.error, 100.0 * share, 100.0 * most));
}

void add_lattices(std::vector<Check>& checks, const Reference& reference)
{
    // Fine enough for the bound of 3e-4, 1e-3 of the threshold, to be three standard errors.
    const auto site = compute(ms::CubicLattice{}, 4e-4);
    checks.push_back(meets({.name = "cubic_site",
                            .statement = "sites of the simple cubic lattice percolate at 0.3116077 "
                                         "(arXiv 1302.0421)"},
                           site.fraction, site.standard_error, known(reference, "cubic_site"),
                           3e-4));
    const auto bond = compute(ms::CubicLattice{ms::CubicLattice::Element::bond}, 4e-4);
    checks.push_back(meets({.name = "cubic_bond",
                            .statement = "bonds of the simple cubic lattice percolate at 0.2488118 "
                                         "(arXiv 1302.0421)"},
                           bond.fraction, bond.standard_error, known(reference, "cubic_bond"),
                           3e-4));
    checks.push_back(exponent_nu({site, bond}, known(reference, "inverse_nu")));
}

void add_spheres(std::vector<Check>& checks, const Reference& reference)
{
    const auto equal = compute(spheroids(1.0), 1.2e-3);
    checks.push_back(meets({.name = "spheres",
                            .statement = "overlapping equal spheres percolate at 0.28955 "
                                         "(Consiglio et al. 2003)"},
                           equal.fraction, equal.standard_error, known(reference, "spheres"),
                           1e-3));
    auto aligned = spheroids(0.1);
    aligned.orientation = ms::Orientation::normal;
    const auto flat = compute(aligned, 6e-3);
    checks.push_back(
        meets({.name = "aligned_plates",
               .statement = "plates that lie parallel percolate like spheres: stretching "
                            "space changes no overlap",
               .kind = Kind::closed_form},
              flat.fraction, flat.standard_error, known(reference, "spheres"), 6e-3));
    auto two = spheroids(1.0);
    two.sizes = ms::BinarySizes{.ratio = 2.0, .large_share = 0.5};
    const auto binary = compute(two, 3e-3);
    checks.push_back(
        meets({.name = "binary_spheres",
               .statement = "overlapping spheres of two sizes percolate at 0.29731 at most, "
                            "over all compositions (Consiglio et al. 2003)",
               .note = "radii 1:2, a ninth of large ones by number, half of the volume in each: "
                       "where the maximum is"},
              binary.fraction, binary.standard_error, known(reference, "binary_spheres"), 3e-3));
}

} // namespace percolith::validation::percolation
