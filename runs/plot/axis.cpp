#include "runs/plot/axis.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <limits>

namespace percolith::runs
{
namespace
{

/// |y| of the curve at instants that are equally far apart.
std::vector<double> sizes_over_time(const Polyline& curve)
{
    constexpr std::size_t instants = 400;
    std::vector<double> sizes;
    std::size_t n = 0;
    for (std::size_t k = 0; k < instants; ++k) {
        const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(instants);
        const double x = std::lerp(curve.x.front(), curve.x.back(), share);
        while (n + 2 < curve.x.size() && curve.x[n + 1] <= x) {
            ++n;
        }
        const double along = (x - curve.x[n]) / (curve.x[n + 1] - curve.x[n]);
        const double y = std::lerp(curve.y[n], curve.y[n + 1], along);
        sizes.push_back(std::isfinite(y) ? std::abs(y) : 0.0);
    }
    return sizes;
}

} // namespace

Scale time_scale(double longest)
{
    constexpr double minute = 60.0;
    constexpr double hour = 3600.0;
    if (longest < 5.0 * minute) {
        return {1.0, "s"};
    }
    return longest < 3.0 * hour ? Scale{1.0 / minute, "min"} : Scale{1.0 / hour, "h"};
}

Scale voltage_scale(double largest)
{
    return largest < 0.5 ? Scale{1e3, "mV"} : Scale{1.0, "V"};
}

Scale length_scale(double largest)
{
    return largest < 1e-6 ? Scale{1e9, "nm"} : Scale{1e6, "µm"};
}

Scale charge_scale(double largest)
{
    return largest < 3.6e3 ? Scale{1.0 / 36.0, "µAh cm^{-2}"} : Scale{1.0 / 3.6e4, "mAh cm^{-2}"};
}

Scale current_scale(double largest)
{
    return largest < 1e-3 ? Scale{1e6, "µA"} : Scale{1e3, "mA"};
}

Scale current_density_scale(double largest)
{
    return largest < 1.0 ? Scale{1e2, "µA cm^{-2}"} : Scale{1e-1, "mA cm^{-2}"};
}

std::string axis_label(const std::string& quantity, const Scale& scale)
{
    return quantity + " (" + scale.unit + ")";
}

std::vector<double> scaled(std::vector<double> values, double factor)
{
    for (double& value : values) {
        value *= factor;
    }
    return values;
}

Interval extent(std::span<const double> values)
{
    Interval range{std::numeric_limits<double>::infinity(),
                   -std::numeric_limits<double>::infinity()};
    for (const double value : values) {
        if (std::isfinite(value)) {
            range = {std::min(range.low, value), std::max(range.high, value)};
        }
    }
    return range.low <= range.high ? range : Interval{0.0, 0.0};
}

Interval padded(Interval range, double share)
{
    const double width = range.high - range.low;
    const double least = std::max(std::abs(range.high), 1e-300) * 1e-3;
    const double margin = width > least ? share * width : std::max(0.5 * std::abs(range.high), 1.0);
    return {range.low - margin, range.high + margin};
}

Interval from_zero(Interval range)
{
    const double high = range.high > 0.0 ? range.high : 1.0;
    return {-0.03 * high, 1.1 * high};
}

Interval decades(Interval range)
{
    const double high = range.high > 0.0 ? range.high : 1.0;
    const double low = range.low > 0.0 ? range.low : 0.1 * high;
    return {std::pow(10.0, std::floor(std::log10(low))), 1.6 * high};
}

double largest(std::span<const double> values)
{
    const auto range = extent(values);
    return std::max(std::abs(range.low), std::abs(range.high));
}

double usual_size(const Polyline& curve)
{
    if (curve.x.size() < 2 || !(curve.x.back() > curve.x.front())) {
        return largest(curve.y);
    }
    auto sizes = sizes_over_time(curve);
    const auto most = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() * 95 / 100);
    std::nth_element(sizes.begin(), most, sizes.end());
    return *most;
}

Interval usual(const Polyline& curve, double least)
{
    const auto all = extent(curve.y);
    const double most = usual_size(curve);
    double bound = largest(curve.y);
    // A cell at rest shows nothing but rounding; what is rare is then all there is to see.
    bound = bound > 3.0 * most && most > least ? 1.6 * most : bound;
    const Interval seen{std::max(all.low, -bound), std::min(all.high, bound)};
    const bool both_sides = seen.low < -bound / 3.0 && seen.high > bound / 3.0;
    return padded(both_sides ? Interval{-bound, bound} : seen);
}

std::vector<Note> notes_beyond(const Polyline& curve, Interval x, Interval y, const Scale& scale)
{
    std::vector<Note> notes;
    for (const bool above : {true, false}) {
        const auto leaves = [&](double value) { return above ? value > y.high : value < y.low; };
        const auto first = std::find_if(curve.y.begin(), curve.y.end(), leaves);
        if (first == curve.y.end()) {
            continue;
        }
        const auto all = extent(curve.y);
        char text[64];
        std::snprintf(text, sizeof text, "to %.3g V", (above ? all.high : all.low) / scale.factor);
        const double at = curve.x[static_cast<std::size_t>(first - curve.y.begin())];
        const double share = (at - x.low) / (x.high - x.low);
        const bool late = share > 0.5;
        notes.push_back({late ? share - 0.015 : share + 0.015, above ? 0.92 : 0.08, text,
                         palette::quiet, late});
    }
    return notes;
}

bool are_far_apart(std::span<const double> values)
{
    constexpr double far = 15.0;
    const auto range = extent(values);
    return range.low > 0.0 && range.high / range.low > far;
}

bool is_even_in_logarithm(std::span<const double> values)
{
    constexpr double least = 5.0;
    const auto range = extent(values);
    if (!(range.low > 0.0) || range.high < least * range.low) {
        return false;
    }
    // Numbers that fill a range evenly lie in its middle on average.
    double linear = 0.0;
    double logarithmic = 0.0;
    double count = 0.0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            linear += (value - range.low) / (range.high - range.low) - 0.5;
            logarithmic += std::log(value / range.low) / std::log(range.high / range.low) - 0.5;
            count += 1.0;
        }
    }
    return count > 2.0 && std::abs(logarithmic) < std::abs(linear);
}

std::vector<std::pair<double, std::string>> round_numbers(Interval range)
{
    constexpr double few = 2.5;
    const bool all = std::log10(range.high / range.low) < few;
    std::vector<std::pair<double, std::string>> numbers;
    const int last = static_cast<int>(std::floor(std::log10(range.high)));
    for (int decade = static_cast<int>(std::floor(std::log10(range.low))); decade <= last;
         ++decade) {
        for (const double step : {1.0, 2.0, 5.0}) {
            const double at = step * std::pow(10.0, decade);
            if (at >= range.low && at <= range.high && (all || step == 1.0)) {
                char text[32];
                std::snprintf(text, sizeof text, "%.6g", at);
                numbers.emplace_back(at, text);
            }
        }
    }
    return numbers;
}

std::string spoken(const std::string& key)
{
    auto words = key.substr(key.rfind('.') + 1);
    std::replace(words.begin(), words.end(), '_', ' ');
    if (!words.empty()) {
        words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    }
    return words;
}

namespace
{

/// "Lithium, cell working": the key as people say it, with so many of the words before its last.
std::string spoken_with(const std::string& key, std::size_t words)
{
    const auto last = key.rfind('.');
    auto begin = last == std::string::npos ? 0 : last;
    for (; words > 0 && begin > 0; --words) {
        const auto before = key.find_last_of(".:", begin - 1);
        begin = before == std::string::npos ? 0 : before;
    }
    auto whose = last == std::string::npos ? "" : key.substr(begin, last - begin);
    whose.erase(0, std::min(whose.find_first_not_of(".: "), whose.size()));
    std::replace_if(whose.begin(), whose.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
    return spoken(key) + (whose.empty() ? "" : ", ") + whose;
}

} // namespace

std::vector<std::string> spoken_apart(const std::vector<std::string>& keys)
{
    std::vector<std::string> labels;
    for (const auto& key : keys) {
        const auto twins = [&](std::size_t words) {
            const auto own = spoken_with(key, words);
            return std::count_if(keys.begin(), keys.end(), [&](const std::string& other) {
                       return spoken_with(other, words) == own;
                   }) > 1;
        };
        std::size_t words = 0;
        while (twins(words) && words < key.size()) {
            ++words;
        }
        labels.push_back(spoken_with(key, words));
    }
    return labels;
}

const char* voltage_color(const Polyline& curve, std::size_t pixels)
{
    std::size_t turns = 0;
    for (std::size_t n = 1; n < curve.y.size(); ++n) {
        turns += (curve.y[n] > 0.0) != (curve.y[n - 1] > 0.0) ? 1U : 0U;
    }
    return 6 * turns > pixels ? palette::band : palette::cell;
}

std::string event_name(const EventRecord& event)
{
    if (event.electrode.empty()) {
        return event.name;
    }
    return event.name + (event.electrode == "working" ? ", W" : ", C");
}

} // namespace percolith::runs
