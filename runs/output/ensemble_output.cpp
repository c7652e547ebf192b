#include "runs/output/ensemble_output.hpp"

#include "runs/case/errors.hpp"
#include "runs/ensemble/without_test.hpp"
#include "runs/machine_memory.hpp"
#include "runs/output/endings.hpp"
#include "runs/output/keep_apart.hpp"

#include <fmt/core.h>

#include <system_error>

namespace percolith::runs
{
namespace
{

/// The map's name, checked.
std::string output_of(const SweepCase& ensemble, const std::optional<std::string>& output)
{
    const bool predicts = ensemble.predicts;
    if (!output) {
        throw InputError(
            {}, "--output",
            predicts ? "missing: a prediction keeps its tests in a file"
                     : "missing: a map is a file",
            fmt::format("name it, as in -o {}, or give --check", predicts ? "tests.h5" : "map.h5"));
    }
    if (ending_of(*output) != ".h5") {
        throw InputError({}, "--output", "\"" + *output + "\" does not end with .h5",
                         predicts ? "tests are kept as HDF5: name it so"
                                  : "maps are HDF5: name it so");
    }
    return *output;
}

/// Refuses beforehand what the disk would not hold.
void check_disk(const SweepCase& ensemble, const std::string& file, const std::string& output)
{
    std::error_code error;
    const auto folder = std::filesystem::absolute(output, error).parent_path();
    const auto space = std::filesystem::space(folder, error);
    const auto needed = ensemble::disk_needed(ensemble);
    if (!error && needed > static_cast<double>(space.available)) {
        throw InputError(
            {.file = file}, "",
            fmt::format("{} members need up to {} on the disk of {}, which has {} left",
                        ensemble.plan.size, memory_text(needed), folder.string(),
                        memory_text(static_cast<double>(space.available))),
            "take fewer members or outputs, or name an output elsewhere");
    }
}

/// The map's name, once everything that is known beforehand allows it.
std::string checked_output(const SweepCase& ensemble, const std::string& file,
                           const std::optional<std::string>& given)
{
    auto output = output_of(ensemble, given);
    auto inputs = inputs_of(ensemble);
    inputs.emplace_back(file);
    keep_apart(output, inputs);
    check_disk(ensemble, file, output);
    return output;
}

} // namespace

EnsembleOutput::EnsembleOutput(const SweepCase& ensemble, const std::string& file,
                               const std::optional<std::string>& output)
    : ensemble_(ensemble), map_(checked_output(ensemble, file, output)),
      chunks_(ensemble::chunks_of(ensemble)),
      fingerprint_(ensemble::fingerprint_of(ensemble, chunks_)), folder_(*output, fingerprint_)
{
}

std::size_t EnsembleOutput::count_there() const
{
    return chunks_.count() - ensemble::chunks_missing(chunks_, folder_).size();
}

ensemble::SweepTally EnsembleOutput::finish(const WithChunks& with_chunks)
{
    if (ensemble_.predicts) {
        if (const auto refusal = ensemble::why_none(ensemble_, chunks_, folder_)) {
            folder_.remove(); // nobody goes on from there
            throw ensemble::no_test(ensemble_, *refusal);
        }
    }
    auto tally = ensemble::write_map(ensemble_, chunks_, folder_, map_);
    if (with_chunks) {
        with_chunks(chunks_, folder_);
    }
    folder_.remove();
    return tally;
}

} // namespace percolith::runs
