#pragma once
/// The files in a zip archive, unpacked from memory when asked for.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs::cycler
{

/// How to mend an archive that is not whole.
inline constexpr std::string_view copy_again = "copy it again from where it was exported";

/// What a file may unpack to: 16 million records, half a year at one a second, which take about
/// 2.5 GB as columns. So a small archive cannot fill the memory.
inline constexpr std::size_t largest_unpacked = std::size_t{128} << 20;

class Archive
{
public:
    /// The bytes must outlive it. Throws `InputError` where they are no whole zip archive.
    Archive(std::string_view bytes, std::string source);
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    const std::vector<std::string>& names() const { return names_; }
    bool holds(std::string_view name) const;
    const std::string& source() const { return source_; }

    /// Throws `InputError` where the file is not there, is encrypted or damaged (its checksum is
    /// compared), or is larger than `largest_unpacked`.
    std::string unpack(const std::string& name) const;

private:
    struct Handle;
    std::string source_;
    std::unique_ptr<Handle> handle_;
    std::vector<std::string> names_;
};

} // namespace percolith::runs::cycler
