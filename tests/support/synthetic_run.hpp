#pragma once
/// Records with made-up rows: the shape of a cell's record without its physics.

#include "runs/record/record.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace percolith::tests
{

inline runs::RecordHeader small_header()
{
    return {.title = "a made-up run",
            .case_text = "title = \"a made-up run\" # µ\r\n",
            .program_version = "1.2.3",
            .commit = "0123abcd",
            .area = kinetics::Area<>(0.785e-4),
            .parameters = {{"cell.area", 0.785e-4, "m2", "case"},
                           {"interphase.electronic.law", std::string("power law"), "", "case"}},
            .series = {{"time", "s", "time since the start"},
                       {"voltage", "V", "cell voltage"},
                       {"current_density", "A m-2", "current density"},
                       {"cycle", "1", "cycle number"},
                       {"step", "1", "step of the protocol"}},
            .cycles = {{"cycle", "1", "cycle number"},
                       {"peak_voltage", "V", "largest |V| of the cycle"}}};
}

/// Row number `n` of the series of `small_header`; no two rows are equal.
inline std::array<double, 5> small_row(std::size_t n)
{
    const auto x = static_cast<double>(n);
    return {10.0 * x, std::sin(0.1 * x), n % 2 == 0 ? 5.0 : -5.0, std::floor(x / 8.0) + 1.0,
            n % 8 < 4 ? 1.0 : 2.0};
}

inline runs::Outcome ended(const std::string& reason = "protocol finished")
{
    return {runs::Outcome::Status::ended,
            reason,
            {{"cycles", 2.0, "1", "derived"},
             {"ended_by", std::string("protocol finished"), "", "derived"}}};
}

} // namespace percolith::tests
