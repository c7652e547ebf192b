#include "runs/case/file_text.hpp"

#include "runs/case/errors.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace percolith::runs
{

std::string read_text_file(const std::filesystem::path& file, std::size_t longest,
                           std::string_view advice)
{
    const auto refuse = [&](std::string_view wrong, std::string_view mend) {
        throw InputErrors({.file = file.string()}, "", wrong, mend);
    };
    std::error_code fault;
    const auto status = std::filesystem::status(file, fault);
    if (!std::filesystem::exists(status)) {
        refuse(fault && fault != std::errc::no_such_file_or_directory
                   ? "cannot be read: " + fault.message()
                   : "no such file",
               "check the path");
    }
    if (std::filesystem::is_directory(status)) {
        refuse("is a folder", "name a file in it");
    }
    if (!std::filesystem::is_regular_file(status)) {
        refuse("is no regular file", "copy what it gives into one"); // a pipe might never end
    }
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    if (!stream) {
        refuse("cannot be read: " + std::generic_category().message(errno),
               "check its permissions");
    }
    std::string text;
    std::string block(std::size_t{1} << 16, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())),
           stream.gcount() > 0) {
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > longest) {
            refuse("is longer than " + std::to_string(longest / 1'000'000) + " MB", advice);
        }
    }
    if (stream.bad()) {
        refuse("cannot be read to its end", "check the disk");
    }
    return text;
}

} // namespace percolith::runs
