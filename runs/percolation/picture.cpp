#include "runs/percolation/picture.hpp"

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/films.hpp"
#include "model/microstructure/rasterize.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/machine_memory.hpp"
#include "runs/plot/plot_voxels.hpp"
#include "runs/record/vti.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace percolith::runs
{

namespace
{

namespace ms = microstructure;

double fraction_of(const PictureRequest& request, const ms::FilmPlan& plan)
{
    if (std::holds_alternative<ms::Image>(plan.structure)) {
        if (!request.fraction.empty()) {
            throw InputError({}, "--fraction", "an image has a metal fraction of its own",
                             "leave it out, and choose --set structure.metal_from=...");
        }
        return 0.0; // nobody asks
    }
    if (!request.fraction.empty()) {
        return quantity_option("--fraction", request.fraction, "1", "1");
    }
    if (plan.metal_fractions.empty()) {
        throw InputError({}, "--fraction", "missing", "give a metal fraction: --fraction 0.3");
    }
    return plan.metal_fractions.back();
}

/// A cube, or the whole image.
void take_usual_size(ms::FilmPlan& plan)
{
    constexpr double usual_edge = 20.0;
    const double unit = ms::unit_length(plan.structure).si;
    plan.least_width = 1.0;
    if (const auto* image = std::get_if<ms::Image>(&plan.structure)) {
        plan.thicknesses = {kinetics::Length<>{image->shape[2] * unit}};
        plan.lateral = kinetics::Length<>{std::min(image->shape[0], image->shape[1]) * unit};
    } else {
        plan.thicknesses = {kinetics::Length<>{usual_edge * unit}};
    }
}

/// The plan of one film alone.
ms::FilmPlan one_film(const PictureRequest& request, const StructureCase& given)
{
    auto plan = given.variants.front().films;
    if (plan.metal_conductivity.si == 0.0) { // none needed, but a plan must be sound
        plan.metal_conductivity = kinetics::Conductivity<>{1.0};
        plan.insulator_conductivity = kinetics::Conductivity<>{1e-10};
    }
    plan.metal_fractions = {fraction_of(request, plan)};
    if (!request.thickness.empty()) {
        plan.thicknesses = {
            kinetics::Length<>{quantity_option("--thickness", request.thickness, "m", "nm")}};
    } else if (plan.thicknesses.empty()) {
        take_usual_size(plan);
    }
    plan.thicknesses.resize(1);
    plan.realisations = request.realisation + 1;
    return plan;
}

void check_memory(const ms::FilmPlan& plan)
{
    const double needed = ms::memory_needed(plan);
    const double available = available_memory();
    if (needed > available) {
        throw std::invalid_argument("the film needs " + memory_text(needed) + " of memory, " +
                                    memory_text(available) +
                                    " are available; choose a thinner or narrower one");
    }
}

void draw_film(const StructureCase& given, const ms::FilmPlan& plan, std::uint32_t realisation,
               const std::filesystem::path& output)
{
    const auto grid = ms::voxels(plan, realisation);
    std::array<bool, 256> conducting{};
    conducting[ms::metal] = true;
    conducting[ms::gap] = true;
    const auto clusters = ms::find_clusters(grid, conducting);
    const auto metal = std::count(grid.phase.begin(), grid.phase.end(), ms::metal);
    const auto title = given.title.empty()
                           ? std::string(ms::structure_names.at(plan.structure.index()))
                           : given.title;
    if (output.extension() == ".vti") {
        write_vti(grid, clusters, title, output);
        return;
    }
    plot_slice(grid, clusters, title,
               fmt::format("Cut through the middle; metal fraction {:.4g}; {}",
                           static_cast<double>(metal) / static_cast<double>(grid.size()),
                           clusters.spans() ? "a cluster spans" : "no cluster spans"),
               output);
}

} // namespace

void write_picture(const StructureCase& given, const PictureRequest& request,
                   const std::filesystem::path& output)
{
    const auto plan = one_film(request, given);
    try {
        ms::check(plan);
        check_memory(plan);
        draw_film(given, plan, request.realisation, output);
    } catch (const std::invalid_argument& e) {
        throw InputError({.file = given.file}, "picture", e.what());
    } catch (const std::domain_error& e) {
        throw InputError({.file = given.file}, "picture", e.what());
    }
}

} // namespace percolith::runs
