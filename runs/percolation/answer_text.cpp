// Answers for people, and tables for cases.

#include "model/microstructure/film_numbers.hpp"
#include "runs/case/errors.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/threshold_notes.hpp"
#include "runs/record/number_text.hpp"
#include "runs/version.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <sstream>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;

std::string_view kind_of(const StructureCase& given)
{
    return ms::structure_names.at(given.variants.front().structure.index());
}

/// A number with its standard error, to two digits of the error: "0.31162 +- 0.00021". An error
/// that is not known, or as small as rounding, is left out.
std::string with_error(double value, double error)
{
    if (!std::isfinite(value)) {
        return "-";
    }
    constexpr double rounding = 1e-9;
    if (!(error > rounding * std::max(std::abs(value), rounding)) || !std::isfinite(error)) {
        return fmt::format("{:.6g}", value);
    }
    const int digits = std::max(0, 1 - static_cast<int>(std::floor(std::log10(error))));
    return fmt::format("{:.{}f} +- {:.{}f}", value, digits, error, digits);
}

std::string length_text(kinetics::Length<> length)
{
    constexpr double micrometre = 1e-6;
    return length.si < micrometre ? fmt::format("{:.4g} nm", length.si * 1e9)
                                  : fmt::format("{:.4g} um", length.si * 1e6);
}

std::string heading(const StructureCase& given)
{
    return (given.title.empty() ? std::string(kind_of(given)) : one_line(given.title)) + "\n";
}

/// V_P, with a word where its error is not known.
std::string threshold_text(const ms::Threshold& answer)
{
    const auto* const unknown =
        std::isfinite(answer.fraction) && !std::isfinite(answer.standard_error)
            ? " (error not known)"
            : "";
    return with_error(answer.fraction, answer.standard_error) + unknown;
}

/// What the error does not hold.
std::string notes_text(std::string_view kind, const ms::Threshold& answer)
{
    std::string text;
    for (const auto& note : threshold_notes(kind, answer)) {
        text += "  " + note + "\n";
    }
    return text;
}

/// The size of an image along its axes.
std::string image_text(const ms::Structure& structure)
{
    const auto* image = std::get_if<ms::Image>(&structure);
    if (image == nullptr) {
        return {};
    }
    const auto& shape = image->shape;
    const auto along = [&](std::size_t axis) { return length_text(image->edge * shape[axis]); };
    return fmt::format("  image of {} x {} x {} voxels, {} x {} x {}\n", shape[0], shape[1],
                       shape[2], along(0), along(1), along(2));
}

/// The exponent where the sizes tell it at all.
std::string exponent(const ms::Threshold& answer)
{
    return tells_exponent(answer) ? with_error(answer.nu, answer.nu_error)
                                  : "not told by these sizes";
}

std::string quality(const ms::Threshold& answer)
{
    auto text = "nu " + exponent(answer);
    if (std::isfinite(answer.goodness)) {
        text += fmt::format("; a fit as bad by chance: {:.2g}", answer.goodness);
    }
    return text;
}

/// What the scatter of the boxes says of films.
std::string films_text(const StructureCase& given, const ms::Threshold& answer)
{
    const auto films = ms::film_numbers(given.variants.front().structure, answer);
    if (!std::isfinite(films.coefficient.value)) {
        return "films: unknown, from these boxes";
    }
    return fmt::format("films: c {}, correlation length {} d |1 - V_f/V_P|^-nu",
                       with_error(films.coefficient.value, films.coefficient.error),
                       with_error(films.correlation.value, films.correlation.error));
}

std::string size_table(const ms::Threshold& answer)
{
    auto text = fmt::format("  {:>10}{:>14}  {:<24}{:<24}{}\n", "box edge", "realisations",
                            "mean crossing", "scatter", "V_P of this size");
    for (const auto& size : answer.sizes) {
        text += fmt::format("  {:>10.4g}{:>14}  {:<24}{:<24}{}\n", size.edge, size.realisations,
                            with_error(size.mean, size.mean_error),
                            with_error(size.width, size.width_error),
                            with_error(size.fraction, size.fraction_error));
    }
    return text;
}

std::string varied_table(const StructureCase& given, std::span<const ThresholdRecord> thresholds)
{
    const std::size_t wide = std::max<std::size_t>(22, given.varied.size()) + 2;
    auto text = fmt::format("  {:<{}}{:<26}{}\n", given.varied, wide, "V_P", "nu");
    for (const auto& each : thresholds) {
        const auto value = one_line(each.value.name);
        if (each.percolates()) {
            text += fmt::format("  {:<{}}{:<26}{}\n", value, wide, threshold_text(each.answer),
                                exponent(each.answer));
        } else {
            text += fmt::format("  {:<{}}does not percolate: {}\n", value, wide, each.refusal);
        }
    }
    return text;
}

std::string error_text(double error)
{
    return std::isfinite(error) ? fmt::format("{:.2g}", error) : "not known";
}

/// What grains conduct that hold metal, each like one of the cubes.
std::string inside_text(const FilmRecord& films)
{
    if (!films.inside) {
        return {};
    }
    const auto& entry = films.inside->entry;
    return fmt::format("  inside {} grains: {:.3g} +- {} S/m at metal fraction {:.4f}, in {} "
                       "cubes of {}, {:.0f}% spanned\n",
                       films.mixture ? films.mixture->electrolytes[1] : "metal", entry.conductivity,
                       error_text(entry.standard_error), entry.metal_fraction, entry.realisations,
                       length_text(entry.thickness), 100.0 * entry.spanning_share);
}

/// Heads of the columns that a mixture has before those of every film.
std::string mixture_columns(const FilmRecord& films)
{
    return films.mixture
               ? fmt::format("  {:>10}{:>16}",
                             films.mixture->electrolytes[0] + ":" + films.mixture->electrolytes[1],
                             films.mixture->electrolytes[1] + " grains")
               : std::string{};
}

/// How many films there are: an image may hold fewer thick ones than were asked for.
std::string realisations_text(const FilmRecord& films)
{
    const auto whole = [&](const ms::FilmEntry& entry) {
        return entry.realisations == films.realisations;
    };
    if (std::all_of(films.entries.begin(), films.entries.end(), whole)) {
        return fmt::format("{} realisations each", films.realisations);
    }
    std::string text;
    for (const auto& entry : films.entries) {
        text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", entry.realisations,
                            length_text(entry.thickness));
    }
    return "realisations: " + text + ", as many as lie in the image side by side";
}

/// What films of all thicknesses have in common.
std::string scaling_text(const FilmRecord& films)
{
    const auto& answer = films.scaling->answer;
    const auto estimate = [](const ms::Estimate& one) { return with_error(one.value, one.error); };
    auto text = fmt::format(
        "  all thicknesses together, d = {}\n"
        "    V_P(b) = V_P [1 - c (d/(b + b_0))^(1/nu)]: V_P {}, c {}, b_0/d {}\n"
        "    collapse: {:.2g} +- {} (1: the curves differ by their errors alone; with b_0 = 0: "
        "{:.2g}), {} comparisons, spread {:.1f} %\n",
        length_text(films.scaling->unit_length), estimate(answer.threshold),
        estimate(answer.coefficient), estimate(answer.offset), answer.collapse.quality,
        error_text(answer.quality_error), answer.plain.quality, answer.collapse.comparisons,
        100.0 * answer.collapse.spread);
    const bool decays = std::isfinite(answer.correlation.value);
    text += decays
                ? "    correlation length " + estimate(answer.correlation) + " d |V_f - V_P|^-nu\n"
                : "    correlation length: too few films below V_P span at times to tell it\n";
    text += fmt::format("  {:>14}{:>20}{:>20}\n", "metal fraction", "correlation length",
                        "crossing thickness");
    for (const double fraction : films.metal_fractions) {
        if (fraction >= answer.threshold.value) {
            break;
        }
        const auto length = [&](double units) {
            return length_text(films.scaling->unit_length * units);
        };
        text += fmt::format("  {:>14.6g}{:>20}{:>20}\n", fraction,
                            decays ? length(ms::correlation_length(answer, fraction)) : "-",
                            length(ms::crossing_thickness(answer, fraction)));
    }
    return text;
}

} // namespace

bool tells_exponent(const microstructure::Threshold& answer)
{
    constexpr double useless = 0.5;
    return answer.nu_error < useless * answer.nu;
}

std::string as_text(const StructureCase& given, std::span<const ThresholdRecord> thresholds)
{
    auto text = heading(given);
    const auto& first = thresholds.front();
    if (thresholds.size() > 1) {
        const auto found = std::find_if(thresholds.begin(), thresholds.end(), [](const auto& each) {
            return each.answer.sizes.size() == 1;
        });
        const auto notes =
            found == thresholds.end() ? "" : notes_text(kind_of(given), found->answer);
        return text + varied_table(given, thresholds) + notes +
               fmt::format("  {}; seed {}; errors are one standard error\n", kind_of(given),
                           given.seed);
    }
    text += "V_P " + threshold_text(first.answer) + "\n" +
            notes_text(kind_of(given), first.answer) + "  " + quality(first.answer) + "\n  " +
            films_text(given, first.answer) + "\n" + size_table(first.answer) +
            image_text(given.variants.front().structure);
    return text + fmt::format("  {}; box edges in units of {}; seed {}; errors are one standard "
                              "error\n",
                              kind_of(given), length_text(first.unit_length), given.seed);
}

std::string as_text(const StructureCase& given, const FilmRecord& films)
{
    auto text = heading(given) + inside_text(films) + mixture_columns(films) +
                fmt::format("  {:>14}{:>16}{:>18}{:>18}{:>10}\n", "metal fraction",
                            "film thickness", "S/m", "standard error", "spans");
    for (std::size_t k = 0; k < films.entries.size(); ++k) {
        const auto& entry = films.entries[k];
        if (films.mixture) {
            const auto row = k / films.thicknesses.size();
            text += fmt::format("  {:>10}{:>16.4f}", one_line(films.mixture->ratios.at(row)),
                                films.mixture->grain_fractions.at(row));
        }
        text += fmt::format("  {:>14.6g}{:>16}{:>18.5g}{:>18}{:>9.0f}%\n", entry.metal_fraction,
                            length_text(entry.thickness), entry.conductivity,
                            error_text(entry.standard_error), 100.0 * entry.spanning_share);
    }
    if (films.scaling) {
        text += scaling_text(films);
    } else if (given.variants.front().film_threshold) {
        text += "  too few films conduct near V_P to be compared\n";
    }
    if (films.mixture) {
        text += fmt::format("  the interphase of {} holds {:.4f} of metal; the table's metal "
                            "fraction is that of the whole\n",
                            films.mixture->electrolytes[1], films.mixture->metal_inside);
    }
    return text +
           fmt::format("  {}; {}; seed {}\n", kind_of(given), realisations_text(films), given.seed);
}

std::string as_csv(const StructureCase& given, const FilmRecord& films)
{
    auto text =
        fmt::format("# {}\n# structure: {}; seed {}; {}\n"
                    "# percolith {} ({})\n",
                    given.title.empty() ? "conductivity of films" : one_line(given.title),
                    kind_of(given), given.seed, realisations_text(films), version(), commit());
    for (const auto& each : given.overrides) {
        text += "# --set " + one_line(each) + "\n";
    }
    std::istringstream lines(given.text);
    for (std::string line; std::getline(lines, line);) {
        text += "#   " + one_line(line) + "\n";
    }
    text += "metal_fraction,film_thickness / m,conductivity / S/m,relative_error\n";
    for (const auto& entry : films.entries) {
        // Twelve digits of the thickness: turning nm into m has spoilt the last ones.
        text += fmt::format("{},{:.12g},", number_text(entry.metal_fraction), entry.thickness.si);
        append_number(text, entry.conductivity);
        text += ',';
        if (std::isfinite(entry.standard_error) && entry.conductivity > 0.0) { // else not known
            append_number(text, entry.standard_error / entry.conductivity);
        }
        text += '\n';
    }
    return text;
}

} // namespace percolith::runs
