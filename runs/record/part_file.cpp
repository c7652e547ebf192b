#include "runs/record/part_file.hpp"

#include "runs/record/file_size_signal.hpp"
#include "runs/record/output_error.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

constexpr std::size_t worth_a_write = 1 << 20; // bytes

std::string_view mend_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "free some space, or name a file on another disk";
    case EFBIG:
        return "raise the limit on file sizes (ulimit -f), or write less";
    case EIO:
        return "the disk itself fails; name a file on another one";
    default:
        return "name a file in a folder that exists and can be written";
    }
}

[[noreturn]] void fail_with(const fs::path& path, std::string_view doing, int error)
{
    const auto wrong = std::string(doing) + ": " + std::generic_category().message(error);
    throw OutputError(path, wrong, mend_of(error));
}

/// A link is followed, so that its target is replaced and not the link.
fs::path target_of(const fs::path& path)
{
    if (path.empty()) {
        throw OutputError(path, "an empty file name", "name the file to be written");
    }
    std::error_code error;
    auto target = path;
    constexpr int most_links = 40; // as the system itself
    for (int links = 0; links < most_links && fs::is_symlink(fs::symlink_status(target, error));
         ++links) {
        target = target.parent_path() / fs::read_symlink(target, error);
    }
    return target;
}

/// Opens and locks; empty when the file was renamed away between the two.
int open_locked(const fs::path& shown, const fs::path& part)
{
    const int descriptor = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) {
        fail_with(shown, "cannot be opened for writing", errno);
    }
    struct stat held{}, there{};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        throw OutputError(shown, "another run is writing this file",
                          "wait for it, or name another file");
    }
    if (::fstat(descriptor, &held) != 0 || ::stat(part.c_str(), &there) != 0 ||
        held.st_ino != there.st_ino) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

void write_all(int descriptor, std::string_view bytes, const fs::path& path)
{
    const FileSizeSignalBlocked blocked;
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            fail_with(path, "cannot be written", errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

bool is_device(const fs::path& path)
{
    std::error_code error;
    const auto status = fs::status(path, error);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

} // namespace

void flush_to_disk(const fs::path& path)
{
    if (const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); handle >= 0) {
        ::fsync(handle);
        ::close(handle);
    }
}

PartFile::PartFile(const fs::path& path) : shown_(path), path_(target_of(path))
{
    std::error_code error;
    const auto status = fs::status(path_, error);
    if (fs::is_directory(status)) {
        throw OutputError(shown_, "this is a folder", "name a file in it");
    }
    if (is_device(path_)) {
        throw OutputError(shown_, "this is not a regular file", "name a file on a disk");
    }
    part_ = path_;
    part_ += ".part";
    while (descriptor_ < 0) {
        descriptor_ = open_locked(shown_, part_);
    }
    if (::ftruncate(descriptor_, 0) != 0) {
        const int failed = errno;
        ::close(descriptor_);
        fail(failed);
    }
}

PartFile::~PartFile()
{
    if (descriptor_ >= 0) {
        ::unlink(part_.c_str());
        ::close(descriptor_);
    }
}

void PartFile::fail(int error) const
{
    fail_with(shown_, "cannot be written", error);
}

void PartFile::write(std::string_view bytes)
{
    write_all(descriptor_, bytes, shown_);
}

void PartFile::commit()
{
    if (::fsync(descriptor_) != 0) {
        fail(errno);
    }
    take_name();
    // The new name lives in the folder; a disk that refuses to flush folders has still renamed.
    flush_to_disk(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
}

void PartFile::commit_unflushed()
{
    take_name();
}

void PartFile::take_name()
{
    if (::rename(part_.c_str(), path_.c_str()) != 0) {
        fail(errno);
    }
    ::close(descriptor_);
    descriptor_ = -1;
}

TextFile::TextFile(const fs::path& path) : path_(path)
{
    if (!is_device(path)) {
        part_ = std::make_unique<PartFile>(path);
        return;
    }
    device_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (device_ < 0) {
        fail_with(path, "cannot be opened for writing", errno);
    }
}

TextFile::~TextFile()
{
    if (device_ >= 0) {
        ::close(device_);
    }
}

void TextFile::write(std::string_view text)
{
    pending_ += text;
    if (pending_.size() >= worth_a_write) {
        flush();
    }
}

void TextFile::flush()
{
    write_all(part_ ? part_->descriptor() : device_, pending_, path_);
    pending_.clear();
}

void TextFile::commit()
{
    flush();
    if (part_) {
        part_->commit();
    }
}

} // namespace percolith::runs
