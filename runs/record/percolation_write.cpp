// The writing side of percolation results.

#include "runs/record/column_table.hpp"
#include "runs/record/data_group.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/percolation_parts.hpp"
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

void write_header(SealedFile& file, const PercolationHeader& header, const std::string& content)
{
    const hdf5::Session session;
    file.create({PercolationFormat::name, PercolationFormat::version, header.title,
                 header.program_version, header.commit});
    const hid_t root = file.id();
    hdf5::write_attribute(root, "content", content);
    hdf5::write_attribute(root, "structure_kind", header.kind);
    hdf5::write_attribute(root, "varied", header.varied);
    TextWidths widths(root, file.dimensions());
    write_text(root, {"structure", "1", "structure file, as it was read"}, header.structure_text,
               widths);
    write_text(root, {"overrides", "1", "overrides given beside the file, one a line"},
               as_lines(header.overrides), widths);
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
        write_films(*file_, films);
        const hdf5::Session session;
        file_->close();
    });
    file_->commit();
}

} // namespace percolith::runs
