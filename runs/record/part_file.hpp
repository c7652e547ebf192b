#pragma once
/// A file written aside as PATH.part that takes its name when it is whole.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace percolith::runs
{

/// Brings what was written to a file or a folder to the disk. Says nothing of disks that refuse.
void flush_to_disk(const std::filesystem::path& path);

/// Owns PATH.part, locked against a second writer. `commit` flushes it to the disk and renames it;
/// without `commit` it is removed, and PATH stays what it was.
class PartFile
{
public:
    /// Throws `OutputError` where PATH could never be written: no such folder, a folder itself,
    /// something that is not a regular file, another run writing it.
    explicit PartFile(const std::filesystem::path& path);
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    int descriptor() const { return descriptor_; }
    /// Where the bytes are until `commit`.
    const std::filesystem::path& part() const { return part_; }
    /// Throws `OutputError`.
    void write(std::string_view bytes);
    /// Throws `OutputError`.
    void commit();
    /// Renames at once and leaves it to others, or to the system, when the bytes come to the disk:
    /// whatever ends the program, PATH is whole, but a machine that loses its power before may find
    /// it empty. Throws `OutputError`.
    void commit_unflushed();
    /// The `OutputError` for a failed system call on this file.
    [[noreturn]] void fail(int error) const;

private:
    void take_name();

    std::filesystem::path shown_; ///< as the user wrote it, for messages
    std::filesystem::path path_; ///< with links resolved
    std::filesystem::path part_;
    int descriptor_ = -1;
};

/// Writes small pieces of text to PATH: aside and renamed, or straight where PATH is a device or a
/// pipe.
class TextFile
{
public:
    explicit TextFile(const std::filesystem::path& path);
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    ~TextFile();

    /// Throws `OutputError`.
    void write(std::string_view text);
    void commit();

private:
    void flush();

    std::filesystem::path path_;
    std::unique_ptr<PartFile> part_;
    int device_ = -1;
    std::string pending_;
};

} // namespace percolith::runs
