#include "runs/record/work_folder.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/part_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fmt/core.h>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <zlib.h>

namespace percolith::runs
{
namespace
{

namespace fs = std::filesystem;

constexpr const char* name_of_fingerprint = "computation";
constexpr std::string_view chunk_prefix = "chunk-";
constexpr std::size_t checksum_width = 8;

std::string content_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string checksum_line(std::string_view bytes)
{
    return fmt::format("{:08x}", checksum_of(bytes));
}

/// Number of a chunk by its file name; nothing for other files.
std::optional<std::size_t> chunk_number(const std::string& name)
{
    if (!name.starts_with(chunk_prefix)) {
        return std::nullopt;
    }
    std::size_t number = 0;
    const auto* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data() + chunk_prefix.size(), end, number);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

void write_whole(const fs::path& path, std::string_view bytes)
{
    PartFile file(path);
    file.write(bytes);
    file.commit();
}

} // namespace

std::uint32_t checksum_of(std::string_view bytes)
{
    return static_cast<std::uint32_t>(::crc32(::crc32(0, nullptr, 0),
                                              reinterpret_cast<const Bytef*>(bytes.data()),
                                              static_cast<uInt>(bytes.size())));
}

WorkFolder::WorkFolder(const fs::path& output, std::string fingerprint)
    : path_(output), fingerprint_(std::move(fingerprint))
{
    path_ += ".unfinished";
    if (lock()) {
        try {
            check();
        } catch (...) {
            ::close(lock_);
            throw;
        }
    }
}

WorkFolder::~WorkFolder()
{
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

/// Whether there is a folder; nobody else uses it then.
bool WorkFolder::lock()
{
    lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0 && errno == ENOENT) {
        return false;
    }
    if (lock_ < 0) {
        throw OutputError(path_, "cannot be used: " + std::generic_category().message(errno),
                          "remove it, or name another output");
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw OutputError(path_, "another run keeps its work here",
                          "wait for it, or name another output");
    }
    return true;
}

void WorkFolder::check() const
{
    const auto mark = path_ / name_of_fingerprint;
    std::error_code error;
    if (!fs::exists(mark, error)) {
        if (!fs::is_empty(path_, error)) {
            throw InputError({.file = path_.string()}, "", "holds no unfinished work",
                             "name another output, or another folder");
        }
        return;
    }
    if (content_of(mark) != fingerprint_) {
        throw InputError({.file = path_.string()}, "",
                         "holds unfinished work of another input, command or version",
                         "remove the folder to begin anew, or name another output");
    }
}

fs::path WorkFolder::file_of(std::size_t number) const
{
    return path_ / fmt::format("{}{}", chunk_prefix, number);
}

std::vector<std::size_t> WorkFolder::chunks() const
{
    std::vector<std::size_t> numbers;
    if (lock_ < 0) {
        return numbers;
    }
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path_, error)) {
        if (const auto number = chunk_number(entry.path().filename().string())) {
            numbers.push_back(*number);
        }
    }
    std::ranges::sort(numbers);
    return numbers;
}

bool WorkFolder::holds(std::size_t number) const
{
    const std::scoped_lock alone(mutex_);
    if (!whole_.contains(number) && read(number)) {
        whole_.insert(number);
    }
    return whole_.contains(number);
}

std::optional<std::string> WorkFolder::read(std::size_t number) const
{
    auto bytes = content_of(file_of(number));
    if (bytes.size() < checksum_width || checksum_line(std::string_view(bytes).substr(
                                             checksum_width)) != bytes.substr(0, checksum_width)) {
        return std::nullopt;
    }
    bytes.erase(0, checksum_width);
    return bytes;
}

void WorkFolder::make()
{
    const std::scoped_lock alone(mutex_);
    std::error_code error;
    if (lock_ < 0) {
        if (!fs::create_directory(path_, error) && error) {
            throw OutputError(path_, "cannot be made: " + error.message(),
                              "name an output in a folder that can be written");
        }
        lock();
    }
    if (marked_) {
        return;
    }
    const auto mark = path_ / name_of_fingerprint;
    if (!fs::exists(mark, error)) {
        try {
            write_whole(mark, fingerprint_);
        } catch (...) {
            fs::remove(path_, error); // empty but for what never was
            throw;
        }
    }
    marked_ = true;
}

void WorkFolder::write(std::size_t number, std::string_view bytes)
{
    make();
    write_whole(file_of(number), checksum_line(bytes) + std::string(bytes));
    const std::scoped_lock alone(mutex_);
    whole_.insert(number);
}

void WorkFolder::write_unflushed(std::size_t number, std::string_view bytes)
{
    make();
    PartFile file(file_of(number));
    file.write(checksum_line(bytes) + std::string(bytes));
    file.commit_unflushed();
    const std::scoped_lock alone(mutex_);
    whole_.insert(number);
    unflushed_.push_back(number);
}

void WorkFolder::flush()
{
    std::vector<std::size_t> numbers;
    {
        const std::scoped_lock alone(mutex_);
        numbers.swap(unflushed_);
    }
    for (const auto number : numbers) {
        flush_to_disk(file_of(number));
    }
    if (!numbers.empty()) {
        flush_to_disk(path_);
    }
}

void WorkFolder::remove()
{
    if (lock_ < 0) {
        return;
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(path_, ignored)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(chunk_prefix) || name.starts_with(name_of_fingerprint)) {
            fs::remove(entry.path(), ignored);
        }
    }
    fs::remove(path_, ignored);
    ::close(lock_);
    lock_ = -1;
    marked_ = false;
    whole_.clear();
    unflushed_.clear();
}

} // namespace percolith::runs
