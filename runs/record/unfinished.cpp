#include "runs/record/unfinished.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/output_error.hpp"
#include "runs/record/part_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <fstream>
#include <iterator>
#include <optional>
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

std::string content_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string checksum_line(std::string_view bytes)
{
    const auto checksum =
        ::crc32(::crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uInt>(bytes.size()));
    return fmt::format("{:08x}", checksum);
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

Unfinished::Unfinished(const fs::path& output, std::string fingerprint, std::size_t count,
                       std::size_t width)
    : folder_(output), fingerprint_(std::move(fingerprint)), width_(width), there_(count, 0),
      numbers_(count * width, 0.0)
{
    folder_ += ".unfinished";
    if (lock()) {
        try {
            take_up();
        } catch (...) {
            ::close(lock_);
            throw;
        }
    }
}

Unfinished::~Unfinished()
{
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

std::size_t Unfinished::count_there() const
{
    return static_cast<std::size_t>(std::count(there_.begin(), there_.end(), 1));
}

/// Whether there is a folder; nobody else uses it then.
bool Unfinished::lock()
{
    lock_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0 && errno == ENOENT) {
        return false;
    }
    if (lock_ < 0) {
        throw OutputError(folder_, "cannot be used: " + std::generic_category().message(errno),
                          "remove it, or name another output");
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw OutputError(folder_, "another run keeps its work here",
                          "wait for it, or name another output");
    }
    return true;
}

void Unfinished::take_up()
{
    const auto mark = folder_ / name_of_fingerprint;
    std::error_code error;
    if (!fs::exists(mark, error)) {
        if (!fs::is_empty(folder_, error)) {
            throw InputError({.file = folder_.string()}, "", "holds no unfinished work",
                             "name another output, or another folder");
        }
        return;
    }
    if (content_of(mark) != fingerprint_) {
        throw InputError({.file = folder_.string()}, "",
                         "holds unfinished work of another input, command or version",
                         "remove the folder to begin anew, or name another output");
    }
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        if (const auto number = chunk_number(entry.path().filename().string())) {
            next_chunk_ = std::max(next_chunk_, *number + 1);
            read_chunk(entry.path());
        }
    }
}

/// A chunk that is not whole is computed again.
void Unfinished::read_chunk(const fs::path& file)
{
    const auto bytes = content_of(file);
    constexpr std::size_t mark = 8;
    const std::size_t row = sizeof(std::uint64_t) + width_ * sizeof(double);
    if (bytes.size() < mark || (bytes.size() - mark) % row != 0 ||
        checksum_line(std::string_view(bytes).substr(mark)) != bytes.substr(0, mark)) {
        return;
    }
    for (std::size_t at = mark; at < bytes.size(); at += row) {
        std::uint64_t number = 0;
        std::memcpy(&number, bytes.data() + at, sizeof number);
        if (number < there_.size()) {
            there_[number] = 1;
            std::memcpy(numbers_.data() + number * width_, bytes.data() + at + sizeof number,
                        width_ * sizeof(double));
        }
    }
}

void Unfinished::keep(std::size_t number, std::span<const double> result)
{
    const std::scoped_lock alone(mutex_);
    there_[number] = 1;
    pending_.push_back({number, {result.begin(), result.end()}});
}

/// Made with the first result only: a computation of a moment leaves no trace.
void Unfinished::make_folder()
{
    std::error_code error;
    if (lock_ < 0) {
        if (!fs::create_directory(folder_, error) && error) {
            throw OutputError(folder_, "cannot be made: " + error.message(),
                              "name an output in a folder that can be written");
        }
        lock();
    }
    const auto mark = folder_ / name_of_fingerprint;
    if (fs::exists(mark, error)) {
        return;
    }
    try {
        write_whole(mark, fingerprint_);
    } catch (...) {
        fs::remove(folder_, error); // empty but for what never was
        throw;
    }
}

void Unfinished::flush()
{
    std::vector<Result> results;
    {
        const std::scoped_lock alone(mutex_);
        results.swap(pending_);
    }
    if (results.empty()) {
        return;
    }
    std::string bytes;
    for (const auto& result : results) {
        bytes.append(reinterpret_cast<const char*>(&result.number), sizeof result.number);
        bytes.append(reinterpret_cast<const char*>(result.values.data()),
                     result.values.size() * sizeof(double));
    }
    make_folder();
    write_whole(folder_ / fmt::format("{}{}", chunk_prefix, next_chunk_++),
                checksum_line(bytes) + bytes);
}

/// Takes away our files alone.
void Unfinished::remove()
{
    if (lock_ < 0) {
        return;
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(chunk_prefix) || name.starts_with(name_of_fingerprint)) {
            fs::remove(entry.path(), ignored);
        }
    }
    fs::remove(folder_, ignored);
    ::close(lock_);
    lock_ = -1;
}

} // namespace percolith::runs
