// Whole numbers and lists of values.

#include "runs/case/document_state.hpp"
#include "runs/case/section.hpp"

#include <sstream>

namespace percolith::runs
{
namespace
{

constexpr double most = 9007199254740992.0; // 2^53: every whole number below is a double
/// More than anybody writes by hand.
constexpr std::size_t most_items = 1000;

bool is_whole(double value)
{
    return value == std::floor(value) && value >= 0.0 && value <= most;
}

constexpr std::string_view mend_fraction = "give a whole number";

} // namespace

std::optional<std::uint64_t> Section::whole_if_given(const Key& key)
{
    const auto value = number_if_given(key);
    if (value && !is_whole(*value)) {
        fault(key.name, shortest(*value) + " is no whole number", mend_fraction);
        return std::nullopt;
    }
    return value ? std::optional{static_cast<std::uint64_t>(*value)} : std::nullopt;
}

std::uint64_t Section::whole(const Key& key, std::uint64_t otherwise)
{
    const double value = number(key, static_cast<double>(otherwise));
    if (!is_whole(value)) {
        fault(key.name, shortest(value) + " is no whole number", mend_fraction);
        return otherwise;
    }
    return static_cast<std::uint64_t>(value);
}

std::vector<Section::Found> Section::items(const Key& key, std::string_view kind,
                                           std::string_view example)
{
    untapeable();
    document(key, kind, Presence::optional, "none", key.range.text());
    const auto found = ask(key, Presence::optional, "");
    std::vector<Found> all;
    if (found.node == nullptr) {
        return all;
    }
    const auto* list = found.node->as_array();
    if (list == nullptr) {
        wrong_kind(found, "a list: [" + std::string{example} + "]");
        return all;
    }
    if (list->empty()) {
        note(found, "is empty", "give at least one value: [" + std::string{example} + "]");
    }
    if (list->size() > most_items) {
        note(found, "has " + std::to_string(list->size()) + " entries",
             "keep within " + std::to_string(most_items));
        return all;
    }
    for (const auto& item : *list) {
        all.push_back({&item, found.path});
    }
    return all;
}

std::vector<double> Section::numbers(const Key& key)
{
    std::vector<double> all;
    for (const auto& item : items(key, "list of numbers", "<number>, <number>")) {
        if (const auto value = number_in(item, key)) {
            all.push_back(*value);
        }
    }
    return all;
}

std::vector<std::uint64_t> Section::wholes(const Key& key)
{
    std::vector<std::uint64_t> all;
    for (const auto& item : items(key, "list of whole numbers", "<number>, <number>")) {
        const auto value = number_in(item, key);
        if (value && !is_whole(*value)) {
            note(item, shortest(*value) + " is no whole number", mend_fraction);
        } else if (value) {
            all.push_back(static_cast<std::uint64_t>(*value));
        }
    }
    return all;
}

std::vector<double> Section::read_quantities(const Key& key, const std::string& si)
{
    auto example = "\"<number> " + std::string{key.unit} + '"';
    example += ", " + example;
    std::vector<double> all;
    for (const auto& item : items(key, "list of quantities", example)) {
        if (const auto value = quantity_in(item, key, si)) {
            all.push_back(*value);
        }
    }
    return all;
}

std::vector<Section::OneOf> Section::quantities_of(const Key& key,
                                                   std::span<const std::string> kinds)
{
    std::vector<OneOf> all;
    for (const auto& item : items(key, "list of quantities", "<quantity>, <quantity>")) {
        if (const auto value = one_of(item, key, kinds)) {
            all.push_back(*value);
        }
    }
    return all;
}

std::optional<std::string> Section::value_if_given(const Key& key)
{
    untapeable();
    document(key, "quantity or number", Presence::optional, "", "");
    const auto found = ask(key, Presence::optional, "");
    if (found.node == nullptr) {
        return std::nullopt;
    }
    if (const auto number = found.node->value<double>()) {
        remember(found, key.name, *number, "1");
        return shortest(*number);
    }
    auto text = found.node->value<std::string>();
    if (!text) {
        wrong_kind(found, "a quantity or a number");
        return std::nullopt;
    }
    remember(found, key.name, *text);
    return text;
}

std::vector<std::string> Section::values(const Key& key)
{
    std::vector<std::string> all;
    for (const auto& item : items(key, "list of quantities or numbers", "<value>, <value>")) {
        if (const auto number = item.node->value<double>()) {
            all.push_back(shortest(*number));
        } else if (const auto text = item.node->value<std::string>()) {
            all.push_back(*text);
        } else {
            wrong_kind(item, "a quantity or a number");
        }
    }
    return all;
}

std::vector<std::string> Section::written(const Key& key)
{
    std::vector<std::string> all;
    for (const auto& item : items(key, "list", "<value>, <value>")) {
        if (!item.node->is_string() && !item.node->is_number()) {
            wrong_kind(item, "numbers or texts");
            continue;
        }
        if (const auto number = item.node->value_exact<double>()) {
            all.push_back(shortest(*number));
            continue;
        }
        std::ostringstream text;
        text << toml::node_view<const toml::node>(*item.node);
        all.push_back(text.str());
    }
    return all;
}

} // namespace percolith::runs
