// Feeds the reader of .ndax. Checksums would keep it from nearly all bytes, so the first one
// chooses what the others are: the archive, changes of a whole one, or changes of its tables, which
// are then sealed again.

#include "runs/cycler/ndax.hpp"
#include "tests/fuzz/raw_record_demands.hpp"
#include "tests/support/ndax_file.hpp"

#include <array>

using namespace percolith;
using namespace percolith::tests;

namespace
{

void try_archive(std::string_view bytes)
{
    fuzz::require_record(runs::cycler::read_ndax, bytes);
}

/// Three bytes a change: place and value.
void try_changes(std::string_view bytes)
{
    static const auto whole = zipped(small_ndax(), Packing::none);
    auto changed = whole;
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3) {
        const auto place =
            static_cast<unsigned char>(bytes[i]) * 256U + static_cast<unsigned char>(bytes[i + 1]);
        changed[place % changed.size()] = bytes[i + 2];
    }
    try_archive(changed);
}

/// Four bytes a change: table, place in its first page of rows, and what is flipped there. The page
/// gets the checksum it then ought to have.
void try_tables(std::string_view bytes)
{
    static const auto whole = small_ndax();
    constexpr std::array<const char*, 3> names{"data.ndc", "data_runInfo.ndc", "data_step.ndc"};
    auto files = whole;
    for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
        const auto place =
            static_cast<unsigned char>(bytes[1]) * 256U + static_cast<unsigned char>(bytes[2]);
        auto& byte =
            files[names[static_cast<unsigned char>(bytes[0]) % 3U]][ndc_page + place % ndc_page];
        byte = static_cast<char>(byte ^ bytes[3]);
    }
    for (const auto* name : names) {
        seal_page(files[name], 1);
    }
    try_archive(zipped(files, Packing::none));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    if (bytes.empty()) {
        try_archive(bytes);
        return 0;
    }
    const auto way = static_cast<unsigned char>(bytes.front()) % 3;
    bytes.remove_prefix(1);
    if (way == 0) {
        try_archive(bytes);
    } else if (way == 1) {
        try_changes(bytes);
    } else {
        try_tables(bytes);
    }
    return 0;
}
