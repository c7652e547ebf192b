#include "runs/cycler/mpt_header.hpp"

#include <cmath>
#include <cstdio>
#include <fmt/core.h>
#include <limits>

namespace percolith::runs::cycler
{

namespace
{

constexpr std::string_view area_name = "Electrode surface area";
constexpr double square_centimetre = 1e-4; ///< m2
/// cm2. EC-Lab begins with 0.001; below 0.01 there is no cell of ours, above 10^4 no instrument.
constexpr double least_area = 0.01;
constexpr double most_area = 1e4;

} // namespace

MptArea area_of(const MptText& text)
{
    const auto written = text.header_value(area_name);
    if (written.empty()) {
        return {std::nullopt, "the file does not say the electrode's area"};
    }
    const auto blank = written.find(' ');
    const auto read = mpt_number(std::string_view(written).substr(0, blank));
    const double number = read.value_or(std::numeric_limits<double>::quiet_NaN());
    const bool is_area =
        blank != std::string::npos && !std::isnan(number) && written.find("cm", blank) == blank + 1;
    if (!is_area || number < least_area || number > most_area) {
        return {std::nullopt,
                fmt::format("the header gives the electrode's area as \"{}\": {}, so it is not "
                            "taken",
                            written,
                            !is_area              ? "no number of cm2"
                            : number < least_area ? "what EC-Lab writes when nobody gave one"
                                                  : "larger than any cell")};
    }
    return {number * square_centimetre,
            fmt::format("the electrode's area is the header's, \"{}\"", written)};
}

std::vector<MptLoop> loops_of(const MptText& text)
{
    std::vector<MptLoop> loops;
    for (const auto& line : text.header) {
        unsigned long number = 0;
        MptLoop loop;
        if (std::sscanf(line.c_str(), "Loop %9lu from point number %12zu to %12zu", &number,
                        &loop.first, &loop.last) == 3 &&
            number == loops.size() && loop.first <= loop.last &&
            (loops.empty() || loop.first > loops.back().last)) {
            loops.push_back(loop);
        }
    }
    return loops;
}

} // namespace percolith::runs::cycler
