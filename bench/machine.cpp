#include "bench/machine.hpp"

#include <fmt/core.h>

#include <fstream>
#include <malloc.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace percolith::bench
{

namespace
{
std::string processor()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.rfind("model name", 0) == 0) {
            return line.substr(line.find(':') + 2);
        }
    }
    return "unknown processor";
}
} // namespace

std::string machine()
{
#ifdef __clang__
    const std::string compiler = "clang " __clang_version__;
#else
    const std::string compiler = "g++ " __VERSION__;
#endif
    return fmt::format("{}, {} cores, {}", processor(), std::thread::hardware_concurrency(),
                       compiler);
}

double peak_memory(const std::function<void()>& work)
{
    malloc_trim(0); // what this process has freed would count as the child's
    const pid_t child = fork();
    if (child == 0) {
        try {
            work();
        } catch (...) {
            _exit(1);
        }
        _exit(0);
    }
    int status = 0;
    rusage used{};
    if (child < 0 || wait4(child, &status, 0, &used) != child || status != 0) {
        throw std::runtime_error("a child process of the benchmark failed");
    }
    return 1024.0 * static_cast<double>(used.ru_maxrss);
}

} // namespace percolith::bench
