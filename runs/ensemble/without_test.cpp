#include "runs/ensemble/without_test.hpp"

#include <algorithm>

namespace percolith::runs::ensemble
{

std::optional<std::string> why_none(const SweepCase& sweep, const Chunking& chunks,
                                    const WorkFolder& folder)
{
    std::optional<std::string> first;
    for (std::size_t chunk = 0; chunk < chunks.count(); ++chunk) {
        for (const auto& row : read_chunk(sweep, chunks, chunk, folder)) {
            if (row.refusal.empty()) {
                return std::nullopt;
            }
            first = first ? first : row.refusal;
        }
    }
    return first;
}

std::optional<std::string> why_no_cell(const SweepCase& sweep)
{
    constexpr std::uint64_t most = 1000; // what cannot be read is read from its text: milliseconds
    std::optional<std::string> first;
    auto reader = reader_of(sweep);
    for (std::uint64_t k = 0; k < std::min(sweep.plan.size, most); ++k) {
        auto refusal = refusal_of_cell(sweep, k, reader);
        if (refusal.empty()) {
            return std::nullopt;
        }
        first = first ? first : std::move(refusal);
    }
    return first;
}

InputError no_test(const SweepCase& sweep, const std::string& refusal)
{
    return InputError({.file = sweep.file}, "", "no test can be computed; the first: " + refusal,
                      "believe in numbers that go with the case");
}

} // namespace percolith::runs::ensemble
