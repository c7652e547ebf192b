#include "runs/percolation/compute.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/image.hpp"
#include "runs/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <stdexcept>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;

constexpr std::size_t crossing_width = 3;
constexpr std::size_t film_width = 4;

/// Which variant a task belongs to, and its number there.
struct Where {
    std::size_t variant;
    std::size_t number;
};

std::vector<Where> all_realisations(const StructureCase& given)
{
    std::vector<Where> all;
    for (std::size_t variant = 0; variant < given.variants.size(); ++variant) {
        const auto count = ms::realisation_count(given.variants[variant].threshold);
        for (std::size_t number = 0; number < count; ++number) {
            all.push_back({variant, number});
        }
    }
    return all;
}

const ms::FilmPlan* inside_of(const StructureCase& given)
{
    const auto& inside = given.variants.front().inside;
    return inside ? &*inside : nullptr;
}

void note(const ms::FilmSample& sample, std::span<double> result)
{
    result[0] = sample.metal_fraction;
    result[1] = sample.conductivity;
    result[2] = sample.backbone_conductivity;
    result[3] = sample.spans ? 1.0 : 0.0;
}

std::vector<ms::FilmSample> samples_of(std::span<const double> results)
{
    std::vector<ms::FilmSample> samples;
    for (; results.size() >= film_width; results = results.subspan(film_width)) {
        samples.push_back({results[0], results[1], results[2], results[3] != 0.0});
    }
    return samples;
}

/// Value of the varied key.
Entry varied_value(const StructureVariant& variant)
{
    using Value = std::variant<double, std::string>;
    return {variant.written, variant.number ? Value(*variant.number) : Value(variant.written),
            variant.unit, "case"};
}

} // namespace

Tasks threshold_tasks(const StructureCase& given)
{
    const auto all = all_realisations(given);
    Tasks tasks;
    tasks.count = all.size();
    tasks.width = crossing_width;
    for (const auto& variant : given.variants) {
        tasks.memory = std::max(tasks.memory, ms::memory_needed(variant.threshold));
    }
    tasks.share = [&given, all](std::size_t task) {
        return ms::share_of_work(given.variants[all[task].variant].threshold, all[task].number) /
               static_cast<double>(given.variants.size());
    };
    tasks.work = [&given, all](std::size_t task, unsigned threads, std::span<double> result) {
        const auto& plan = given.variants[all[task].variant].threshold;
        const auto crossing = ms::realise(plan, all[task].number, threads);
        std::copy(crossing.fraction.begin(), crossing.fraction.end(), result.begin());
    };
    return tasks;
}

std::vector<ThresholdRecord> thresholds_of(const StructureCase& given,
                                           std::span<const double> results)
{
    std::vector<ThresholdRecord> records;
    for (const auto& variant : given.variants) {
        ThresholdRecord record{.value = varied_value(variant)};
        record.unit_length = ms::unit_length(variant.structure);
        const auto count = ms::realisation_count(variant.threshold);
        for (std::size_t number = 0; number < count; ++number) {
            record.edges.push_back(ms::edge_of(variant.threshold, number));
            record.crossings.push_back({{results[0], results[1], results[2]}});
            results = results.subspan(crossing_width);
        }
        try {
            record.answer = ms::estimate(variant.threshold, record.crossings);
        } catch (const std::domain_error& e) {
            if (given.varied.empty()) {
                throw;
            }
            constexpr double none = std::numeric_limits<double>::quiet_NaN();
            record.answer = {none, none, none, none, none, {}};
            record.refusal = e.what();
        }
        records.push_back(std::move(record));
    }
    if (std::none_of(records.begin(), records.end(),
                     [](const auto& each) { return each.percolates(); })) {
        throw std::domain_error(given.varied + " = " + given.variants.front().written + ": " +
                                records.front().refusal +
                                (records.size() > 1 ? "; nor does it with the other values" : ""));
    }
    return records;
}

Tasks film_tasks(const StructureCase& given)
{
    const auto& plan = given.variants.front().films;
    const auto* inside = inside_of(given);
    Tasks tasks;
    tasks.first = inside != nullptr ? ms::realisation_count(*inside) : 0;
    tasks.count = tasks.first + ms::realisation_count(plan);
    tasks.width = film_width;
    tasks.memory =
        std::max(ms::memory_needed(plan), inside != nullptr ? ms::memory_needed(*inside) : 0.0);
    const double all =
        ms::voxels_in_all(plan) + (inside != nullptr ? ms::voxels_in_all(*inside) : 0.0);
    const auto first = tasks.first;
    tasks.share = [&plan, inside, all, first](std::size_t task) {
        return (task < first ? ms::voxels_of(*inside, task) : ms::voxels_of(plan, task - first)) /
               all;
    };
    const auto conducts = std::make_shared<std::vector<double>>(); // each cube
    tasks.learn = [conducts](std::span<const double> results) {
        for (; results.size() >= film_width; results = results.subspan(film_width)) {
            conducts->push_back(results[1]);
        }
    };
    tasks.work = [&plan, inside, first, conducts](std::size_t task, unsigned /*threads*/,
                                                  std::span<double> result) {
        if (task < first) {
            note(ms::realise(*inside, task), result);
        } else if (inside == nullptr) {
            note(ms::realise(plan, task), result);
        } else {
            // Each realisation has cubes of its own, so that its scatter is that of both levels.
            const std::size_t sorts = inside->realisations / plan.realisations;
            const std::size_t realisation = (task - first) % plan.realisations;
            note(ms::realise(plan, task - first,
                             std::span(*conducts).subspan(realisation * sorts, sorts)),
                 result);
        }
    };
    return tasks;
}

FilmRecord films_of(const StructureCase& given, std::span<const double> results)
{
    const auto& variant = given.variants.front();
    const auto& plan = variant.films;
    FilmRecord films{plan.metal_fractions, plan.thicknesses, plan.realisations, {}, {}, {}, {}, {}};
    if (const auto* inside = inside_of(given)) {
        const auto width = ms::realisation_count(*inside) * film_width;
        films.inside.emplace();
        films.inside->samples = samples_of(results.first(width));
        films.inside->entry = ms::tabulate(*inside, films.inside->samples).front();
        results = results.subspan(width);
    }
    films.samples = samples_of(results);
    films.entries = ms::tabulate(plan, films.samples);
    if (std::holds_alternative<ms::Image>(plan.structure)) {
        films.metal_fractions = {films.entries.front().metal_fraction}; // of what was cut out
    }
    if (variant.mixture) {
        // What a cell calls the metal fraction is that of the whole interphase.
        films.mixture = variant.mixture;
        films.metal_fractions = variant.mixture->metal_fractions;
        for (std::size_t k = 0; k < films.entries.size(); ++k) {
            films.entries[k].metal_fraction = films.metal_fractions[k / films.thicknesses.size()];
        }
    }
    if (const auto& known = variant.film_threshold) {
        if (const auto answer = ms::scale_films(plan, films.samples, *known)) {
            films.scaling = {*answer, ms::unit_length(plan.structure), plan.metal_conductivity};
        }
    }
    return films;
}

PercolationHeader header_of(const StructureCase& given)
{
    const auto& variant = given.variants.front();
    PercolationHeader header{
        .title = given.title,
        .kind = std::string(ms::structure_names.at(variant.structure.index())),
        .structure_text = given.text,
        .overrides = given.overrides,
        .program_version = std::string(version()),
        .commit = std::string(commit()),
        .varied = given.varied,
        .parameters = variant.values,
    };
    // Of a varied key the parameters would tell the first value alone.
    std::erase_if(header.parameters,
                  [&](const Entry& entry) { return entry.name == given.varied; });
    return header;
}

std::string fingerprint_of(const StructureCase& given, const std::string& command)
{
    auto text = fmt::format("percolith {} ({})\npercolation {}\n", version(), commit(), command);
    for (const auto& each : given.overrides) {
        text += "--set " + each + "\n";
    }
    for (const auto& image : given.images) {
        text += fmt::format("image {:08x}\n", checksum_of_file(image));
    }
    return text + "\n" + given.text;
}

void require_table(const StructureCase& given)
{
    const auto& films = given.variants.front().films;
    if (std::holds_alternative<ms::Image>(films.structure)) {
        throw InputError({.file = given.file}, "structure.kind",
                         "an image has one metal fraction, its own, and a table needs several",
                         "describe particles or grains like those of the image and give "
                         "metal_fractions; percolation conductivity computes the image itself");
    }
    if (films.metal_fractions.size() < 2) {
        throw InputError({.file = given.file}, "conductivity.metal_fractions",
                         "a table needs two metal fractions or more", "add some");
    }
    if (!(films.insulator_conductivity.si > 0.0)) {
        throw InputError({.file = given.file}, "conductivity.insulator_conductivity",
                         "a table needs an insulator that conducts, however little: its logarithms "
                         "are interpolated",
                         "give a number > 0");
    }
}

std::vector<std::filesystem::path> inputs_of(const StructureCase& given)
{
    std::vector<std::filesystem::path> files{given.file};
    files.insert(files.end(), given.images.begin(), given.images.end());
    return files;
}

} // namespace percolith::runs
