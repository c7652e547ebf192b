#pragma once
/// The one way output goes wrong: a full disk, a place that cannot be written, a missing helper
/// program.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace percolith::runs
{

/// what() is one line: "path: what is wrong; how to mend it". The program leaves with its I/O
/// status.
class OutputError : public std::runtime_error
{
public:
    OutputError(std::filesystem::path path, std::string_view wrong, std::string_view mend)
        : std::runtime_error(path.string() + ": " + std::string(wrong) + "; " + std::string(mend)),
          path_(std::move(path)), mend_(mend)
    {
    }

    const std::filesystem::path& path() const noexcept { return path_; }
    const std::string& mend() const noexcept { return mend_; }

private:
    std::filesystem::path path_;
    std::string mend_;
};

} // namespace percolith::runs
