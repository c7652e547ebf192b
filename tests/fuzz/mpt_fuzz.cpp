// Feeds the reader of EC-Lab's text.

#include "runs/cycler/mpt.hpp"
#include "tests/fuzz/raw_record_demands.hpp"

using namespace percolith;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    fuzz::require_record(runs::cycler::read_mpt, {reinterpret_cast<const char*>(data), size});
    return 0;
}
