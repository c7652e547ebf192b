#pragma once
/// What the numbers were measured on.

#include <functional>
#include <string>

namespace percolith::bench
{

/// One line: processor, cores, compiler.
std::string machine();

/// Peak resident memory (bytes) of a child process that does `work` and nothing else.
/// Throws `std::runtime_error` if the child fails.
double peak_memory(const std::function<void()>& work);

} // namespace percolith::bench
