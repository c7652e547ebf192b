#include "runs/machine_memory.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace percolith::runs
{
namespace
{

constexpr double unknown = std::numeric_limits<double>::infinity();

double kernel_available()
{
    std::ifstream file("/proc/meminfo");
    std::string name;
    double kilobytes = 0.0;
    std::string unit;
    while (file >> name >> kilobytes) {
        if (name == "MemAvailable:") {
            return 1024.0 * kilobytes;
        }
        std::getline(file, unit);
    }
    return unknown;
}

/// The first number of a file; the control group writes "max" where there is no limit.
double number_in(const char* path)
{
    std::ifstream file(path);
    double number = 0.0;
    return file >> number ? number : unknown;
}

double group_available()
{
    const double limit = number_in("/sys/fs/cgroup/memory.max");
    return limit < unknown ? limit - number_in("/sys/fs/cgroup/memory.current") : unknown;
}

double address_space_available()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return unknown;
    }
    const double used =
        number_in("/proc/self/statm") * static_cast<double>(::sysconf(_SC_PAGESIZE));
    return static_cast<double>(limit.rlim_cur) - (used < unknown ? used : 0.0);
}

} // namespace

double available_memory()
{
    return std::max(0.0,
                    std::min({kernel_available(), group_available(), address_space_available()}));
}

std::string memory_text(double bytes)
{
    constexpr std::array<const char*, 5> units{"kB", "MB", "GB", "TB", "PB"};
    double shown = bytes / 1e3;
    std::size_t unit = 0;
    while (shown >= 1e3 && unit + 1 < units.size()) {
        shown /= 1e3;
        ++unit;
    }
    return fmt::format("{:.3g} {}", shown, units.at(unit));
}

} // namespace percolith::runs
