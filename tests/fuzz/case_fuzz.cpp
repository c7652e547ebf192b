// Feeds the case reader: whatever the bytes are, it reads a case or refuses it, one line for each
// fault. What it reads can be assembled.

#include "runs/case/case.hpp"
#include "tests/fuzz/demands.hpp"

using namespace percolith;

namespace
{

void try_case(std::string_view text, std::span<const std::string> overrides)
{
    try {
        // A folder that does not exist: no input may reach a file.
        const auto given = runs::parse_case(text, "fuzz.toml", overrides, "/nowhere/at/all");
        cells::assemble(given.cell);
    } catch (const runs::InputErrors& error) {
        fuzz::require_lines(error);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try_case(text, {});
    const std::string override{text.substr(0, text.find('\n'))};
    try_case("[cell]\nkind = 'symmetric'", {&override, 1});
    return 0;
}
