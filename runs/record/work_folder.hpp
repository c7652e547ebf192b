#pragma once
/// The folder in which a long computation keeps what it has finished until its output is whole.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

/// CRC-32.
std::uint32_t checksum_of(std::string_view bytes);

/// The folder OUTPUT.unfinished: what the computation is, and chunks of finished work in files of
/// their own, each under a checksum, written aside and renamed, so that nothing ends them all. It
/// is made with the first chunk only: a computation of a moment leaves no trace.
class WorkFolder
{
public:
    /// Takes up what an earlier run of the same computation left. `fingerprint` is everything that
    /// fixes the results. Throws `InputError` where the folder belongs to another computation,
    /// `OutputError` where another run uses it or it cannot be used.
    WorkFolder(const std::filesystem::path& output, std::string fingerprint);
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    ~WorkFolder();

    const std::filesystem::path& path() const { return path_; }
    /// Numbers of the chunks that there are, whole or not, in order.
    std::vector<std::size_t> chunks() const;
    /// Whether chunk `number` is there and whole: those of earlier runs are read once, when asked
    /// for first. May be called from several threads at once.
    bool holds(std::size_t number) const;
    /// What was written as chunk `number`; nothing where it is not there or not whole.
    std::optional<std::string> read(std::size_t number) const;
    /// Several threads may write chunks of different numbers at once. Throws `OutputError`.
    void write(std::size_t number, std::string_view bytes);
    /// The same, on the disk only after `flush`, or when the system finds it time. Whatever ends
    /// the program, the chunk is there; where the machine loses its power before, it may be missing
    /// or not whole, and is as good as never written.
    void write_unflushed(std::size_t number, std::string_view bytes);
    void flush();
    /// Takes away our files alone: once the output is whole, or the work is worthless.
    void remove();

private:
    bool lock();
    void check() const;
    void make();
    std::filesystem::path file_of(std::size_t number) const;

    std::filesystem::path path_;
    std::string fingerprint_;
    mutable std::mutex mutex_; ///< of what follows
    mutable std::set<std::size_t> whole_; ///< chunks known to be
    std::vector<std::size_t> unflushed_;
    bool marked_ = false;
    int lock_ = -1; ///< descriptor of the folder; below 0 where there is none yet
};

} // namespace percolith::runs
