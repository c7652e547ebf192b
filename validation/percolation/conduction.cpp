#include "validation/percolation/parts.hpp"

#include "model/microstructure/conduct_voxels.hpp"
#include "model/microstructure/finite_size.hpp"
#include "model/microstructure/lattice_scaling.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>

namespace percolith::validation::percolation
{

namespace ms = microstructure;

namespace
{

struct Size {
    std::int32_t length;
    std::uint32_t realisations;
};

ms::ExponentFit exponent(ms::Bonds bonds, std::initializer_list<Size> sizes)
{
    std::vector<ms::ScalingPoint> points;
    for (const auto& size : sizes) {
        points.push_back(ms::conduct_lattices(bonds, size.length, size.realisations, 1));
    }
    return ms::fit_exponent(points, ms::correction_exponent);
}

Check exponent_check(const char* name, const char* statement, const ms::ExponentFit& fit,
                     const Known& other, double tolerance)
{
    return between({.name = name,
                    .statement = statement,
                    .kind = Kind::consequence,
                    .note = fmt::format("ours {:.3f} +- {:.3f}, theirs about {:g}", fit.exponent,
                                        fit.standard_error, other.value)},
                   fit.exponent, other.value - tolerance, other.value + tolerance,
                   fmt::format("asked for within {:g}", tolerance));
}

/// Largest relative departure of layered films from series and parallel, over contrasts to 1e16.
double laminate_error()
{
    double worst = 0.0;
    for (const double contrast : {1.0, 1e4, 1e8, 1e16}) {
        for (const bool across : {true, false}) {
            ms::VoxelGrid grid{.shape = {12, 6, 12}, .edge = 1.0, .phase = {}};
            grid.phase.assign(grid.size(), ms::insulator);
            for (std::int32_t k = 0; k < 12; ++k) {
                for (std::int32_t j = 0; j < 6; ++j) {
                    for (std::int32_t i = 0; i < 12; ++i) {
                        const std::int32_t layer = across ? k : i;
                        grid.phase[grid.index(i, j, k)] =
                            layer % 4 == 1 ? ms::metal : ms::insulator;
                    }
                }
            }
            const double exact = across ? 1.0 / (0.75 + 0.25 / contrast) : 0.75 + 0.25 * contrast;
            const double found = ms::conduct_voxels(grid, std::array{1.0, contrast}).conductivity;
            worst = std::max(worst, std::abs(found / exact - 1.0));
        }
    }
    return worst;
}

} // namespace

void add_conduction(std::vector<Check>& checks, const Reference& reference)
{
    checks.push_back(
        exponent_check("t", "just above the threshold the conductivity rises as (V_f - V_P)^t",
                       exponent(ms::Bonds::metal_in_vacuum,
                                {{8, 16000}, {12, 6000}, {16, 4000}, {24, 1500}, {32, 700}}),
                       known(reference, "t"), 0.1));
    checks.push_back(
        exponent_check("s", "just below the threshold the conductivity rises as (V_P - V_f)^-s",
                       exponent(ms::Bonds::superconductor_in_metal,
                                {{6, 4000}, {8, 3000}, {12, 1500}, {16, 700}, {24, 200}}),
                       known(reference, "s"), 0.08));
    checks.push_back(
        at_most({.name = "laminates",
                 .statement = "layers conduct like resistors in series and in parallel, at any "
                              "contrast up to 1e16",
                 .unit = "relative",
                 .kind = Kind::closed_form},
                laminate_error(), 1e-6, "asked for exact to 1e-6"));
}

} // namespace percolith::validation::percolation
