#include "runs/record/seal.hpp"

#include "runs/record/file_size_signal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace percolith::runs
{
namespace
{

constexpr std::size_t block_bytes = std::size_t{1} << 18; // stays in a cache

std::string line_of(uLong checksum)
{
    char text[64];
    std::snprintf(text, sizeof text, "\npercolith crc-32 %08lx\n", checksum);
    return text;
}

/// As many bytes as there are, up to `size`.
std::size_t read_at(int descriptor, char* into, std::size_t size, off_t from)
{
    std::size_t done = 0;
    while (done < size) {
        const auto got =
            ::pread(descriptor, into + done, size - done, from + static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    return done;
}

/// CRC-32 of the first `size` bytes; `complete` tells whether they could all be read.
uLong checksum_of_bytes(int descriptor, off_t size, bool& complete)
{
    std::vector<char> block(block_bytes);
    uLong checksum = ::crc32(0, nullptr, 0);
    off_t done = 0;
    while (done < size) {
        const auto wanted = std::min(block_bytes, static_cast<std::size_t>(size - done));
        const auto got = read_at(descriptor, block.data(), wanted, done);
        checksum =
            ::crc32(checksum, reinterpret_cast<const Bytef*>(block.data()), static_cast<uInt>(got));
        done += static_cast<off_t>(got);
        if (got < wanted) {
            break;
        }
    }
    complete = done == size;
    return checksum;
}

class OpenFile
{
public:
    explicit OpenFile(const std::filesystem::path& file)
        : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile()
    {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

} // namespace

int write_seal(int descriptor)
{
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    bool complete = false;
    errno = 0;
    const auto line = line_of(checksum_of_bytes(descriptor, size, complete));
    if (size < 0 || !complete) {
        return errno == 0 ? EIO : errno;
    }
    const FileSizeSignalBlocked blocked;
    std::size_t done = 0;
    while (done < line.size()) {
        const auto put = ::write(descriptor, line.data() + done, line.size() - done);
        if (put >= 0) {
            done += static_cast<std::size_t>(put);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

Seal check_seal(const std::filesystem::path& file)
{
    const OpenFile open(file);
    if (open.descriptor() < 0) {
        return Seal::absent;
    }
    const auto pattern = line_of(0);
    const auto mark = pattern.substr(0, pattern.find_last_of(' ') + 1);
    const off_t end = ::lseek(open.descriptor(), 0, SEEK_END);
    const off_t size = end - static_cast<off_t>(pattern.size());
    std::string line(pattern.size(), '\0');
    if (size < 0 || read_at(open.descriptor(), line.data(), line.size(), size) < line.size() ||
        !line.starts_with(mark)) {
        return Seal::absent;
    }
    bool complete = false;
    const auto expected = line_of(checksum_of_bytes(open.descriptor(), size, complete));
    return complete && line == expected ? Seal::holds : Seal::broken;
}

} // namespace percolith::runs
