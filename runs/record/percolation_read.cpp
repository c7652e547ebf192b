// The reading side of percolation results.

#include "runs/record/group_columns.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/result_file.hpp"
#include "runs/record/word_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

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

PercolationHeader read_header(hid_t file)
{
    PercolationHeader header;
    header.title = hdf5::read_text_attribute(file, "title");
    header.kind = hdf5::read_text_attribute(file, "structure_kind");
    header.program_version = hdf5::read_text_attribute(file, "program_version");
    header.commit = hdf5::read_text_attribute(file, "commit");
    header.varied = hdf5::read_text_attribute(file, "varied");
    header.structure_text = hdf5::read_texts(file, "structure").at(0);
    std::istringstream lines(hdf5::read_texts(file, "overrides").at(0));
    for (std::string line; std::getline(lines, line);) {
        header.overrides.push_back(line);
    }
    header.parameters = read_entries(file, "parameters", "parameter");
    return header;
}

void add_sizes(hid_t file, std::vector<ThresholdRecord>& thresholds)
{
    GroupColumns columns(file, "sizes");
    const auto variant = columns("variant");
    const auto edge = columns("edge");
    const auto count = columns("realisations");
    const auto mean = columns("mean");
    const auto mean_error = columns("mean_error");
    const auto width = columns("width");
    const auto width_error = columns("width_error");
    const auto fraction = columns("threshold");
    const auto fraction_error = columns("threshold_error");
    for (std::size_t k = 0; k < variant.size(); ++k) {
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
    GroupColumns columns(file, "threshold");
    const auto fraction = columns("threshold");
    const auto error = columns("standard_error");
    const auto nu = columns("nu");
    const auto nu_error = columns("nu_error");
    const auto goodness = columns("goodness");
    const auto unit = columns("unit_length");
    if (values.size() != fraction.size()) {
        throw hdf5::Error("/variants and /threshold differ in length");
    }
    std::vector<ThresholdRecord> thresholds;
    thresholds.reserve(fraction.size());
    for (std::size_t k = 0; k < fraction.size(); ++k) {
        thresholds.push_back({values[k],
                              kinetics::Length<>{unit[k]},
                              {fraction[k], error[k], nu[k], nu_error[k], goodness[k], {}},
                              {},
                              {}});
    }
    add_sizes(file, thresholds);
    return thresholds;
}

std::optional<MixtureRecord> read_mixture(hid_t file, GroupColumns& columns,
                                          const std::vector<double>& metal_fractions)
{
    const hdf5::Group group(H5Gopen2(file, "conductivity", H5P_DEFAULT));
    if (!has_link(group.id(), "molar_ratio")) {
        return std::nullopt;
    }
    MixtureRecord mixture;
    const auto names = hdf5::read_text_attribute(group.id(), "electrolytes");
    const auto colon = names.find(':');
    mixture.electrolytes = {names.substr(0, colon),
                            colon == std::string::npos ? "" : names.substr(colon + 1)};
    mixture.ratios = hdf5::read_texts(group.id(), "molar_ratio");
    mixture.grain_fractions = columns.axis("grain_fraction");
    mixture.metal_fractions = metal_fractions;
    if (!metal_fractions.empty() && !mixture.grain_fractions.empty()) {
        const double last = mixture.grain_fractions.back();
        mixture.metal_inside = last > 0.0 ? metal_fractions.back() / last : 0.0;
    }
    const auto rows = metal_fractions.size();
    if (mixture.ratios.size() != rows || mixture.grain_fractions.size() != rows) {
        throw hdf5::Error("ratios of the mixture do not fit their axis");
    }
    return mixture;
}

FilmRecord read_films(hid_t file)
{
    GroupColumns columns(file, "conductivity");
    FilmRecord films;
    films.metal_fractions = columns.axis("metal_fraction");
    for (const double thickness : columns.axis("film_thickness")) {
        films.thicknesses.emplace_back(thickness);
    }
    const auto size = films.metal_fractions.size() * films.thicknesses.size();
    const auto conductivity = columns.grid("conductivity", size);
    const auto error = columns.grid("standard_error", size);
    const auto share = columns.grid("spanning_share", size);
    const auto count = columns.grid("realisations", size);
    const auto metal = columns.grid("metal_conductivity", size);
    const auto metal_error = columns.grid("metal_standard_error", size);
    for (std::size_t k = 0; k < size; ++k) {
        films.entries.push_back({films.metal_fractions[k / films.thicknesses.size()],
                                 films.thicknesses[k % films.thicknesses.size()], conductivity[k],
                                 error[k], share[k], static_cast<std::uint32_t>(count[k]), metal[k],
                                 metal_error[k]});
        films.realisations = films.entries.back().realisations;
    }
    films.mixture = read_mixture(file, columns, films.metal_fractions);
    return films;
}

FilmScalingRecord read_scaling(hid_t file)
{
    GroupColumns columns(file, "scaling");
    const auto one = [&](const char* name) { return columns(name).at(0); };
    const auto estimate = [&](const std::string& name) {
        return microstructure::Estimate{columns(name).at(0), columns(name + "_error").at(0)};
    };
    FilmScalingRecord scaling;
    scaling.answer.threshold = estimate("threshold");
    scaling.answer.coefficient = estimate("coefficient");
    scaling.answer.offset = estimate("offset");
    scaling.answer.amplitude = estimate("amplitude");
    scaling.answer.misfit = one("misfit");
    scaling.answer.correlation = estimate("correlation_amplitude");
    scaling.answer.collapse = {one("quality"), one("spread"),
                               static_cast<std::uint32_t>(one("comparisons"))};
    scaling.answer.quality_error = one("quality_error");
    scaling.answer.plain.quality = one("quality_without_offset");
    scaling.unit_length = kinetics::Length<>{one("unit_length")};
    scaling.metal_conductivity = kinetics::Conductivity<>{one("metal_conductivity")};
    return scaling;
}

} // namespace

RecordedPercolation read_percolation(const fs::path& path)
{
    return guarded_reading(path, percolation_format(), [&] {
        const auto file = open_result(path, percolation_format());
        RecordedPercolation result;
        result.header = read_header(file.id());
        if (has_link(file.id(), "threshold")) {
            result.thresholds = read_thresholds(file.id());
        }
        if (has_link(file.id(), "conductivity")) {
            result.films = read_films(file.id());
            if (has_link(file.id(), "scaling")) {
                result.films.scaling = read_scaling(file.id());
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
