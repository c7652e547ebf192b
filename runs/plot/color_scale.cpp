#include "runs/plot/color_scale.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace percolith::runs
{
namespace
{

using Rgb = std::array<double, 3>;

/// viridis at equal steps.
constexpr std::array<Rgb, 17> viridis{{{68, 1, 84},
                                       {72, 24, 106},
                                       {71, 45, 123},
                                       {66, 64, 134},
                                       {59, 82, 139},
                                       {51, 99, 141},
                                       {44, 114, 142},
                                       {38, 130, 142},
                                       {33, 145, 140},
                                       {31, 160, 136},
                                       {40, 174, 128},
                                       {63, 188, 115},
                                       {94, 201, 98},
                                       {132, 212, 75},
                                       {173, 220, 48},
                                       {216, 226, 25},
                                       {253, 231, 37}}};

std::string viridis_at(double share)
{
    const double place = share * static_cast<double>(viridis.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), viridis.size() - 2);
    const double along = place - static_cast<double>(below);
    std::array<unsigned, 3> rgb{};
    for (std::size_t k = 0; k < rgb.size(); ++k) {
        rgb[k] = static_cast<unsigned>(
            std::lround(std::lerp(viridis[below][k], viridis[below + 1][k], along)));
    }
    char text[16];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    return text;
}

bool on_line(double along)
{
    constexpr double apart = 1.7; // mm
    constexpr double width = 0.4;
    return along - apart * std::floor(along / apart) < width;
}

} // namespace

const std::vector<std::string>& area_colors()
{
    static const auto colors = [] {
        std::vector<std::string> all;
        all.reserve(area::words + area::most_words);
        for (std::size_t step = 0; step < area::steps; ++step) {
            all.push_back(viridis_at(static_cast<double>(step) / (area::steps - 1)));
        }
        for (const char* color : {"#f2f2f2", "#c4c4c4", "#555555", "#77aadd", "#ee8866", "#eedd88",
                                  "#44bb99", "#ffaabb", "#bbcc33", "#99ddff", "#aaaa00"}) {
            all.emplace_back(color);
        }
        return all;
    }();
    return colors;
}

std::uint8_t fill_at(Fill fill, std::uint8_t color, double x, double y)
{
    switch (fill) {
    case Fill::never:
        return on_line(x + y) ? area::never : area::paper;
    case Fill::refused:
        return on_line(x + y) || on_line(x - y) ? area::refused : area::paper;
    default:
        return color;
    }
}

} // namespace percolith::runs
