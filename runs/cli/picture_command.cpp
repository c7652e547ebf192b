#include "runs/cli/picture_command.hpp"

#include "model/microstructure/clusters.hpp"
#include "model/microstructure/films.hpp"
#include "model/microstructure/rasterize.hpp"
#include "runs/case/quantity_option.hpp"
#include "runs/case/structure.hpp"
#include "runs/cli/exit.hpp"
#include "runs/cli/interrupt.hpp"
#include "runs/machine_memory.hpp"
#include "runs/output/keep_apart.hpp"
#include "runs/plot/plot_voxels.hpp"
#include "runs/record/part_file.hpp"
#include "runs/record/vti.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

namespace percolith::runs
{

namespace
{

namespace ms = microstructure;

struct PictureOptions {
    std::string file;
    std::string output;
    std::string fraction;
    std::string thickness;
    std::vector<std::string> overrides;
    std::uint32_t realisation = 0;
};

double fraction_of(const PictureOptions& options, const ms::FilmPlan& plan)
{
    if (std::holds_alternative<ms::Image>(plan.structure)) {
        if (!options.fraction.empty()) {
            throw InputError({}, "--fraction", "an image has a metal fraction of its own",
                             "leave it out, and choose --set structure.metal_from=...");
        }
        return 0.0; // nobody asks
    }
    if (!options.fraction.empty()) {
        return quantity_option("--fraction", options.fraction, "1", "1");
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
ms::FilmPlan one_film(const PictureOptions& options, const StructureCase& given)
{
    auto plan = given.variants.front().films;
    if (plan.metal_conductivity.si == 0.0) { // none needed, but a plan must be sound
        plan.metal_conductivity = kinetics::Conductivity<>{1.0};
        plan.insulator_conductivity = kinetics::Conductivity<>{1e-10};
    }
    plan.metal_fractions = {fraction_of(options, plan)};
    if (!options.thickness.empty()) {
        plan.thicknesses = {
            kinetics::Length<>{quantity_option("--thickness", options.thickness, "m", "nm")}};
    } else if (plan.thicknesses.empty()) {
        take_usual_size(plan);
    }
    plan.thicknesses.resize(1);
    plan.realisations = options.realisation + 1;
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

void write_picture(const PictureOptions& options, const StructureCase& given,
                   const ms::FilmPlan& plan)
{
    const std::filesystem::path output(options.output);
    const auto grid = ms::voxels(plan, options.realisation);
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

int run_picture(const PictureOptions& options)
{
    const auto given = read_structure(options.file, StructurePurpose::picture, options.overrides);
    auto inputs = given.images;
    inputs.emplace_back(given.file);
    keep_apart(options.output, inputs);
    const auto plan = one_film(options, given);
    const InterruptFlag interrupt; // a signal waits for the end, so that nothing is left behind
    try {
        ms::check(plan);
        check_memory(plan);
        write_picture(options, given, plan);
    } catch (const std::invalid_argument& e) {
        throw InputError({.file = given.file}, "picture", e.what());
    } catch (const std::domain_error& e) {
        throw InputError({.file = given.file}, "picture", e.what());
    }
    return static_cast<int>(Exit::ok);
}

} // namespace

Command picture_command()
{
    return {"picture", "a cut through the structure, the spanning cluster highlighted",
            [](CLI::App& app) -> std::function<int()> {
                const auto options = std::make_shared<PictureOptions>();
                app.add_option("STRUCTURE", options->file, "structure file (TOML)")
                    ->required()
                    ->type_name("");
                app.add_option("-o,--output", options->output,
                               "picture to write: .svg, .png or .pdf, or .vti with all voxels for "
                               "ParaView")
                    ->required()
                    ->type_name("PICTURE");
                app.add_option("--fraction", options->fraction,
                               "metal fraction; the last of the structure file by default")
                    ->type_name("NUMBER");
                app.add_option("--thickness", options->thickness,
                               "of the film, as in \"50 nm\"; the first of the structure file, or "
                               "20 unit lengths, by default")
                    ->type_name("LENGTH");
                app.add_option("--realisation", options->realisation,
                               "number of the realisation, from 0")
                    ->check(CLI::Range(0U, 999999U))
                    ->type_name("N");
                app.add_option("--set", options->overrides,
                               "override one key of the structure; repeatable")
                    ->expected(1)
                    ->take_all()
                    ->type_name("KEY=VALUE");
                return [options] { return run_picture(*options); };
            }};
}

} // namespace percolith::runs
