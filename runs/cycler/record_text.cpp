#include "runs/cycler/record_text.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/rows.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace percolith::runs::cycler
{
namespace
{

/// Half cycles of one direction: how many, and the charge that they passed.
struct Way {
    std::size_t count = 0;
    double charge = 0.0; ///< C, without sign
};

Way way_of(const CyclerRecord& record, int direction)
{
    Way way;
    for (const auto& half : record.half_cycles) {
        if (half.direction == direction) {
            ++way.count;
            way.charge += direction * half.charge;
        }
    }
    return way;
}

std::string charge_words(const CyclerRecord& record, double coulomb)
{
    constexpr double coulomb_per_ah = 3600.0;
    auto words = in_words(coulomb / coulomb_per_ah, "Ah");
    if (record.area > 0.0) {
        words += fmt::format(" ({:.4g} mAh/cm2)", coulomb / coulomb_per_ah / record.area * 0.1);
    }
    return words;
}

std::string duration_words(double seconds)
{
    constexpr double hour = 3600.0;
    return seconds < hour ? fmt::format("{:.4g} s", seconds)
                          : fmt::format("{:.4g} h", seconds / hour);
}

std::string half_cycle_words(const CyclerRecord& record)
{
    const auto strips = way_of(record, 1), plates = way_of(record, -1), rests = way_of(record, 0);
    return fmt::format("half cycles: {} strip working, {} in all; {} plate it, {}; {} rests",
                       strips.count, charge_words(record, strips.charge), plates.count,
                       charge_words(record, plates.charge), rests.count);
}

std::string range_words(const CyclerRecord& record)
{
    const auto [low, high] = std::minmax_element(record.voltage.begin(), record.voltage.end());
    const double most = largest_magnitude(record.current);
    auto text = fmt::format("voltage {} to {}; current up to {}", in_words(*low, "V"),
                            in_words(*high, "V"), in_words(most, "A"));
    if (record.area > 0.0) {
        text += fmt::format(", {:.4g} mA/cm2 of {:.4g} cm2", most / record.area * 0.1,
                            record.area * 1e4);
    }
    return text;
}

} // namespace

std::string source_name(const CyclerRecord& record)
{
    return one_line(std::filesystem::path(record.source).filename().string());
}

std::vector<std::string> outline_of(const CyclerRecord& record)
{
    std::vector<std::string> lines;
    if (!record.time.empty()) {
        lines = {fmt::format("{} rows over {}; {} cycles, {} steps", record.time.size(),
                             duration_words(record.time.back()), record.cycle.back(),
                             record.step.back()),
                 half_cycle_words(record), range_words(record)};
    }
    if (!record.spectra.empty()) {
        std::size_t points = 0;
        for (const auto& spectrum : record.spectra) {
            points += spectrum.frequency.size();
        }
        const auto spectra = record.spectra.size();
        lines.push_back(spectra == 1 ? fmt::format("1 impedance spectrum of {} points", points)
                                     : fmt::format("{} impedance spectra of {} points together",
                                                   spectra, points));
    }
    return lines;
}

std::string as_text(const CyclerRecord& record)
{
    std::string text = one_line(record.source) + ": " + one_line(record.format) + "\n";
    for (const auto& line : outline_of(record)) {
        text += "  " + line + "\n";
    }
    for (const auto& sentence : record.said) {
        text += "  - " + one_line(sentence) + "\n";
    }
    return text;
}

std::string as_json(const CyclerRecord& record)
{
    using Json = nlohmann::ordered_json;
    const auto strips = way_of(record, 1), plates = way_of(record, -1), rests = way_of(record, 0);
    Json json{{"format", "percolith-import"},    {"source", record.source},
              {"source_format", record.format},  {"file_rows", record.file_rows},
              {"rows", record.time.size()},      {"left_out", record.left_out},
              {"spectra", record.spectra.size()}};
    json["area_m2"] = record.area > 0.0 ? Json(record.area) : Json(nullptr);
    if (!record.time.empty()) {
        const auto [low, high] = std::minmax_element(record.voltage.begin(), record.voltage.end());
        json["duration_s"] = record.time.back();
        json["cycles"] = record.cycle.back();
        json["steps"] = record.step.back();
        json["half_cycles"] = {
            {"stripping", strips.count}, {"plating", plates.count}, {"rests", rests.count}};
        json["stripped_C"] = strips.charge;
        json["plated_C"] = plates.charge;
        json["lowest_voltage_V"] = *low;
        json["highest_voltage_V"] = *high;
        json["largest_current_A"] = largest_magnitude(record.current);
    }
    json["said"] = record.said;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace percolith::runs::cycler
