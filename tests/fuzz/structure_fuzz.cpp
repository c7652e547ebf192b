// Feeds the reader of structure files: whatever the bytes are, it reads a structure or refuses it,
// one line for each fault. What it reads has a plan that can be estimated and described.

#include "runs/case/structure.hpp"
#include "runs/percolation/compute.hpp"
#include "tests/fuzz/demands.hpp"

using namespace percolith;
using fuzz::require;

namespace
{

namespace ms = microstructure;

void try_thresholds(const runs::StructureCase& given)
{
    for (const auto& variant : given.variants) {
        const auto& plan = variant.threshold;
        ms::check(plan);
        const auto count = ms::realisation_count(plan);
        require(count > 0);
        require(ms::memory_needed(plan) > 0.0);
        require(ms::edge_of(plan, 0) <= ms::edge_of(plan, count - 1));
        require(ms::share_of_work(plan, count - 1) <= 1.0);
        require(ms::unit_length(variant.structure).si > 0.0);
    }
}

void try_films(const runs::StructureCase& given)
{
    const auto& plan = given.variants.front().films;
    ms::check(plan);
    require(ms::realisation_count(plan) > 0);
    require(ms::memory_needed(plan) > 0.0);
}

void try_structure(std::string_view text, runs::StructurePurpose purpose,
                   std::span<const std::string> overrides)
{
    try {
        // A folder that does not exist: no input may reach a file.
        const auto given =
            runs::parse_structure(text, "fuzz.toml", purpose, overrides, "/nowhere/at/all");
        require(!given.variants.empty());
        require(given.varied.empty() ? given.variants.size() == 1
                                     : purpose == runs::StructurePurpose::threshold);
        if (purpose == runs::StructurePurpose::threshold) {
            try_thresholds(given);
        } else if (purpose == runs::StructurePurpose::conductivity) {
            try_films(given);
        }
        require(runs::header_of(given).structure_text == text);
    } catch (const runs::InputErrors& error) {
        fuzz::require_lines(error);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try_structure(text, runs::StructurePurpose::threshold, {});
    try_structure(text, runs::StructurePurpose::conductivity, {});
    try_structure(text, runs::StructurePurpose::picture, {});
    const std::string override{text.substr(0, text.find('\n'))};
    try_structure("[structure]\nkind = 'particles'\ndiameter = '10 nm'",
                  runs::StructurePurpose::threshold, {&override, 1});
    return 0;
}
