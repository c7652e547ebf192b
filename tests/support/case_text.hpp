#pragma once
/// A small case to damage line by line.

#include "runs/case/case.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace percolith::tests
{

using Lines = std::vector<std::string>;

inline const std::filesystem::path shipped_cases{PERCOLITH_CASES};

/// The smallest case: every default at work. Each line can be replaced or removed by its key.
inline const Lines smallest{
    "[cell]", //
    "kind = 'asymmetric'", //
    "area = '1 cm^2'", //
    "working = {lithium = '20 um'}", //
    "counter = {lithium = '100 um'}", //
    "[electrolyte]", //
    "mixture = {LPSC = 4, LGPS = 1}", //
    "[separator]", //
    "thickness = '1 mm'", //
    "ionic_conductivity = '5.5 mS/cm'", //
    "[interphase]", //
    "electronic_conductivity = '4e-9 S/m'", //
    "ionic_conductivity = '1e-4 S/cm'", //
    "[protocol]", //
    "steps = 'Rest for 1 hour'", //
};

/// The smallest case, the first line that begins with `key` replaced by `line` (removed if empty).
inline std::string with(const std::string& key, const std::string& line)
{
    std::string text;
    bool done = false;
    for (const auto& given : smallest) {
        const bool here = !done && given.starts_with(key);
        done = done || here;
        text += here ? (line.empty() ? "" : line + "\n") : given + "\n";
    }
    REQUIRE(done);
    return text;
}

/// The smallest case with more behind it.
inline std::string all(const std::string& more = {})
{
    return with("[cell]", "[cell]") + more + "\n";
}

inline runs::Case read(const std::string& text, const Lines& overrides = {})
{
    return runs::parse_case(text, "a.toml", overrides);
}

/// The lines of its faults; none for a sound case.
inline Lines faults(const std::string& text, const Lines& overrides = {})
{
    try {
        read(text, overrides);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

inline Lines one(const std::string& line)
{
    return {line};
}

inline std::string slurp(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace percolith::tests
