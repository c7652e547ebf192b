// Conductivities of films in a file of percolation results.

#include "runs/record/column_table.hpp"
#include "runs/record/data_group.hpp"
#include "runs/record/percolation_parts.hpp"

namespace percolith::runs
{
namespace
{

/// Ratios and shares of grains beside the metal fractions that they make.
void write_mixture(DataGroup& group, const MixtureRecord& mixture, const Axis& fraction)
{
    hdf5::write_attribute(group.id(), "electrolytes",
                          mixture.electrolytes[0] + ":" + mixture.electrolytes[1]);
    group.numbers({"grain_fraction", "1", "share of metal grains in the interphase"},
                  mixture.grain_fractions, {&fraction});
    group.words({"molar_ratio", "1", "molar ratio of the electrolytes"}, mixture.ratios, fraction);
}

void write_grids(SealedFile& file, const FilmRecord& films)
{
    const hdf5::Session session;
    DataGroup group(file.id(), "conductivity", file.dimensions());
    std::vector<double> thicknesses;
    thicknesses.reserve(films.thicknesses.size());
    for (const auto& thickness : films.thicknesses) {
        thicknesses.push_back(thickness.si);
    }
    const auto& fraction =
        group.axis({"metal_fraction", "1", "volume fraction of metal"}, films.metal_fractions);
    const auto& thickness =
        group.axis({"film_thickness", "m", "thickness of the film"}, thicknesses);
    if (films.mixture) {
        write_mixture(group, *films.mixture, fraction);
    }
    using Film = microstructure::FilmEntry;
    const auto grid = [&](const Column& column, double (*of)(const Film&)) {
        std::vector<double> values;
        values.reserve(films.entries.size());
        for (const auto& entry : films.entries) {
            values.push_back(of(entry));
        }
        group.numbers(column, values, {&fraction, &thickness});
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
    std::vector<const microstructure::FilmEntry*> owners; // of each sample
    for (const auto& entry : films.entries) {
        owners.insert(owners.end(), entry.realisations, &entry);
    }
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
                    const auto& entry = *owners.at(k);
                    return {static_cast<double>(k),  entry.metal_fraction,
                            entry.thickness.si,      sample.metal_fraction,
                            sample.conductivity,     sample.backbone_conductivity,
                            sample.spans ? 1.0 : 0.0};
                });
}

} // namespace

void write_films(SealedFile& file, const FilmRecord& films)
{
    write_grids(file, films);
    write_samples(file, films);
    write_inside(file, films);
    if (films.scaling) {
        write_scaling(file, *films.scaling);
    }
}

} // namespace percolith::runs
