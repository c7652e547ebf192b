#include "runs/cycler/ndax_auxiliary.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/ndax_rows.hpp"

#include <fmt/core.h>
#include <limits>
#include <utility>

namespace percolith::runs::cycler
{

namespace
{

constexpr std::string_view prefix = "data_AUX_";
constexpr std::string_view suffix = ".ndc";
/// A tiny table takes a column as long as the test: their number has an end.
constexpr std::size_t most_channels = 64;

/// Heading and unit, where the file describes the table and the code of its type is known.
std::pair<std::string, std::string> meaning_of(const std::string& table, const NdaxAbout& about)
{
    const auto plain = table.substr(0, table.size() - suffix.size());
    for (const auto& [channel, type, number] : about.channels) {
        if (plain != fmt::format("{}{}_{}_{}", prefix, channel, type - 100L, number)) {
            continue;
        }
        switch (type) {
        case 103:
            return {fmt::format("temperature, {}", plain), "degC"};
        case 335:
            return {fmt::format("temperature set, {}", plain), "degC"};
        case 345:
            return {fmt::format("humidity, {}", plain), "%"};
        default:
            return {fmt::format("channel type {}, {}", type, plain), ""};
        }
    }
    return {plain, ""};
}

void add(const std::string& table, const NdaxAuxiliary& auxiliary, const NdaxAbout& about,
         RawRecord& raw)
{
    const auto [heading, unit] = meaning_of(table, about);
    std::vector<double> values;
    values.reserve(raw.line.size());
    std::size_t there = 0;
    std::size_t place = 0;
    for (const long number : raw.line) {
        while (place < auxiliary.number.size() && auxiliary.number[place] < number) {
            ++place;
        }
        const bool found = place < auxiliary.number.size() && auxiliary.number[place] == number;
        values.push_back(found ? auxiliary.value[place] : std::numeric_limits<double>::quiet_NaN());
        there += found ? 1 : 0;
    }
    std::string line = fmt::format("auxiliary channel {} is kept as \"{}\"", table, heading);
    if (there < raw.line.size()) {
        line += fmt::format("; it has no value at {} records", raw.line.size() - there);
    }
    if (there < auxiliary.number.size()) {
        line += fmt::format("; {} of its values belong to no record and are left out",
                            auxiliary.number.size() - there);
    }
    raw.said.push_back(line);
    raw.columns.push_back({Quantity::other, heading, unit, std::move(values)});
}

} // namespace

bool is_auxiliary(const std::string& table)
{
    return table.starts_with(prefix) && table.ends_with(suffix);
}

void add_auxiliaries(const Archive& archive, const NdaxAbout& about, RawRecord& raw)
{
    std::size_t kept = 0;
    for (const auto& table : archive.names()) {
        if (!is_auxiliary(table)) {
            continue;
        }
        if (++kept > most_channels) {
            raw.said.push_back(
                fmt::format("left out: {} and all auxiliary channels after it, beyond "
                            "the {}th",
                            table, most_channels));
            return;
        }
        try {
            add(table, read_auxiliary(archive, table), about, raw);
        } catch (const InputError& error) {
            raw.said.push_back("left out: " + std::string(error.what()));
        }
    }
}

} // namespace percolith::runs::cycler
