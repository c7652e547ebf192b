// The reading side of percolation results.

#include "runs/record/data_group.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/result_file.hpp"
#include "runs/record/word_table.hpp"

#include <algorithm>
#include <optional>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

const ResultFormat& percolation_format()
{
    static const ResultFormat format{
        PercolationFormat::name, PercolationFormat::version, "result",
        "a percolation result",  "percolith percolation",    "compute it again"};
    return format;
}

PercolationHeader read_percolation_header(hid_t file)
{
    PercolationHeader header;
    header.title = hdf5::read_text_attribute(file, "title");
    header.kind = hdf5::read_text_attribute(file, "structure_kind");
    header.program_version = hdf5::read_text_attribute(file, "program_version");
    header.commit = hdf5::read_text_attribute(file, "commit");
    header.varied = hdf5::read_text_attribute(file, "varied");
    header.structure_text = hdf5::read_texts(file, "structure").at(0);
    header.overrides = lines_of(hdf5::read_texts(file, "overrides").at(0));
    header.parameters = read_entries(file, "parameters", "parameter");
    return header;
}

void add_sizes(hid_t file, std::vector<ThresholdRecord>& thresholds)
{
    const GroupReader group(file, "sizes");
    const auto variant = group.numbers("variant");
    const auto n = variant.size();
    const auto edge = group.numbers("edge", n), count = group.numbers("realisations", n),
               mean = group.numbers("mean", n), mean_error = group.numbers("mean_error", n),
               width = group.numbers("width", n), width_error = group.numbers("width_error", n),
               fraction = group.numbers("threshold", n),
               fraction_error = group.numbers("threshold_error", n);
    for (std::size_t k = 0; k < n; ++k) {
        const auto which = static_cast<std::size_t>(std::max(variant[k], 0.0));
        if (which >= thresholds.size()) {
            throw hdf5::Error("/sizes names a variant that is not there");
        }
        thresholds[which].answer.sizes.push_back({edge[k], static_cast<std::uint32_t>(count[k]),
                                                  mean[k], mean_error[k], width[k], width_error[k],
                                                  fraction[k], fraction_error[k]});
    }
}

std::vector<ThresholdRecord> read_thresholds(hid_t file)
{
    const auto values = read_entries(file, "variants", "variant");
    const auto n = values.size();
    const GroupReader group(file, "threshold");
    const auto fraction = group.numbers("threshold", n), error = group.numbers("standard_error", n),
               nu = group.numbers("nu", n), nu_error = group.numbers("nu_error", n),
               goodness = group.numbers("goodness", n), unit = group.numbers("unit_length", n);
    std::vector<ThresholdRecord> thresholds;
    thresholds.reserve(n);
    for (std::size_t k = 0; k < n; ++k) {
        thresholds.push_back({values[k],
                              kinetics::Length<>{unit[k]},
                              {fraction[k], error[k], nu[k], nu_error[k], goodness[k], {}},
                              {},
                              {}});
    }
    add_sizes(file, thresholds);
    return thresholds;
}

std::optional<MixtureRecord> read_mixture(const GroupReader& group,
                                          const std::vector<double>& metal_fractions)
{
    if (!group.has("molar_ratio")) {
        return std::nullopt;
    }
    MixtureRecord mixture;
    const auto names = hdf5::read_text_attribute(group.id(), "electrolytes");
    const auto colon = names.find(':');
    mixture.electrolytes = {names.substr(0, colon),
                            colon == std::string::npos ? "" : names.substr(colon + 1)};
    const auto rows = metal_fractions.size();
    mixture.ratios = group.words("molar_ratio", rows);
    mixture.grain_fractions = group.numbers("grain_fraction", rows);
    mixture.metal_fractions = metal_fractions;
    if (rows > 0) {
        const double last = mixture.grain_fractions.back();
        mixture.metal_inside = last > 0.0 ? metal_fractions.back() / last : 0.0;
    }
    return mixture;
}

FilmRecord read_films(hid_t file)
{
    const GroupReader group(file, "conductivity");
    FilmRecord films;
    films.metal_fractions = group.numbers("metal_fraction");
    for (const double thickness : group.numbers("film_thickness")) {
        films.thicknesses.emplace_back(thickness);
    }
    const auto size = films.metal_fractions.size() * films.thicknesses.size();
    const auto conductivity = group.numbers("conductivity", size);
    const auto error = group.numbers("standard_error", size);
    const auto share = group.numbers("spanning_share", size);
    const auto count = group.numbers("realisations", size);
    const auto metal = group.numbers("metal_conductivity", size);
    const auto metal_error = group.numbers("metal_standard_error", size);
    for (std::size_t k = 0; k < size; ++k) {
        films.entries.push_back({films.metal_fractions[k / films.thicknesses.size()],
                                 films.thicknesses[k % films.thicknesses.size()], conductivity[k],
                                 error[k], share[k], static_cast<std::uint32_t>(count[k]), metal[k],
                                 metal_error[k]});
        films.realisations = std::max(films.realisations, films.entries.back().realisations);
    }
    films.mixture = read_mixture(group, films.metal_fractions);
    return films;
}

FilmScalingRecord read_scaling(hid_t file)
{
    const GroupReader group(file, "scaling");
    const auto estimate = [&](const std::string& name) {
        return microstructure::Estimate{group.number(name), group.number(name + "_error")};
    };
    FilmScalingRecord scaling;
    scaling.answer.threshold = estimate("threshold");
    scaling.answer.coefficient = estimate("coefficient");
    scaling.answer.offset = estimate("offset");
    scaling.answer.amplitude = estimate("amplitude");
    scaling.answer.misfit = group.number("misfit");
    scaling.answer.correlation = estimate("correlation_amplitude");
    scaling.answer.collapse = {group.number("quality"), group.number("spread"),
                               static_cast<std::uint32_t>(group.number("comparisons"))};
    scaling.answer.quality_error = group.number("quality_error");
    scaling.answer.plain.quality = group.number("quality_without_offset");
    scaling.unit_length = kinetics::Length<>{group.number("unit_length")};
    scaling.metal_conductivity = kinetics::Conductivity<>{group.number("metal_conductivity")};
    return scaling;
}

} // namespace

RecordedPercolation read_percolation(const fs::path& path)
{
    return read_result(path, percolation_format(), [](hid_t file) {
        RecordedPercolation result;
        result.header = read_percolation_header(file);
        if (has_link(file, "threshold")) {
            result.thresholds = read_thresholds(file);
        }
        if (has_link(file, "conductivity")) {
            result.films = read_films(file);
            if (has_link(file, "scaling")) {
                result.films.scaling = read_scaling(file);
            }
        }
        return result;
    });
}

bool is_percolation(const fs::path& path)
{
    return is_result(path, percolation_format());
}

} // namespace percolith::runs
