#include "tests/support/count_allocations.hpp"

#include "tests/support/sanitized.hpp"

#include <cstdlib>
#include <new>

namespace
{
thread_local std::size_t count = 0;
}

namespace percolith::tests
{
bool counts_allocations()
{
#if PERCOLITH_SANITIZED
    return false;
#else
    return true;
#endif
}

std::size_t allocations()
{
    return count;
}
} // namespace percolith::tests

#if !PERCOLITH_SANITIZED
// In a file of their own: seen where memory is released, g++ 12 takes them for a mismatched pair.
void* operator new(std::size_t size)
{
    ++count;
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
#endif
