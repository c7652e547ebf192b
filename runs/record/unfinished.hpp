#pragma once
/// Small finished results of a long computation, kept in a folder beside its output until that is
/// whole.

#include "runs/record/work_folder.hpp"

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace percolith::runs
{

/// Results of a few numbers each, gathered into chunks of a `WorkFolder`.
class Unfinished
{
public:
    /// Takes up what an earlier run of the same computation left; throws as `WorkFolder` does.
    Unfinished(const std::filesystem::path& output, std::string fingerprint, std::size_t count,
               std::size_t width);

    const std::filesystem::path& folder() const { return folder_.path(); }
    /// Of `count` results, in order: whether they are there, and their numbers.
    const std::vector<char>& there() const { return there_; }
    const std::vector<double>& numbers() const { return numbers_; }
    std::size_t count_there() const; ///< not while `keep` may be called

    /// Notes a result. From any thread.
    void keep(std::size_t number, std::span<const double> result);
    /// Writes what was noted since. Throws `OutputError`. By one thread at a time.
    void flush();
    /// Once the output is whole, or the work is worthless.
    void remove() { folder_.remove(); }

private:
    struct Result {
        std::uint64_t number;
        std::vector<double> values;
    };

    void take_up(std::string_view bytes);

    WorkFolder folder_;
    std::size_t width_;
    std::vector<char> there_;
    std::vector<double> numbers_;
    std::mutex mutex_;
    std::vector<Result> pending_;
    std::size_t next_chunk_ = 0;
};

} // namespace percolith::runs
