#pragma once
/// Finished parts of a long computation, kept in a folder beside its output until that is whole.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

/// The folder OUTPUT.unfinished: what the computation is, and chunks of results in files of their
/// own, each written aside and renamed, so that nothing ends them all. A result is a few numbers.
class Unfinished
{
public:
    /// Takes up what an earlier run of the same computation left. `fingerprint` is everything that
    /// fixes the results. Throws `InputError` where the folder belongs to another computation,
    /// `OutputError` where another run uses it or it cannot be used.
    Unfinished(const std::filesystem::path& output, std::string fingerprint, std::size_t count,
               std::size_t width);
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished();

    const std::filesystem::path& folder() const { return folder_; }
    /// Of `count` results, in order: whether they are there, and their numbers.
    const std::vector<char>& there() const { return there_; }
    const std::vector<double>& numbers() const { return numbers_; }
    std::size_t count_there() const; ///< not while `keep` may be called

    /// Notes a result. From any thread.
    void keep(std::size_t number, std::span<const double> result);
    /// Writes what was noted since. Throws `OutputError`. By one thread at a time.
    void flush();
    /// Once the output is whole, or the work is worthless.
    void remove();

private:
    struct Result {
        std::uint64_t number;
        std::vector<double> values;
    };

    void take_up();
    void read_chunk(const std::filesystem::path& file);
    void make_folder();
    bool lock();

    std::filesystem::path folder_;
    std::string fingerprint_;
    std::size_t width_;
    std::vector<char> there_;
    std::vector<double> numbers_;
    std::mutex mutex_;
    std::vector<Result> pending_;
    std::size_t next_chunk_ = 0;
    int lock_ = -1; ///< descriptor of the folder; below 0 where there is none yet
};

} // namespace percolith::runs
