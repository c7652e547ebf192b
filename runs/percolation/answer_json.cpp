// Answers for programs.

#include "model/microstructure/film_numbers.hpp"
#include "runs/percolation/answer.hpp"
#include "runs/percolation/threshold_notes.hpp"
#include "runs/version.hpp"

#include <nlohmann/json.hpp>

namespace percolith::runs
{
namespace
{

using Json = nlohmann::ordered_json;

Json beginning(const char* format, const StructureCase& given)
{
    return {{"format", format},
            {"version", 1},
            {"program_version", std::string(version())},
            {"title", given.title},
            {"structure", std::string(microstructure::structure_names.at(
                              given.variants.front().structure.index()))},
            {"seed", given.seed}};
}

Json value_of(const ThresholdRecord& record)
{
    if (record.value.name.empty()) {
        return nullptr;
    }
    const auto* number = std::get_if<double>(&record.value.value);
    return number != nullptr ? Json(*number) : Json(record.value.name);
}

Json sizes_of(const microstructure::Threshold& answer)
{
    auto sizes = Json::array();
    for (const auto& size : answer.sizes) {
        sizes.push_back({{"edge", size.edge},
                         {"realisations", size.realisations},
                         {"mean", size.mean},
                         {"mean_error", size.mean_error},
                         {"width", size.width},
                         {"width_error", size.width_error},
                         {"threshold", size.fraction},
                         {"threshold_error", size.fraction_error}});
    }
    return sizes;
}

Json film_of(const microstructure::FilmEntry& entry)
{
    return {{"metal_fraction", entry.metal_fraction}, {"film_thickness", entry.thickness.si},
            {"conductivity", entry.conductivity},     {"standard_error", entry.standard_error},
            {"spanning_share", entry.spanning_share}, {"realisations", entry.realisations}};
}

Json scaling_of(const FilmRecord& films)
{
    if (!films.scaling) {
        return nullptr;
    }
    const auto& answer = films.scaling->answer;
    const double unit = films.scaling->unit_length.si;
    Json json{{"threshold", answer.threshold.value},
              {"threshold_error", answer.threshold.error},
              {"coefficient", answer.coefficient.value},
              {"coefficient_error", answer.coefficient.error},
              {"offset", answer.offset.value},
              {"offset_error", answer.offset.error},
              {"amplitude", answer.amplitude.value},
              {"amplitude_error", answer.amplitude.error},
              {"misfit", answer.misfit},
              {"correlation_amplitude", answer.correlation.value},
              {"correlation_amplitude_error", answer.correlation.error},
              {"quality", answer.collapse.quality},
              {"quality_error", answer.quality_error},
              {"spread", answer.collapse.spread},
              {"comparisons", answer.collapse.comparisons},
              {"quality_without_offset", answer.plain.quality},
              {"unit_length", unit},
              {"limits", Json::array()}};
    for (const double fraction : films.metal_fractions) {
        if (fraction < answer.threshold.value) {
            json["limits"].push_back(
                {{"metal_fraction", fraction},
                 {"correlation_length",
                  microstructure::correlation_length(answer, fraction) * unit},
                 {"crossing_thickness",
                  microstructure::crossing_thickness(answer, fraction) * unit}});
        }
    }
    return json;
}

/// Text of any bytes a file name or title may hold.
std::string dumped(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

std::string as_json(const StructureCase& given, std::span<const ThresholdRecord> thresholds)
{
    auto json = beginning("percolith-threshold", given);
    json["varied"] = given.varied.empty() ? Json(nullptr) : Json(given.varied);
    json["thresholds"] = Json::array();
    for (std::size_t k = 0; k < thresholds.size(); ++k) {
        const auto& each = thresholds[k];
        const auto films =
            microstructure::film_numbers(given.variants.at(k).structure, each.answer);
        const auto& unit = each.value.unit;
        json["thresholds"].push_back(
            {{"value", value_of(each)},
             {"written", each.value.name.empty() ? Json(nullptr) : Json(each.value.name)},
             {"unit", unit.empty() ? Json(nullptr) : Json(unit)},
             {"threshold", each.answer.fraction},
             {"standard_error", each.answer.standard_error},
             {"nu", each.answer.nu},
             {"nu_error", each.answer.nu_error},
             {"goodness", each.answer.goodness},
             {"film_coefficient", films.coefficient.value},
             {"film_coefficient_error", films.coefficient.error},
             {"correlation_amplitude", films.correlation.value},
             {"correlation_amplitude_error", films.correlation.error},
             {"unit_length", each.unit_length.si},
             {"notes", threshold_notes(std::string(json["structure"]), each.answer)},
             {"refusal", each.percolates() ? Json(nullptr) : Json(each.refusal)},
             {"sizes", sizes_of(each.answer)}});
    }
    return dumped(json);
}

std::string as_json(const StructureCase& given, const FilmRecord& films)
{
    auto json = beginning("percolith-conductivity", given);
    json["units"] = {{"film_thickness", "m"},     {"conductivity", "S/m"},
                     {"standard_error", "S/m"},   {"unit_length", "m"},
                     {"correlation_length", "m"}, {"crossing_thickness", "m"}};
    if (films.mixture) {
        json["mixture"] = {{"electrolytes", films.mixture->electrolytes},
                           {"metal_inside", films.mixture->metal_inside}};
    }
    if (films.inside) {
        json["inside"] = film_of(films.inside->entry);
    }
    json["films"] = Json::array();
    for (std::size_t k = 0; k < films.entries.size(); ++k) {
        auto film = film_of(films.entries[k]);
        if (films.mixture) {
            const auto row = k / films.thicknesses.size();
            film["molar_ratio"] = films.mixture->ratios.at(row);
            film["grain_fraction"] = films.mixture->grain_fractions.at(row);
        }
        json["films"].push_back(std::move(film));
    }
    json["scaling"] = scaling_of(films);
    return dumped(json);
}

} // namespace percolith::runs
