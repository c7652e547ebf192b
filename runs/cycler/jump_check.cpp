#include "runs/cycler/jump_check.hpp"

#include "runs/cycler/rows.hpp"

#include <fmt/core.h>

#include <cmath>

namespace percolith::runs::cycler
{
namespace
{

constexpr double switched = 0.1; // of the largest current: a ramp's or a hold's rows change less
constexpr double steady = 0.01; // of it: nothing was switched
constexpr double clear = 5.0; // times the usual change of voltage from row to row
constexpr std::size_t enough = 4; // clear jumps
constexpr double nearly_all = 0.9;

/// How much the voltage changes between rows of one current.
double usual_change(std::span<const double> voltage, std::span<const double> current, double most)
{
    std::vector<double> changes;
    for (std::size_t row = 1; row < voltage.size(); ++row) {
        if (std::abs(current[row] - current[row - 1]) <= steady * most) {
            changes.push_back(std::abs(voltage[row] - voltage[row - 1]));
        }
    }
    return median(std::move(changes));
}

std::string mend_of(FileSign sign)
{
    const auto stating = [](const char* word) {
        return fmt::format("give --sign {} if it is the current's, else turn the voltage in the "
                           "file",
                           word);
    };
    return sign == FileSign::charge_positive      ? stating("discharge-positive")
           : sign == FileSign::discharge_positive ? stating("charge-positive")
                                                  : "turn the voltage in the file";
}

} // namespace

void check_jumps(std::span<const double> voltage, std::span<const double> current, FileSign sign,
                 std::vector<std::string>& said)
{
    const double most = largest_magnitude(current);
    const double usual = usual_change(voltage, current, most);
    std::size_t jumps = 0, against = 0;
    for (std::size_t row = 1; row < voltage.size(); ++row) {
        const double of_current = current[row] - current[row - 1];
        const double of_voltage = voltage[row] - voltage[row - 1];
        if (std::abs(of_current) > switched * most && std::abs(of_voltage) > clear * usual) {
            ++jumps;
            against += of_voltage * of_current < 0.0 ? 1 : 0;
        }
    }
    if (jumps >= enough &&
        static_cast<double>(against) >= nearly_all * static_cast<double>(jumps)) {
        said.push_back(fmt::format("the voltage jumps against the current at {} of {} switches: "
                                   "the leads or a sign are exchanged; {}",
                                   against, jumps, mend_of(sign)));
    }
}

} // namespace percolith::runs::cycler
