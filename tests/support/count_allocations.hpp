#pragma once
/// How often this thread asked for memory: shows that a hot path does not.

#include <cstddef>

namespace percolith::tests
{

/// False under the address sanitizer, which counts and pairs allocations itself.
bool counts_allocations();

/// Calls of operator new in this thread so far.
std::size_t allocations();

} // namespace percolith::tests
