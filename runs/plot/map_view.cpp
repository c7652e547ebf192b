#include "runs/plot/map_view.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/suggest.hpp"
#include "runs/case/units.hpp"
#include "runs/plot/axis.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace percolith::runs
{
namespace
{

constexpr const char* of_output = "--show";
constexpr const char* of_axis = "--axis";
constexpr const char* of_place = "--at";

/// An axis at one of its numbers.
struct Held {
    std::size_t axis = 0;
    std::size_t place = 0;
};

class Reader
{
public:
    Reader(const RecordedMap& map, const std::filesystem::path& file) : map_(map), file_(file) {}

    [[noreturn]] void fault(std::string_view key, std::string_view wrong,
                            std::string_view mend) const
    {
        throw InputError({.file = file_.string()}, key, wrong, mend);
    }

    /// The place of a name among names.
    std::size_t named(std::string_view option, const std::string& name, const char* what,
                      const std::vector<std::string>& names) const
    {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) {
            fault(option, '"' + name + "\" is no " + what + " of this map", suggest(name, names));
        }
        return static_cast<std::size_t>(found - names.begin());
    }

    std::vector<std::string> keys() const
    {
        std::vector<std::string> all;
        all.reserve(map_.header.axes.size());
        for (const auto& axis : map_.header.axes) {
            all.push_back(axis.column.name);
        }
        return all;
    }

    bool varies(std::size_t axis) const
    {
        const auto& numbers =
            map_.header.is_grid() ? map_.header.axes[axis].values : map_.coordinates[axis];
        const auto range = extent(numbers);
        return range.low < range.high;
    }

    std::vector<Held> held(const std::vector<std::string>& requests) const;
    std::vector<std::size_t> axes(const std::vector<std::string>& requests,
                                  const std::vector<Held>& held) const;
    std::vector<std::size_t> outputs(const std::vector<std::string>& requests) const;

private:
    Held held_at(const std::string& request) const;

    const RecordedMap& map_;
    const std::filesystem::path& file_;
};

Held Reader::held_at(const std::string& request) const
{
    const auto sign = request.find('=');
    if (sign == std::string::npos) {
        fault(of_place, '"' + request + "\" is no key=value",
              "write it as in --at " + keys().front() + "=1");
    }
    const auto key = request.substr(0, sign);
    const Held held{named(of_place, key, "axis", keys())};
    const auto& axis = map_.header.axes[held.axis];
    double wanted = 0.0;
    try {
        wanted = parse_quantity(request.substr(sign + 1), axis.column.unit,
                                quantity_of_key(axis.column).unit);
    } catch (const UnitError& e) {
        fault(of_place, key + ": " + e.wrong(), e.mend());
    }
    const auto range = extent(axis.values);
    const double slack = 1e-9 * std::max(std::abs(range.low), std::abs(range.high));
    if (wanted < range.low - slack || wanted > range.high + slack) {
        const auto quantity = quantity_of_key(axis.column);
        fault(of_place, key + " = " + request.substr(sign + 1) + " lies outside the map",
              "it goes from " + quantity.text(range.low) + " to " + quantity.text(range.high));
    }
    const auto away = [wanted](double value) { return std::abs(value - wanted); };
    const auto nearest = std::ranges::min_element(axis.values, {}, away);
    return {held.axis, static_cast<std::size_t>(nearest - axis.values.begin())};
}

std::vector<Held> Reader::held(const std::vector<std::string>& requests) const
{
    if (!requests.empty() && !map_.header.is_grid()) {
        fault(of_place, "the members of a " + map_.header.design + " stand on no grid to be cut",
              "leave it out, and choose what to look along with --axis");
    }
    std::vector<Held> all;
    for (const auto& request : requests) {
        all.push_back(held_at(request));
        const auto same = [&](const Held& other) { return other.axis == all.back().axis; };
        if (std::ranges::count_if(all, same) > 1) {
            fault(of_place, keys()[all.back().axis] + " is given twice", "keep one");
        }
    }
    return all;
}

std::vector<std::size_t> Reader::axes(const std::vector<std::string>& requests,
                                      const std::vector<Held>& held) const
{
    std::vector<std::size_t> chosen;
    for (const auto& request : requests) {
        const auto axis = named(of_axis, request, "axis", keys());
        if (std::ranges::find(chosen, axis) != chosen.end()) {
            fault(of_axis, request + " is given twice", "keep one");
        }
        if (std::ranges::find(held, axis, &Held::axis) != held.end()) {
            fault(of_axis, request + " is held by --at", "keep one of the two");
        }
        if (!varies(axis)) {
            fault(of_axis, request + " does not vary in this map", "look along another key");
        }
        chosen.push_back(axis);
    }
    if (chosen.size() > 2) {
        fault(of_axis, "a figure has two axes", "name one or two");
    }
    std::vector<std::size_t> free; // and not chosen
    for (std::size_t axis = 0; axis < map_.header.axes.size(); ++axis) {
        if (varies(axis) && std::ranges::find(held, axis, &Held::axis) == held.end() &&
            std::ranges::find(chosen, axis) == chosen.end()) {
            free.push_back(axis);
        }
    }
    if (chosen.empty()) {
        const auto end = free.begin() + std::min<std::ptrdiff_t>(std::ssize(free), 2);
        chosen.assign(free.begin(), end);
        free.erase(free.begin(), end);
    }
    // Points of a sample can be looked at along any two of its axes, the places of a grid cannot.
    if (map_.header.is_grid() && !free.empty()) {
        const auto key = keys()[free.back()];
        fault("", "the map has more axes than the figure",
              "hold the others: --at " + key + "=VALUE" + (free.size() > 1 ? ", and so on" : "") +
                  ", or choose with --axis");
    }
    if (chosen.empty()) {
        fault("", "nothing varies in this map", "see its numbers in xarray");
    }
    return chosen;
}

/// The number of an output that tells most, if the request names none.
std::vector<std::size_t> Reader::outputs(const std::vector<std::string>& requests) const
{
    std::vector<std::string> names;
    names.reserve(map_.header.outputs.size());
    for (const auto& output : map_.header.outputs) {
        names.push_back(output.column.name);
    }
    std::vector<std::size_t> chosen;
    for (const auto& request : requests) {
        chosen.push_back(named(of_output, request, "output", names));
        if (std::ranges::count(chosen, chosen.back()) > 1) {
            fault(of_output, request + " is given twice", "keep one");
        }
    }
    if (!chosen.empty()) {
        return chosen;
    }
    const auto tells = [&](std::size_t output) {
        return map_.header.outputs[output].words.empty() &&
               std::ranges::any_of(map_.outputs[output],
                                   [](double value) { return std::isfinite(value); });
    };
    for (const char* name :
         {"working_depletion_time", "counter_depletion_time", "cycle_life", "end_time"}) {
        const auto found = std::ranges::find(names, name);
        const auto at = static_cast<std::size_t>(found - names.begin());
        if (found != names.end() && tells(at)) {
            return {at};
        }
    }
    for (std::size_t output = 0; output < names.size(); ++output) {
        if (tells(output)) {
            return {output};
        }
    }
    return {0};
}

/// Of a design that is no grid every how many members one is drawn: any part of it looks alike.
std::size_t members_apart(const MapHeader& header)
{
    constexpr std::size_t most = 20'000; // more dots than these nobody can tell apart
    return header.is_grid() ? 1 : (header.members + most - 1) / most;
}

/// The members of the places of the figure, on a grid the axis along x fastest.
std::vector<std::size_t> places_of(const RecordedMap& map, const std::vector<std::size_t>& axes,
                                   const std::vector<Held>& held,
                                   const std::vector<std::vector<std::size_t>>& orders)
{
    if (!map.header.is_grid()) {
        std::vector<std::size_t> some;
        for (std::size_t member = 0; member < map.header.members;
             member += members_apart(map.header)) {
            some.push_back(member);
        }
        return some;
    }
    const auto& all = map.header.axes;
    std::vector<std::size_t> stride(all.size(), 1);
    for (std::size_t axis = all.size() - 1; axis > 0; --axis) {
        stride[axis - 1] = stride[axis] * all[axis].values.size();
    }
    std::size_t first = 0;
    for (const auto& each : held) {
        first += stride[each.axis] * each.place;
    }
    std::vector<std::size_t> places;
    const std::vector<std::size_t> alone{0};
    for (const auto up : axes.size() > 1 ? orders[1] : alone) {
        for (const auto along : orders[0]) {
            places.push_back(first + stride[axes[0]] * along +
                             (axes.size() > 1 ? stride[axes[1]] * up : 0));
        }
    }
    return places;
}

/// The order in which numbers rise.
std::vector<std::size_t> rising(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return values[k]; });
    return order;
}

ShownOutput shown_output(const MapOutput& output, const std::vector<double>& numbers,
                         const std::vector<std::size_t>& places)
{
    ShownOutput shown{.about = output.column.long_name, .words = output.words};
    if (!shown.about.empty()) {
        shown.about.front() =
            static_cast<char>(std::toupper(static_cast<unsigned char>(shown.about.front())));
    }
    for (const auto place : places) {
        shown.values.push_back(numbers[place]);
    }
    shown.quantity = quantity_of_output(output.column, extent(shown.values).high);
    if (shown.words.empty()) {
        shown.values = shown.quantity.shown(shown.values);
    }
    shown.missing = output.column.name.ends_with("depletion_time") ? "not depleted within the test"
                                                                   : "no such number";
    return shown;
}

} // namespace

bool ShownOutput::has(std::size_t place) const
{
    return words.empty() ? std::isfinite(values[place]) : values[place] >= 1.0;
}

MapView view_of(const RecordedMap& map, const MapRequest& request,
                const std::filesystem::path& file)
{
    const Reader reader(map, file);
    const auto outputs = reader.outputs(request.outputs);
    const auto held = reader.held(request.fixed);
    const auto axes = reader.axes(request.axes, held);
    if (axes.size() > 1 && outputs.size() > 1) {
        reader.fault(of_output, "over two axes one output is drawn at a time",
                     "name one, or look along one axis");
    }
    MapView view{.title = map.header.title, .grid = map.header.is_grid()};
    std::vector<std::vector<std::size_t>> orders;
    orders.reserve(axes.size());
    for (const auto axis : axes) {
        orders.push_back(rising(map.header.axes[axis].values));
    }
    const auto places = places_of(map, axes, held, orders);
    for (const auto axis : axes) {
        ShownAxis shown{quantity_of_key(map.header.axes[axis].column)};
        if (view.grid) {
            shown.values = shown.quantity.shown(map.header.axes[axis].values);
            std::ranges::sort(shown.values);
        } else {
            for (const auto place : places) {
                shown.values.push_back(shown.quantity.shown(map.coordinates[axis][place]));
            }
        }
        shown.logarithmic = is_even_in_logarithm(shown.values);
        view.axes.push_back(std::move(shown));
    }
    for (const auto& each : held) {
        const auto& axis = map.header.axes[each.axis];
        view.held.push_back(quantity_of_key(axis.column).text(axis.values[each.place]));
    }
    if (places.size() < map.header.members && !view.grid) {
        view.held.push_back(std::to_string(places.size()) + " of " +
                            std::to_string(map.header.members) + " members");
    }
    for (const auto output : outputs) {
        view.outputs.push_back(
            shown_output(map.header.outputs[output], map.outputs[output], places));
    }
    for (const auto place : places) {
        view.refused.push_back(
            std::ranges::binary_search(map.refused, place, {}, &RefusedMember::member));
    }
    return view;
}

} // namespace percolith::runs
