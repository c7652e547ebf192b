#include "tests/support/count_allocations.hpp"

#include <cstdlib>
#include <new>

// The address sanitizer has allocators of its own. g++ tells of it by a macro, clang by a feature.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OTHER_ALLOCATORS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define OTHER_ALLOCATORS
#endif

namespace
{
thread_local std::size_t count = 0;
}

namespace percolith::tests
{
bool counts_allocations()
{
#ifdef OTHER_ALLOCATORS
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

#ifndef OTHER_ALLOCATORS
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
