#include "runs/percolation/compute.hpp"

#include "runs/record/image.hpp"
#include "runs/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
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

/// Value of the varied key.
Entry value_of(const StructureVariant& variant)
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
        ThresholdRecord record{.value = value_of(variant)};
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
    Tasks tasks;
    tasks.count = ms::realisation_count(plan);
    tasks.width = film_width;
    tasks.memory = ms::memory_needed(plan);
    tasks.share = [&plan](std::size_t number) { return ms::share_of_work(plan, number); };
    tasks.work = [&plan](std::size_t number, unsigned /*threads*/, std::span<double> result) {
        const auto sample = ms::realise(plan, number);
        result[0] = sample.metal_fraction;
        result[1] = sample.conductivity;
        result[2] = sample.backbone_conductivity;
        result[3] = sample.spans ? 1.0 : 0.0;
    };
    return tasks;
}

FilmRecord films_of(const StructureCase& given, std::span<const double> results)
{
    const auto& plan = given.variants.front().films;
    FilmRecord films{plan.metal_fractions, plan.thicknesses, plan.realisations, {}, {}};
    for (; results.size() >= film_width; results = results.subspan(film_width)) {
        films.samples.push_back({results[0], results[1], results[2], results[3] != 0.0});
    }
    films.entries = ms::tabulate(plan, films.samples);
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

} // namespace percolith::runs
