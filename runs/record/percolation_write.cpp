// The writing side of percolation results.

#include "runs/record/column_table.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/sealed_file.hpp"
#include "runs/record/word_table.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <hdf5_hl.h>
#include <limits>

namespace percolith::runs
{
namespace
{

using hdf5::checked;

/// The table `name` of `rows` rows, each given by its number.
void write_table(SealedFile& file, const std::string& name, const std::vector<Column>& columns,
                 std::size_t rows, const std::function<std::vector<double>(std::size_t)>& row)
{
    std::unique_ptr<ColumnTable> table;
    {
        const hdf5::Session session;
        table = std::make_unique<ColumnTable>(file.id(), name, columns, file.dimensions(),
                                              Packing::small);
    }
    RowBuffer buffer(columns.size(), rows);
    for (std::size_t k = 0; k < rows; ++k) {
        buffer.push(row(k));
    }
    table->append(buffer);
    const hdf5::Session session;
    table->close();
    table.reset();
}

void write_header(SealedFile& file, const PercolationHeader& header, const std::string& content)
{
    const hdf5::Session session;
    file.create();
    const hid_t root = file.id();
    hdf5::write_attribute(root, "format", std::string(PercolationFormat::name));
    hdf5::write_attribute(root, "format_version", PercolationFormat::version);
    hdf5::write_attribute(root, "content", content);
    hdf5::write_attribute(root, "title", header.title);
    hdf5::write_attribute(root, "structure_kind", header.kind);
    hdf5::write_attribute(root, "program", std::string("percolith"));
    hdf5::write_attribute(root, "program_version", header.program_version);
    hdf5::write_attribute(root, "commit", header.commit);
    hdf5::write_attribute(root, "varied", header.varied);
    std::string overrides;
    for (const auto& each : header.overrides) {
        overrides += each + "\n";
    }
    TextWidths widths(root, file.dimensions());
    write_text(root, {"structure", "1", "structure file, as it was read"}, header.structure_text,
               widths);
    write_text(root, {"overrides", "1", "overrides given beside the file, one a line"}, overrides,
               widths);
    write_entries(root, "parameters", {"parameter", "1", "name of the parameter"},
                  header.parameters, file.dimensions());
}

void write_variants(SealedFile& file, std::span<const ThresholdRecord> thresholds)
{
    std::vector<Entry> values;
    for (const auto& each : thresholds) {
        values.push_back(each.value);
    }
    const hdf5::Session session;
    write_entries(file.id(), "variants", {"variant", "1", "value of the varied key, as written"},
                  values, file.dimensions());
}

double number_of(const Entry& entry)
{
    const auto* number = std::get_if<double>(&entry.value);
    return number != nullptr ? *number : std::numeric_limits<double>::quiet_NaN();
}

/// Rows of several variants one after the other: which variant, and which of its rows.
struct RowPlace {
    std::size_t variant;
    std::size_t row;
};

std::vector<RowPlace> places(std::span<const ThresholdRecord> thresholds,
                             std::size_t (*rows)(const ThresholdRecord&))
{
    std::vector<RowPlace> all;
    for (std::size_t variant = 0; variant < thresholds.size(); ++variant) {
        for (std::size_t row = 0; row < rows(thresholds[variant]); ++row) {
            all.push_back({variant, row});
        }
    }
    return all;
}

void write_thresholds(SealedFile& file, const PercolationHeader& header,
                      std::span<const ThresholdRecord> thresholds)
{
    const auto& first = thresholds.front().value;
    const auto unit = first.unit.empty() ? std::string("1") : first.unit;
    const auto meaning = header.varied.empty() ? "of no key: nothing is varied"
                                               : "value of " + header.varied + ", NaN for words";
    write_table(file, "threshold",
                {{"variant", "1", "number of the variant, from 0"},
                 {"value", unit, meaning},
                 {"threshold", "1", "percolation threshold V_P, a volume fraction"},
                 {"standard_error", "1", "of the threshold"},
                 {"nu", "1", "exponent of the correlation length"},
                 {"nu_error", "1", "standard error of nu"},
                 {"goodness", "1", "chance of a fit as bad as this one"},
                 {"unit_length", "m", "length in which box edges are counted"}},
                thresholds.size(), [&](std::size_t k) -> std::vector<double> {
                    const auto& at = thresholds[k];
                    const auto& answer = at.answer;
                    return {static_cast<double>(k), number_of(at.value), answer.fraction,
                            answer.standard_error,  answer.nu,           answer.nu_error,
                            answer.goodness,        at.unit_length.si};
                });
}

void write_sizes(SealedFile& file, std::span<const ThresholdRecord> thresholds)
{
    const auto rows = places(thresholds, [](const auto& each) { return each.answer.sizes.size(); });
    write_table(file, "sizes",
                {{"size", "1", "number of the row, from 0"},
                 {"variant", "1", "number of the variant"},
                 {"edge", "1", "of the boxes, in unit lengths"},
                 {"realisations", "1", "number of boxes"},
                 {"mean", "1", "mean crossing fraction"},
                 {"mean_error", "1", "its standard error"},
                 {"width", "1", "standard deviation of the crossing fractions"},
                 {"width_error", "1", "its standard error"},
                 {"threshold", "1", "estimate of V_P from this size alone"},
                 {"threshold_error", "1", "its standard error"}},
                rows.size(), [&](std::size_t k) -> std::vector<double> {
                    const auto& size = thresholds[rows[k].variant].answer.sizes[rows[k].row];
                    return {static_cast<double>(k),
                            static_cast<double>(rows[k].variant),
                            size.edge,
                            static_cast<double>(size.realisations),
                            size.mean,
                            size.mean_error,
                            size.width,
                            size.width_error,
                            size.fraction,
                            size.fraction_error};
                });
}

void write_crossings(SealedFile& file, std::span<const ThresholdRecord> thresholds)
{
    const auto rows = places(thresholds, [](const auto& each) { return each.crossings.size(); });
    const std::string meaning = "metal fraction at which a cluster first crosses the box along ";
    write_table(file, "crossings",
                {{"realisation", "1", "number of the row, from 0"},
                 {"variant", "1", "number of the variant"},
                 {"edge", "1", "of the box, in unit lengths"},
                 {"crossing_x", "1", meaning + "x, in the film's plane"},
                 {"crossing_y", "1", meaning + "y, in the film's plane"},
                 {"crossing_z", "1", meaning + "z, the film's normal"}},
                rows.size(), [&](std::size_t k) -> std::vector<double> {
                    const auto& at = thresholds[rows[k].variant];
                    const auto& crossing = at.crossings[rows[k].row].fraction;
                    return {static_cast<double>(k),
                            static_cast<double>(rows[k].variant),
                            at.edges[rows[k].row],
                            crossing[0],
                            crossing[1],
                            crossing[2]};
                });
}

hdf5::Dataset write_axis(hid_t group, const Column& column, const std::vector<double>& values,
                         Dimensions& dimensions)
{
    const hsize_t count = values.size();
    const hdf5::Space space(H5Screate_simple(1, &count, nullptr));
    hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), H5T_IEEE_F64LE, space.id(),
                                     H5P_DEFAULT, compressed(values.size()).id(), H5P_DEFAULT));
    checked(
        H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
    hdf5::write_attribute(dataset.id(), "units", column.unit);
    hdf5::write_attribute(dataset.id(), "long_name", column.long_name);
    dimensions.add(dataset.id(), column.name);
    return dataset;
}

/// A dataset over both axes, thicknesses within fractions.
void write_grid(hid_t group, const Column& column, const std::vector<double>& values,
                const std::array<const hdf5::Dataset*, 2>& axes)
{
    const std::array<hsize_t, 2> extent{hdf5::length_of(axes[0]->id()),
                                        hdf5::length_of(axes[1]->id())};
    const hdf5::Space space(H5Screate_simple(2, extent.data(), nullptr));
    const auto creation = compressed(1);
    checked(H5Pset_chunk(creation.id(), 2, extent.data()));
    const hdf5::Dataset dataset(H5Dcreate2(group, column.name.c_str(), H5T_IEEE_F64LE, space.id(),
                                           H5P_DEFAULT, creation.id(), H5P_DEFAULT));
    checked(
        H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
    hdf5::write_attribute(dataset.id(), "units", column.unit);
    hdf5::write_attribute(dataset.id(), "long_name", column.long_name);
    for (unsigned axis = 0; axis < axes.size(); ++axis) {
        checked(H5DSattach_scale(dataset.id(), axes.at(axis)->id(), axis));
    }
}

/// Ratios and shares of grains beside the metal fractions that they make.
void write_mixture(hid_t group, const FilmRecord& films, const hdf5::Dataset& fraction,
                   Dimensions& dimensions)
{
    if (!films.mixture) {
        return;
    }
    const auto& mixture = *films.mixture;
    const auto along = [&](hid_t dataset) { checked(H5DSattach_scale(dataset, fraction.id(), 0)); };
    hdf5::write_attribute(group, "electrolytes",
                          mixture.electrolytes[0] + ":" + mixture.electrolytes[1]);
    const hsize_t count = mixture.grain_fractions.size();
    const hdf5::Space space(H5Screate_simple(1, &count, nullptr));
    const hdf5::Dataset grains(H5Dcreate2(group, "grain_fraction", H5T_IEEE_F64LE, space.id(),
                                          H5P_DEFAULT, compressed(count).id(), H5P_DEFAULT));
    checked(H5Dwrite(grains.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                     mixture.grain_fractions.data()));
    hdf5::write_attribute(grains.id(), "units", std::string("1"));
    hdf5::write_attribute(grains.id(), "long_name",
                          std::string("share of metal grains in the interphase"));
    along(grains.id());
    TextWidths widths(group, dimensions);
    TextColumn ratios(group, {"molar_ratio", "1", "molar ratio of the electrolytes"}, count);
    ratios.append({mixture.ratios.begin(), mixture.ratios.end()});
    along(ratios.id());
    widths.attach(ratios.id(), ratios.width(), 1);
    ratios.close();
}

void write_grids(SealedFile& file, const FilmRecord& films)
{
    const hdf5::Session session;
    const auto group = make_group(file.id(), "conductivity");
    std::vector<double> thicknesses;
    thicknesses.reserve(films.thicknesses.size());
    for (const auto& thickness : films.thicknesses) {
        thicknesses.push_back(thickness.si);
    }
    const auto fraction =
        write_axis(group.id(), {"metal_fraction", "1", "volume fraction of metal"},
                   films.metal_fractions, file.dimensions());
    const auto thickness = write_axis(group.id(), {"film_thickness", "m", "thickness of the film"},
                                      thicknesses, file.dimensions());
    write_mixture(group.id(), films, fraction, file.dimensions());
    using Film = microstructure::FilmEntry;
    const auto grid = [&](const Column& column, double (*of)(const Film&)) {
        std::vector<double> values;
        values.reserve(films.entries.size());
        for (const auto& entry : films.entries) {
            values.push_back(of(entry));
        }
        write_grid(group.id(), column, values, {&fraction, &thickness});
    };
    grid({"conductivity", "S m-1", "effective electronic conductivity along the film's normal"},
         [](const Film& entry) { return entry.conductivity; });
    grid({"standard_error", "S m-1", "of the conductivity"},
         [](const Film& entry) { return entry.standard_error; });
    grid({"spanning_share", "1", "share of the films that a metal cluster spans"},
         [](const Film& entry) { return entry.spanning_share; });
    grid({"realisations", "1", "number of films"},
         [](const Film& entry) { return static_cast<double>(entry.realisations); });
    grid({"metal_conductivity", "S m-1", "effective conductivity of the metal alone"},
         [](const Film& entry) { return entry.metal_conductivity; });
    grid({"metal_standard_error", "S m-1", "of the metal's conductivity"},
         [](const Film& entry) { return entry.metal_error; });
}

/// One row.
void write_scaling(SealedFile& file, const FilmScalingRecord& scaling)
{
    const auto& answer = scaling.answer;
    write_table(file, "scaling",
                {{"scaling", "1", "number of the row, from 0"},
                 {"threshold", "1", "V_P, a volume fraction"},
                 {"threshold_error", "1", "standard error of V_P"},
                 {"coefficient", "1", "c of V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)]"},
                 {"coefficient_error", "1", "standard error of c"},
                 {"offset", "1", "b_0/d"},
                 {"offset_error", "1", "standard error of b_0/d"},
                 {"amplitude", "1", "of sigma/sigma_metal over (V_f - V_P(b))^t"},
                 {"amplitude_error", "1", "its standard error"},
                 {"misfit", "1", "root mean square distance from that law, relative"},
                 {"correlation_amplitude", "1", "of the correlation length over d |V_f - V_P|^-nu"},
                 {"correlation_amplitude_error", "1", "its standard error"},
                 {"quality", "1", "mean square distance of the scaled curves, in standard errors"},
                 {"quality_error", "1", "its standard error"},
                 {"spread", "1", "the same distance, relative to the conductivity"},
                 {"comparisons", "1", "number of points compared with another curve"},
                 {"quality_without_offset", "1", "quality with b_0 = 0"},
                 {"unit_length", "m", "d, in which thicknesses are counted"},
                 {"metal_conductivity", "S m-1", "of the metal itself"}},
                1, [&](std::size_t) -> std::vector<double> {
                    return {0.0,
                            answer.threshold.value,
                            answer.threshold.error,
                            answer.coefficient.value,
                            answer.coefficient.error,
                            answer.offset.value,
                            answer.offset.error,
                            answer.amplitude.value,
                            answer.amplitude.error,
                            answer.misfit,
                            answer.correlation.value,
                            answer.correlation.error,
                            answer.collapse.quality,
                            answer.quality_error,
                            answer.collapse.spread,
                            static_cast<double>(answer.collapse.comparisons),
                            answer.plain.quality,
                            scaling.unit_length.si,
                            scaling.metal_conductivity.si};
                });
}

void write_inside(SealedFile& file, const FilmRecord& films)
{
    if (!films.inside) {
        return;
    }
    const auto& samples = films.inside->samples;
    const auto each = samples.size() / films.realisations;
    write_table(
        file, "inside",
        {{"cube", "1", "number of the row, from 0"},
         {"realisation", "1", "of the films in which grains conduct like this cube"},
         {"voxel_fraction", "1", "share of the cube's voxels that are metal"},
         {"conductivity", "S m-1", "effective conductivity from face to face"},
         {"backbone_conductivity", "S m-1", "of metal and gaps alone, 0 where they do not span"},
         {"spans", "1", "1 if metal and gaps span the cube, else 0"}},
        samples.size(), [&](std::size_t k) -> std::vector<double> {
            const auto& sample = samples[k];
            const auto realisation = k / each;
            return {static_cast<double>(k),       static_cast<double>(realisation),
                    sample.metal_fraction,        sample.conductivity,
                    sample.backbone_conductivity, sample.spans ? 1.0 : 0.0};
        });
}

void write_samples(SealedFile& file, const FilmRecord& films)
{
    write_table(file, "samples",
                {{"sample", "1", "number of the row, from 0"},
                 {"metal_fraction", "1", "volume fraction of metal, as asked for"},
                 {"film_thickness", "m", "thickness of the film"},
                 {"voxel_fraction", "1", "share of the film's voxels that are metal"},
                 {"conductivity", "S m-1", "effective conductivity along the film's normal"},
                 {"backbone_conductivity", "S m-1", "of the metal alone, 0 where it does not span"},
                 {"spans", "1", "1 if a metal cluster spans the film, else 0"}},
                films.samples.size(), [&](std::size_t k) -> std::vector<double> {
                    const auto& sample = films.samples[k];
                    const auto& entry = films.entries[k / films.realisations];
                    return {static_cast<double>(k),  entry.metal_fraction,
                            entry.thickness.si,      sample.metal_fraction,
                            sample.conductivity,     sample.backbone_conductivity,
                            sample.spans ? 1.0 : 0.0};
                });
}

} // namespace

PercolationFile::PercolationFile(const std::filesystem::path& path)
    : file_(std::make_unique<SealedFile>(path))
{
}

PercolationFile::~PercolationFile() = default;

void PercolationFile::write(const PercolationHeader& header,
                            std::span<const ThresholdRecord> thresholds)
{
    file_->guarded([&] {
        write_header(*file_, header, "thresholds");
        write_variants(*file_, thresholds);
        write_thresholds(*file_, header, thresholds);
        write_sizes(*file_, thresholds);
        write_crossings(*file_, thresholds);
        const hdf5::Session session;
        file_->close();
    });
    file_->commit();
}

void PercolationFile::write(const PercolationHeader& header, const FilmRecord& films)
{
    file_->guarded([&] {
        write_header(*file_, header, "conductivities");
        write_grids(*file_, films);
        write_samples(*file_, films);
        write_inside(*file_, films);
        if (films.scaling) {
            write_scaling(*file_, *films.scaling);
        }
        const hdf5::Session session;
        file_->close();
    });
    file_->commit();
}

} // namespace percolith::runs
