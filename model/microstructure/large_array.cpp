#include "model/microstructure/large_array.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace percolith::microstructure::detail
{

void wish_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes)
{
#if defined(__linux__)
    static_cast<void>(madvise(memory, bytes, MADV_HUGEPAGE));
#endif
}

} // namespace percolith::microstructure::detail
